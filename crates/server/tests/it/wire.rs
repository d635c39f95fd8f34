//! Requests as bytes, over real sockets: what no well-behaved client sends, and what one needs that writes as staff do.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::Arc,
    time::{Duration, Instant},
};

use model::viewer::{Role, Viewer};
use server::{
    app::{App, SystemClock},
    store::{Database, Store},
};

use crate::{browser::PASSWORD, harness::nobody};

/// How long an answer may take, on a machine that is busy.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// What came back on a connection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    /// All of it.
    pub(crate) text: String,
}

impl Answer {
    fn of(bytes: &[u8]) -> Self {
        Self { text: String::from_utf8_lossy(bytes).into_owned() }
    }

    /// The status of the first answer; 0 where the portal hung up without one.
    pub(crate) fn status(&self) -> u16 {
        self.text.strip_prefix("HTTP/1.").and_then(|rest| rest.get(2..5)?.parse().ok()).unwrap_or(0)
    }

    /// The head of the first answer.
    pub(crate) fn head(&self) -> &str {
        self.text.split("\r\n\r\n").next().unwrap_or_default()
    }

    /// What follows the head.
    pub(crate) fn body(&self) -> &str {
        self.text.split_once("\r\n\r\n").map_or("", |(_, body)| body)
    }

    /// A header of the first answer; empty where there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        let lines = self.head().lines().filter_map(|line| line.split_once(':'));
        lines.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).next().unwrap_or("")
    }

    /// How many answers there are on the connection.
    pub(crate) fn count(&self) -> usize {
        self.text.matches("HTTP/1.1 ").count() + self.text.matches("HTTP/1.0 ").count()
    }
}

/// Connects, with a time limit for reading.
pub(crate) fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Sends these bytes and reads until the portal hangs up. A portal that does not is a failure.
pub(crate) fn exchange(address: SocketAddr, bytes: &[u8]) -> Answer {
    let mut stream = connect(address);
    // It may hang up while the bytes are still on their way.
    let _ = stream.write_all(bytes);
    until_closed(stream)
}

/// Reads until the portal hangs up. A portal that does not is a failure.
pub(crate) fn until_closed(mut stream: TcpStream) -> Answer {
    let began = Instant::now();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut bytes = Vec::new();
    let read = stream.read_to_end(&mut bytes);
    assert!(read.is_ok() || began.elapsed() < PATIENCE, "never hung up: {}", String::from_utf8_lossy(&bytes));
    Answer::of(&bytes)
}

/// Asks for a page, on a connection of its own.
pub(crate) fn get(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Answer {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    exchange(
        address,
        format!("GET {path} HTTP/1.1\r\nHost: portal.example\r\nConnection: close\r\n{headers}\r\n").as_bytes(),
    )
}

/// Asks for a page that may not be answered.
pub(crate) fn try_get(address: SocketAddr, path: &str) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: portal.example\r\nConnection: close\r\n\r\n").ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    Some(Answer::of(&bytes))
}

/// Posts a form, on a connection of its own.
///
/// # Errors
/// There was no whole answer: whether the form was taken is not known.
pub(crate) fn post(address: SocketAddr, path: &str, cookie: &str, pairs: &[(&str, &str)]) -> io::Result<Answer> {
    let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: portal.example\r\nConnection: close\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        form.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(form.as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let answer = Answer::of(&bytes);
    // The head is sent first, and at once: who has it knows what became of the form.
    if answer.text.contains("\r\n\r\n") { Ok(answer) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// An address of this machine on which nobody listens.
pub(crate) fn free_port() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// Makes an account of this role in the database; its e-mail address.
pub(crate) async fn account(database: &Database, role: Role) -> String {
    let store = Store::open(database).await.unwrap();
    let app = App::new(store.clone(), Arc::new(SystemClock));
    let email = format!("{}@example.org", role.name());
    let link = app.invite_staff(&Viewer::Operator, &email, role.name(), role).await.unwrap();
    app.set_password(link.reveal(), PASSWORD, PASSWORD, nobody()).await.unwrap();
    store.close().await;
    email
}

/// Signs in; the session's cookie.
pub(crate) fn sign_in(address: SocketAddr, email: &str) -> String {
    let answer = post(address, "/en/staff/sign-in", "", &[("email", email), ("password", PASSWORD)]).unwrap();
    assert_eq!(answer.status(), 303, "{}", answer.text);
    let cookies = answer.head().lines().filter_map(|line| line.split_once(": "));
    let mut session =
        cookies.filter(|(name, value)| name.eq_ignore_ascii_case("set-cookie") && value.starts_with("__Host-portal="));
    session.next().unwrap().1.split(';').next().unwrap().to_owned()
}

/// Lets this process open as many files as the system allows; how many that is.
pub(crate) fn all_files_allowed() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let most = maximum.or(current);
    let _ = setrlimit(Resource::Nofile, Rlimit { current: most, maximum });
    getrlimit(Resource::Nofile).current.map_or(usize::MAX, |files| usize::try_from(files).unwrap_or(usize::MAX))
}
