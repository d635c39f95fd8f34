//! What the tasks need, pinned by version, installed once. What cannot be installed is named, with the command that would.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{
    command::{self, cargo, find, is_root, program, run, say},
    project,
};

/// The oldest Node.js that every tool here runs on.
const NODE: u32 = 20;
const CARGO_DENY: &str = "0.20.2";
const CARGO_FUZZ: &str = "0.13.2";
/// The newest that builds with the project's toolchain.
const CARGO_LEPTOS: &str = "0.3.10";
/// The same as the workspace's `wasm-bindgen`: the two halves must be of one version.
const WASM_BINDGEN: &str = "0.2.130";

/// Debian's packages of letters for every language of the portal.
const FONTS: [&str; 2] = ["fonts-noto-core", "fonts-noto-cjk"];
/// Debian's packages for the browser tests.
const BROWSER: [&str; 3] = ["chromium", FONTS[0], FONTS[1]];

/// The standard library for the browser.
pub(crate) fn wasm_target() -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let libraries = command::output(program("rustc").args(["--print", "target-libdir", "--target", TARGET]))?;
    if Path::new(libraries.trim()).is_dir() {
        return Ok(());
    }
    if find("rustup").is_none() {
        bail!("Rust's standard library for {TARGET} is missing; with rustup it is: rustup target add {TARGET}");
    }
    run(program("rustup").args(["target", "add", TARGET]))
}

/// Lightning CSS and Binaryen; the folder that holds their `node_modules`.
pub(crate) fn site() -> Result<PathBuf> {
    let source = project::root().join("crates/xtask/site");
    let lock = fs::read(source.join("package-lock.json")).context("crates/xtask/site/package-lock.json")?;
    let folder = project::tools()?.join(format!("site-{}", crate::site::digest(&lock)));
    if !folder.join("node_modules").is_dir() {
        say("installing Lightning CSS and Binaryen, once");
        into_place(&folder, |fresh| {
            for name in ["package.json", "package-lock.json"] {
                fs::copy(source.join(name), fresh.join(name))?;
            }
            npm_ci(fresh)
        })?;
    }
    Ok(folder)
}

/// Playwright and what the browser tests use, in `end2end/`.
pub(crate) fn end2end() -> Result<()> {
    npm_packages("end2end")
}

/// Lighthouse, the Nu checker and the others, in `end2end/audit/`; the programs that they need.
pub(crate) fn audit() -> Result<()> {
    const PROGRAMS: [(&str, &str); 2] = [("java", "default-jre-headless"), ("openssl", "openssl")];
    node()?;
    let missing = || PROGRAMS.into_iter().filter(|(name, _)| find(name).is_none()).map(|(_, package)| package);
    debian(&missing().collect::<Vec<_>>())?;
    if let Some(package) = missing().next() {
        bail!("{package} is missing; on Debian: apt-get install default-jre-headless openssl");
    }
    npm_packages("end2end/audit")
}

/// The packages that the lock in this folder of the clone names, in the folder itself.
fn npm_packages(folder: &str) -> Result<()> {
    let folder = project::root().join(folder);
    let lock = folder.join("package-lock.json");
    let lock = crate::site::digest(&fs::read(&lock).with_context(|| lock.display().to_string())?);
    let stamp = folder.join("node_modules/.lock");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    say(&format!("installing the packages of {}", folder.display()));
    npm_ci(&folder)?;
    fs::write(stamp, lock)?;
    Ok(())
}

/// Node.js, new enough.
pub(crate) fn node() -> Result<()> {
    let version = command::output(Command::new("node").arg("--version")).unwrap_or_default();
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    match major {
        Some(major) if major >= NODE && find("npm").is_some() => Ok(()),
        Some(major) if major >= NODE => bail!("npm is missing; on Debian: apt-get install npm"),
        Some(_) => bail!("Node.js {NODE} or newer is needed, and this is {}; see nodejs.org", version.trim()),
        None => bail!("Node.js {NODE} or newer and npm are needed; on Debian 13: apt-get install nodejs npm"),
    }
}

/// Fonts for all the languages: cards are drawn with them in the tests.
pub(crate) fn fonts() -> Result<()> {
    debian(&FONTS.into_iter().filter(|package| !is_installed(package)).collect::<Vec<_>>())
}

