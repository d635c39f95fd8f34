//! What changed, by whom, when and why. Revisions are appended, never altered.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A kind of record that has revisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Noun {
    /// A priority area of a plan.
    Area,
    /// A country.
    Country,
    /// An edition of a programme.
    Edition,
    /// An event.
    Event,
    /// A flagship of a plan.
    Flagship,
    /// An entry of the history.
    History,
    /// A page of text.
    Page,
    /// A plan.
    Plan,
    /// A programme.
    Programme,
    /// A Sustainable Development Goal.
    Sdg,
    /// A source.
    Source,
    /// A staff account.
    Staff,
}

impl Noun {
    /// The name of the noun in storage and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Area => "area",
            Self::Country => "country",
            Self::Edition => "edition",
            Self::Event => "event",
            Self::Flagship => "flagship",
            Self::History => "history",
            Self::Page => "page",
            Self::Plan => "plan",
            Self::Programme => "programme",
            Self::Sdg => "sdg",
            Self::Source => "source",
            Self::Staff => "staff",
        }
    }
}

/// What was done to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Made.
    Created,
    /// Its fields changed.
    Edited,
    /// Shown to visitors.
    Published,
    /// Taken back from visitors.
    Unpublished,
    /// Called off.
    Cancelled,
    /// Put off to a time not known yet.
    Postponed,
    /// Written from the first content.
    Loaded,
    /// An account got a new password link.
    Invited,
    /// An account set its password.
    PasswordSet,
}

impl Change {
    /// The name of the change in storage and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Edited => "edited",
            Self::Published => "published",
            Self::Unpublished => "unpublished",
            Self::Cancelled => "cancelled",
            Self::Postponed => "postponed",
            Self::Loaded => "loaded",
            Self::Invited => "invited",
            Self::PasswordSet => "password-set",
        }
    }
}

/// Who made a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Actor {
    /// A member of staff, under the name they had then.
    Staff {
        /// The account's id.
        id: String,
        /// The name as of the change.
        name: String,
    },
    /// An operator at the command line.
    Operator,
    /// The loader of the first content.
    Content,
}

/// One field before and after. Several values where the field is a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field's name, as in the form: `title.en`, `countries`.
    pub field: String,
    /// What it was.
    pub before: Vec<String>,
    /// What it became.
    pub after: Vec<String>,
}

/// One change of one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// The kind of record.
    pub noun: Noun,
    /// The record's id or slug.
    pub subject: String,
    /// The record's version after the change; one more than before.
    pub version: i64,
    /// When, by the server's clock.
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
    /// What was done.
    pub change: Change,
    /// Why, in the writer's words; may be empty.
    pub note: String,
    /// The fields that differ.
    pub fields: Vec<FieldChange>,
}

/// The fields that differ between two forms, in the order of their names. Both sides as typed.
#[must_use]
pub fn differences(before: &BTreeMap<String, Vec<String>>, after: &BTreeMap<String, Vec<String>>) -> Vec<FieldChange> {
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .filter_map(|name| {
            let side = |form: &BTreeMap<String, Vec<String>>| form.get(name).cloned().unwrap_or_default();
            let (before, after) = (side(before), side(after));
            (before != after).then(|| FieldChange { field: name.clone(), before, after })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        let form = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(k, v)| ((*k).to_owned(), vec![(*v).to_owned()])).collect::<BTreeMap<_, _>>()
        };
        let changes = differences(&form(&[("a", "1"), ("b", "2")]), &form(&[("a", "1"), ("c", "3")]));
        let told: Vec<_> = changes.iter().map(|c| (c.field.as_str(), c.before.len(), c.after.len())).collect();
        assert_eq!(told, [("b", 1, 0), ("c", 0, 1)]);
    }
}
