//! The binary as an operator runs it: what it prints, and how it exits.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::mpsc,
    time::Duration,
};

use server::config::{Class, Rate, Rates};
use tempfile::TempDir;

use crate::harness::{sqlite_hold, sqlite_number, sqlite_shell};

/// How long a command may take that is to end by itself, on a machine that is busy.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// The binary, with nothing of this process's settings.
pub(crate) fn portal(arguments: &[&str]) -> Command {
    let mut command = without_settings(Command::new(env!("CARGO_BIN_EXE_portal")));
    command.args(arguments);
    command
}

fn without_settings(mut command: Command) -> Command {
    command.stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PORTAL_") || name.to_string_lossy().starts_with("LEPTOS_") {
            command.env_remove(name);
        }
    }
    command
}

/// Runs to the end in a folder of its own, with the data in `data` there. A command that does not end is killed, and
/// has failed.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Output {
    let child = portal(arguments).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let id = child.id().to_string();
    let (ended, waits) = mpsc::channel::<()>();
    let watch = std::thread::spawn(move || {
        if waits.recv_timeout(PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout) {
            let _ = Command::new("kill").args(["-9", &id]).status();
        }
    });
    let output = child.wait_with_output().unwrap();
    drop(ended);
    watch.join().unwrap();
    output
}

pub(crate) fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The command failed with this code, and said so as a person would.
pub(crate) fn failed(output: &Output, code: i32) -> String {
    let told = err(output);
    assert_eq!(output.status.code(), Some(code), "{told}");
    assert!(told.contains("portal: ") || code == 2, "{told}");
    for inside in ["panicked", "RUST_BACKTRACE", "Err(", "Fault", "Os {", "Some("] {
        assert!(!told.contains(inside), "{inside}: {told}");
    }
    told
}

/// A folder with a database that holds the first content.
pub(crate) fn loaded() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["content", "load", "--apply"]);
    assert!(output.status.success(), "{}", err(&output));
    folder
}

/// A portal that is being served, until dropped.
pub(crate) struct Served {
    child: Child,
    address: SocketAddr,
}

impl Served {
    /// Starts `portal serve` on a free port and waits until it listens.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        Self::logged(folder, arguments, |_| {})
    }

    /// The same, by a command that is given the portal's.
    pub(crate) fn through(by: &[&str], folder: &Path, arguments: &[&str]) -> Self {
        let mut command = without_settings(Command::new(by[0]));
        command.args(&by[1..]).args([env!("CARGO_BIN_EXE_portal"), "serve", "--listen", "127.0.0.1:0"]);
        Self::listening(command, folder, arguments, |_| {})
    }

    /// The same, and gives each line of the log to `read`.
    pub(crate) fn logged(folder: &Path, arguments: &[&str], read: impl FnMut(String) + Send + 'static) -> Self {
        Self::listening(portal(&["serve", "--listen", "127.0.0.1:0"]), folder, arguments, read)
    }

    fn listening(
        mut command: Command,
        folder: &Path,
        arguments: &[&str],
        mut read: impl FnMut(String) + Send + 'static,
    ) -> Self {
        command.args(arguments).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let mut told = Vec::new();
        let address = loop {
            let line = log.next().unwrap_or_else(|| panic!("ended before it listened: {told:#?}"));
            if let Some((_, address)) = line.split_once("listening on http://") {
                break address.trim().parse().unwrap();
            }
            told.push(line.clone());
            read(line);
        };
        // Read on, so that the log never stands in the portal's way.
        std::thread::spawn(move || log.for_each(read));
        Self { child, address }
    }

    /// The process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Where it listens.
    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Tells it to end, as a supervisor does.
    pub(crate) fn terminate(&self) {
        assert!(Command::new("kill").arg(self.child.id().to_string()).status().unwrap().success());
    }

    /// Waits until it has ended; its exit code.
    pub(crate) fn wait(mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }

    /// Ends it as a supervisor does; what it printed besides its log.
    pub(crate) fn stop(mut self) -> String {
        self.terminate();
        assert_eq!(self.child.wait().unwrap().code(), Some(0), "SIGTERM is a good end");
        let mut printed = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut printed).unwrap();
        printed
    }

    /// The status line and the rest of an answer.
    pub(crate) fn get(&self, path: &str) -> String {
        get(self.address, path)
    }
}

