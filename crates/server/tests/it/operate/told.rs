//! The operator's handbook names what there is.

use std::{collections::BTreeSet, fs, path::Path};

use crate::cli::{Served, get, out, run};

fn file(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)).unwrap()
}

/// The words in a text that begin so and go on with these letters.
fn words<'t>(text: &'t str, begin: &str, more: fn(char) -> bool) -> BTreeSet<&'t str> {
    text.match_indices(begin)
        .filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-'))
        .map(|(at, _)| text[at..].split(|c| !more(c)).next().unwrap_or_default())
        .filter(|word| word.len() > begin.len())
        .collect()
}

/// Lines that begin with another program's name: their flags are that program's.
fn is_the_portals(line: &str) -> bool {
    const OTHERS: [&str; 14] = [
        "install ",
        "useradd ",
        "journalctl ",
        "runuser -u postgres",
        "apt-get ",
        "systemctl ",
        "sed ",
        "curl ",
        "caddy ",
        "docker ",
        "cp ",
        "pg_",
        "Build it",
        "By PostgreSQL",
    ];
    let line = line.trim_start();
    !OTHERS.iter().any(|other| line.starts_with(other) || line.starts_with(&format!("`{other}")))
}

#[test]
fn every_flag_and_command_in_the_handbook_is_the_portals() {
    let folder = tempfile::tempdir().unwrap();
    let help = |arguments: &[&str]| out(&run(folder.path(), &[arguments, &["--help"]].concat()));
    let top = help(&[]);
    let mut all = top.clone();
    for command in ["serve", "staff", "content", "backup", "restore", "check", "health"] {
        all += &help(&[command]);
    }
    for command in
        [["staff", "add"], ["staff", "list"], ["staff", "remove"], ["staff", "sign-out"], ["content", "load"]]
    {
        all += &help(&command);
    }
    let page = file("docs/operate.md");
    let lines: Vec<&str> = page.lines().filter(|line| is_the_portals(line)).collect();
    let lines = lines.join("\n");
    let flags = words(&lines, "--", |c| c.is_ascii_lowercase() || c == '-');
    assert!(flags.len() > 10, "{flags:?}");
    let known = words(&all, "--", |c| c.is_ascii_lowercase() || c == '-');
    let others = ["--help", "--format", "--file", "--release", "--unit"];
    let unknown: Vec<_> = flags
        .iter()
        // The lines of a table are no flags.
        .filter(|flag| !flag.starts_with("---") && !known.contains(*flag) && !others.contains(flag))
        .collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    let settings = file("deploy/portal.env") + &page + &file("deploy/Dockerfile");
    for name in words(&settings, "PORTAL_", |c| c.is_ascii_uppercase() || c == '_') {
        assert!(all.contains(name), "{name}");
    }
    for command in words(&page.replace("portal ", "portal_"), "portal_", |c| c.is_ascii_lowercase()) {
        let command = command.trim_start_matches("portal_");
        assert!(!["backup", "restore", "check", "health", "serve"].contains(&command) || top.contains(command));
    }
}

#[test]
fn every_metric_in_the_handbook_and_the_alarms_is_told_and_every_one_told_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let (line, log) = std::sync::mpsc::channel();
    let listening = ["--metrics-listen", "127.0.0.1:0"];
    let _served = Served::logged(folder.path(), &listening, move |told| drop(line.send(told)));
    let address = log.iter().find_map(|line| {
        line.split_once("metrics on http://").map(|(_, at)| at.trim().trim_end_matches("/metrics").parse().unwrap())
    });
    let metrics = get(address.unwrap(), "/metrics");
    let typed = metrics.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' '));
    let mut told = BTreeSet::new();
    for (name, kind) in typed {
        told.insert(name.to_owned());
        if kind == "histogram" {
            told.extend(["bucket", "sum", "count"].map(|part| format!("{name}_{part}")));
        }
    }
    let letters = |c: char| c.is_ascii_lowercase() || c == '_';
    let (page, alarms) = (file("docs/operate.md"), file("deploy/alerts.yml"));
    for text in [&page, &alarms] {
        for begin in ["portal_", "process_"] {
            let named = words(text, begin, letters);
            let unknown: Vec<_> =
                named.into_iter().filter(|name| !told.contains(*name) && *name != "portal_2").collect();
            assert!(unknown.is_empty(), "{unknown:?}\n{told:#?}");
        }
    }
    let explained: BTreeSet<&str> = ["portal_", "process_"].iter().flat_map(|b| words(&page, b, letters)).collect();
    let parts = ["_bucket", "_sum", "_count"];
    let left: Vec<_> = told
        .iter()
        .filter(|name| !explained.contains(name.as_str()) && !parts.iter().any(|part| name.ends_with(part)))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
