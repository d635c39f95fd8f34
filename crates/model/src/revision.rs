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
    /// It takes place after all.
    Resumed,
    /// What visitors are told about it changed.
    Notified,
    /// Written from the first content.
    Loaded,
    /// An account got a new password link.
    Invited,
    /// An account set its password.
    PasswordSet,
    /// An account was taken away.
    Removed,
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
            Self::Resumed => "resumed",
            Self::Notified => "notified",
            Self::Loaded => "loaded",
            Self::Invited => "invited",
            Self::PasswordSet => "password-set",
            Self::Removed => "removed",
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

/// A field in which two edits of the same version differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Divergence {
    /// The field's name, as in the form.
    pub field: String,
    /// What both began from; `None` where that is not known any more.
    pub base: Option<Vec<String>>,
    /// What the later writer, who is asked, made of it.
    pub mine: Vec<String>,
    /// What the earlier writer made of it: what is stored.
    pub theirs: Vec<String>,
}

/// Which of two edits to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The later writer's.
    Mine,
    /// The earlier writer's.
    Theirs,
}

/// What is to stay of a field in which two edits differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// The later writer's.
    Mine,
    /// The earlier writer's.
    Theirs,
    /// Of a list: what either put in, without what either took out. See [`Divergence::joined`].
    Both,
    /// Of a text: one that the later writer makes of the two.
    Own,
}

impl Keep {
    /// The name, as forms send it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Theirs => "theirs",
            Self::Both => "both",
            Self::Own => "own",
        }
    }

    /// The choice of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Mine, Self::Theirs, Self::Both, Self::Own].into_iter().find(|keep| keep.name() == name)
    }
}

impl From<Side> for Keep {
    fn from(side: Side) -> Self {
        match side {
            Side::Mine => Self::Mine,
            Side::Theirs => Self::Theirs,
        }
    }
}

impl Divergence {
    /// The side that alone changed the field, and so is to be kept unless the writer says otherwise. `None` where both
    /// changed it: only a person can decide.
    #[must_use]
    pub fn only_changed_by(&self) -> Option<Side> {
        let base = self.base.as_ref()?;
        match (self.mine == *base, self.theirs == *base) {
            (true, _) => Some(Side::Theirs),
            (false, true) => Some(Side::Mine),
            (false, false) => None,
        }
    }

    /// Both edits of a list in one: what both have, and what either put in. What one of them took out is out. Sorted.
    #[must_use]
    pub fn joined(&self) -> Vec<String> {
        let base = self.base.as_deref().unwrap_or_default();
        let stays =
            |value: &&String| (self.mine.contains(value) && self.theirs.contains(value)) || !base.contains(value);
        let mut joined: Vec<String> = self.mine.iter().chain(&self.theirs).filter(stays).cloned().collect();
        joined.sort_unstable();
        joined.dedup();
        joined
    }
}

/// The fields in which two edits of `base` differ from each other, in the order of their names. All three as typed.
#[must_use]
pub fn divergences(
    base: Option<&BTreeMap<String, Vec<String>>>,
    mine: &BTreeMap<String, Vec<String>>,
    theirs: &BTreeMap<String, Vec<String>>,
) -> Vec<Divergence> {
    differences(theirs, mine)
        .into_iter()
        .map(|FieldChange { field, before: theirs, after: mine }| {
            let base = base.map(|base| base.get(&field).cloned().unwrap_or_default());
            Divergence { field, base, mine, theirs }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> BTreeMap<String, Vec<String>> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), vec![(*v).to_owned()])).collect()
    }

    #[test]
    fn a_field_that_one_side_alone_changed_is_that_sides() {
        let base = form(&[("a", "1"), ("b", "1"), ("c", "1"), ("d", "1"), ("e", "1")]);
        let mine = form(&[("a", "2"), ("b", "1"), ("c", "2"), ("d", "2"), ("f", "new")]);
        let theirs = form(&[("a", "1"), ("b", "2"), ("c", "3"), ("d", "2"), ("e", "1")]);
        let sides = |base| {
            let told = divergences(base, &mine, &theirs);
            told.iter().map(|d| (d.field.clone(), d.only_changed_by())).collect::<Vec<_>>()
        };
        let expected = [
            ("a", Some(Side::Mine)),
            ("b", Some(Side::Theirs)),
            ("c", None),
            ("e", Some(Side::Mine)),
            ("f", Some(Side::Mine)),
        ];
        let expected = expected.map(|(field, side)| (field.to_owned(), side));
        assert_eq!(sides(Some(&base)), expected, "`d`, changed alike, is no difference");
        assert!(sides(None).iter().all(|(_, side)| side.is_none()), "what is not known decides nothing");
    }

    #[test]
    fn two_edits_of_a_list_are_joined_and_what_either_took_out_is_out() {
        let list = |values: &str| values.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let told = |base: Option<&str>, mine, theirs| {
            let (mine, theirs) = (list(mine), list(theirs));
            Divergence { field: "countries".to_owned(), base: base.map(list), mine, theirs }.joined()
        };
        assert_eq!(told(Some("CN"), "CN LA", "CN TH"), list("CN LA TH"));
        assert_eq!(told(Some("CN VN"), "LA VN", "CN TH VN"), list("LA TH VN"));
        assert_eq!(told(None, "CN LA", "CN TH"), list("CN LA TH"), "what is not known took nothing out");
    }

    #[test]
    fn only_what_differs_is_told() {
        let changes = differences(&form(&[("a", "1"), ("b", "2")]), &form(&[("a", "1"), ("c", "3")]));
        let told: Vec<_> = changes.iter().map(|c| (c.field.as_str(), c.before.len(), c.after.len())).collect();
        assert_eq!(told, [("b", 1, 0), ("c", 0, 1)]);
    }
}
