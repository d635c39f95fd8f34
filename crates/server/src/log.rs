//! The log: lines on standard error, for a person or for a machine.
//!
//! What is logged says what happened to whom it may concern, never a secret: passwords, tokens, cookies, the database
//! URL and what people typed into forms stay out. Types that hold secrets print none ([`Secret`](crate::app::Secret),
//! [`DatabaseUrl`](crate::config::DatabaseUrl)).

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::config::LogFormat;

/// The filter is not one.
#[derive(Debug, thiserror::Error)]
#[error("not a log filter: write a level (warn, info, debug), or levels by part as in info,server::store=debug")]
pub struct BadFilter;

/// Starts the log of this process, for as long as it runs. A second call changes nothing.
///
/// # Errors
/// [`BadFilter`].
pub fn start(format: LogFormat, filter: &str) -> Result<(), BadFilter> {
    let filter = EnvFilter::builder().parse(filter).map_err(|_| BadFilter)?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Set already, by a test or an embedder: theirs stays.
    let _ = match format {
        LogFormat::Text => {
            let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            log.with_ansi(colour).try_init()
        }
        LogFormat::Json => log.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init(),
    };
    Ok(())
}
