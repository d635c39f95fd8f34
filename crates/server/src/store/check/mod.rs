//! Is what is stored sound? Everything is read, page by page and as of one moment, and nothing is written: the portal may
//! serve meanwhile.
//!
//! - [`physical`]: what the database itself can say
//! - [`document`], [`event`], [`staff`]: every record can be read and keeps its rules, its key columns and links are those of
//!   its document, and it is as its latest revision says
//! - [`revision`]: every revision can be read, and none is missing
//! - [`search`]: what is public can be found, and nothing else

mod document;
mod event;
mod physical;
mod revision;
mod search;
mod staff;

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    Store,
    dispatch::{Conn, values},
    schema::Schema,
};
use crate::app::Fault;

/// The most findings that are told one by one.
const MOST: usize = 200;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Severity {
    /// Worth knowing; nothing is broken.
    Note,
    /// Broken.
    Wrong,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Finding {
    pub(crate) severity: Severity,
    /// What was looked at: `database`, `event`, `files`, ….
    pub(crate) part: String,
    /// Which of them: a key, a path; may be empty.
    pub(crate) subject: String,
    /// What about it, in a sentence without a full stop.
    pub(crate) what: String,
}

/// What was looked at, and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Report {
    /// How many there were of what was looked at, by its name.
    pub(crate) looked_at: BTreeMap<&'static str, u64>,
    /// What was found, up to a bound.
    pub(crate) findings: Vec<Finding>,
    /// How many more were found.
    pub(crate) more: u64,
    wrong: bool,
}

impl Report {
    /// Something is broken.
    pub(crate) fn wrong(&mut self, part: &str, subject: &str, what: impl Into<String>) {
        self.wrong = true;
        self.push(Severity::Wrong, part, subject, what.into());
    }

    /// Something is worth knowing.
    pub(crate) fn note(&mut self, part: &str, subject: &str, what: impl Into<String>) {
        self.push(Severity::Note, part, subject, what.into());
    }

    fn push(&mut self, severity: Severity, part: &str, subject: &str, what: String) {
        if self.findings.len() < MOST {
            self.findings.push(Finding { severity, part: part.to_owned(), subject: subject.to_owned(), what });
        } else {
            self.more += 1;
        }
    }

    /// So many more of these were looked at.
    pub(crate) fn count(&mut self, what: &'static str, how_many: usize) {
        *self.looked_at.entry(what).or_default() += u64::try_from(how_many).unwrap_or(u64::MAX);
    }

    /// What another report says, too.
    pub(crate) fn join(&mut self, other: Self) {
        let Self { looked_at, findings, more, wrong } = other;
        for (what, count) in looked_at {
            *self.looked_at.entry(what).or_default() += count;
        }
        for Finding { severity, part, subject, what } in findings {
            self.push(severity, &part, &subject, what);
        }
        self.more += more;
        self.wrong |= wrong;
    }

    /// Nothing is broken.
    pub(crate) const fn is_sound(&self) -> bool {
        !self.wrong
    }
}

impl Store {
    /// Looks at everything. What is not as it should be is in the report.
    ///
    /// # Errors
    /// [`Fault`] where it cannot be looked at: the database does not answer, or is of a newer portal.
    pub(crate) async fn check(&self) -> Result<Report, Fault> {
        let mut report = Report::default();
        self.check_physically(&mut report).await?;
        if report.is_sound() {
            match self.check_records(&mut report).await {
                Err(Fault::Damaged(what)) => report.wrong("database", "", what),
                other => other?,
            }
        }
        Ok(report)
    }

    /// Looks at the tables and every record in them.
    async fn check_records(&self, report: &mut Report) -> Result<(), Fault> {
        match self.schema().await? {
            Schema::Same(_) => {}
            Schema::Newer(has) => {
                return Err(Fault::TooNew(format!("it holds migration {has}, which this one does not know")));
            }
            Schema::Older { has, latest } => {
                let what = format!(
                    "made by an older portal, which had {has} migrations, and there are {latest}; the next start brings it up \
                     to date, and records can be looked at then"
                );
                report.note("database", "", what);
                return Ok(());
            }
            Schema::Other(version) => {
                let what = format!("migration {version} is not the one that this portal knows, or did not end well");
                report.wrong("database", "", what);
                return Ok(());
            }
            Schema::Foreign => {
                report.wrong("database", "", "its tables are not those of a portal");
                return Ok(());
            }
            Schema::Empty => {
                report.note("database", "", "there is nothing in it yet; the first start makes its tables");
                return Ok(());
            }
        }
        let mut conn = self.snapshot().await?;
        conn.take_your_time().await?;
        document::check(&mut conn, report).await?;
        event::check(&mut conn, report).await?;
        staff::check(&mut conn, report).await?;
        revision::check(&mut conn, report).await?;
        search::check(&mut conn, report).await?;
        generation(&mut conn, report).await
    }
}

async fn generation(conn: &mut Conn, report: &mut Report) -> Result<(), Fault> {
    let row: Option<(i64,)> = conn.one("SELECT value FROM generation WHERE id = 1", values![]).await?;
    if row.is_none() {
        report.wrong("database", "generation", "its row is missing, so that nothing can be written");
    }
    Ok(())
}

/// The latest revision of a record, beside the record's row: `version` and `last` are the row's and the latest revision's,
/// `snapshot` is that of the row's version.
pub(super) struct Latest<'a> {
    pub(super) part: &'a str,
    pub(super) key: &'a str,
    pub(super) version: i64,
    pub(super) last: Option<i64>,
}

impl Latest<'_> {
    /// The record is as its latest revision says. `same`: what the revision holds is what the record is.
    pub(super) fn agree(&self, snapshot: Option<bool>, report: &mut Report) {
        let Self { part, key, version, last } = *self;
        match (last, snapshot) {
            (None, _) => report.wrong(part, key, "it has no revision"),
            (Some(last), _) if last != version => {
                report.wrong(part, key, format!("it is at version {version}, and its latest revision is {last}"));
            }
            (Some(_), Some(true)) => {}
            (Some(_), _) => report.wrong(part, key, "it is not what its latest revision says"),
        }
    }
}
