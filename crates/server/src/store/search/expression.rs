//! What is looked for, in the words of each database. Tokens hold no quotation mark, no backslash and no space, and stand between
//! quotation marks: no text that somebody types can be an operator.

use crate::search::ask::Group;

/// Where the groups have to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Where {
    /// Anywhere.
    Anywhere,
    /// All of them in titles.
    InTitle,
    /// Anywhere, but not all of them in titles.
    NotInTitle,
}

/// How a database writes an expression.
struct Grammar {
    quote: char,
    /// Between the tokens of a phrase.
    next: &'static str,
    and: &'static str,
    or: &'static str,
    /// Between what has to be there and what must not.
    but_not: &'static str,
}

const FTS5: Grammar = Grammar { quote: '"', next: " + ", and: " AND ", or: " OR ", but_not: " NOT " };
const TSQUERY: Grammar = Grammar { quote: '\'', next: " <-> ", and: " & ", or: " | ", but_not: " & !" };

/// As FTS5 reads it (`MATCH`). `None` where nothing can be found.
pub(super) fn fts5(groups: &[Group], facets: &[String], stand: Where) -> Option<String> {
    FTS5.expression(groups, facets, stand)
}

/// As PostgreSQL reads a `tsquery`. `None` where nothing can be found.
pub(super) fn tsquery(groups: &[Group], facets: &[String], stand: Where) -> Option<String> {
    TSQUERY.expression(groups, facets, stand)
}

impl Grammar {
    fn expression(&self, groups: &[Group], facets: &[String], stand: Where) -> Option<String> {
        let all = |of_title: bool| groups.iter().map(|group| self.group(group, of_title)).collect::<Option<Vec<_>>>();
        let mut needed = all(stand == Where::InTitle)?;
        needed.extend(facets.iter().map(|facet| self.token(facet)));
        if needed.is_empty() {
            return None;
        }
        let needed = format!("({})", needed.join(self.and));
        match stand {
            Where::Anywhere | Where::InTitle => Some(needed),
            Where::NotInTitle => Some(format!("{needed}{}({})", self.but_not, all(true)?.join(self.and))),
        }
    }

    fn group(&self, group: &Group, of_title: bool) -> Option<String> {
        let phrases: Vec<String> = group
            .any
            .iter()
            .map(|phrase| phrase.tokens(of_title).iter().map(|token| self.token(token)).collect::<Vec<_>>())
            .filter(|tokens| !tokens.is_empty())
            .map(|tokens| format!("({})", tokens.join(self.next)))
            .collect();
        (!phrases.is_empty()).then(|| format!("({})", phrases.join(self.or)))
    }

    fn token(&self, token: &str) -> String {
        let sound: String =
            token.chars().filter(|c| !matches!(c, '"' | '\'' | '\\' | '\0') && !c.is_whitespace()).collect();
        format!("{0}{sound}{0}", self.quote)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::ask::Phrase;

    fn group(words: &[&str]) -> Group {
        let any = words.iter().map(|w| Phrase::word((*w).to_owned())).collect();
        Group { any, subjects: None, titles: None }
    }

    #[test]
    fn both_databases_are_asked_the_same() {
        let phrase = Phrase { words: vec!["air".to_owned(), "quality".to_owned()], by_pairs: false };
        let groups = [group(&["asean", "aseans"]), Group { any: vec![phrase], subjects: None, titles: None }];
        let facets = ["_len".to_owned()];
        assert_eq!(
            fts5(&groups, &facets, Where::NotInTitle).as_deref(),
            Some(
                "(((\"asean\") OR (\"aseans\")) AND ((\"air\" + \"quality\")) AND \"_len\") NOT \
                 (((\"t_asean\") OR (\"t_aseans\")) AND ((\"t_air\" + \"t_quality\")))"
            )
        );
        assert_eq!(
            tsquery(&groups, &facets, Where::InTitle).as_deref(),
            Some("((('t_asean') | ('t_aseans')) & (('t_air' <-> 't_quality')) & '_len')")
        );
    }

    #[test]
    fn chinese_that_is_no_known_word_is_asked_for_by_its_pairs() {
        let phrase = Phrase { words: vec!["红树林".to_owned()], by_pairs: true };
        let groups = [Group { any: vec![phrase], subjects: None, titles: None }];
        assert_eq!(tsquery(&groups, &[], Where::Anywhere).as_deref(), Some("((('h_红树' <-> 'h_树林')))"));
    }

    #[test]
    fn where_a_word_can_not_be_found_nothing_is_asked() {
        assert_eq!(fts5(&[group(&["a"]), group(&[])], &[], Where::Anywhere), None);
    }

    #[test]
    fn no_token_ends_its_quotation_marks() {
        let asked = fts5(&[group(&["a\" OR \"b"])], &[], Where::Anywhere).unwrap();
        assert_eq!(asked.matches('"').count(), 2);
    }
}
