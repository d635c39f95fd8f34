//! The interface's words: Fluent messages in `locales/<language>/<part>.ftl`.
//!
//! A language is offered as an interface language when it has a folder here; English and Chinese are complete, and a test
//! keeps them so. To add a language: a folder with the same files, and a row in [`RESOURCES`].

use std::{collections::BTreeMap, sync::OnceLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use model::locale::Locale;

/// A value for a message's placeholder.
pub type Argument = FluentValue<'static>;

macro_rules! parts {
    ($language:literal) => {
        &[
            include_str!(concat!("locales/", $language, "/common.ftl")),
            include_str!(concat!("locales/", $language, "/home.ftl")),
            include_str!(concat!("locales/", $language, "/center.ftl")),
            include_str!(concat!("locales/", $language, "/programme.ftl")),
            include_str!(concat!("locales/", $language, "/framework.ftl")),
            include_str!(concat!("locales/", $language, "/country.ftl")),
            include_str!(concat!("locales/", $language, "/event.ftl")),
            include_str!(concat!("locales/", $language, "/search.ftl")),
            include_str!(concat!("locales/", $language, "/staff.ftl")),
            include_str!(concat!("locales/", $language, "/account.ftl")),
            include_str!(concat!("locales/", $language, "/error.ftl")),
            include_str!(concat!("locales/", $language, "/feed.ftl")),
            include_str!(concat!("locales/", $language, "/card.ftl")),
        ]
    };
}

/// The languages that have words of their own, and their files.
const RESOURCES: &[(Locale, &[&str])] = &[(Locale::En, parts!("en")), (Locale::ZhHans, parts!("zh-Hans"))];

/// The language whose words a reader of `asked` sees: that one if the portal has its words, else English.
#[must_use]
pub fn interface(asked: Locale) -> Locale {
    if RESOURCES.iter().any(|(l, _)| *l == asked) { asked } else { Locale::En }
}

/// The message `key` in the words of `locale`, else in English, else the key itself in brackets (a test keeps that from
/// happening in the languages that are complete).
#[must_use]
pub fn message(locale: Locale, key: &str, arguments: &[(&str, Argument)]) -> String {
    let args: FluentArgs<'_> = arguments.iter().map(|(n, v)| (*n, v.clone())).collect();
    [locale, Locale::En]
        .into_iter()
        .filter_map(|l| bundles().get(&l))
        .find_map(|bundle| {
            let pattern = bundle.get_message(key)?.value()?;
            Some(bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned())
        })
        .unwrap_or_else(|| format!("[{key}]"))
}

fn bundles() -> &'static BTreeMap<Locale, FluentBundle<FluentResource>> {
    static BUNDLES: OnceLock<BTreeMap<Locale, FluentBundle<FluentResource>>> = OnceLock::new();
    BUNDLES.get_or_init(|| {
        RESOURCES
            .iter()
            .map(|(locale, parts)| {
                let language = locale.tag().parse().unwrap_or_default();
                let mut bundle = FluentBundle::new_concurrent(vec![language]);
                // The isolation marks are for mixing directions; none of the thirteen languages runs right to left.
                bundle.set_use_isolating(false);
                for part in *parts {
                    // A broken message is left out here, and found by the test below.
                    let resource = FluentResource::try_new((*part).to_owned()).unwrap_or_else(|(sound, _)| sound);
                    bundle.add_resource_overriding(resource);
                }
                (*locale, bundle)
            })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(parts: &[&str]) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        for part in parts {
            let resource = FluentResource::try_new((*part).to_owned());
            let resource = resource.unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
            for entry in resource.entries() {
                if let fluent_syntax::ast::Entry::Message(m) = entry {
                    assert!(keys.insert(m.id.name.to_owned()), "{} stands twice", m.id.name);
                }
            }
        }
        keys
    }

    #[test]
    fn english_and_chinese_have_the_same_messages() {
        let all: Vec<_> = RESOURCES.iter().map(|(l, parts)| (l, keys(parts))).collect();
        for (locale, keys) in &all {
            let missing: Vec<_> = all[0].1.symmetric_difference(keys).collect();
            assert!(missing.is_empty(), "{locale}: {missing:?}");
        }
    }

    /// The Rust files of this crate.
    fn sources(folder: &std::path::Path, out: &mut Vec<(String, String)>) {
        let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
        for path in entries.map(|entry| entry.unwrap_or_else(|e| panic!("{e}")).path()) {
            if path.is_dir() {
                sources(&path, out);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
                out.push((path.display().to_string(), text));
            }
        }
    }

    /// The string literals that stand right after `before` and are whole keys (the ones with a placeholder are not).
    fn literals<'t>(text: &'t str, before: &str) -> Vec<&'t str> {
        let after = text.match_indices(before).filter_map(|(at, _)| text.get(at + before.len()..));
        let keys = after.filter_map(|rest| rest.split('"').next());
        keys.filter(|key| key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')).collect()
    }

    #[test]
    fn every_message_that_is_asked_for_exists() {
        let known = keys(RESOURCES[0].1);
        let mut files = Vec::new();
        sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
        let mut missing = BTreeSet::new();
        for (path, text) in &files {
            // Calls with the key in the call, on the same line or the next, and tables of keys (`("nav-home", …`).
            let tight = text.split_whitespace().collect::<Vec<_>>().join(" ").replace("( \"", "(\"");
            for before in ["t(\"", "t_with(\"", "words(\"", "words(locale, \"", "(\"nav-", "(\"error-"] {
                let prefix = before.rsplit('"').next().unwrap_or_default();
                for key in literals(&tight, before) {
                    let key = format!("{prefix}{key}");
                    // `t("` also ends `expect("` and the like: a key has a hyphen, and begins with a word.
                    let is_key = key.contains('-') && key.starts_with(|c: char| c.is_ascii_lowercase());
                    if is_key && !known.contains(&key) {
                        missing.insert(format!("{path}: {key}"));
                    }
                }
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn every_message_whose_key_is_put_together_exists() {
        use model::{
            account::EntryKind,
            event::{Format, Status},
            history::Theme,
            viewer::Role,
        };

        use crate::page::staff::own::Done;
        let known = keys(RESOURCES[0].1);
        let put_together = Format::ALL
            .map(|f| format!("format-{}", f.name()))
            .into_iter()
            .chain(Status::ALL.map(|s| format!("status-{}", s.name())))
            .chain(Theme::ALL.map(|t| format!("history-theme-{}", t.name())))
            .chain(Role::ALL.map(|r| format!("role-{}", r.name())))
            .chain(EntryKind::ALL.map(|kind| format!("entry-{}", kind.name())))
            .chain(Done::ALL.map(|done| format!("own-done-{}", done.name())));
        for key in put_together {
            assert!(known.contains(&key), "{key}");
        }
        let refusals = ["too-large", "method", "bad-request", "forged", "timeout", "unsupported"];
        let errors = ["not-found", "invalid", "conflict", "wrong-state", "unauthenticated", "forbidden", "throttled"];
        for name in refusals.into_iter().chain(errors).chain(["unavailable", "internal"]) {
            for key in [format!("error-{name}"), format!("error-{name}-text"), format!("problem-{name}")] {
                assert!(known.contains(&key), "{key}");
            }
        }
    }
}