/// A browser, and fonts for all the languages. `$CHROMIUM` names another Chromium.
pub(crate) fn browser() -> Result<PathBuf> {
    if let Some(chromium) = std::env::var_os("CHROMIUM") {
        return Ok(chromium.into());
    }
    debian(&BROWSER.into_iter().filter(|package| !is_installed(package)).collect::<Vec<_>>())?;
    find("chromium").or_else(|| find("google-chrome")).context(
        "Chromium is missing; on Debian: apt-get install chromium fonts-noto-core fonts-noto-cjk; \
         elsewhere install it and name it: CHROMIUM=/path/to/chromium",
    )
}

/// The folder of PostgreSQL's programs.
pub(crate) fn postgres() -> Result<PathBuf> {
    if let Some(programs) = postgres_programs() {
        return Ok(programs);
    }
    debian(&["postgresql"])?;
    postgres_programs().context(
        "PostgreSQL's initdb and pg_ctl are missing; on Debian: apt-get install postgresql; elsewhere put them on PATH",
    )
}

fn postgres_programs() -> Option<PathBuf> {
    if let (Some(initdb), Some(_)) = (find("initdb"), find("pg_ctl")) {
        return initdb.parent().map(Path::to_owned);
    }
    let version = |path: &PathBuf| path.file_name().and_then(|n| n.to_str()?.parse::<u32>().ok());
    let folders = fs::read_dir("/usr/lib/postgresql").ok()?.flatten().map(|entry| entry.path());
    let newest = folders.filter(|path| path.join("bin/initdb").is_file()).max_by_key(version)?;
    Some(newest.join("bin"))
}

/// nginx and wrk, and the programs that pin them to a core, for measurements.
pub(crate) fn bench() -> Result<()> {
    const PROGRAMS: [(&str, &str); 3] = [("nginx", "nginx-light"), ("wrk", "wrk"), ("taskset", "util-linux")];
    // nginx is where root alone looks for programs.
    let is_there = |name: &str| find(name).is_some() || Path::new("/usr/sbin").join(name).is_file();
    let missing = || PROGRAMS.into_iter().filter(|(name, _)| !is_there(name)).map(|(_, package)| package);
    debian(&missing().collect::<Vec<_>>())?;
    match missing().next() {
        None => Ok(()),
        Some(package) => bail!("{package} is missing; on Debian: apt-get install nginx-light wrk util-linux"),
    }
}

/// The proxies that the portal is tested behind, each with the variable by which tests find it. Where they are not there and
/// cannot be installed, those tests are left out, and that is said: nobody else needs a proxy to work on the portal.
pub(crate) fn proxies() -> Result<Vec<(&'static str, PathBuf)>> {
    const PROXIES: [(&str, &str, &str); 2] =
        [("PORTAL_TEST_NGINX", "nginx", "nginx-light"), ("PORTAL_TEST_CADDY", "caddy", "caddy")];
    // nginx is where root alone looks for programs.
    let place =
        |name: &str| find(name).or_else(|| Some(Path::new("/usr/sbin").join(name)).filter(|program| program.is_file()));
    let missing = || PROXIES.into_iter().filter(|(_, name, _)| place(name).is_none()).map(|(.., package)| package);
    if is_root() {
        let packages: Vec<&str> = missing().collect();
        // Without them, all the rest can be tested all the same.
        if let Err(why) = debian(&packages) {
            say(&format!("the proxies could not be installed: {why:#}"));
        }
    }
    let left_out: Vec<&str> = missing().collect();
    if !left_out.is_empty() {
        say(&format!("left out: the portal behind a proxy; on Debian: apt-get install {}", left_out.join(" ")));
    }
    Ok(PROXIES.into_iter().filter_map(|(variable, name, _)| Some((variable, place(name)?))).collect())
}

/// cargo-deny.
pub(crate) fn cargo_deny() -> Result<PathBuf> {
    // A debug build: it runs for a second, and an optimised one takes three times as long to make.
    cargo_install("cargo-deny", CARGO_DENY, &["--locked", "--profile", "dev", "--no-default-features"])
}