/// The status line and the rest of an answer from this address.
pub(crate) fn get(address: SocketAddr, path: &str) -> String {
    asked(address, &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"))
}

/// What is answered to this, until the connection is closed.
pub(crate) fn asked(address: SocketAddr, request: &str) -> String {
    use std::io::Write;
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The bytes of every file in a folder that holds any, by name. But for SQLite's index of its log, which is made anew
/// whenever the database is read.
pub(crate) fn bytes(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap())
        })
        .filter(|(name, bytes)| !name.ends_with("-shm") && !bytes.is_empty())
        .collect();
    files.sort();
    files
}

#[test]
fn help_teaches() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, pieces) in [
        (&["--help"][..], &["portal serve --demo", "Exit codes:", "98  the address", "PORTAL_LOG_FORMAT"][..]),
        (
            &["serve", "--help"],
            &["PORTAL_LISTEN", "PORTAL_DATA", "PORTAL_DEMO", "127.0.0.1:3000", "Examples:", "--no-rate-limit"],
        ),
        (&["staff", "--help"], &["add", "list", "role", "remove"]),
        (&["staff", "add", "--help"], &["72 hours", "viewer, editor, publisher, admin", "Examples:"]),
        (&["staff", "list", "--help"], &["last signed in", "Examples:"]),
        (&["staff", "role", "--help"], &["viewer, editor, publisher, admin", "Examples:"]),
        (&["staff", "remove", "--help"], &["stays, under their name", "Examples:"]),
        (&["content", "load", "--help"], &["--apply", "PORTAL_CONTENT_FROM", "Examples:"]),
        (&["content", "check", "--help"], &["--from", "Examples:"]),
    ] {
        let output = run(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        for piece in pieces {
            assert!(out(&output).contains(piece), "{piece:?} in {arguments:?}");
        }
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "asking for help makes nothing");
}

#[test]
fn help_tells_every_rate_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let help = out(&run(folder.path(), &["serve", "--help"]));
    for class in Class::ALL {
        let Rate { per_second, burst } = Rates::default().of(class);
        let told = format!("{}={per_second}/{burst}", class.name());
        assert!(help.contains(&told), "{told}");
    }
}

#[test]
fn a_wrong_command_line_is_told_with_code_2() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &[][..],
        &["sreve"],
        &["serve", "--listen", "localhost"],
        &["serve", "--origin", "portal.example.org"],
        &["serve", "--trusted-proxy", "proxy"],
        &["serve", "--drain-timeout", "forever"],
        &["serve", "--rate-limit", "search=0/1"],
        &["serve", "--rate-limit", "everything=1/1"],
        &["serve", "--proxy-header", "x-real-ip"],
        &["serve", "--connections", "0"],
        &["serve", "--log", "=,="],
        &["staff", "add", "linh", "--role", "admin"],
        &["staff", "add", "linh@example.org", "--role", "owner"],
        &["staff", "add", "linh@example.org"],
        &["staff", "role", "linh@example.org"],
        &["staff", "role", "linh@example.org", "owner"],
        &["staff", "remove"],
        &["staff", "remove", "linh"],
    ] {
        failed(&run(folder.path(), arguments), 2);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "and nothing is made");
}

#[test]
fn settings_come_from_the_environment_and_flags_win() {
    let folder = tempfile::tempdir().unwrap();
    let output = portal(&["content", "load"])
        .current_dir(folder.path())
        .envs([("PORTAL_DATA", "here"), ("PORTAL_CONTENT_APPLY", "true")])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", err(&output));
    assert!(folder.path().join("here/portal.sqlite").exists());
    let output = portal(&["content", "load", "--apply", "--data", "there"])
        .current_dir(folder.path())
        .env("PORTAL_DATA", "here")
        .output();
    assert!(output.unwrap().status.success());
    assert!(folder.path().join("there/portal.sqlite").exists());
}

#[test]
fn the_database_password_is_never_told() {
    let folder = tempfile::tempdir().unwrap();
    for (url, code) in [
        ("postgres://portal:hunter2@127.0.0.1:1/portal", 69),
        ("postgres:///portal?host=/nowhere&user=portal&password=hunter2", 69),
        ("mysql://portal:hunter2@127.0.0.1/portal", 2),
        ("portal:hunter2", 2),
    ] {
        let output = portal(&["serve", "--listen", "127.0.0.1:0", "--log", "trace"])
            .current_dir(folder.path())
            .env("PORTAL_DATABASE_URL", url)
            .output()
            .unwrap();
        let told = failed(&output, code) + &out(&output);
        assert!(!told.contains("hunter2"), "{told}");
        let output = portal(&["serve", "--help"]).env("PORTAL_DATABASE_URL", url).output().unwrap();
        assert!(!out(&output).contains("hunter2"));
        let output = run(folder.path(), &["content", "load", "--database-url", url]);
        assert!(!failed(&output, code).contains("hunter2"));
    }
}

