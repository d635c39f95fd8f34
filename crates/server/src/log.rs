//! The log: lines on standard error, for a person or for a machine.
//!
//! What is logged says what happened to whom it may concern, never a secret: passwords, tokens, cookies, the database
//! URL and what people typed into forms stay out. Types that hold secrets print none ([`Secret`](crate::app::Secret),
//! [`DatabaseUrl`](crate::config::DatabaseUrl)).
//!
//! Where nobody watches a terminal, lines are written together, some fifty milliseconds of them at once: a write for each
//! would cost a busy portal more than answering does. A warning or an error is written at once, with all that came before it.

use std::{
    io::{self, IsTerminal, Write},
    sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError},
    thread,
    time::Duration,
};

use tracing::{Level, Metadata};
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

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
    let terminal = io::stderr().is_terminal();
    let lines = LINES.get_or_init(|| Lines::to(if terminal { Duration::ZERO } else { TOGETHER })).clone();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(lines);
    // Set already, by a test or an embedder: theirs stays.
    let _ = match format {
        LogFormat::Text => {
            let colour = terminal && std::env::var_os("NO_COLOR").is_none();
            log.with_ansi(colour).try_init()
        }
        LogFormat::Json => log.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init(),
    };
    Ok(())
}

/// Writes the lines that wait: before the process ends.
pub fn flush() {
    if let Some(lines) = LINES.get() {
        write(&mut lines.waiting());
    }
}

/// How long a line waits for others.
const TOGETHER: Duration = Duration::from_millis(50);
/// How many bytes of lines wait at most.
const MOST: usize = 64 * 1024;

static LINES: OnceLock<Lines> = OnceLock::new();

/// The lines on their way to standard error.
#[derive(Clone)]
struct Lines(Arc<Shared>);

struct Shared {
    waiting: Mutex<Vec<u8>>,
    some: Condvar,
    /// Lines wait for others.
    together: bool,
}

impl Lines {
    /// Lines that wait so long; not at all where that is zero, or where there is no thread to write them.
    fn to(wait: Duration) -> Self {
        let shared = |together| Arc::new(Shared { waiting: Mutex::default(), some: Condvar::new(), together });
        let lines = Self(shared(true));
        let writer = lines.clone();
        let watched =
            (!wait.is_zero()).then(|| thread::Builder::new().name("log".to_owned()).spawn(move || writer.write(wait)));
        match watched {
            Some(Ok(_)) => lines,
            Some(Err(_)) | None => Self(shared(false)),
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<u8>> {
        // A line that was cut off by a panic is no reason to write no more.
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes what waits, for as long as the process lives.
    fn write(&self, wait: Duration) {
        loop {
            let mut waiting = self.waiting();
            while waiting.is_empty() {
                waiting = self.0.some.wait(waiting).unwrap_or_else(PoisonError::into_inner);
            }
            drop(waiting);
            thread::sleep(wait);
            write(&mut self.waiting());
        }
    }
}

/// Nothing can be said of a log that cannot be written.
fn write(waiting: &mut Vec<u8>) {
    let _ = io::stderr().write_all(waiting);
    waiting.clear();
}

/// Takes one line.
struct Line<'a> {
    lines: &'a Lines,
    at_once: bool,
}

impl Write for Line<'_> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut waiting = self.lines.waiting();
        waiting.extend_from_slice(line);
        if self.at_once || waiting.len() > MOST {
            write(&mut waiting);
        } else if waiting.len() == line.len() {
            self.lines.0.some.notify_one();
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Line<'a>;

    fn make_writer(&'a self) -> Line<'a> {
        Line { lines: self, at_once: !self.0.together }
    }

    fn make_writer_for(&'a self, meta: &Metadata<'_>) -> Line<'a> {
        Line { lines: self, at_once: !self.0.together || *meta.level() <= Level::WARN }
    }
}
