//! What a database's error means.

use sqlx::{Error, error::DatabaseError, migrate::MigrateError};

use crate::app::Fault;

impl From<Error> for Fault {
    /// Texts of `sqlx` name hosts, tables and constraints, never a password or a value.
    fn from(error: Error) -> Self {
        match &error {
            Error::Database(cause) => of_database(cause.as_ref()),
            Error::Io(_) | Error::Tls(_) | Error::PoolTimedOut | Error::PoolClosed | Error::WorkerCrashed => {
                Self::Unreachable(error.to_string())
            }
            Error::Configuration(_) => Self::Unreachable(format!("the database's address is not valid: {error}")),
            Error::Migrate(_) => Self::Other(error.to_string()),
            _ => Self::Other(error.to_string()),
        }
    }
}

impl From<MigrateError> for Fault {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(cause) | MigrateError::ExecuteMigration(cause, _) => cause.into(),
            MigrateError::VersionMissing(version) => {
                Self::TooNew(format!("it holds migration {version}, which this one does not know"))
            }
            other => Self::Other(other.to_string()),
        }
    }
}

fn of_database(error: &dyn DatabaseError) -> Fault {
    if error.is_unique_violation() {
        return taken(error);
    }
    let code = error.code().unwrap_or_default();
    // PostgreSQL's codes have five characters (appendix A of its manual), SQLite's are numbers.
    if code.len() == 5 { of_postgres(&code, error) } else { of_sqlite(&code, error) }
}

/// The constraint's name is the field's.
fn taken(error: &dyn DatabaseError) -> Fault {
    let told = error.constraint().unwrap_or_else(|| error.message());
    if told.contains("event_slug") || told.contains("event.slug") {
        Fault::Taken("slug")
    } else if told.contains("event_pkey") || told.contains("event.id") {
        Fault::Taken("id")
    } else if told.contains("staff_email") || told.contains("staff.email") {
        Fault::Taken("email")
    } else {
        Fault::Other(error.to_string())
    }
}

fn of_postgres(code: &str, error: &dyn DatabaseError) -> Fault {
    let told = error.to_string();
    match code {
        // Out of disk; over a quota of the disk.
        "53100" => Fault::DiskFull(told),
        // Broken tables, broken indexes.
        "XX001" | "XX002" => Fault::Damaged(told),
        // No leave to connect, no such database, read-only after a failover, timed out, shutting down or starting.
        "28000" | "28P01" | "3D000" | "25006" | "57014" | "57P01" | "57P02" | "57P03" | "55P03" | "40001" | "40P01" => {
            Fault::Unreachable(told)
        }
        // Connection exceptions; too many connections, out of memory.
        _ if code.starts_with("08") || code.starts_with("53") => Fault::Unreachable(told),
        // An input/output error of the server's disk.
        "58030" => Fault::Unreachable(told),
        _ => Fault::Other(told),
    }
}

fn of_sqlite(code: &str, error: &dyn DatabaseError) -> Fault {
    let told = error.to_string();
    // The low byte is the primary code (sqlite.org/rescode.html).
    match code.parse::<i64>().map(|code| code & 0xff) {
        Ok(13) => Fault::DiskFull(told),
        Ok(11 | 26) => Fault::Damaged(told),
        // Busy, locked, read-only, input/output error, cannot open.
        Ok(5 | 6 | 8 | 10 | 14) => Fault::Unreachable(told),
        _ => Fault::Other(told),
    }
}
