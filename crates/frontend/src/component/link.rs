//! Lists of links to the nouns that something belongs to, and links to people.

use leptos::prelude::*;
use model::{catalogue::Catalogue, plan::AreaNumber, route::Route, slug::Slug, staff::Email};

use crate::context::{link, t_with};

/// The priority areas as links: "Area 1: Policy dialogue".
#[must_use]
pub fn area_links(catalogue: &Catalogue, areas: &[AreaNumber]) -> AnyView {
    let items: Vec<_> = areas
        .iter()
        .filter_map(|number| catalogue.area(*number))
        .map(|area| {
            let href = link(&Route::Area(area.number));
            let number = t_with("list-area", &[("number", area.number.get().into())]);
            view! { <li><a href=href>{number}" "{super::text(&area.short_name)}</a></li> }
        })
        .collect();
    list(items)
}

/// The programmes as links, by their short names.
#[must_use]
pub fn programme_links(catalogue: &Catalogue, programmes: &[Slug]) -> AnyView {
    let items: Vec<_> = programmes
        .iter()
        .filter_map(|slug| catalogue.programme(slug.as_str()))
        .map(|programme| {
            let href = link(&Route::Programme(programme.slug.clone()));
            view! { <li><a href=href>{super::text(&programme.short_name)}</a></li> }
        })
        .collect();
    list(items)
}

/// An e-mail address as a link.
#[must_use]
pub fn mail_link(email: &Email) -> AnyView {
    view! { <a href=email.uri()>{email.to_string()}</a> }.into_any()
}

fn list(items: Vec<impl IntoView + 'static>) -> AnyView {
    if items.is_empty() {
        return ().into_any();
    }
    view! { <ul role="list">{items}</ul> }.into_any()
}
