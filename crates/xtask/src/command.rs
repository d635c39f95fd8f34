//! Running programs, and telling what is run.

use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::project;

/// Tells the user what is being done.
pub(crate) fn say(what: &str) {
    eprintln!("\x1b[1;36m    xtask\x1b[0m {what}");
}

/// A program, to be run in the clone's folder.
///
/// What cargo set for this process alone is taken out again: build scripts that watch such variables would otherwise
/// run anew whenever a command is typed without `xtask`.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(project::root());
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") || text == "CARGO_BIN_NAME" {
            command.env_remove(&name);
        }
    }
    command
}

/// cargo, of the project's toolchain.
pub(crate) fn cargo() -> Command {
    program(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Takes the operator's own settings of the portal out of a test's environment: tests never meet a real database.
pub(crate) fn without_settings(command: &mut Command) -> &mut Command {
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("PORTAL_") {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs it in sight of the user.
///
/// # Errors
/// It could not be started, or it failed; with what was typed.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let typed = typed(command);
    say(&typed);
    let status = command.status().with_context(|| format!("could not start: {typed}"))?;
    if !status.success() {
        bail!("failed ({status}): {typed}");
    }
    Ok(())
}

/// Runs it, and returns what it wrote.
///
/// # Errors
/// It could not be started, or it failed; with everything it wrote.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let typed = typed(command);
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("could not start: {typed}"))?;
    let written = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        bail!("failed ({}): {typed}\n{written}{}", output.status, String::from_utf8_lossy(&output.stderr));
    }
    Ok(written)
}

/// Where a program of this name is, as a shell would find it.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// This process may do anything on this machine.
pub(crate) fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// A command as one would type it; paths below the clone are shortened.
fn typed(command: &Command) -> String {
    let root = format!("{}/", project::root().display());
    let word = |word: &OsStr| {
        let word = word.to_string_lossy().replace(&root, "");
        if word.contains([' ', '\n']) { format!("'{word}'") } else { word }
    };
    let name = Path::new(command.get_program()).file_name().unwrap_or_default();
    let words: Vec<_> = [name].into_iter().chain(command.get_args()).map(word).collect();
    words.join(" ")
}
