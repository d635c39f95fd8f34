//! Takes the renderer's markers out of a finished document.
//!
//! Leptos writes `<!>` between neighbouring texts and in place of absent views, so that the browser's half finds its
//! way. Only islands have a browser's half (and not the children they are given): everywhere else the markers are ballast,
//! and invalid HTML. Inside islands they become `<!---->`, which is valid and reads as the same node.

/// Elements whose content is not markup until their own end tag.
const RAW: [&str; 4] = ["script", "style", "textarea", "title"];
const ISLAND: &str = "leptos-island";
const CHILDREN: &str = "leptos-children";
const NO_CLASS: &str = " class=\"\"";

/// `html` without markers and without empty `class`es, and whether it holds an island.
pub(super) fn tidy(html: &str) -> (String, bool) {
    let mut out = String::with_capacity(html.len());
    // What stays is copied in long pieces: `kept` is what was read since the last thing that was taken out.
    let (mut kept, mut rest) = (html, html);
    let mut depth = 0_usize;
    let mut islands = false;
    while let Some(at) = rest.find('<') {
        let from = &rest[at..];
        let mut take = |part: &str, instead: &str| {
            out.push_str(&kept[..kept.len() - part.len()]);
            out.push_str(instead);
        };
        if let Some(after) = from.strip_prefix("<!>") {
            take(from, if depth > 0 { "<!---->" } else { "" });
            (kept, rest) = (after, after);
            continue;
        }
        // What a debug build writes in place of an empty view.
        if depth == 0
            && let Some(after) = from.strip_prefix("<!--<() />-->")
        {
            take(from, "");
            (kept, rest) = (after, after);
            continue;
        }
        let end = if from.starts_with("<!--") { comment_end(from) } else { tag_end(from) };
        let (tag, after) = from.split_at(end);
        // An absent class is written as an empty one. Quotes in values are escaped, so this is never in one.
        if depth == 0
            && let Some(at) = tag.find(NO_CLASS)
        {
            take(&from[at..], "");
            kept = &from[at + NO_CLASS.len()..];
        }
        rest = after;
        match name(tag) {
            (false, ISLAND) => {
                depth += 1;
                islands = true;
            }
            (true, ISLAND) => depth = depth.saturating_sub(1),
            // An island may hold children, and those another island: one more step each way.
            (false, CHILDREN) => depth = depth.saturating_sub(1),
            (true, CHILDREN) => depth += 1,
            (false, name) if RAW.contains(&name) => {
                rest = &rest[raw_end(rest, name)..];
            }
            _ => {}
        }
    }
    out.push_str(kept);
    (out, islands)
}

/// Where the tag at the start of `text` ends, its `>` included; quoted values may hold a `>`.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn comment_end(text: &str) -> usize {
    text.find("-->").map_or(text.len(), |at| at + 3)
}

/// Where the content of a raw element ends: before its end tag.
fn raw_end(text: &str, name: &str) -> usize {
    text.match_indices("</")
        .find(|(at, _)| text.get(at + 2..at + 2 + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name)))
        .map_or(text.len(), |(at, _)| at)
}

/// Whether a tag is an end tag, and its name.
fn name(tag: &str) -> (bool, &str) {
    let inner = tag.trim_start_matches('<');
    let (end, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    (end, inner.split(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/').next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_go_outside_of_islands_and_become_comments_inside() {
        let html = "<p>a<!>b</p><leptos-island data-component=\"x\">c<!>d</leptos-island><!>e";
        let tidied = "<p>ab</p><leptos-island data-component=\"x\">c<!---->d</leptos-island>e";
        assert_eq!(tidy(html), (tidied.to_owned(), true));
        assert_eq!(tidy("<p>a<!>b</p>"), ("<p>ab</p>".to_owned(), false));
    }

    #[test]
    fn an_island_s_children_have_no_markers() {
        let html = "<leptos-island>a<!>b<leptos-children>c<!>d</leptos-children>e<!>f</leptos-island>g<!>h";
        let tidied = "<leptos-island>a<!---->b<leptos-children>cd</leptos-children>e<!---->f</leptos-island>gh";
        assert_eq!(tidy(html).0, tidied);
    }

    #[test]
    fn what_a_person_typed_stays() {
        for html in [
            "<input value=\"a<!>b\">",
            "<input value='a<!>\"b'>",
            "<textarea name=\"x\">a<!>b</textarea>",
            "<script type=\"application/ld+json\">\"<!>\"</script>",
            "<p>a &lt;!> b</p>",
            "<p title=\"</textarea><!>\">x</p>",
            "a < b <",
            "<textarea>never closed <!>",
        ] {
            assert_eq!(tidy(html).0, html);
        }
    }

    #[test]
    fn a_cut_document_is_survived() {
        for html in ["<", "<!", "<!-", "<!--", "<p", "</", "<p a=\"", "<textarea></"] {
            assert_eq!(tidy(html).0, html);
        }
    }
}
