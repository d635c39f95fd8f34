//! The Sustainable Development Goals that something serves, by the portal's own mapping.

use leptos::prelude::*;
use model::{catalogue::Catalogue, sdg::SdgNumber};

use crate::context::t;

/// The goals by number; their names are there for screen readers.
#[must_use]
pub fn goals(catalogue: &Catalogue, numbers: &[SdgNumber]) -> AnyView {
    list(catalogue, numbers, "unseen", "goals")
}

/// The goals by number and name.
#[must_use]
pub fn goals_named(catalogue: &Catalogue, numbers: &[SdgNumber]) -> AnyView {
    list(catalogue, numbers, "goal-name", "goals named")
}

fn list(catalogue: &Catalogue, numbers: &[SdgNumber], name_class: &'static str, class: &'static str) -> AnyView {
    if numbers.is_empty() {
        return ().into_any();
    }
    let items = numbers
        .iter()
        .map(|number| {
            let name = catalogue.sdg(*number).map(|sdg| super::text(&sdg.name));
            let n = number.get();
            view! { <li class=format!("sdg-{n}")><b>{n}</b>" "<span class=name_class>{name}</span></li> }
        })
        .collect_view();
    view! { <ul role="list" class=class aria-label=t("goals-label")>{items}</ul> }.into_any()
}
