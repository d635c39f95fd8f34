//! `docs/security.md` says what is so: it answers for every requirement of the standard, and what it names is there.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// OWASP ASVS 5.0.0, section by section: each figure is the level of a requirement, in their order.
const STANDARD: [(&str, &str); 80] = [
    ("1.1", "22"),
    ("1.2", "1111122223"),
    ("1.3", "112222222223"),
    ("1.4", "222"),
    ("1.5", "123"),
    ("2.1", "122"),
    ("2.2", "112"),
    ("2.3", "12223"),
    ("2.4", "23"),
    ("3.1", "3"),
    ("3.2", "113"),
    ("3.3", "12223"),
    ("3.4", "11222233"),
    ("3.5", "11122333"),
    ("3.6", "3"),
    ("3.7", "22333"),
    ("4.1", "12233"),
    ("4.2", "23333"),
    ("4.3", "22"),
    ("4.4", "1222"),
    ("5.1", "2"),
    ("5.2", "112333"),
    ("5.3", "113"),
    ("5.4", "222"),
    ("6.1", "122"),
    ("6.2", "111111112222"),
    ("6.3", "11223333"),
    ("6.4", "112233"),
    ("6.5", "22222333"),
    ("6.6", "2223"),
    ("6.7", "33"),
    ("6.8", "2222"),
    ("7.1", "222"),
    ("7.2", "1111"),
    ("7.3", "22"),
    ("7.4", "11222"),
    ("7.5", "223"),
    ("7.6", "22"),
    ("8.1", "1233"),
    ("8.2", "1123"),
    ("8.3", "133"),
    ("8.4", "23"),
    ("9.1", "111"),
    ("9.2", "1222"),
    ("10.1", "22"),
    ("10.2", "223"),
    ("10.3", "22223"),
    ("10.4", "1111122222233333"),
    ("10.5", "22222"),
    ("10.6", "22"),
    ("10.7", "222"),
    ("11.1", "2233"),
    ("11.2", "22233"),
    ("11.3", "11233"),
    ("11.4", "1222"),
    ("11.5", "23"),
    ("11.6", "23"),
    ("11.7", "33"),
    ("12.1", "12233"),
    ("12.2", "11"),
    ("12.3", "22223"),
    ("13.1", "2333"),
    ("13.2", "222223"),
    ("13.3", "2233"),
    ("13.4", "1222233"),
    ("14.1", "22"),
    ("14.2", "12223333"),
    ("14.3", "122"),
    ("15.1", "12233"),
    ("15.2", "12233"),
    ("15.3", "1222222"),
    ("15.4", "3333"),
    ("16.1", "2"),
    ("16.2", "22222"),
    ("16.3", "2222"),
    ("16.4", "222"),
    ("16.5", "2223"),
    ("17.1", "23"),
    ("17.2", "22223333"),
    ("17.3", "22"),
];

/// What a row may begin with; one that does not is met.
const TAGS: [&str; 4] = ["Partly", "Operator", "Not met", "Does not apply"];

/// A row of a table of requirements.
struct Row {
    number: String,
    level: String,
    how: String,
    shown_by: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn page() -> String {
    fs::read_to_string(root().join("docs/security.md")).unwrap()
}

/// The rows that begin with a requirement's number.
fn rows(page: &str) -> Vec<Row> {
    let cells = |line: &str| line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let is_number = |text: &str| text.split('.').count() == 3 && text.split('.').all(|part| part.parse::<u8>().is_ok());
    page.lines()
        .filter(|line| line.starts_with("| "))
        .map(cells)
        .filter(|cells| is_number(&cells[0]))
        .map(|cells| {
            assert_eq!(cells.len(), 5, "{cells:?}");
            let [number, level, _, how, shown_by] = <[String; 5]>::try_from(cells).unwrap();
            Row { number, level, how, shown_by }
        })
        .collect()
}

impl Row {
    /// How it stands: one of [`TAGS`], or that it is met.
    fn standing(&self) -> &'static str {
        TAGS.into_iter().find(|tag| self.how.starts_with(&format!("**{tag}"))).unwrap_or("Met")
    }
}

#[test]
fn every_requirement_of_the_first_two_levels_is_answered_once() {
    let asked: BTreeMap<String, String> = STANDARD
        .iter()
        .flat_map(|(section, levels)| {
            levels.chars().enumerate().map(move |(at, level)| (format!("{section}.{}", at + 1), level.to_string()))
        })
        .filter(|(_, level)| level != "3")
        .collect();
    assert_eq!(asked.len(), 253);
    let mut answered = BTreeMap::new();
    for row in rows(&page()) {
        let twice = answered.insert(row.number.clone(), row.level);
        assert_eq!(twice, None, "{} is answered twice", row.number);
    }
    let missing: Vec<_> = asked.keys().filter(|number| !answered.contains_key(*number)).collect();
    assert!(missing.is_empty(), "not answered: {missing:?}");
    assert_eq!(answered, asked);
}

