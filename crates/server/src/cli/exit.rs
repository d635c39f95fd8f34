//! How a command ends: an exit code for scripts, a sentence and advice for people.

use std::{fmt, io, process::ExitCode};

use model::error::{Error, FieldError};

use crate::{app::Fault, content::Broken, store::Database};

/// The exit codes. Those from 64 up mean what they mean in BSD's `sysexits.h`, where it has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// Done.
    Done,
    /// Failed, for a reason that has no code of its own.
    Failed,
    /// The command line or the environment is wrong.
    Usage,
    /// `EX_DATAERR`: a damaged or newer database or backup, broken content.
    Data,
    /// `EX_NOINPUT`: what was to be read cannot be.
    NoInput,
    /// `EX_UNAVAILABLE`: the database cannot be reached.
    Unavailable,
    /// `EX_CANTCREAT`: the data folder cannot be made or written, the disk is full.
    CannotCreate,
    /// `EX_TEMPFAIL`: something changed at the same time, or a portal runs that must not.
    TryAgain,
    /// The address is in use. Linux's number of `EADDRINUSE`.
    AddressInUse,
    /// The address cannot be listened on. Linux's number of `EADDRNOTAVAIL`.
    AddressNotAvailable,
}

impl Exit {
    /// Every way to end.
    #[cfg(test)]
    pub(super) const ALL: [Self; 10] = [
        Self::Done,
        Self::Failed,
        Self::Usage,
        Self::Data,
        Self::NoInput,
        Self::Unavailable,
        Self::CannotCreate,
        Self::TryAgain,
        Self::AddressInUse,
        Self::AddressNotAvailable,
    ];

    /// The process's exit code.
    pub(super) const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Data => 65,
            Self::NoInput => 66,
            Self::Unavailable => 69,
            Self::CannotCreate => 73,
            Self::TryAgain => 75,
            Self::AddressInUse => 98,
            Self::AddressNotAvailable => 99,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        exit.code().into()
    }
}

/// Why a command could not do what was asked, and what to do about it.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    /// The code to exit with.
    pub(super) exit: Exit,
    /// What happened, in a sentence without a full stop.
    what: String,
    /// What to do.
    advice: String,
}

impl Failure {
    pub(super) fn new(exit: Exit, what: impl Into<String>) -> Self {
        Self { exit, what: what.into(), advice: String::new() }
    }

