//! What machines read about a page. Written by hand and escaped here: every value may hold what a person typed.

use model::{locale::Locale, route::Route};

use crate::{
    card::Card,
    context::{PageContext, interface, t},
    markdown::escape,
    message,
    page::Head,
};

/// How browsers know the description of a site's search.
const OPEN_SEARCH: &str = "application/opensearchdescription+xml";

/// The content of `<head>`.
pub(super) fn head(context: &PageContext, head: &Head, scripts: bool) -> String {
    let site = t("site-name");
    let title = match head.title.as_str() {
        "" => site.clone(),
        own if own == site => site.clone(),
        own => format!("{own} · {site}"),
    };
    let private = head.private || context.demo || context.route.as_ref().is_none_or(|route| !route.is_public());
    let mut out = Elements::default();
    out.raw("<meta charset=\"utf-8\">");
    out.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    out.raw(&format!("<title>{}</title>", escape(&title)));
    // Where a page has no summary, its title says what it is: a page that fails is bookmarked and shared, too.
    let description = if head.description.is_empty() { &title } else { &head.description };
    out.element("meta", &[("name", "description"), ("content", description)]);
    if private {
        out.element("meta", &[("name", "robots"), ("content", "noindex")]);
    }
    if let Some(route) = context.route.as_ref().filter(|route| route.is_public()) {
        addresses(&mut out, context, route);
        for other in &head.alternates {
            let pairs =
                [("rel", "alternate"), ("type", other.media_type), ("href", &other.href), ("title", &other.title)];
            out.element("link", &pairs);
        }
        open_graph(&mut out, context, route, head, &title);
    }
    let search = Route::OpenSearch.path(context.locale);
    let pairs = [("rel", "search"), ("type", OPEN_SEARCH), ("href", &search), ("title", &t("search-engine"))];
    out.element("link", &pairs);
    looks(&mut out, context);
    for value in &head.json_ld {
        // A data block ends at the first `</script`; `<` has an escape in JSON that means the same.
        out.raw(&format!("<script type=\"application/ld+json\">{}</script>", value.replace('<', "\\u003c")));
    }
    if scripts && !context.assets.islands.is_empty() {
        let assets = &context.assets;
        out.raw(&format!(
            "<script type=\"module\" src=\"{}\" data-module=\"{}\" data-wasm=\"{}\"></script>",
            escape(&assets.islands),
            escape(&assets.module),
            escape(&assets.wasm)
        ));
    }
    out.0
}

/// The page's own address, and where it is in every language.
fn addresses(out: &mut Elements, context: &PageContext, route: &Route) {
    let at = |locale: Locale| format!("{}{}", context.origin, route.path(locale));
    out.element("link", &[("rel", "canonical"), ("href", &at(context.locale))]);
    for locale in Locale::ALL {
        out.element("link", &[("rel", "alternate"), ("hreflang", locale.tag()), ("href", &at(locale))]);
    }
    // The front page's bare address negotiates; of the others, English is what most can read.
    let default = if *route == Route::Home { format!("{}/", context.origin) } else { at(Locale::En) };
    out.element("link", &[("rel", "alternate"), ("hreflang", "x-default"), ("href", &default)]);
}

/// What chat programs and networks show of a link (ogp.me).
fn open_graph(out: &mut Elements, context: &PageContext, route: &Route, head: &Head, title: &str) {
    let own = if head.title.is_empty() { title } else { &head.title };
    let address = format!("{}{}", context.origin, route.path(context.locale));
    let mut property = |name: &str, content: &str| out.element("meta", &[("property", name), ("content", content)]);
    property("og:type", "website");
    property("og:site_name", &t("site-name"));
    property("og:title", own);
    if !head.description.is_empty() {
        property("og:description", &head.description);
    }
    property("og:url", &address);
    property("og:locale", territory(interface()));
    for locale in Locale::ALL.into_iter().filter(|l| message::interface(*l) == *l && *l != interface()) {
        property("og:locale:alternate", territory(locale));
    }
    if let Some(card) = &head.card {
        picture(out, context, route, card);
    }
}

/// The picture that goes with the link. Its address holds a name for what it shows, so that an edit is seen.
fn picture(out: &mut Elements, context: &PageContext, route: &Route, card: &Card) {
    let address = format!("{}{}", context.origin, route.card(context.locale, Some(&card.version())));
    let mut property = |name: &str, content: &str| out.element("meta", &[("property", name), ("content", content)]);
    property("og:image", &address);
    property("og:image:type", "image/png");
    property("og:image:width", &Card::WIDTH.to_string());
    property("og:image:height", &Card::HEIGHT.to_string());
    property("og:image:alt", &card.alt);
    // The rest is taken from what stands above.
    out.element("meta", &[("name", "twitter:card"), ("content", "summary_large_image")]);
}

/// The language with a territory, which Open Graph wants.
const fn territory(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "en_GB",
        Locale::ZhHans => "zh_CN",
        Locale::Id => "id_ID",
        Locale::Ms => "ms_MY",
        Locale::Th => "th_TH",
        Locale::Vi => "vi_VN",
        Locale::Km => "km_KH",
        Locale::Lo => "lo_LA",
        Locale::My => "my_MM",
        Locale::Fil => "fil_PH",
        Locale::Ta => "ta_SG",
        Locale::Pt => "pt_TL",
        Locale::Tet => "tet_TL",
    }
}

/// Style, icon, and the colour of the browser's own frame: the masthead's.
fn looks(out: &mut Elements, context: &PageContext) {
    for (scheme, colour) in [("light", "#ffffff"), ("dark", "#11211e")] {
        let media = format!("(prefers-color-scheme: {scheme})");
        out.element("meta", &[("name", "theme-color"), ("media", &media), ("content", colour)]);
    }
    if !context.assets.icon.is_empty() {
        out.element("link", &[("rel", "icon"), ("type", "image/svg+xml"), ("href", &context.assets.icon)]);
    }
    if !context.assets.style.is_empty() {
        out.element("link", &[("rel", "stylesheet"), ("href", &context.assets.style)]);
    }
}

/// Void elements, one after the other, every value escaped.
#[derive(Default)]
struct Elements(String);

impl Elements {
    fn raw(&mut self, html: &str) {
        self.0.push_str(html);
    }

    fn element(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.0.push('<');
        self.0.push_str(name);
        for (name, value) in attributes {
            self.0.push_str(&format!(" {name}=\"{}\"", escape(value)));
        }
        self.0.push('>');
    }
}