#[test]
fn what_is_met_is_shown_and_the_count_is_right() {
    let page = page();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows(&page) {
        assert!(!row.how.is_empty(), "{} has no answer", row.number);
        let needs = matches!(row.standing(), "Met" | "Partly");
        assert!(!needs || row.shown_by.contains('`'), "{} is shown by nothing", row.number);
        *counts.entry(row.standing()).or_default() += 1;
    }
    for standing in ["Met", "Partly", "Operator", "Not met", "Does not apply"] {
        let line = format!("| {standing} | {} |", counts.get(standing).copied().unwrap_or_default());
        assert!(page.contains(&line), "the count says otherwise than: {line}");
    }
}

/// The text of every file of the project that is source, by its path from the root.
fn sources() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root().join("crates"), root().join("end2end"), root().join("public")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && !["node_modules", "target"].contains(&name.as_str()) {
                folders.push(path);
            } else if [".rs", ".ts", ".js"].iter().any(|ending| name.ends_with(ending)) {
                let told = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
                found.insert(told, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

/// What stands between backticks, outside of fenced blocks.
fn quoted(text: &str) -> BTreeSet<String> {
    let unfenced: String = text.split("```").step_by(2).collect();
    unfenced.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let open = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '_');
        open(text[..at].chars().next_back()) && open(text[at + word.len()..].chars().next())
    })
}

#[test]
fn every_test_that_is_named_is_there() {
    let sources = sources();
    let is_there = |name: &str| {
        let native = format!("fn {name}(");
        let in_browser = format!("test(\"{name}\"");
        sources.iter().any(|(path, text)| match path.ends_with(".ts") {
            true => text.contains(&in_browser),
            false => is_word(name) && text.contains(&native),
        })
    };
    for row in rows(&page()) {
        for name in quoted(&row.shown_by).iter().filter(|name| !is_path(name)) {
            assert!(is_there(name), "{}: there is no test {name:?}", row.number);
        }
    }
}

/// A path from the project's root, as the page spells it.
fn is_path(text: &str) -> bool {
    let endings = [".rs", ".ts", ".md", ".toml", ".lock", ".js", ".json", ".yml"];
    let folders = ["crates/", "docs/", "end2end/", "deploy/", "public/", ".ci/"];
    let spelled = text.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    let is_other = text.starts_with('/') || (text.starts_with('.') && !text.contains('/'));
    spelled && !is_other && (endings.iter().any(|e| text.ends_with(e)) || folders.iter().any(|f| text.starts_with(f)))
}

#[test]
fn every_file_that_is_named_is_there() {
    let page = page();
    let linked = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let linked =
        linked.filter(|to| !to.contains("://") && !to.starts_with('#')).map(|to| to.split('#').next().unwrap());
    for path in linked {
        assert!(root().join("docs").join(path).exists(), "{path}");
    }
    for path in quoted(&page).iter().filter(|text| is_path(text)) {
        assert!(root().join(path).exists(), "{path}");
    }
}

#[test]
fn every_item_that_is_named_is_there() {
    let sources = sources();
    let named = quoted(&page()).into_iter().filter(|text| text.contains("::") && text.split("::").all(is_word));
    for item in named {
        let parts: Vec<&str> = item.split("::").collect();
        let (of, name) = (parts[parts.len() - 2], parts[parts.len() - 1]);
        let is_there = sources.iter().any(|(path, text)| {
            let file = path.ends_with(&format!("/{of}.rs")) || path.ends_with(&format!("/{of}/mod.rs"));
            (file || has_word(text, of)) && has_word(text, name)
        });
        assert!(is_there, "there is no {item}");
    }
}

#[test]
fn every_setting_that_is_named_is_one() {
    let cli: String = sources().into_iter().filter(|(path, _)| path.contains("/cli/")).map(|(_, text)| text).collect();
    // What has a path of modules is an item of the code.
    for text in quoted(&page()).into_iter().filter(|text| !text.contains("::")) {
        for flag in text.split_whitespace().filter(|word| word.starts_with("--")) {
            let field = flag.trim_start_matches("--").replace('-', "_");
            let spelled = cli.contains(&format!("long = \"{}\"", flag.trim_start_matches("--")));
            assert!(spelled || has_word(&cli, &field), "there is no {flag}");
        }
        for name in
            text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| word.starts_with("PORTAL_"))
        {
            assert!(cli.contains(&format!("\"{name}\"")), "there is no {name}");
        }
    }
}
