//! PostgreSQL's own tools, which make and restore its backups. They are told which database in the environment: a command
//! line, with a password in it, can be seen by everybody on the machine.

use std::{
    fs::{self, File},
    path::Path,
    process::{Command, Stdio},
};

use percent_encoding::percent_decode_str;
use url::Url;

use super::exit::{Exit, Failure};
use crate::store;

/// Where Debian keeps the certificates of known authorities, which PostgreSQL's tools do not look for by themselves.
const AUTHORITIES: &str = "/etc/ssl/certs/ca-certificates.crt";

/// Writes the database into a new file, and reads the file through.
pub(super) fn dump(url: &str, file: &Path) -> Result<(), Failure> {
    store::private_file(file).map_err(|error| {
        Failure::new(Exit::CannotCreate, format!("the backup cannot be written to {}: {error}", file.display()))
            .advise("See that its folder exists and that this user may write there.")
    })?;
    let mut dump = tool("pg_dump", url);
    dump.args(["--format=custom", "--no-owner", "--no-privileges"]).arg("--file").arg(file);
    run(dump, "pg_dump")?;
    // To its end: a part that cannot be read is found now, not on the day that it is needed.
    let mut read = Command::new("pg_restore");
    read.arg("--file=/dev/null").arg(file);
    run(read, "pg_restore")?;
    has_tables(file)?;
    File::open(file).and_then(|file| file.sync_all()).map_err(|error| {
        Failure::new(Exit::CannotCreate, format!("the backup cannot be written to {}: {error}", file.display()))
    })
}

/// Fills an empty database from a file: all of it, or nothing.
pub(super) fn restore(url: &str, file: &Path) -> Result<(), Failure> {
    has_tables(file)?;
    is_not_newer(file)?;
    let mut restore = tool("pg_restore", url);
    let database = environment(url).into_iter().find_map(|(name, value)| (name == "PGDATABASE").then_some(value));
    restore.args(["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]);
    restore.arg("--dbname").arg(database.unwrap_or_default()).arg(file);
    run(restore, "pg_restore").map(drop)
}

/// The file is a backup of a portal.
fn has_tables(file: &Path) -> Result<(), Failure> {
    let mut list = Command::new("pg_restore");
    list.arg("--list").arg(file);
    let list = run(list, "pg_restore").map_err(|failure| failure.with(Exit::Data))?;
    let has = |table: &str| list.lines().any(|line| line.contains(&format!(" TABLE DATA public {table} ")));
    if ["event", "revision", "staff", "_sqlx_migrations"].into_iter().all(has) {
        return Ok(());
    }
    Err(Failure::new(Exit::Data, format!("{} is no backup of a portal", file.display())).advise("Nothing was changed."))
}

/// This portal knows every migration in it.
fn is_not_newer(file: &Path) -> Result<(), Failure> {
    let mut read = Command::new("pg_restore");
    read.args(["--data-only", "--table=_sqlx_migrations", "--file=-"]).arg(file);
    let text = run(read, "pg_restore")?;
    let rows = text.lines().skip_while(|line| !line.starts_with("COPY ")).skip(1).take_while(|line| *line != "\\.");
    let has: i64 = rows.filter_map(|row| row.split('\t').next()?.parse().ok()).max().unwrap_or_default();
    if has <= store::latest_migration() {
        return Ok(());
    }
    let what = format!("{} was made by a newer portal: it holds migration {has}", file.display());
    Err(Failure::new(Exit::Data, what)
        .advise("Nothing was changed. Use the version of portal that made it, or a newer one."))
}

fn tool(name: &str, url: &str) -> Command {
    let mut command = Command::new(name);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PORTAL_")) {
        command.env_remove(name);
    }
    command.envs(environment(url));
    command
}

/// Runs it; what it wrote to its standard output.
fn run(mut command: Command, name: &str) -> Result<String, Failure> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Failure::new(Exit::Failed, format!("{name} is not here"))
            .advise("It comes with PostgreSQL: on Debian, apt-get install postgresql-client. It has to be as new as the server."),
        _ => Failure::new(Exit::Failed, format!("{name} cannot be started: {error}")),
    })?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let told = String::from_utf8_lossy(&output.stderr);
    let full = told.contains("No space left") || told.contains("Disk quota");
    let exit = if full { Exit::CannotCreate } else { Exit::Failed };
    Err(Failure::new(exit, format!("{name} failed: {}", told.trim())).advise("Nothing was changed."))
}

