//! What went wrong below the use cases, and what of it is told.

use model::error::{Error, FieldError, FieldErrors};

/// What went wrong below the use cases; for the operator's eyes and the log alone.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The database does not answer. The text holds no password.
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    /// The file is not a sound database.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// The tables were made by a newer portal.
    #[error("the database was made by a newer version of the portal: {0}")]
    TooNew(String),
    /// There is no room to write.
    #[error("the disk is full: {0}")]
    DiskFull(String),
    /// A unique key is taken; the name of the field.
    #[error("taken: {0}")]
    Taken(&'static str),
    /// The record has moved on.
    #[error("at version {0} now")]
    Stale(i64),
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

impl From<Fault> for Error {
    /// What may be shown of a fault; the cause is logged here and goes no further.
    ///
    /// A full disk is `Unavailable`, not `Internal`: reading still works, nothing was half written, and the same
    /// request succeeds as soon as there is room. So a client is told to try again, as when the database is away.
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Taken(field) => Self::Invalid { fields: FieldErrors::one(field, FieldError::Taken) },
            Fault::Stale(current) => Self::Conflict { current },
            Fault::Unreachable(_) | Fault::DiskFull(_) => {
                tracing::error!(cause = %fault, "the store is not available");
                Self::Unavailable
            }
            Fault::Damaged(_) | Fault::TooNew(_) | Fault::Other(_) => {
                tracing::error!(cause = %fault, "the store failed");
                Self::Internal
            }
        }
    }
}
