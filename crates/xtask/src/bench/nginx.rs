//! The same pages as files that nginx sends: as fast as it gets.

use std::{fmt::Write as _, fs};

use anyhow::{Context, Result};

use super::portal::{Portal, get};
use crate::{command, guard::Guard, postgres::free_port};

/// A running nginx. Ends, and its folder goes, when this is dropped.
#[derive(Debug)]
pub(super) struct Nginx {
    /// Its address.
    pub(super) url: String,
    _guard: Guard,
}

impl Nginx {
    /// Takes each page from the portal as a browser gets it, byte for byte, with its headers, and serves it.
    pub(super) fn start(portal: &Portal, pages: &[(&str, &str)]) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("portal-bench-nginx-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let port = free_port()?;
        let mut locations = String::new();
        for (at, (_, path)) in pages.iter().enumerate() {
            let answer = get(portal.address, path, &["Accept-Encoding: br"])?;
            let file = folder.join(format!("page-{at}"));
            fs::write(&file, &answer.body)?;
            // A location does not see the query; a map of the whole address does.
            let _ = writeln!(locations, "      \"{path}\" /page-{at};");
        }
        let mut served = String::new();
        for (at, (_, path)) in pages.iter().enumerate() {
            let answer = get(portal.address, path, &["Accept-Encoding: br"])?;
            let _ = writeln!(
                served,
                "    location = /page-{at} {{ internal; root {}; default_type \"\";",
                folder.display()
            );
            for (name, value) in answer.headers.iter().filter(|(name, _)| !own(name)) {
                let _ = writeln!(served, "      add_header {name} \"{}\";", value.replace('"', "\\\""));
            }
            served.push_str("    }\n");
        }
        let settings = format!(
            "worker_processes 1; daemon on; pid {folder}/pid; error_log {folder}/error.log;\n\
             events {{ worker_connections 1024; }}\n\
             http {{\n  access_log {folder}/access.log; sendfile on; tcp_nopush on; keepalive_requests 1000000;\n  \
             open_file_cache max=100; etag off; map_hash_bucket_size 256;\n  \
             map $request_uri $page {{\n{locations}      default /none;\n  }}\n  \
             server {{ listen 127.0.0.1:{port} backlog=1024;\n    location / {{ rewrite ^ $page last; }}\n{served}  }}\n}}\n",
            folder = folder.display()
        );
        let file = folder.join("nginx.conf");
        fs::write(&file, settings)?;
        let program = command::find("nginx").unwrap_or_else(|| "/usr/sbin/nginx".into());
        command::output(
            std::process::Command::new("taskset")
                .args(["-c", "0"])
                .arg(program)
                .arg("-c")
                .arg(&file)
                .arg("-p")
                .arg(&folder),
        )
        .context("nginx")?;
        let guard = Guard::new("kill -QUIT \"$(cat \"$1/pid\")\"; sleep 1; rm -rf \"$1\"", &[folder.as_os_str()])?;
        Ok(Self { url: format!("http://127.0.0.1:{port}"), _guard: guard })
    }
}

/// nginx writes these by itself.
fn own(name: &str) -> bool {
    ["content-length", "date", "connection", "last-modified", "server"].contains(&name)
}
