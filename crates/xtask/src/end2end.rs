//! Browser tests: a portal with samples in a folder of its own, and Playwright against it.

use std::{
    env,
    fs::{self, File},
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{self, Child, Command},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use crate::{
    binary,
    command::{self, is_root, program, run as show, say, without_settings},
    guard::Guard,
    postgres::free_port,
    project::{root, target},
    test::{Count, counted},
    tool,
};

/// Two accounts for each of Playwright's projects, so that they can run at once: one that works at the desk, and one that sees to
/// itself. And one that stays signed in.
const ACCOUNTS: [&str; 9] = [
    "desk",
    "en",
    "en-plain",
    "zh-Hans",
    "zh-Hans-plain",
    "own-en",
    "own-en-plain",
    "own-zh-Hans",
    "own-zh-Hans-plain",
];

/// How long a portal may take to be ready, on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs the browser tests; `arguments` go to Playwright.
///
/// # Errors
/// A test fails, or the portal's log tells of a panic.
pub(crate) fn run(arguments: &[String]) -> Result<Count> {
    let (chromium, portal) = set_up()?;
    show(npx(&["tsc", "--noEmit"]).current_dir(root().join("end2end")))?;
    let running = Portal::start(&portal, "end2end", &["--demo"], &ACCOUNTS)?;
    let count = counted(playwright(&chromium, &running, arguments)?, Count::of_playwright);
    running.stop()?;
    count
}

/// Takes pictures of every page into `folder`.
///
/// # Errors
/// A page does not answer.
pub(crate) fn screens(folder: &Path, arguments: &[String]) -> Result<()> {
    let folder = env::current_dir()?.join(folder);
    let (chromium, portal) = set_up()?;
    let running = Portal::start(&portal, "end2end", &["--demo"], &ACCOUNTS)?;
    let mut playwright = playwright(&chromium, &running, arguments)?;
    playwright.env("PORTAL_SCREENS", &folder);
    let taken = show(&mut playwright);
    running.stop()?;
    taken?;
    say(&format!("the pictures are in {}", folder.display()));
    Ok(())
}

/// The browser's path and the portal's.
fn set_up() -> Result<(PathBuf, PathBuf)> {
    tool::node()?;
    tool::end2end()?;
    let chromium = tool::browser()?;
    Ok((chromium, binary::build(false)?))
}

fn npx(arguments: &[&str]) -> Command {
    let mut npx = program("npx");
    // What is not in end2end/node_modules is not fetched behind anybody's back.
    npx.arg("--no-install").args(arguments);
    npx
}

fn playwright(chromium: &Path, portal: &Portal, arguments: &[String]) -> Result<Command> {
    let mut playwright = npx(&["playwright", "test"]);
    playwright
        .args(arguments)
        .current_dir(root().join("end2end"))
        .env("PORTAL_URL", &portal.url)
        .env("PORTAL_ACCOUNTS", serde_json::to_string(&portal.accounts)?)
        .env("CHROMIUM", chromium);
    if is_root() {
        // Chromium's sandbox refuses root.
        playwright.env("CHROMIUM_SANDBOX", "off");
    }
    Ok(playwright)
}

/// A portal on a port and in a folder of its own. Ends, and its folder goes, whatever happens.
#[derive(Debug)]
pub(crate) struct Portal {
    /// Its address.
    pub(crate) url: String,
    /// Account to the path of its one-time link.
    pub(crate) accounts: Map<String, Value>,
    log: PathBuf,
    child: Child,
    _guard: Guard,
}

impl Portal {
    /// Starts it with these arguments, and makes the accounts. `name` tells its folder and its log from others'.
    ///
    /// # Errors
    /// It is not ready in time; with its log.
    pub(crate) fn start(portal: &Path, name: &str, arguments: &[&str], accounts: &[&str]) -> Result<Self> {
        let data = env::temp_dir().join(format!("portal-{name}-{}", process::id()));
        fs::create_dir_all(&data)?;
        let log = target().join(format!("{name}.log"));
        let written = File::create(&log).with_context(|| log.display().to_string())?;
        let port = free_port()?;
        let child = without_settings(&mut program(portal))
            .args(["serve", "--no-rate-limit", "--listen", &format!("127.0.0.1:{port}"), "--data"])
            .arg(&data)
            .args(arguments)
            .stdout(written.try_clone()?)
            .stderr(written)
            .spawn()
            .with_context(|| format!("could not start {}", portal.display()))?;
        let pid = child.id().to_string();
        let guard = Guard::new("kill -KILL \"$1\"; rm -rf \"$2\"", &[pid.as_ref(), data.as_os_str()])?;
        let url = format!("http://127.0.0.1:{port}");
        let mut running = Self { url, accounts: Map::new(), log, child, _guard: guard };
        running.wait_until_ready(SocketAddr::from(([127, 0, 0, 1], port)))?;
        for account in accounts {
            let link = one_time_link(portal, &data, &format!("{account}@example.org"))?;
            running.accounts.insert((*account).to_owned(), Value::String(link));
        }
        say(&format!("the portal under test is at {}; its log: {}", running.url, running.log.display()));
        Ok(running)
    }

    fn wait_until_ready(&mut self, address: SocketAddr) -> Result<()> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait()? {
                bail!("the portal ended at once ({status}):\n{}", self.logged());
            }
            if is_ready(address) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        bail!("the portal was not ready after {} s:\n{}", PATIENCE.as_secs(), self.logged())
    }

    fn logged(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Asks it to end, as an operator would, and reads its log.
    ///
    /// # Errors
    /// It does not end well, or its log tells of a panic.
    pub(crate) fn stop(mut self) -> Result<()> {
        command::output(Command::new("kill").args(["-TERM", &self.child.id().to_string()]))?;
        let status = self.child.wait()?;
        let log = self.logged();
        let panics: Vec<_> = log.lines().filter(|line| line.contains("panicked at")).collect();
        if !panics.is_empty() {
            bail!("the portal panicked; see {}:\n{}", self.log.display(), panics.join("\n"));
        }
        if !status.success() {
            bail!("the portal did not end well ({status}); see {}", self.log.display());
        }
        Ok(())
    }
}

/// `/readyz` answers 200.
fn is_ready(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        write!(stream, "GET /readyz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}

/// Makes an account; the path of the link that sets its password.
fn one_time_link(portal: &Path, data: &Path, email: &str) -> Result<String> {
    let told = command::output(program(portal).args(["staff", "add", email, "--role", "admin", "--data"]).arg(data))?;
    let link = told.split_whitespace().find_map(|word| {
        let path = word.get(word.find("/staff/set-password/")?..)?;
        Some(format!("/en{path}"))
    });
    link.with_context(|| format!("`portal staff add` printed no link:\n{told}"))
}
