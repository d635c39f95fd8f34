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
            include_str!(concat!("locales/", $language, "/staff.ftl")),
            include_str!(concat!("locales/", $language, "/error.ftl")),
            include_str!(concat!("locales/", $language, "/feed.ftl")),
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
}