/// What PostgreSQL's tools are told of this address, by the names of libpq's variables.
fn environment(url: &str) -> Vec<(&'static str, String)> {
    let Ok(url) = Url::parse(url) else { return vec![] };
    let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let mut told: Vec<(&'static str, String)> = Vec::new();
    let mut tell =
        |name, value: Option<String>| told.extend(value.filter(|v| !v.is_empty()).map(|value| (name, value)));
    let asked = |names: &[&str]| {
        url.query_pairs().find_map(|(name, value)| names.contains(&&*name).then(|| value.into_owned()))
    };
    let host = asked(&["host"]).or_else(|| url.host_str().map(|host| plain(host.trim_matches(['[', ']']))));
    let elsewhere = host.as_deref().is_some_and(|host| !store::is_this_machine(host));
    tell("PGHOST", host);
    tell("PGPORT", asked(&["port"]).or_else(|| url.port().map(|port| port.to_string())));
    tell("PGUSER", asked(&["user"]).or_else(|| Some(plain(url.username()))));
    tell("PGPASSWORD", asked(&["password"]).or_else(|| url.password().map(plain)));
    tell("PGDATABASE", asked(&["dbname"]).or_else(|| Some(plain(url.path().trim_start_matches('/')))));
    let mode = asked(&["sslmode", "ssl-mode"]);
    // As the portal itself does: over a network, the server has to show who it is, also where any is asked for that may be had.
    let mode = mode.filter(|mode| !(elsewhere && mode == "prefer"));
    tell("PGSSLMODE", mode.or_else(|| elsewhere.then(|| "verify-full".to_owned())));
    let authorities = || (elsewhere && fs::exists(AUTHORITIES).unwrap_or(false)).then(|| AUTHORITIES.to_owned());
    tell("PGSSLROOTCERT", asked(&["sslrootcert", "ssl-root-cert", "ssl-ca"]).or_else(authorities));
    tell("PGSSLCERT", asked(&["sslcert", "ssl-cert"]));
    tell("PGSSLKEY", asked(&["sslkey", "ssl-key"]));
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tools_are_told_the_same_database() {
        let told = |url: &str| {
            let told: Vec<String> = environment(url).iter().map(|(name, value)| format!("{name}={value}")).collect();
            told.join(" ")
        };
        assert_eq!(
            told("postgres://portal:hunter%402@127.0.0.1:5433/portal_2?statement-cache-capacity=0"),
            "PGHOST=127.0.0.1 PGPORT=5433 PGUSER=portal PGPASSWORD=hunter@2 PGDATABASE=portal_2"
        );
        assert_eq!(
            told("postgres:///portal?host=/run/postgresql&user=portal"),
            "PGHOST=/run/postgresql PGUSER=portal PGDATABASE=portal"
        );
        let elsewhere = told("postgres://portal@db.example.org/portal?sslrootcert=/etc/ca.pem");
        assert!(elsewhere.ends_with("PGSSLMODE=verify-full PGSSLROOTCERT=/etc/ca.pem"), "{elsewhere}");
        assert!(told("postgres://portal@db.example.org/portal?sslmode=require").contains("PGSSLMODE=require"));
        assert!(told("postgres://portal@db.example.org/portal?sslmode=prefer").contains("PGSSLMODE=verify-full"));
    }
}