    pub(super) fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = advice.into();
        self
    }

    /// The same, with another code.
    pub(super) fn with(self, exit: Exit) -> Self {
        Self { exit, ..self }
    }

    /// The same, of something else: what happened follows what is said here.
    pub(super) fn instead(self, of: impl fmt::Display) -> Self {
        Self { what: format!("{of}: {}", self.what), ..self }
    }

    /// What the store could not do.
    pub(super) fn of_store(fault: Fault, database: &Database) -> Self {
        let what = fault.to_string();
        match fault {
            Fault::Unreachable(why) => match database {
                Database::Sqlite(folder) => {
                    Self::new(Exit::CannotCreate, format!("the data folder {} cannot be used: {why}", folder.display()))
                        .advise("See that it exists, that this user may write in it, and that its disk is well; or give another with --data.")
                }
                Database::Postgres(_) => Self::new(Exit::Unavailable, what)
                    .advise(
                        "See that PostgreSQL runs and that PORTAL_DATABASE_URL names it, then start again. On another machine it \
                         has to speak TLS with a certificate of its name, unless the URL says otherwise by sslmode.",
                    ),
            },
            Fault::Damaged(_) => Self::new(Exit::Data, what)
                .advise("Nothing was changed. Keep a copy of what is there, and restore the latest backup."),
            Fault::TooNew(_) => Self::new(Exit::Data, what)
                .advise("Nothing was changed. Use the version of portal that made it, or a newer one."),
            Fault::DiskFull(_) => {
                Self::new(Exit::CannotCreate, what).advise("What was saved before is safe. Make room, then start again.")
            }
            Fault::Stale(_) => Self::new(Exit::TryAgain, "staff changed a record at the same time")
                .advise("Nothing was written. Run the command again."),
            Fault::Taken(_) | Fault::Other(_) => Self::new(Exit::Failed, what),
        }
    }

    /// What a use case refused; its cause is in the log.
    pub(super) fn of_use_case(error: &Error) -> Self {
        match error {
            Error::Invalid { fields } => {
                let told: Vec<String> = fields.iter().map(|(name, e)| format!("{name}: {}", in_words(e))).collect();
                Self::new(Exit::Usage, told.join("; "))
            }
            Error::Unavailable => {
                Self::new(Exit::Unavailable, "the database cannot be reached or is too busy").advise("Try again.")
            }
            Error::Conflict { .. } => Self::new(Exit::TryAgain, error.to_string()).advise("Run the command again."),
            _ => Self::new(Exit::Failed, error.to_string()).advise("The log above says why."),
        }
    }

    /// Why the server did not start, or stopped: told by the system's error underneath, if there is one.
    pub(super) fn of_server(
        error: &(dyn std::error::Error + 'static),
        listen: std::net::SocketAddr,
        flag: &str,
    ) -> Self {
        let mut cause = Some(error);
        let system = std::iter::from_fn(|| {
            let this = cause?;
            cause = this.source();
            Some(this)
        })
        .find_map(|e| e.downcast_ref::<io::Error>());
        match system.map(io::Error::kind) {
            Some(io::ErrorKind::AddrInUse) => {
                Self::new(Exit::AddressInUse, format!("{listen} is in use: another program listens there"))
                    .advise(format!("Stop it, or give another address with {flag}; port 0 takes a free one."))
            }
            Some(io::ErrorKind::AddrNotAvailable) => {
                Self::new(Exit::AddressNotAvailable, format!("{} is not an address of this machine", listen.ip()))
                    .advise(format!("Give one of its own with {flag}, or 0.0.0.0 for all of them."))
            }
            Some(io::ErrorKind::PermissionDenied) => {
                Self::new(Exit::AddressNotAvailable, format!("this user may not listen on {listen}"))
                    .advise(format!("Give a port from 1024 up with {flag}, and put a proxy in front of it."))
            }
            Some(_) | None => {
                Self::new(Exit::Failed, system.map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}")))
            }
        }
    }

    /// Content files that cannot be read as content.
    pub(super) fn of_content(broken: &[Broken]) -> Self {
        let places = if broken.len() == 1 { "1 place".to_owned() } else { format!("{} places", broken.len()) };
        let told: Vec<String> = broken.iter().map(ToString::to_string).collect();
        Self::new(Exit::Data, format!("the content is broken in {places}\n{}", told.join("\n")))
            .advise("Nothing was loaded. Mend these places, then run the command again.")
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "portal: {}", self.what)?;
        if self.advice.is_empty() { Ok(()) } else { write!(f, "\n{}", self.advice) }
    }
}

/// A field's error for an operator, whose command line speaks English.
fn in_words(error: &FieldError) -> String {
    match error {
        FieldError::Required => "is missing".to_owned(),
        FieldError::TooLong { max } => format!("longer than {max} characters"),
        FieldError::TooShort { min } => format!("shorter than {min} characters"),
        FieldError::Taken => "another record has it".to_owned(),
        FieldError::Email => "not an e-mail address".to_owned(),
        FieldError::Control => "holds control characters".to_owned(),
        other => other.key().trim_start_matches("error-").replace('-', " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_fault_shows_how_it_looks_inside() {
        let database = Database::Postgres("postgres://portal:hunter2@db/portal".to_owned());
        let faults = [
            Fault::Unreachable("refused".to_owned()),
            Fault::Damaged("page 3".to_owned()),
            Fault::TooNew("migration 99".to_owned()),
            Fault::DiskFull("no space".to_owned()),
            Fault::Taken("email"),
            Fault::Stale(3),
            Fault::Other("odd".to_owned()),
        ];
        for fault in faults {
            let told = Failure::of_store(fault, &database).to_string();
            assert!(told.starts_with("portal: ") && !told.contains("hunter2") && !told.contains("(\""), "{told}");
        }
    }

    #[test]
    fn the_systems_reason_is_found_under_any_error() {
        #[derive(Debug, thiserror::Error)]
        #[error("cannot listen")]
        struct Outer(#[source] io::Error);
        let listen = ([127, 0, 0, 1], 3000).into();
        let told = |kind: io::ErrorKind| Failure::of_server(&Outer(kind.into()), listen, "--listen").exit;
        assert_eq!(told(io::ErrorKind::AddrInUse), Exit::AddressInUse);
        assert_eq!(told(io::ErrorKind::PermissionDenied), Exit::AddressNotAvailable);
        assert_eq!(told(io::ErrorKind::BrokenPipe), Exit::Failed);
    }
}
