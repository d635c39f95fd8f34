//! The editions of a programme that recurs, in a table that says how sure each fact is.

use std::collections::BTreeSet;

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    locale::Locale,
    programme::{Certainty, Edition, Programme},
};

use crate::{
    component::{Table, TableRow, language_tag, table, text},
    context::{interface, lang_of, pick, plain_told, t, t_with},
    format,
    markdown::Footnotes,
};

/// All editions, and below them what the words in the table mean. Nothing for a programme that has none.
pub(super) fn editions(catalogue: &Catalogue, programme: &Programme, notes: &mut Footnotes<'_>) -> AnyView {
    let editions: Vec<_> = catalogue.editions_of(programme.slug.as_str()).collect();
    if editions.is_empty() {
        return ().into_any();
    }
    let columns = ["number", "when", "where", "theme", "certainty", "sources"]
        .map(|column| t(&format!("programme-edition-{column}")))
        .to_vec();
    let rows = editions.iter().map(|edition| row(edition, notes)).collect();
    let name = plain_told(&programme.short_name);
    let caption = t_with("programme-editions-caption", &[("programme", name.into())]);
    let table = table(Table { caption, columns, rows });
    view! {
        <section class="bay" id="editions">
            <div class="page stack">
                <h2>{t("programme-editions")}</h2>
                {table}
                {key(&editions)}
            </div>
        </section>
    }
    .into_any()
}

fn row(edition: &Edition, notes: &mut Footnotes<'_>) -> TableRow {
    let number = format::number(interface(), edition.number.into());
    let counted = edition.number_inferred.then(|| mark("programme-number-inferred"));
    let label = t("programme-edition-number");
    TableRow {
        id: Some(edition.slug.to_string()),
        head: view! { <span class="label">{label}" "</span>{number}" "{counted} }.into_any(),
        cells: vec![
            when(edition),
            place(edition),
            theme(edition),
            t(&format!("certainty-{}", edition.certainty.name())).into_any(),
            notes.cite_all(&edition.sources),
        ],
    }
}

fn when(edition: &Edition) -> AnyView {
    let Some(from) = edition.from else { return open() };
    let words = format::partial_span(interface(), from, edition.until);
    // Where nothing was found, the date stands for the place in the row alone.
    let open = (edition.certainty == Certainty::Open).then(|| view! { <br/>{open()} });
    view! { <time datetime=from.to_string()>{words}</time>{open} }.into_any()
}

fn place(edition: &Edition) -> AnyView {
    if edition.place.is_empty() {
        return open();
    }
    let online = edition.online.then(|| view! { <br/><span class="meta">{t("programme-edition-online")}</span> });
    view! { {text(&edition.place)}{online} }.into_any()
}

/// The theme: in quotation marks where it is the wording of the source, marked where it is a paraphrase, open where none
/// is known; and what else is known.
fn theme(edition: &Edition) -> AnyView {
    let theme = match pick(&edition.theme) {
        None => open(),
        Some(_) if edition.theme_paraphrased => {
            view! { {text(&edition.theme)}" "{mark("programme-theme-paraphrased")} }.into_any()
        }
        Some(shown) if shown.locale == edition.theme.source() => {
            view! { {quoted(shown.locale, shown.value)}{language_tag(&edition.theme)} }.into_any()
        }
        // A translation is no quotation: the wording itself stands beside it.
        Some(_) => {
            let source = edition.theme.source();
            let wording = edition.theme.get(source).map(|value| quoted(source, value));
            view! { {text(&edition.theme)}<br/>{wording} }.into_any()
        }
    };
    let note = (!edition.note.is_empty()).then(|| view! { <p class="meta">{text(&edition.note)}</p> });
    view! { {theme}{note} }.into_any()
}

fn quoted(locale: Locale, value: &str) -> AnyView {
    let (lang, value) = (lang_of(locale), value.to_owned());
    view! { <q lang=lang>{value}</q> }.into_any()
}

fn open() -> AnyView {
    mark("certainty-open")
}

/// A word about a fact, set apart from the fact.
fn mark(key: &str) -> AnyView {
    view! { <span class="tag plain">{t(key)}</span> }.into_any()
}

/// What the words in the table mean; only those that stand in it.
fn key(editions: &[&Edition]) -> AnyView {
    let certainties: BTreeSet<_> = editions.iter().map(|edition| edition.certainty).collect();
    let mut words: Vec<_> = certainties.into_iter().map(|c| format!("certainty-{}", c.name())).collect();
    if editions.iter().any(|edition| edition.number_inferred) {
        words.push("programme-number-inferred".to_owned());
    }
    if editions.iter().any(|edition| edition.theme_paraphrased) {
        words.push("programme-theme-paraphrased".to_owned());
    }
    let rows = words
        .into_iter()
        .map(|word| view! { <div><dt>{t(&word)}</dt><dd>{t(&format!("{word}-meaning"))}</dd></div> })
        .collect_view();
    view! {
        <h3>{t("programme-editions-key")}</h3>
        <dl class="facts key">{rows}</dl>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use model::{locale::Locale, route::Route};

    use crate::page::{programme::show, sample};

    fn forum(locale: Locale) -> String {
        let catalogue = sample::catalogue();
        let programme = catalogue.programme("forum").unwrap();
        let route = Route::Programme(programme.slug.clone());
        sample::render(locale, route, || show(&catalogue, programme, &[], &[]))
    }

    fn row<'a>(html: &'a str, id: &str) -> &'a str {
        let start = html.find(&format!("id=\"{id}\"")).unwrap();
        &html[start..start + html[start..].find("</tr>").unwrap()]
    }

    #[test]
    fn a_number_that_the_portal_counted_is_marked_and_the_mark_explained() {
        let html = forum(Locale::En);
        assert!(row(&html, "forum-02").contains("counted"));
        assert!(!row(&html, "forum-12").contains("counted"));
        assert!(html.contains("no source gives it"), "{html}");
    }

    #[test]
    fn what_is_not_known_says_open() {
        let html = forum(Locale::En);
        assert_eq!(row(&html, "forum-02").matches(">open</span>").count(), 3, "{}", row(&html, "forum-02"));
        assert!(
            row(&html, "forum-02").contains("<div>open</div></td>"),
            "and so does the column that tells how sure it is"
        );
        assert_eq!(row(&forum(Locale::ZhHans), "forum-02").matches(">待查<").count(), 4);
    }

    #[test]
    fn a_paraphrase_is_never_shown_as_a_quotation() {
        let html = forum(Locale::En);
        let (paraphrase, quotation) = (row(&html, "forum-12"), row(&html, "forum-13"));
        assert!(paraphrase.contains("paraphrase") && !paraphrase.contains("<q>"), "{paraphrase}");
        assert!(quotation.contains("<q>Forging Regional Capacity Building Partnerships</q>"), "{quotation}");
        assert!(!quotation.contains("paraphrase"), "{quotation}");
        let html = forum(Locale::ZhHans);
        let translated = row(&html, "forum-13");
        let wording = "构建区域能力建设伙伴关系<br><q lang=\"en\">Forging Regional Capacity Building Partnerships</q>";
        assert!(translated.contains(wording), "{translated}");
    }

    #[test]
    fn every_row_leads_to_its_sources() {
        let html = forum(Locale::En);
        assert!(row(&html, "forum-12").contains("href=\"#source-peoples-daily-2023\""));
        assert!(html.contains("<li id=\"source-peoples-daily-2023\">"));
    }
}