#[test]
fn loading_shows_what_it_would_change_and_changes_it_when_told() {
    let folder = tempfile::tempdir().unwrap();
    assert!(failed(&run(folder.path(), &["content", "load"]), 66).contains("there is no database"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "looking makes nothing");
    run(folder.path(), &["staff", "add", "linh@example.org", "--role", "admin"]);
    let shown = run(folder.path(), &["content", "load"]);
    assert!(out(&shown).contains("new        programme/forum") && out(&shown).contains("Nothing was written."));
    let again = run(folder.path(), &["content", "load", "--apply"]);
    assert!(out(&again).contains("new        programme/forum") && out(&again).contains("Written."));
    let third = run(folder.path(), &["content", "load", "--apply"]);
    assert!(out(&third).starts_with("0 new, 0 changed") && out(&third).contains("There is nothing to write."));
}

#[test]
fn broken_content_is_told_by_file_and_line_and_nothing_is_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("content/en/page");
    fs::create_dir_all(&page).unwrap();
    fs::write(page.join("home.md"), "+++\ntitle = \"Home\"\nsources = [\"nobody\"]\n+++\n").unwrap();
    fs::write(page.join("other.md"), "+++\ntitle = \"Other\"\nsummary = \"S\"\nmood = \"good\"\n+++\n").unwrap();
    for command in
        [&["content", "check", "--from", "content"][..], &["content", "load", "--apply", "--from", "content"]]
    {
        let told = failed(&run(folder.path(), command), 65);
        for place in [
            "content/en/page/home.md:1: `summary` is missing",
            "content/en/page/home.md:3: there is no source `nobody`",
            "content/en/page/other.md:4: `mood`: not a field of `page`",
        ] {
            assert!(told.contains(place), "{place}\n{told}");
        }
    }
    assert!(!folder.path().join("data").exists());
}

#[test]
fn a_folder_of_content_that_is_not_there_is_told() {
    let folder = tempfile::tempdir().unwrap();
    assert!(failed(&run(folder.path(), &["content", "check", "--from", "nowhere"]), 66).contains("nowhere"));
    assert!(failed(&run(folder.path(), &["content", "check", "--from", "."]), 66).contains("holds no content"));
}

#[test]
fn a_truncated_database_is_refused_and_left_as_it_is() {
    let folder = loaded();
    let file = folder.path().join("data/portal.sqlite");
    let whole = fs::read(&file).unwrap();
    for length in [whole.len() / 2, 5000, 100, 7, 0] {
        fs::write(&file, &whole[..length]).unwrap();
        let before = bytes(&folder.path().join("data"));
        for command in [
            &["serve", "--listen", "127.0.0.1:0"][..],
            &["content", "load", "--apply"],
            &["staff", "add", "linh@example.org", "--role", "admin"],
        ] {
            let told = failed(&run(folder.path(), command), 65);
            assert!(told.contains("the database is damaged") && told.contains("restore"), "{told}");
            // Not `assert_eq`, which would print them.
            assert!(bytes(&folder.path().join("data")) == before, "cut to {length}: {command:?}");
        }
    }
}

#[tokio::test]
async fn a_newer_database_is_refused_and_left_as_it_is() {
    let folder = loaded();
    let data = folder.path().join("data");
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                 VALUES (9999, 'from the future', 1, x'00', 0); PRAGMA wal_checkpoint(TRUNCATE)";
    sqlite_shell(&data, newer).await;
    let before = fs::read(data.join("portal.sqlite")).unwrap();
    let told = failed(&run(folder.path(), &["serve", "--listen", "127.0.0.1:0"]), 65);
    assert!(told.contains("newer version of the portal"), "{told}");
    assert!(fs::read(data.join("portal.sqlite")).unwrap() == before);
}

#[test]
fn a_data_folder_that_cannot_be_made_is_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("data"), "a file, not a folder").unwrap();
    let told = failed(&run(folder.path(), &["serve", "--listen", "127.0.0.1:0"]), 73);
    assert!(told.contains("data folder") && told.contains("--data"), "{told}");
    assert_eq!(fs::read(folder.path().join("data")).unwrap(), b"a file, not a folder");
}

#[test]
fn a_port_in_use_is_told_with_its_own_code() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let told = failed(&run(folder.path(), &["serve", "--listen", &address]), 98);
    assert!(told.contains(&address) && told.contains("in use") && told.contains("--listen"), "{told}");
    assert!(!folder.path().join("data").exists(), "nothing is made for a server that cannot serve");
}

