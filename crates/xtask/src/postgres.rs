//! A PostgreSQL server for one run: its own folder, its own port on loopback, gone afterwards.

use std::{
    env, fs,
    io::{Read, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{self, Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::{
    command::{self, is_root, say},
    guard::Guard,
    tool,
};

/// A running server. It stops, and its folder goes, when this is dropped or the process ends.
#[derive(Debug)]
pub(crate) struct Cluster {
    /// The server's address, as its superuser: `postgres://…/postgres`. Tests make databases of their own there.
    pub(crate) url: String,
    _guard: Guard,
}

impl Cluster {
    /// Makes a cluster and starts it.
    ///
    /// # Errors
    /// PostgreSQL is missing, or its own words about what went wrong.
    pub(crate) fn start() -> Result<Self> {
        // What is lost in a crash here is not missed; what is slow is.
        Self::start_with("-c fsync=off -c synchronous_commit=off -c full_page_writes=off")
    }

    /// Makes a cluster that writes as one in use does, and starts it.
    ///
    /// # Errors
    /// As [`Cluster::start`].
    pub(crate) fn start_durable() -> Result<Self> {
        Self::start_with("-c shared_buffers=256MB -c max_wal_size=4GB")
    }

    fn start_with(more: &str) -> Result<Self> {
        let programs = tool::postgres()?;
        let folder = folder();
        let cluster = folder.join("cluster");
        command::output(owned("mkdir").args(["-m", "700"]).arg(&folder))?;
        let guard = Guard::new(
            &format!("{} -D \"$2\" -m immediate -w stop; rm -rf \"$1\"", shell_owned(&programs.join("pg_ctl"))),
            &[folder.as_os_str(), cluster.as_os_str()],
        )?;

        let password = random()?;
        say("starting PostgreSQL");
        initdb(&programs, &cluster, &password)?;
        let port = free_port()?;
        let settings = format!(
            "-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories= -c max_connections=200 {more}"
        );
        command::output(
            owned(programs.join("pg_ctl"))
                .arg("-D")
                .arg(&cluster)
                .arg("-l")
                .arg(folder.join("log"))
                .args(["-w", "-o", &settings, "start"]),
        )
        .with_context(|| fs::read_to_string(folder.join("log")).unwrap_or_default())?;
        Ok(Self { url: format!("postgres://postgres:{password}@127.0.0.1:{port}/postgres"), _guard: guard })
    }
}

/// One a process.
fn folder() -> PathBuf {
    env::temp_dir().join(format!("portal-postgres-{}", process::id()))
}

/// A port that nobody listens on.
pub(crate) fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0").context("no free port")?.local_addr()?.port())
}

fn initdb(programs: &Path, cluster: &Path, password: &str) -> Result<()> {
    // Written by the cluster's owner, who alone may read it: a pipe of root's would be closed to it.
    let file = cluster.with_extension("password");
    let mut child = owned("sh")
        .args(["-c", "umask 077 && cat > \"$1\"", "sh"])
        .arg(&file)
        .stdin(Stdio::piped())
        .spawn()
        .context("could not start sh")?;
    if let Some(mut stdin) = child.stdin.take() {
        writeln!(stdin, "{password}")?;
    }
    if !child.wait()?.success() {
        bail!("could not write {}", file.display());
    }
    let pwfile = format!("--pwfile={}", file.display());
    command::output(
        owned(programs.join("initdb"))
            .arg("-D")
            .arg(cluster)
            .args(["-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"])
            // Anybody on this machine can reach the port. The plain password costs no time, and never leaves loopback.
            .args(["--auth-local=reject", "--auth-host=password", &pwfile]),
    )?;
    Ok(())
}

/// A program, run by who may own a cluster: PostgreSQL refuses root.
fn owned(name: impl Into<PathBuf>) -> Command {
    let name = name.into();
    let mut command = if is_root() {
        let mut runuser = Command::new("runuser");
        runuser.args(["-u", "postgres", "--"]).arg(name);
        runuser
    } else {
        Command::new(name)
    };
    command.current_dir("/").env_remove("PGHOST").env_remove("PGPORT").env_remove("PGDATA");
    command
}

fn shell_owned(name: &Path) -> String {
    let prefix = if is_root() { "runuser -u postgres -- " } else { "" };
    format!("{prefix}'{}'", name.display())
}

fn random() -> Result<String> {
    let mut bytes = [0_u8; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::*;

    #[test]
    fn nothing_is_left_of_a_cluster() -> Result<()> {
        if env::var_os("PORTAL_TEST_POSTGRES").is_none() {
            // Not run by `cargo xtask test`: PostgreSQL may not be here.
            return Ok(());
        }
        let cluster = Cluster::start()?;
        let address = cluster.url.rsplit('@').next().unwrap_or_default().trim_end_matches("/postgres").to_owned();
        let folder = folder();
        assert!(TcpStream::connect(&address).is_ok());
        assert!(folder.is_dir());
        drop(cluster);
        assert!(TcpStream::connect(&address).is_err());
        assert!(!folder.exists());
        Ok(())
    }
}
