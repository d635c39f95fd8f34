//! The portal under test: started, asked, watched.

use std::{
    fs::{self, File},
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use super::{
    folder,
    load::{Load, Measured},
};
use crate::{
    command::{self, without_settings},
    guard::Guard,
    postgres::free_port,
};

/// Where its events are.
#[derive(Clone, Debug)]
pub(super) enum Where {
    /// In this folder.
    Sqlite(PathBuf),
    /// At this address.
    Postgres(String),
}

/// A running portal, on the first core. It ends when this is dropped.
#[derive(Debug)]
pub(super) struct Portal {
    /// Its address for wrk.
    pub(super) url: String,
    /// Its address for us.
    pub(super) address: SocketAddr,
    /// From its start to its first answer of 200.
    pub(super) started: Duration,
    child: Child,
    _guard: Guard,
}

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Portal {
    /// Starts it, and waits for its first page.
    pub(super) fn start(portal: &Path, filled: &Where, arguments: &[&str]) -> Result<Self> {
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()?));
        let log = folder()?.join("portal.log");
        let mut serve = Command::new("taskset");
        without_settings(&mut serve);
        serve
            .args(["-c", "0"])
            .arg(portal)
            .args(["serve", "--no-rate-limit", "--listen", &address.to_string()])
            .args(arguments);
        match filled {
            Where::Sqlite(folder) => serve.arg("--data").arg(folder),
            Where::Postgres(url) => serve.env("PORTAL_DATABASE_URL", url),
        };
        let begun = Instant::now();
        let child =
            serve.stderr(File::create(&log)?).stdout(Stdio::null()).spawn().context("could not start taskset")?;
        let guard = Guard::new("kill -KILL \"$1\"", &[child.id().to_string().as_ref()])?;
        while begun.elapsed() < Duration::from_secs(60) {
            if get(address, "/en", &[]).is_ok_and(|answer| answer.status == 200) {
                let (url, started) = (format!("http://{address}"), begun.elapsed());
                return Ok(Self { url, address, started, child, _guard: guard });
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        bail!("the portal did not answer:\n{}", fs::read_to_string(&log).unwrap_or_default())
    }

    /// Megabytes in memory.
    fn memory(&self) -> Result<f64> {
        let told =
            fs::read_to_string(format!("/proc/{}/status", self.child.id())).context("no /proc: only on Linux")?;
        let line = told.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok(kilobytes / 1024.0)
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        let _ = command::output(Command::new("kill").args(["-TERM", &self.child.id().to_string()]));
        let _ = self.child.wait();
    }
}

/// Asks for an address, on a connection of its own.
pub(super) fn get(address: SocketAddr, path: &str, headers: &[&str]) -> Result<Answer> {
    request(address, "GET", path, headers, "")
}

fn request(address: SocketAddr, method: &str, path: &str, headers: &[&str], body: &str) -> Result<Answer> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let more: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {length}\r\n{more}\r\n{body}"
    )?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").context("no answer")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).context("no status")?;
    let headers = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    let headers = headers.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned())).collect();
    Ok(Answer { status, headers, body: bytes.split_off(end + 4) })
}