#[test]
fn an_address_of_another_machine_is_told() {
    let folder = tempfile::tempdir().unwrap();
    // TEST-NET-1 (RFC 5737): nobody's.
    let told = failed(&run(folder.path(), &["serve", "--listen", "192.0.2.1:3000"]), 99);
    assert!(told.contains("192.0.2.1"), "{told}");
}

#[test]
fn staff_add_prints_a_link_that_works_once_and_its_terms() {
    let folder = tempfile::tempdir().unwrap();
    let add = ["staff", "add", "Linh@Example.org", "--role", "admin", "--origin", "https://portal.example.org/"];
    let told = out(&run(folder.path(), &add));
    let link = told.lines().map(str::trim).find(|l| l.starts_with("https://portal.example.org/en/staff/set-password/"));
    let token = link.unwrap_or_else(|| panic!("{told}")).rsplit('/').next().unwrap();
    assert!(token.len() >= 40, "{token}");
    assert!(told.contains("linh@example.org (admin)") && told.contains("72 hours") && told.contains("once"), "{told}");
    let again = out(&run(folder.path(), &add));
    assert!(again.contains("/en/staff/set-password/") && !again.contains(token), "each link is another");
    for file in bytes(&folder.path().join("data")) {
        assert!(!file.1.windows(token.len()).any(|w| w == token.as_bytes()), "the link is in {}", file.0);
    }
}

