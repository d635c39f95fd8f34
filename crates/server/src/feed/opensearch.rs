//! What browsers are told so that they can search the portal by themselves (OpenSearch 1.1), and what they are offered while
//! somebody types into them (OpenSearch Suggestions 1.1).

use frontend::message::{interface, message};
use model::{
    locale::Locale,
    route::Route,
    search::{Kind, Query, Suggestion, Target},
};
use serde_json::{Value, json};

use super::{Site, escape};

/// The media type of the description.
pub const MEDIA_TYPE: &str = "application/opensearchdescription+xml; charset=utf-8";
/// The media type of suggestions.
pub const SUGGESTIONS: &str = "application/x-suggestions+json";

/// The description of the portal's search, in the language asked for: where results are, as a page and as data, and where
/// suggestions.
#[must_use]
pub fn description(origin: &str, locale: Locale) -> String {
    let word = |key: &str| escape(&message(locale, key, &[]));
    let address = |path: String| escape(&format!("{origin}{path}"));
    // What was typed takes the place of the words in braces, which no form may escape.
    let terms = |path: &str| format!("{}{{searchTerms}}", escape(&format!("{origin}{path}")));
    let search = Route::Search(Query::default());
    let page = terms(&format!("{}?q=", search.path(locale)));
    let data = terms(&format!("{}?q=", search.representation(locale, "json")));
    let suggestions = terms(&Route::Suggestions(String::new()).representation(locale, "json"));
    let own = address(Route::OpenSearch.path(locale));
    let icon = address("/favicon.svg".to_owned());
    let (name, about, language) = (word("search-engine"), word("search-engine-about"), interface(locale));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>{name}</ShortName>\n\
         <Description>{about}</Description>\n\
         <Url type=\"text/html\" template=\"{page}\"/>\n\
         <Url type=\"application/json\" template=\"{data}\"/>\n\
         <Url type=\"{SUGGESTIONS}\" rel=\"suggestions\" template=\"{suggestions}\"/>\n\
         <Url type=\"application/opensearchdescription+xml\" rel=\"self\" template=\"{own}\"/>\n\
         <Image type=\"image/svg+xml\">{icon}</Image>\n\
         <Language>{language}</Language>\n\
         <InputEncoding>UTF-8</InputEncoding>\n\
         <OutputEncoding>UTF-8</OutputEncoding>\n\
         </OpenSearchDescription>\n"
    )
}

/// What is offered to somebody who has typed this much: `[typed, completions, descriptions, addresses, more]`.
///
/// The first four are the standard's. A description is the kind of thing that it is, empty for words to be looked for;
/// an address leads to the thing itself, or to what is found for the words. `more` is `{"languages": […]}`: the language
/// of each completion (BCP 47), `null` for words.
#[must_use]
pub fn suggestions(site: &Site<'_>, typed: &str, offered: &[Suggestion]) -> String {
    let (mut words, mut kinds, mut addresses, mut languages) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for suggestion in offered {
        match suggestion {
            Suggestion::Thing { kind, title, target } => {
                words.push(title.text());
                kinds.push(one_of(site, *kind));
                addresses.push(at(site, target));
                languages.push(Value::from(title.locale.tag()));
            }
            Suggestion::Words(text) => {
                words.push(text.clone());
                kinds.push(String::new());
                addresses.push(site.url(&Route::Search(Query::of(text))));
                languages.push(Value::Null);
            }
        }
    }
    json!([typed, words, kinds, addresses, { "languages": languages }]).to_string()
}

/// The word for one thing of a kind.
fn one_of(site: &Site<'_>, kind: Kind) -> String {
    site.word(&format!("search-one-{}", kind.name()))
}

/// The whole address of a page, or of a place on it.
pub(super) fn at(site: &Site<'_>, target: &Target) -> String {
    let fragment = target.fragment.as_ref().map(|id| format!("#{id}")).unwrap_or_default();
    format!("{}{fragment}", site.url(&target.route))
}

#[cfg(test)]
mod tests {
    use model::search::{Passage, Piece};

    use super::{super::sample, *};

    #[test]
    fn browsers_are_told_where_to_search_in_the_language_asked_for() {
        let xml = description("https://portal.example", Locale::ZhHans);
        for told in [
            "<Url type=\"text/html\" template=\"https://portal.example/zh-Hans/search?q={searchTerms}\"/>",
            "template=\"https://portal.example/zh-Hans/search.json?q={searchTerms}\"",
            "rel=\"suggestions\" template=\"https://portal.example/zh-Hans/search/suggestions.json?q={searchTerms}\"",
            "rel=\"self\" template=\"https://portal.example/zh-Hans/opensearch.xml\"",
            "<Language>zh-Hans</Language>",
        ] {
            assert!(xml.contains(told), "{told}: {xml}");
        }
        assert!(description("https://a\"<&", Locale::Km).contains("https://a&quot;&lt;&amp;/km/search?q="));
    }

    #[test]
    fn names_are_as_long_as_the_standard_allows() {
        for locale in Locale::ALL {
            let name = message(locale, "search-engine", &[]);
            assert!((1..=16).contains(&name.chars().count()) && !name.contains('<'), "{locale}: {name}");
            assert!(message(locale, "search-engine-about", &[]).chars().count() <= 1024);
        }
    }

    #[test]
    fn suggestions_say_what_they_are_and_lead_there() {
        let catalogue = sample::catalogue();
        let site = sample::site(&catalogue, Locale::En);
        let pieces = ["红", "树林\""].map(|text| Piece { text: text.to_owned(), marked: false }).to_vec();
        let thing = Suggestion::Thing {
            kind: Kind::Milestone,
            title: Passage { pieces, locale: Locale::ZhHans },
            target: Target { route: Route::Center(None), fragment: Some("entry".to_owned()) },
        };
        let told = suggestions(&site, "m", &[thing, Suggestion::Words("mangrove".to_owned())]);
        let told: Value = serde_json::from_str(&told).unwrap_or_default();
        assert_eq!(told[0], "m");
        assert_eq!(told[1], json!(["红树林\"", "mangrove"]));
        assert_eq!(told[2], json!(["History", ""]));
        assert_eq!(told[3][0], format!("{}#entry", site.url(&Route::Center(None))));
        assert_eq!(told[3][1], format!("{}?q=mangrove", site.url(&Route::Search(Query::default()))));
        assert_eq!(told[4]["languages"], json!(["zh-Hans", null]));
    }
}
