//! Takes away what a run leaves behind, however it ends.

use std::{
    ffi::OsStr,
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result};

/// Runs a shell script when it is dropped, or when this process is gone.
///
/// A shell waits on a pipe that only this process holds open. The pipe closes with the process, even if that is killed or
/// interrupted, so nothing needs a signal handler here.
#[derive(Debug)]
pub(crate) struct Guard {
    shell: Child,
}

impl Guard {
    /// Runs `script` at the end, with `arguments` as `$1`, `$2`, ….
    ///
    /// # Errors
    /// There is no shell.
    pub(crate) fn new(script: &str, arguments: &[&OsStr]) -> Result<Self> {
        let shell = Command::new("sh")
            .arg("-c")
            .arg(format!("trap '' INT HUP TERM; cat >/dev/null; {script}"))
            .arg("guard")
            .args(arguments)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Not in the terminal's group: an interrupt ends the run, and this is for what comes after.
            .process_group(0)
            .spawn()
            .context("could not start sh")?;
        Ok(Self { shell })
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        // Nothing is left to do about a shell that fails now.
        let _ = self.shell.wait();
    }
}
