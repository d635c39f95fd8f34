//! What browsers may fetch before it is asked for (HTML, "speculative loading").
//!
//! Of what visitors read, the page behind a link is fetched when the link is pressed: a tenth of a second before the press has
//! become a click, and hardly ever for nothing. So it costs a slow or a dear line no more than the click would; browsers leave it out
//! altogether where somebody saves data. Nothing is fetched on a hover, and no page runs before it is seen.
//!
//! The rules are a file that a header names: a page that is only read has no script, not even one that is data.

use axum::{Router, routing::get};
use http::{HeaderName, HeaderValue, header::CACHE_CONTROL};

use super::{
    answer::{self, Answer},
    state::WebState,
};

/// Where the rules are, and the same as the header names it. The name changes with the rules: browsers keep them.
const ADDRESS: &str = "/speculation-1.json";
const NAMED: HeaderValue = HeaderValue::from_static("\"/speculation-1.json\"");

/// The only type that browsers take rules in.
const MEDIA_TYPE: &str = "application/speculationrules+json";

/// Browsers ask for the rules with the first page of a day, not with each.
const FOR_A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");

/// Pages alone: not the desk and what leads to it, not an address that remembers a choice, not a file.
const RULES: &str = r#"{
  "prefetch": [
    {
      "where": {
        "and": [
          { "href_matches": "/*" },
          { "not": { "href_matches": ["/*/staff/*", "/language/*", "/*.json", "/*.csv", "/*.ics", "/*.atom", "/*.xml"] } },
          { "not": { "selector_matches": "[rel~=nofollow], [type], [download]" } }
        ]
      },
      "eagerness": "conservative"
    }
  ]
}
"#;

pub(super) fn router() -> Router<WebState> {
    Router::new().route(ADDRESS, get(rules))
}

async fn rules() -> Answer {
    let mut response = answer::representation(MEDIA_TYPE, RULES);
    response.headers_mut().insert(CACHE_CONTROL, FOR_A_DAY);
    Ok(response)
}

/// The header of a page for visitors (a structured field: a list of strings).
pub(super) const fn header() -> (HeaderName, HeaderValue) {
    (HeaderName::from_static("speculation-rules"), NAMED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_names_the_rules() {
        assert_eq!(NAMED.to_str().ok(), Some(&*format!("\"{ADDRESS}\"")));
    }

    #[test]
    fn the_rules_are_json_and_run_nothing_ahead() {
        let rules: serde_json::Value = serde_json::from_str(RULES).unwrap();
        assert_eq!(
            rules.as_object().map(|all| all.keys().cloned().collect::<Vec<_>>()),
            Some(vec!["prefetch".to_owned()])
        );
        assert_eq!(rules["prefetch"][0]["eagerness"], "conservative");
    }
}
