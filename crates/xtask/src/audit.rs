//! `cargo xtask audit`: the release, looked at as those do who judge sites.
//!
//! Two portals run behind a front with TLS: one with what ships and a few events that its desk published, one with the samples,
//! which keep it from search engines. What is asked of them is in `end2end/audit/run.mjs`: Lighthouse, axe, the Nu checker,
//! every link, JSON-LD against schema.org's words, the HTTP Observatory, and the SBOM against its schema.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};

use crate::{
    binary,
    command::{is_root, output, program, run, say},
    end2end::Portal,
    guard::Guard,
    project::{root, target},
    sbom, tool,
};

/// The names that the portals are known by in the audit (RFC 6761, section 6.5: nobody else's).
const REAL: &str = "portal.example.org";
const SAMPLES: &str = "samples.example.org";
const ACCOUNT: &str = "audit";

/// What `cargo xtask audit` takes.
#[derive(Debug, Args)]
pub(crate) struct Audit {
    /// Only these parts: lighthouse, axe, nu, links, data, observatory, sbom
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Lighthouse and axe look only at pages whose path holds this: `/en/events`
    #[arg(long, default_value = "")]
    pages: String,
    /// Judge this `portal` in place of the release of this clone
    #[arg(long)]
    portal: Option<PathBuf>,
}

impl Audit {
    /// Builds the release, and has it judged.
    ///
    /// # Errors
    /// Something falls short of its best: what, and where.
    pub(crate) fn run(self) -> Result<()> {
        tool::audit()?;
        let chromium = tool::browser()?;
        let portal = self.portal.map_or_else(|| binary::build(true), |given| Ok(env::current_dir()?.join(given)))?;
        sbom::write()?;
        let folder = target().join("audit");
        fs::create_dir_all(&folder)?;
        let front = env::temp_dir().join(format!("portal-audit-front-{}", std::process::id()));
        fs::create_dir_all(&front)?;
        let _gone = Guard::new("rm -rf \"$1\"", &[front.as_os_str()])?;
        certificate(&front)?;
        let [real, samples] =
            [(REAL, &[][..]), (SAMPLES, &["--demo"][..])].map(|(host, more)| behind(&portal, host, more));
        let (real, samples) = (real?, samples?);
        let portals = json!({ "real": told(&real, REAL), "demo": told(&samples, SAMPLES) });
        let mut node = program("node");
        node.arg("run.mjs")
            .current_dir(root().join("end2end/audit"))
            .env("AUDIT_PORTALS", portals.to_string())
            .env("AUDIT_CERTIFICATE", front.join("certificate.pem"))
            .env("AUDIT_KEY", front.join("key.pem"))
            .env("AUDIT_FOLDER", &folder)
            .env("AUDIT_ONLY", self.only.join(","))
            .env("AUDIT_PAGES", &self.pages)
            .env("AUDIT_SBOM", target().join("portal.cdx.json"))
            .env("CHROMIUM", chromium)
            // This process of Node.js trusts the front; nothing else on the machine does.
            .env("NODE_EXTRA_CA_CERTS", front.join("certificate.pem"));
        if is_root() {
            node.env("CHROMIUM_SANDBOX", "off");
        }
        let judged = run(&mut node);
        real.stop()?;
        samples.stop()?;
        judged?;
        say("nothing falls short");
        Ok(())
    }
}

/// A portal that knows that it is behind the front.
fn behind(portal: &Path, host: &str, more: &[&str]) -> Result<Portal> {
    let origin = format!("https://{host}");
    let arguments: Vec<&str> =
        ["--origin", &origin, "--trusted-proxy", "127.0.0.1"].iter().chain(more).copied().collect();
    Portal::start(portal, &format!("audit-{host}"), &arguments, &[ACCOUNT])
}

fn told(portal: &Portal, host: &str) -> Value {
    json!({
        "host": host,
        "url": portal.url,
        "email": format!("{ACCOUNT}@example.org"),
        "link": portal.accounts.get(ACCOUNT),
    })
}

/// A key, and a certificate for both names that its owner made: valid for a day.
fn certificate(folder: &Path) -> Result<()> {
    output(
        program("openssl")
            .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"])
            .args(["-subj", &format!("/CN={REAL}"), "-addext", &format!("subjectAltName=DNS:{REAL},DNS:{SAMPLES}")])
            .arg("-keyout")
            .arg(folder.join("key.pem"))
            .arg("-out")
            .arg(folder.join("certificate.pem")),
    )?;
    Ok(())
}