#[test]
fn accounts_are_listed_given_another_role_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let staff = |arguments: &[&str]| run(folder.path(), &[&["staff"], arguments].concat());
    for none in [&["list"][..], &["sign-out", "linh@example.org"], &["role", "linh@example.org", "admin"]] {
        assert!(failed(&staff(none), 66).contains("there is no database"), "{none:?}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "a mistyped folder makes no portal");
    let first = staff(&["add", "linh@example.org", "--role", "admin", "--name", "Linh Tran"]);
    assert!(String::from_utf8_lossy(&first.stderr).contains("there was no database"), "{first:?}");
    staff(&["add", "dara@example.org", "--role", "editor"]);
    let listed = out(&staff(&["list"]));
    let words: Vec<Vec<&str>> = listed.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(words[0], ["EMAIL", "ROLE", "PASSWORD", "SECOND", "FACTOR", "LAST", "SIGN-IN", "NAME"]);
    assert_eq!(words[1], ["dara@example.org", "editor", "not", "set", "not", "set", "never", "dara"]);
    assert_eq!(words[2], ["linh@example.org", "admin", "not", "set", "not", "set", "never", "Linh", "Tran"]);

    let given = out(&staff(&["role", "Dara@Example.org", "publisher"]));
    assert!(given.contains("dara@example.org is publisher now.") && !given.contains("no admin"), "{given}");
    assert!(given.contains("No admin has set a password yet."), "{given}");
    assert!(out(&staff(&["list"])).contains("dara@example.org  publisher"));
    assert!(out(&staff(&["sign-out", "dara@example.org"])).contains("Sessions of dara@example.org ended: 0."));
    let none = failed(&staff(&["reset-second-factor", "dara@example.org"]), 1);
    assert!(none.contains("dara@example.org has no second factor"), "{none}");
    let removed = out(&staff(&["remove", "linh@example.org"]));
    assert!(removed.contains("linh@example.org is removed") && removed.contains("There is no admin now"), "{removed}");
    for command in [
        &["remove", "linh@example.org"][..],
        &["role", "linh@example.org", "admin"],
        &["sign-out", "linh@example.org"],
        &["reset-second-factor", "linh@example.org"],
    ] {
        let told = failed(&staff(command), 1);
        assert!(told.contains("no account of linh@example.org") && told.contains("staff list"), "{told}");
    }
    assert_eq!(out(&staff(&["list"])).lines().count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_who_hangs_up_while_the_portal_works_is_in_the_log() {
    use std::io::Write;

    let folder = loaded();
    let (line, log) = mpsc::channel();
    let served = Served::logged(folder.path(), &[], move |told| drop(line.send(told)));
    assert!(served.get("/readyz").starts_with("HTTP/1.1 200"));
    // Nobody else can write, so that signing in waits.
    let held = sqlite_hold(&folder.path().join("data")).await;
    let mut visitor = std::net::TcpStream::connect(served.address()).unwrap();
    let form = "email=a%40b.cd&password=x";
    let head = "POST /en/staff/sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    write!(visitor, "{head}Content-Length: {}\r\n\r\n{form}", form.len()).unwrap();
    std::thread::sleep(Duration::from_millis(500));
    drop(visitor);
    let told = std::iter::from_fn(|| log.recv_timeout(PATIENCE).ok()).find(|line| line.contains("/en/staff/sign-in"));
    assert!(told.as_ref().is_some_and(|line| line.contains("hung up") && line.contains("status=499")), "{told:?}");
    drop(held);
}

#[tokio::test]
async fn a_portal_that_serves_forgets_old_tries() {
    let folder = loaded();
    let data = folder.path().join("data");
    let old =
        "INSERT INTO sign_in_attempt (kind, key, failures, last_at) VALUES ('address', 'a', 7, 1), ('pair', 'b', 7, 1)";
    sqlite_shell(&data, old).await;
    let _served = Served::start(folder.path(), &[]);
    let kept = async || sqlite_number(&data, "SELECT COUNT(*) FROM sign_in_attempt").await;
    let gone = async { while kept().await > 0 {} };
    tokio::time::timeout(PATIENCE, gone).await.expect("forgotten from the start on");
}

#[test]
fn samples_never_come_without_the_flag() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(folder.path(), &[]);
    let events = served.get("/en/events.json");
    assert!(events.starts_with("HTTP/1.1 200") && !events.contains("Sample"), "{events}");
    assert!(served.get("/en").contains("China-ASEAN Environmental Cooperation Center"));
    assert_eq!(served.stop(), "", "no account, no password");
}

#[test]
fn the_demonstration_is_labelled_and_tells_its_password_once() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(folder.path(), &["--demo"]);
    let page = served.get("/en/events");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("Sample:"), "{page}");
    assert!(!page.contains("a draft that visitors do not see"));
    let events = served.get("/en/events.json");
    assert!(events.matches("Sample:").count() >= 8, "{events}");
    let printed = served.stop();
    let password =
        printed.lines().find_map(|line| line.trim().strip_prefix("password ")).unwrap_or_default().trim().to_owned();
    assert!(printed.contains("sample@example.org") && password.len() == 23, "{printed}");
    for (name, bytes) in bytes(&folder.path().join("data")) {
        assert!(!bytes.windows(password.len()).any(|w| w == password.as_bytes()), "the password is in {name}");
    }

    let again = Served::start(folder.path(), &["--demo"]);
    // The ids, and not the links, which name the port.
    let ids = |answer: &str| -> Vec<String> {
        answer.split("\"id\":\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
    };
    assert!(ids(&events).len() >= 8);
    assert_eq!(ids(&again.get("/en/events.json")), ids(&events), "a second start adds nothing");
    assert_eq!(again.stop(), "", "and tells no password");
}

#[tokio::test]
async fn the_demonstration_is_refused_where_there_are_real_events() {
    let folder = tempfile::tempdir().unwrap();
    Served::start(folder.path(), &["--demo"]).stop();
    let data = folder.path().join("data");
    let real = "UPDATE staff SET sample = 0; UPDATE event SET sample = 0, doc = replace(doc, '\"sample\":true', '\"sample\":false')";
    sqlite_shell(&data, real).await;
    let told = failed(&run(folder.path(), &["serve", "--listen", "127.0.0.1:0", "--demo"]), 2);
    assert!(told.contains("--demo") && told.contains("--data"), "{told}");
}

#[test]
fn json_logs_are_json_line_by_line() {
    let folder = loaded();
    let output = run(folder.path(), &["content", "load", "--log-format", "json", "--log", "info"]);
    let lines: Vec<serde_json::Value> =
        err(&output).lines().map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{e}: {l}"))).collect();
    assert!(lines.iter().any(|l| l["message"] == "the database is open" && l["level"] == "INFO"), "{lines:?}");
}

#[test]
fn a_reader_that_has_gone_is_no_panic() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = portal(&["content", "load", "--apply"]);
    let mut child = command.current_dir(folder.path()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
}

#[test]
fn a_key_that_is_none_is_told_before_anything_begins() {
    let folder = tempfile::tempdir().unwrap();
    let short = folder.path().join("key");
    std::fs::write(&short, "a short key\n").unwrap();
    for (file, why) in [(short.display().to_string(), "the key is too short"), ("nowhere".to_owned(), "nowhere")] {
        let told = failed(&run(folder.path(), &["serve", "--key-file", &file]), 2);
        assert!(told.contains("--key-file") && told.contains(why) && !told.contains("a short key"), "{told}");
    }
    assert!(!folder.path().join("data").exists());
}