/// cargo-fuzz, and the compiler that libFuzzer is built with.
pub(crate) fn cargo_fuzz() -> Result<PathBuf> {
    if find("c++").is_none() {
        debian(&["g++"])?;
    }
    find("c++").context("a compiler for C++ is missing; on Debian: apt-get install g++")?;
    cargo_install("cargo-fuzz", CARGO_FUZZ, &["--locked", "--profile", "dev"])
}

/// What `cargo leptos watch` needs.
pub(crate) fn leptos() -> Result<()> {
    wasm_target()?;
    node()?;
    let site = site()?;
    // Without `--locked`: its own lock names a release of a crate that was withdrawn.
    let bindgen = cargo_install("wasm-bindgen-cli", WASM_BINDGEN, &["--profile", "dev", "--bin", "wasm-bindgen"])?;
    // Its release profile optimises over all crates: twice the time, for a tool that waits for others anyway.
    let leptos = cargo_install("cargo-leptos", CARGO_LEPTOS, &["--locked", "--profile", "dev"])?;
    let folders: Vec<_> = [leptos.parent(), bindgen.parent(), Some(&*site.join("node_modules/.bin"))]
        .into_iter()
        .flatten()
        .map(|folder| folder.display().to_string())
        .collect();
    println!("export PATH=\"{}:$PATH\"", folders.join(":"));
    say("put these folders on PATH, then: cargo leptos watch");
    Ok(())
}

/// A program from Rust's package registry, at one version; built once for the user.
fn cargo_install(name: &str, version: &str, options: &[&str]) -> Result<PathBuf> {
    let folder = project::tools()?.join(format!("{name}-{version}"));
    let binary = folder.join("bin").join(name.trim_end_matches("-cli"));
    if !binary.is_file() {
        say(&format!("installing {name} {version}, once; this takes some minutes"));
        into_place(&folder, |fresh| {
            run(cargo()
                .args(["install", name, "--version", version])
                .args(options)
                .arg("--root")
                .arg(fresh)
                // In the same folder each time, so that an interrupted build goes on where it was.
                .env("CARGO_TARGET_DIR", project::tools()?.join(format!("build-{name}-{version}")))
                .current_dir("/"))
        })?;
        // Gigabytes of intermediate files; the program is in place, so there is nothing to go on with.
        let _ = fs::remove_dir_all(project::tools()?.join(format!("build-{name}-{version}")));
    }
    Ok(binary)
}

/// Fills a fresh folder beside `folder`, then renames it: `folder` is whole or not there.
fn into_place(folder: &Path, fill: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    let fresh = PathBuf::from(format!("{}.part-{}", folder.display(), std::process::id()));
    fs::create_dir_all(&fresh).with_context(|| fresh.display().to_string())?;
    let filled = fill(&fresh).and_then(|()| {
        let _ = fs::remove_dir_all(folder);
        fs::rename(&fresh, folder).with_context(|| folder.display().to_string())
    });
    if filled.is_err() {
        let _ = fs::remove_dir_all(&fresh);
    }
    filled
}

fn npm_ci(folder: &Path) -> Result<()> {
    node()?;
    // No package here needs a script at install, and none gets to run one.
    run(program("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(folder))
}

fn is_installed(package: &str) -> bool {
    // Elsewhere than on Debian nobody can say; what is really missing shows when it is used.
    find("dpkg-query").is_none()
        || command::output(Command::new("dpkg-query").args(["--show", "--showformat=${db:Status-Status}", package]))
            .is_ok_and(|status| status == "installed")
}

/// Installs Debian's packages where that is allowed.
fn debian(missing: &[&str]) -> Result<()> {
    if missing.is_empty() || find("apt-get").is_none() {
        return Ok(());
    }
    let command = format!("apt-get install {}", missing.join(" "));
    if !is_root() {
        bail!("missing: {}; install with: sudo {command}", missing.join(", "));
    }
    say(&format!("missing: {}", missing.join(", ")));
    let apt = || {
        let mut apt = program("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").args(["--quiet", "--yes"]);
        apt
    };
    run(apt().arg("update"))?;
    run(apt().args(["install", "--no-install-recommends"]).args(missing))
}
