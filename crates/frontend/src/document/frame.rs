//! What stands around every page: masthead, notes, footer.

use leptos::prelude::*;
use model::{
    account::Welcome,
    event::{EventQuery, StaffEventQuery},
    locale::Locale,
    route::Route,
    search::Query,
    viewer::Viewer,
};

use crate::{
    component::{glass, mail_link, mark},
    context::{PageContext, interface, link, t, t_with},
    message,
    page::staff::{moment, place},
};

/// The body of the document around a page.
pub(super) fn frame(context: &PageContext, page: AnyView) -> AnyView {
    view! {
        <a class="skip" href="#main">{t("site-skip")}</a>
        // Everything above the page is in one landmark: nothing is passed over by those who go from mark to mark.
        <header>
            {context.demo.then(|| view! { <p class="demo">{t("site-demo")}</p> })}
            {staff_bar(&context.viewer)}
            {context.welcome.as_ref().map(welcome)}
            <div class="masthead">
                <div class="page">
                    <a class="mark" href=link(&Route::Home)>{mark()}<span>{t("site-name")}</span></a>
                    {menu(context)}
                    {search(context)}
                    {languages(context)}
                </div>
            </div>
            {language_note(context)}
        </header>
        <main id="main" tabindex="-1">{page}</main>
        {footer(context)}
    }
    .into_any()
}

/// The sections, once in a row for wide windows and once folded for narrow ones. The fold is a popover: it opens without a
/// script, closes with Escape or a click elsewhere, and gives the focus back. Browsers that know no popovers show the row.
fn menu(context: &PageContext) -> AnyView {
    let items = || {
        sections()
            .into_iter()
            .map(|(key, route)| {
                let current = current(context.route.as_ref(), &route);
                view! { <li><a href=link(&route) aria-current=current>{t(key)}</a></li> }
            })
            .collect_view()
    };
    view! {
        <nav class="menu" aria-label=t("nav-main")>
            <ul role="list" class="wide">{items()}</ul>
            <button class="fold" type="button" popovertarget="menu">{t("nav-menu")}</button>
            <div class="folded" id="menu" popover="auto"><ul role="list">{items()}</ul></div>
        </nav>
    }
    .into_any()
}

/// The way to the search page. A link and no box: there is no room for one on a phone, and the page has filters and
/// suggestions, which no other needs to load.
fn search(context: &PageContext) -> AnyView {
    let route = Route::Search(Query::default());
    let current = current(context.route.as_ref(), &route);
    view! {
        <a class="glass" href=link(&route) aria-current=current>
            {glass()}
            <span>{t("nav-search")}</span>
        </a>
    }
    .into_any()
}

/// The sections of the portal, in the order of the menu.
fn sections() -> [(&'static str, Route); 5] {
    [
        ("nav-center", Route::Center(None)),
        ("nav-programmes", Route::Programmes),
        ("nav-framework", Route::Framework),
        ("nav-countries", Route::Countries),
        ("nav-events", Route::Events(EventQuery::default())),
    ]
}

/// `page` where the reader is at a section's own page, `true` where they are at one below it.
fn current(here: Option<&Route>, section: &Route) -> Option<&'static str> {
    let here = here?;
    if here == section {
        return Some("page");
    }
    let below = matches!(
        (section, here),
        (Route::Center(_), Route::Center(_))
            | (Route::Programmes, Route::Programme(_))
            | (Route::Framework, Route::Area(_) | Route::Plan(_))
            | (Route::Countries, Route::Country(_))
            | (Route::Events(_), Route::Events(_) | Route::Event(_))
            | (Route::Search(_), Route::Search(_))
    );
    below.then_some("true")
}

/// The thirteen languages, folded as the menu is. Each leads through an address that remembers the choice. Browsers that know
/// no popovers get a link to the same languages in the footer.
fn languages(context: &PageContext) -> AnyView {
    let items = Locale::ALL
        .into_iter()
        .map(|locale| {
            let to = address(context, locale);
            let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("to", &to).finish();
            let href = format!("/language/{locale}?{query}");
            let current = (locale == context.locale).then_some("true");
            let tag = locale.tag();
            view! {
                <li><a href=href lang=tag hreflang=tag rel="nofollow" aria-current=current>{locale.endonym()}</a></li>
            }
        })
        .collect_view();
    let (tag, endonym) = (context.locale.tag(), context.locale.endonym());
    view! {
        <div class="languages">
            <a class="jump" href="#all-languages">{t("nav-languages")}</a>
            <button class="fold" type="button" popovertarget="languages">
                <span class="unseen">{t("nav-language")}" "</span><span lang=tag>{endonym}</span>
            </button>
            <div class="folded" id="languages" popover="auto"><ul role="list">{items}</ul></div>
        </div>
    }
    .into_any()
}

/// The page in another language; the front page where this page has no address of its own.
fn address(context: &PageContext, locale: Locale) -> String {
    context.route.as_ref().unwrap_or(&Route::Home).path(locale)
}

/// Says that the portal has no words in the language asked for, where that is so.
fn language_note(context: &PageContext) -> Option<AnyView> {
    let (asked, shown) = (context.locale, interface());
    (asked != shown).then(|| {
        let words = t_with("site-language-missing", &[("language", "\u{1}".into()), ("shown", shown.endonym().into())]);
        let (before, after) = words.split_once('\u{1}').unwrap_or((words.as_str(), ""));
        let (before, after) = (before.to_owned(), after.to_owned());
        view! {
            <div class="page">
                <p class="note">{before}<span lang=asked.tag()>{asked.endonym()}</span>{after}</p>
            </div>
        }
        .into_any()
    })
}

