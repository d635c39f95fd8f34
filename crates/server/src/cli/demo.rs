//! The demonstration: sample events, and somebody to sign in as.

use jiff::tz::TimeZone;
use model::{
    event::{EventQuery, Period},
    locale::Locale,
    route::Route,
    viewer::Role,
};

use super::{
    exit::{Exit, Failure},
    say,
};
use crate::{app::App, content::sample};

/// What the sample member of staff signs in with. `example.org` is nobody's (RFC 2606).
const EMAIL: &str = "sample@example.org";
/// The name beside what they write.
const NAME: &str = "Sample staff";
/// The letters of a password: 32, without those that look like others.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz123456789";

/// Adds the samples that are not there yet. The password of the sample member of staff is printed when the account is
/// made, and never again.
pub(super) async fn add(app: &App) -> Result<(), Failure> {
    let refused = |e| Failure::of_use_case(&e);
    if !app.is_demo().await.map_err(refused)? && holds_events(app).await? {
        return Err(Failure::new(Exit::Usage, "--demo: this database holds events that are not samples")
            .advise("Nothing was added. Give the demonstration a folder of its own with --data."));
    }
    // Whatever the day is elsewhere, the samples are around it.
    let today = TimeZone::UTC.to_datetime(app.clock.now()).date();
    let events = sample::events(today).map_err(|e| Failure::new(Exit::Failed, e.to_string()))?;
    let mut added = 0;
    for event in &events {
        added += usize::from(app.add_sample_event(event).await.map_err(refused)?);
    }
    if added > 0 {
        tracing::info!(events = added, "samples are added");
    }
    let password = password()?;
    if app.add_sample_staff(EMAIL, NAME, Role::Publisher, &password).await.map_err(refused)? {
        // Set apart from the lines of the log around it.
        say(format_args!(
            "\n  The sample member of staff signs in at {}\n    e-mail address  {EMAIL}\n    password        {password}\n  \
             The password is not told again. Another one: portal staff add {EMAIL} --role publisher --data …\n",
            Route::SignIn.path(Locale::En)
        ));
    }
    Ok(())
}

async fn holds_events(app: &App) -> Result<bool, Failure> {
    for period in [Period::Upcoming, Period::Past] {
        let query = EventQuery { period, ..EventQuery::default() };
        let found = app.events(&query, 1).await.map_err(|e| Failure::of_use_case(&e))?;
        if !found.items.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A new password of 100 random bits, in groups that can be typed.
fn password() -> Result<String, Failure> {
    let mut bits = [0_u8; 20];
    getrandom::fill(&mut bits)
        .map_err(|e| Failure::new(Exit::Failed, format!("the system gives no random numbers: {e}")))?;
    let groups: Vec<String> =
        bits.chunks(5).map(|group| group.iter().map(|b| char::from(LETTERS[usize::from(b % 32)])).collect()).collect();
    Ok(groups.join("-"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use model::staff::check_password;

    use super::*;

    #[test]
    fn a_sample_password_keeps_the_rules_and_is_never_the_same() {
        let passwords: BTreeSet<String> = (0..50).filter_map(|_| password().ok()).collect();
        assert_eq!(passwords.len(), 50);
        assert!(passwords.iter().all(|p| check_password(p, p).is_ok()));
        assert_eq!(LETTERS.iter().collect::<BTreeSet<_>>().len(), 32);
    }
}