/// Milliseconds from start to the first page, of a database that is there: the median.
pub(super) fn start_times(portal: &Path, filled: &Where, rounds: usize) -> Result<f64> {
    let mut times = Vec::new();
    for _ in 0..rounds {
        times.push(Portal::start(portal, filled, &[])?.started.as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(times[times.len() / 2])
}

/// Megabytes in memory: at rest, and after a hundred thousand requests for many pages.
pub(super) fn memory(portal: &Path, filled: &Where) -> Result<[f64; 2]> {
    const REQUESTS: u32 = 100_000;
    let running = Portal::start(portal, filled, &[])?;
    let rest = running.memory()?;
    let script = folder()?.join("many.lua");
    // Three thousand addresses, in two forms: more than is kept.
    fs::write(
        &script,
        "local n = 0\nrequest = function()\n  n = n + 1\n  local language = n % 2 == 0 and 'en' or 'zh-Hans'\n  \
         wrk.headers['Accept-Encoding'] = n % 3 == 0 and 'br' or 'identity'\n  \
         return wrk.format('GET', '/' .. language .. '/events/made-up-' .. (n % 1500))\nend\n",
    )?;
    let mut asked = 0.0;
    while asked < f64::from(REQUESTS) {
        let load = Load { connections: 64, time: Duration::from_secs(5) };
        asked += load.script(&script.display().to_string(), &running.url)?.rate * 5.0;
    }
    Ok([rest, running.memory()?])
}

/// Bytes, raw and as browsers get them: of the home page, and of what it loads; and of the islands.
pub(super) fn sizes(portal: &Path, filled: &Where) -> Result<Vec<(String, usize, usize)>> {
    let running = Portal::start(portal, filled, &[])?;
    let both = |path: &str| -> Result<(usize, usize)> {
        let raw = get(running.address, path, &[])?.body.len();
        Ok((raw, get(running.address, path, &["Accept-Encoding: br"])?.body.len()))
    };
    let page = String::from_utf8_lossy(&get(running.address, "/en/center", &[])?.body).into_owned();
    let mut files: Vec<&str> = page.split('"').filter(|piece| piece.starts_with("/assets/")).collect();
    files.sort_unstable();
    files.dedup();
    let mut sizes = Vec::new();
    for path in ["/en", "/zh-Hans", "/en/events"].into_iter().chain(files) {
        let (raw, packed) = both(path)?;
        sizes.push((path.to_owned(), raw, packed));
    }
    Ok(sizes)
}

/// Sign-ins and saved events a second.
pub(super) fn writes(portal: &Path, filled: &Where, load: Load) -> Result<[Measured; 2]> {
    const EMAIL: &str = "bench@example.org";
    const PASSWORD: &str = "mangroves keep the coast";
    let mut add = Command::new(portal);
    without_settings(&mut add).args(["staff", "add", EMAIL, "--role", "publisher"]);
    match filled {
        Where::Sqlite(folder) => add.arg("--data").arg(folder),
        Where::Postgres(url) => add.env("PORTAL_DATABASE_URL", url),
    };
    let told = command::output(&mut add)?;
    let link = told.split_whitespace().find_map(|word| word.find("/staff/set-password/").map(|at| &word[at..]));
    let link = format!("/en{}", link.context("no link")?);
    let running = Portal::start(portal, filled, &[])?;
    let form = "Content-Type: application/x-www-form-urlencoded";
    let post = |path: &str, body: &str| request(running.address, "POST", path, &[form], body);
    let typed = PASSWORD.replace(' ', "+");
    let set = post(&link, &format!("password={typed}&again={typed}"))?;
    let signed_in = post("/en/staff/sign-in", &format!("email={EMAIL}&password={typed}"))?;
    let cookie =
        signed_in.headers.iter().find(|(name, value)| name == "set-cookie" && value.starts_with("__Host-portal="));
    let cookie = cookie.and_then(|(_, value)| value.split(';').next()).map(str::to_owned);
    let cookie = cookie.with_context(|| format!("not signed in: {} {}", set.status, signed_in.status))?;

    // `@` in a body is another number each time: no two events have one name.
    let script = |name: &str, path: &str, cookie: &str, body: &str| -> Result<String> {
        let file = folder()?.join(name);
        // A bad answer ends the run: its status is in the error.
        let text = format!(
            "wrk.method = 'POST'\nwrk.path = '{path}'\nwrk.headers['Content-Type'] = 'application/x-www-form-urlencoded'\n\
             wrk.headers['Cookie'] = '{cookie}'\nlocal began, number = os.time(), 0\n\
             request = function() number = number + 1 return wrk.format(nil, nil, nil, (string.gsub('{body}', '@', began .. '-' .. number))) end\n\
             response = function(status) if status ~= 303 then print('status ' .. status); os.exit(1) end end\n"
        );
        fs::write(&file, text)?;
        Ok(file.display().to_string())
    };
    let event = "title.en=Measured+@&summary.en=A+made-up+event.&start-date=2030-05-04&start-time=09:00&zone=Asia/Jakarta\
                 &format=online&countries=ID&left=en&right=zh-Hans&do=save";
    let load = Load { connections: 4, ..load };
    let sign_in = script(
        "sign-in.lua",
        "/en/staff/sign-in",
        "",
        &format!("email={}&password={typed}", EMAIL.replace('@', "%40")),
    )?;
    let save = script("save.lua", "/en/staff/events/new", &cookie, event)?;
    Ok([load.script(&sign_in, &running.url)?, load.script(&save, &running.url)?])
}
