//! Facts beside a story: a name and a value.

use leptos::prelude::*;

use crate::context::t;

/// One fact.
pub struct Fact {
    /// What it is about.
    pub name: String,
    /// What is known.
    pub value: AnyView,
}

impl Fact {
    /// The fact whose name is the message `key`.
    #[must_use]
    pub fn new(key: &str, value: AnyView) -> Self {
        Self { name: t(key), value }
    }
}

/// The facts that there are, as a list of names and values.
#[must_use]
pub fn facts(facts: impl IntoIterator<Item = Option<Fact>>) -> AnyView {
    let rows: Vec<_> = facts
        .into_iter()
        .flatten()
        .map(|fact| view! { <div><dt>{fact.name}</dt><dd>{fact.value}</dd></div> })
        .collect();
    if rows.is_empty() {
        return ().into_any();
    }
    view! { <dl class="facts">{rows}</dl> }.into_any()
}
