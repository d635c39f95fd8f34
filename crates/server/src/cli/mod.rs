//! What an operator types.

use std::process::ExitCode;

/// Runs the command line of the process.
#[must_use]
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
