//! nginx and Caddy, set as `deploy/` sets them, in front of a portal.

use std::{
    env, fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{
    cli::{PATIENCE, Served, asked},
    harness::sqlite_number,
};

/// The program that `cargo xtask test` found for this. Without it the promise is not tested, and that is said.
fn program(variable: &str) -> Option<PathBuf> {
    let found = env::var_os(variable).map(PathBuf::from);
    if found.is_none() {
        eprintln!("left out: {variable} names no program; `cargo xtask test` looks for one");
    }
    found
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A settings file of `deploy/`.
fn deployed(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy").join(name)).unwrap()
}

/// A text with something else in the place of what has to be in it.
fn put(text: &str, place: &str, other: &str) -> String {
    assert!(text.contains(place), "{place:?} is not in\n{text}");
    text.replace(place, other)
}

/// A portal with a proxy in front of it.
struct Behind {
    folder: TempDir,
    served: Served,
    log: Receiver<String>,
    proxy: Child,
    https: u16,
}

impl Drop for Behind {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.proxy.id().to_string()).status();
        let _ = self.proxy.wait();
    }
}

impl Behind {
    /// Starts both. `proxy` is given a folder, the portal's port and the port to listen on.
    fn start(proxy: impl FnOnce(&Path, u16, u16) -> Command) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (line, log) = mpsc::channel();
        let settings = ["--demo", "--origin", "https://portal.example.org", "--trusted-proxy", "127.0.0.1"];
        let served = Served::logged(folder.path(), &settings, move |told| drop(line.send(told)));
        let https = free_port();
        let mut command = proxy(folder.path(), served.address().port(), https);
        let errors = fs::File::create(folder.path().join("proxy.log")).unwrap();
        let proxy = command.stdout(Stdio::null()).stderr(errors).spawn().unwrap();
        let behind = Self { folder, served, log, proxy, https };
        let until = Instant::now() + PATIENCE;
        while !behind.curl("/healthz", &["--fail"]).0 {
            let told = || fs::read_to_string(behind.folder.path().join("proxy.log")).unwrap_or_default();
            assert!(Instant::now() < until, "the proxy does not answer: {}", told());
            std::thread::sleep(Duration::from_millis(50));
        }
        behind
    }

    /// Asks as a browser at 127.0.0.2 does, who is no proxy: whether there was an answer, and the answer.
    fn curl(&self, path: &str, more: &[&str]) -> (bool, String) {
        let output = Command::new("curl")
            .args(["--silent", "--insecure", "--include", "--http2", "--interface", "127.0.0.2", "--max-time", "20"])
            .args(["--resolve", &format!("portal.example.org:{}:127.0.0.1", self.https)])
            .args(more)
            .arg(format!("https://portal.example.org:{}{path}", self.https))
            .output()
            .expect("curl");
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// The answer, which has to come.
    fn get(&self, path: &str, more: &[&str]) -> Answer {
        let (answered, text) = self.curl(path, more);
        assert!(answered, "{path}: {text}");
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        Answer { head: head.to_lowercase(), body: body.to_owned() }
    }
}

struct Answer {
    head: String,
    body: String,
}

impl Answer {
    fn all(&self, name: &str) -> Vec<&str> {
        let values = self.head.lines().filter_map(|line| line.split_once(": ")).filter(|(n, _)| *n == name);
        values.map(|(_, value)| value.trim()).collect()
    }

    fn one(&self, name: &str) -> &str {
        let all = self.all(name);
        assert_eq!(all.len(), 1, "{name}\n{}", self.head);
        all[0]
    }
}

/// What is promised behind either.
async fn keeps_its_promises(behind: &Behind) {
    let page = behind.get("/en", &["-H", "Accept-Encoding: gzip, br"]);
    assert!(page.head.starts_with("http/2 200"), "{}", page.head);
    assert_eq!(page.one("content-encoding"), "br", "as the portal packed it, and once");
    assert!(page.one("strict-transport-security").starts_with("max-age="));
    assert!(page.one("content-security-policy").contains("default-src 'none'"));

    let plain = behind.get("/en", &[]);
    assert!(plain.all("content-encoding").is_empty() && plain.body.contains("</html>"));
    let tag = plain.one("etag").to_owned();
    let again = behind.get("/en", &["-H", &format!("If-None-Match: {tag}")]);
    assert!(again.head.starts_with("http/2 304"), "{}", again.head);

    let style = plain.body.split('"').find(|part| part.starts_with("/assets/") && part.ends_with(".css")).unwrap();
    let style = behind.get(style, &["--compressed"]);
    assert!(style.one("cache-control").contains("immutable"), "{}", style.head);
    assert_eq!(style.all("content-encoding").len(), 1);
    assert!(style.body.contains('{'), "unpacked once, it is style");

    let table = behind.get("/en/events.csv", &["--compressed"]);
    assert!(table.one("content-type").starts_with("text/csv") && table.body.contains("Sample:"), "{}", table.head);
    assert_eq!(table.all("content-encoding").len(), 1);

    let id = page.one("x-request-id").to_owned();
    let logged = std::iter::from_fn(|| behind.log.recv_timeout(PATIENCE).ok()).find(|line| line.contains(&id));
    assert!(logged.is_some_and(|line| line.contains("answered")), "the portal's log has the proxy's id");
    addresses_are_told(behind).await;

    let form = "x=".to_owned() + &"y".repeat(3 << 20);
    let file = behind.folder.path().join("form");
    fs::write(&file, form).unwrap();
    // Some hang up on who sends on after the answer.
    let (_, much) = behind.curl("/en/staff/sign-in", &["--data-binary", &format!("@{}", file.display())]);
    assert!(much.is_empty() || much.starts_with("HTTP/2 413"), "{much}");
}