/// Who is signed in, the way to the desk, and the way out.
fn staff_bar(viewer: &Viewer) -> Option<AnyView> {
    let (name, role, ways) = match viewer {
        Viewer::Staff { name, role, .. } => {
            let role = t(&format!("role-{}", role.name()));
            let desk = link(&Route::StaffEvents(StaffEventQuery::default()));
            let ways = view! { <a href=desk>{t("nav-desk")}</a><a href=link(&Route::Account)>{t("nav-account")}</a> };
            (name.clone(), Some(role), ways.into_any())
        }
        Viewer::Enrolling { name, .. } => {
            let ways = view! { <a href=link(&Route::SecondFactor)>{t("own-second-set-up")}</a> };
            (name.clone(), None, ways.into_any())
        }
        Viewer::Visitor | Viewer::Operator => return None,
    };
    let role = role.map(|role| view! { " "<span class="tag">{role}</span> });
    Some(
        view! {
            <div class="staff-bar">
                <div class="page row between">
                    <p><b>{name}</b>{role}</p>
                    <div class="row">
                        {ways}
                        <form method="post" action=link(&Route::SignOut)>
                            <button class="button plain" type="submit">{t("nav-sign-out")}</button>
                        </form>
                    </div>
                </div>
            </div>
        }
        .into_any(),
    )
}

/// When somebody last signed in to the account, and what failed since: an owner notices who does not belong there.
fn welcome(welcome: &Welcome) -> AnyView {
    let failed = (welcome.failures > 0).then(|| t_with("own-welcome-failed", &[("count", welcome.failures.into())]));
    let class = if failed.is_some() { "welcome failed" } else { "welcome" };
    let failed = failed.map(|words| view! { " "<b>{words}</b> });
    view! {
        <div class=class>
            <p class="page">
                {t("own-welcome")}" "{moment(welcome.previous)}" "{place(&welcome.place)}"."{failed}" "
                <a href=link(&Route::AccountLog(None))>{t("own-welcome-log")}</a>
            </p>
        </div>
    }
    .into_any()
}

fn footer(context: &PageContext) -> AnyView {
    view! {
        <footer class="foot">
            <div class="page row">
                {imprint(context)}
                {about(context)}
                {feeds(context.locale)}
                {all_languages(context)}
            </div>
        </footer>
    }
    .into_any()
}

/// The Center's name in every language that the portal has words in, the reader's first; where it is, and where to write to.
fn imprint(context: &PageContext) -> AnyView {
    let others = Locale::ALL
        .into_iter()
        .filter(|l| message::interface(*l) == *l && *l != interface())
        .map(|l| view! { <p lang=l.tag()>{message::message(l, "site-name", &[])}</p> })
        .collect_view();
    let contact = context.contact.as_ref().map(|email| view! { <p>{t("site-contact")}" "{mail_link(email)}</p> });
    view! { <div><p><b>{t("site-name")}</b></p>{others}<p>{t("site-place")}</p>{contact}</div> }.into_any()
}

fn about(context: &PageContext) -> AnyView {
    let staff = match context.viewer.is_staff() {
        true => ("nav-desk", Route::StaffEvents(StaffEventQuery::default())),
        false => ("nav-sign-in", Route::SignIn),
    };
    let items = [
        ("nav-accessibility", Route::Accessibility),
        ("nav-privacy", Route::Privacy),
        ("nav-site-map", Route::SiteMap),
        staff,
    ]
    .map(|(key, route)| view! { <li><a href=link(&route)>{t(key)}</a></li> })
    .collect_view();
    view! { <nav aria-label=t("nav-about")><ul role="list">{items}</ul></nav> }.into_any()
}

/// The events for calendars, news readers and programs.
fn feeds(locale: Locale) -> AnyView {
    let events = Route::Events(EventQuery::default());
    let items = [("nav-calendar-feed", "ics"), ("nav-news-feed", "atom"), ("nav-open-data", "json")]
        .map(|(key, extension)| view! { <li><a href=events.representation(locale, extension)>{t(key)}</a></li> })
        .collect_view();
    view! { <nav aria-label=t("nav-feeds")><ul role="list">{items}</ul></nav> }.into_any()
}

fn all_languages(context: &PageContext) -> AnyView {
    let items = Locale::ALL
        .into_iter()
        .map(|locale| {
            let tag = locale.tag();
            view! { <li><a href=address(context, locale) lang=tag hreflang=tag>{locale.endonym()}</a></li> }
        })
        .collect_view();
    view! { <nav id="all-languages" aria-label=t("nav-languages")><ul role="list" class="tongues">{items}</ul></nav> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_menu_tells_this_page_from_the_section_it_is_in() {
        let events = Route::Events(EventQuery::default());
        assert_eq!(current(Some(&events), &events), Some("page"));
        assert_eq!(
            current(Some(&Route::Event("forum".parse().unwrap_or_else(|e| panic!("{e}")))), &events),
            Some("true")
        );
        assert_eq!(current(Some(&Route::Programmes), &events), None);
        assert_eq!(current(None, &events), None);
    }
}
