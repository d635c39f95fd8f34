//! `portal health`: does the portal on this machine answer?

use std::{
    io::{Read, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    time::Duration,
};

use super::exit::{Exit, Failure};
use crate::config;

/// Ask the portal that is served on this machine whether it is ready, for a supervisor that has nothing else to ask with.
///
/// It asks /readyz at the address that `portal serve` listens on, and ends with code 0 if the answer is yes within five
/// seconds, and else with 69.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  portal health
  portal health --listen 127.0.0.1:8080")]
pub(super) struct Health {
    /// The address and port that the portal listens on.
    #[arg(long, env = "PORTAL_LISTEN", value_name = "ADDRESS", default_value_t = config::Serve::LISTEN)]
    listen: SocketAddr,
}

/// How long to wait for an answer.
const PATIENCE: Duration = Duration::from_secs(5);

impl Health {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let address = to_ask(self.listen);
        match ask(address) {
            Ok(answer) if answer.starts_with("HTTP/1.1 200 ") => Ok(()),
            Ok(answer) => {
                let said = answer.lines().last().unwrap_or_default().trim();
                Err(Failure::new(Exit::Unavailable, format!("the portal at {address} is not ready: {said}")))
            }
            Err(error) => {
                Err(Failure::new(Exit::Unavailable, format!("the portal at {address} does not answer: {error}")))
            }
        }
    }
}

/// Who listens everywhere is asked on this machine.
fn to_ask(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}

fn ask(address: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(stream, "GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.take(64 * 1024).read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