/// Tries to sign in are counted under the visitor's own address, whatever the visitor says of it.
async fn addresses_are_told(behind: &Behind) {
    let form = "email=linh%40example.org&password=wrong";
    let refused = |answer: Answer| assert!(answer.head.contains("http/2 401"), "{}", answer.head);
    refused(behind.get("/en/staff/sign-in", &["--data", form]));
    refused(behind.get("/en/staff/sign-in", &["--data", form, "-H", "X-Forwarded-For: 192.0.2.9"]));
    let data = behind.folder.path().join("data");
    let addresses = async || {
        let sql = "SELECT COUNT(*) FROM sign_in_attempt WHERE kind = 'address'";
        sqlite_number(&data, sql).await
    };
    assert_eq!(addresses().await, 1, "one visitor is one address");
    // The same, past the proxy: the portal believes who it trusts.
    let head = "POST /en/staff/sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                Connection: close\r\nX-Forwarded-For: 127.0.0.2\r\n";
    asked(behind.served.address(), &format!("{head}Content-Length: {}\r\n\r\n{form}", form.len()));
    assert_eq!(addresses().await, 1, "and it is 127.0.0.2");
}

#[tokio::test]
async fn nginx_as_it_is_deployed_keeps_what_the_portal_promises() {
    let Some(nginx) = program("PORTAL_TEST_NGINX") else { return };
    let http = free_port();
    let behind = Behind::start(|folder, portal, https| {
        let place = folder.display();
        let made = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"])
            .args(["-subj", "/CN=portal.example.org", "-keyout", "portal.key", "-out", "portal.pem"])
            .current_dir(folder)
            .output();
        assert!(made.expect("openssl").status.success());
        let settings = deployed("nginx.conf");
        let settings: String = settings
            .lines()
            .filter(|line| !line.contains("listen [::]"))
            .fold(String::new(), |text, line| text + line + "\n");
        let settings = put(&settings, "server 127.0.0.1:3000;", &format!("server 127.0.0.1:{portal};"));
        let settings = put(&settings, "listen 80;", &format!("listen 127.0.0.1:{http};"));
        let settings = put(&settings, "listen 443 ssl http2;", &format!("listen 127.0.0.1:{https} ssl http2;"));
        let settings = put(&settings, "/etc/ssl/portal", &format!("{place}/portal"));
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|what| format!("{what}_temp_path {place}/{what};\n"))
            .concat();
        let whole = format!(
            "{user}daemon off; pid {place}/pid; error_log {place}/error.log;\nevents {{}}\nhttp {{\naccess_log off;\n\
             {temporary}{settings}}}\n",
            // Whose folder this is.
            user = if fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0) {
                "user root; "
            } else {
                ""
            }
        );
        let file = folder.join("nginx.conf");
        fs::write(&file, whole).unwrap();
        let mut command = Command::new(nginx);
        command.arg("-c").arg(file).arg("-p").arg(folder).args(["-e", "error.log"]);
        command
    });
    keeps_its_promises(&behind).await;
    let request = "GET /en?a=b HTTP/1.1\r\nHost: portal.example.org\r\nConnection: close\r\n\r\n";
    let moved = asked(([127, 0, 0, 1], http).into(), request);
    assert!(moved.starts_with("HTTP/1.1 301") && moved.contains("https://portal.example.org/en?a=b"), "{moved}");
}

#[tokio::test]
async fn caddy_as_it_is_deployed_keeps_what_the_portal_promises() {
    let Some(caddy) = program("PORTAL_TEST_CADDY") else { return };
    let behind = Behind::start(|folder, portal, https| {
        let settings = deployed("Caddyfile");
        let settings = put(&settings, "127.0.0.1:3000", &format!("127.0.0.1:{portal}"));
        // A certificate of its own making, and no other port.
        let site = format!("https://portal.example.org:{https} {{\n\ttls internal\n\tbind 127.0.0.1");
        let settings = put(&settings, "\nportal.example.org {", &format!("\n{site}"));
        let whole = format!("{{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n}}\n{settings}");
        let file = folder.join("Caddyfile");
        fs::write(&file, whole).unwrap();
        let mut command = Command::new(caddy);
        command.args(["run", "--adapter", "caddyfile", "--config"]).arg(file);
        command.envs([("HOME", folder), ("XDG_DATA_HOME", folder), ("XDG_CONFIG_HOME", folder)]);
        command
    });
    keeps_its_promises(&behind).await;
}
