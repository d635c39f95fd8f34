//! Sharing without trackers: the address to copy, and a letter to send.

use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::context::t;

/// The ways to tell others. `address`: the whole address of the page.
pub(super) fn share(title: &str, summary: &str, address: &str) -> AnyView {
    let letter = letter(title, &[summary, address]);
    let address = address.to_owned();
    view! {
        <div class="stack">
            <h2>{t("event-share")}</h2>
            <div class="field">
                <label for="share-address">{t("event-share-address")}</label>
                <input id="share-address" class="copy" type="text" readonly value=address aria-describedby="share-hint"/>
                <p class="hint" id="share-hint">{t("event-share-hint")}</p>
            </div>
            <p><a href=letter>{t("event-share-mail")}</a></p>
        </div>
    }
    .into_any()
}

/// A letter to nobody yet (RFC 6068): every byte that is not a letter or a figure is escaped, so that no text can add a
/// recipient or a header.
fn letter(subject: &str, paragraphs: &[&str]) -> String {
    let escape = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let paragraphs: Vec<_> = paragraphs.iter().copied().filter(|text| !text.is_empty()).collect();
    format!("mailto:?subject={}&body={}", escape(subject), escape(&paragraphs.join("\r\n\r\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_add_a_recipient_to_the_letter() {
        assert_eq!(
            letter("A & B\r\nBcc: x@y", &["", "https://portal.example/en"]),
            "mailto:?subject=A%20%26%20B%0D%0ABcc%3A%20x%40y&body=https%3A%2F%2Fportal%2Eexample%2Fen"
        );
    }
}
