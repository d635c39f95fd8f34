//! Pages for everybody are made once, and kept until something is written.
//!
//! Kept is what a visitor without a session is answered at an address: by the origin they see, the path, what of the query
//! means something there, and the content generation. So a write leaves everything kept behind, and the next reader has a
//! page made of what is stored. The minute counts too, because pages tell what is past and what is to come.
//! However many ask at once for a page that is not kept, one of them makes it.
//!
//! Every form of a page (as it is, packed by brotli, packed by gzip) has a strong `ETag` of its own, and is packed once.

use std::{
    io,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    body::{Body, HttpBody},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use http_body_util::BodyExt;
use hyper::body::Bytes;
use model::{
    error::Error,
    event::EventQuery,
    history::Theme,
    locale::Locale,
    route::{Route, with_query},
    search::Query,
};
use moka::future::Cache;
use tokio::sync::OnceCell;

use crate::{
    feed::sitemap,
    web::{
        answer::{self, Islands},
        coding::{accepts, etag, is_known, tag},
        form::Pairs,
        layer::guard,
        problem::Problem,
        state::WebState,
        visit::Visit,
    },
};

/// How much is kept at most, in bytes.
const CAPACITY: u64 = 16 * 1024 * 1024;
/// How much of what was found for somebody's words is kept at most, in bytes.
const FOUND_CAPACITY: u64 = 4 * 1024 * 1024;
/// The largest answer that is kept, in bytes. Longer ones are sent as they are made.
const LARGEST: u64 = 1024 * 1024;
/// How long a page is kept where nothing is written.
const LONGEST: Duration = Duration::from_secs(60);
/// What is smaller than this, in bytes, is not packed: it would not save a packet.
const SMALLEST_PACKED: usize = 1024;
/// What is larger than this, in bytes, is packed beside the threads that answer: it takes more than a millisecond or two.
const LARGEST_AT_ONCE: usize = 64 * 1024;

/// The pages that are kept, by their [`key`].
///
/// Pages and lists have as many addresses as there is content and choices. What is found has as many as there are words in
/// the world, so it has a room of its own: whoever asks for ever new words pushes out what was found for others, and no page.
pub(crate) struct Kept {
    pages: Cache<String, Arc<Page>>,
    found: Cache<String, Arc<Page>>,
}

/// An answer, and its forms.
pub(super) struct Page {
    /// Of the body as it is.
    tag: String,
    plain: Form,
    brotli: OnceCell<Form>,
    gzip: OnceCell<Form>,
    effort: Effort,
}

/// A form of a page, as it is sent: all that can be known of it is made once.
struct Form {
    headers: HeaderMap,
    etag: String,
    body: Bytes,
}

/// How hard to try to make it small.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effort {
    /// For what is kept and sent many times.
    Once,
    /// For what is sent once.
    EachTime,
}

/// What is not kept: an error, a redirect, a body without a known length. Whoever made it sends it.
struct Passing(Mutex<Option<Response>>);

/// Which form somebody takes, and which they have.
pub(super) struct Wish {
    brotli: bool,
    gzip: bool,
    known: Vec<HeaderValue>,
}

impl Wish {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        Self {
            brotli: accepts(headers, "br"),
            gzip: accepts(headers, "gzip"),
            known: headers.get_all(header::IF_NONE_MATCH).iter().cloned().collect(),
        }
    }

    /// The best coding, where it pays to pack.
    fn coding(&self, packs: bool) -> Option<&'static str> {
        match (packs, self.brotli, self.gzip) {
            (true, true, _) => Some("br"),
            (true, false, true) => Some("gzip"),
            _ => None,
        }
    }
}

impl Kept {
    pub(crate) fn new() -> Self {
        let weigh = |key: &String, page: &Arc<Page>| {
            // The packed forms are made later, and are a third of it at most; the headers come to two kilobytes in all forms.
            let bytes = page.plain.body.len() + page.plain.body.len() / 3 + key.len() + 2560;
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        let room = |capacity| Cache::builder().max_capacity(capacity).weigher(weigh).time_to_live(LONGEST).build();
        Self { pages: room(CAPACITY), found: room(FOUND_CAPACITY) }
    }

    /// Where the page at this address is kept.
    fn room(&self, address: &str) -> &Cache<String, Arc<Page>> {
        if is_of_words(address) { &self.found } else { &self.pages }
    }

    /// The page that is kept at this address, as [`address`] spells it.
    pub(super) async fn get(&self, state: &WebState, origin: &str, address: &str) -> Option<Arc<Page>> {
        let key = key(state, origin, address).await?;
        self.room(address).get(&key).await
    }

    /// The page of this key, or what is made.
    async fn get_or_make(
        &self,
        state: &WebState,
        address: &str,
        key: String,
        make: impl Future<Output = Result<Arc<Page>, Passing>>,
    ) -> Result<Arc<Page>, Arc<Passing>> {
        let mut missed = false;
        let make = async {
            missed = true;
            make.await
        };
        let made = self.room(address).try_get_with(key, make).await;
        let counts = &state.meters().kept;
        if missed {
            counts.misses.one();
        } else {
            counts.hits.one();
        }
        made
    }

    /// How many pages are kept, and about how many bytes they take.
    pub(crate) fn size(&self) -> (u64, u64) {
        let of = |count: fn(&Cache<String, Arc<Page>>) -> u64| count(&self.pages) + count(&self.found);
        (of(Cache::entry_count), of(Cache::weighted_size))
    }
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Kept({} pages, {} found)", self.pages.entry_count(), self.found.entry_count())
    }
}

/// What a page is kept under. `None` where the generation is not known: nothing that is kept can be told to hold then.
async fn key(state: &WebState, origin: &str, address: &str) -> Option<String> {
    let generation = state.app().generation().await.ok()?;
    let minute = state.app().clock.now().as_second().div_euclid(60);
    // No address and no origin holds a line's end.
    Some(format!("{generation}\n{minute}\n{origin}\n{address}"))
}

/// Answers from what is kept, or keeps the answer.
pub(super) async fn keep(State(state): State<WebState>, request: Request, next: Next) -> Response {
    let Some((visit, address)) = kept_as(&request) else { return next.run(request).await };
    let Some(key) = key(&state, &visit.origin, &address).await else { return next.run(request).await };
    let head = *request.method() == Method::HEAD;
    let wish = Wish::of(request.headers());
    // The page is the same for both; what HEAD lacks is left out below.
    let mut own = Some((request, next));
    let effort = if state.kept().is_some() { Effort::Once } else { Effort::EachTime };
    let make = async {
        match own.take() {
            Some((request, next)) => {
                let hsts = guard::hsts(&visit, state.config());
                page(next.run(as_get(request)).await, effort, hsts).await
            }
            None => Err(Passing(Mutex::new(None))),
        }
    };
    let made = match state.kept() {
        Some(kept) => kept.get_or_make(&state, &address, key, make).await,
        None => make.await.map_err(Arc::new),
    };
    let response = match made {
        Ok(page) => page.answer(&wish).await,
        Err(passing) => {
            let made = passing.0.lock().ok().and_then(|mut response| response.take());
            match (made, own) {
                (Some(response), _) => response,
                // Another asked at the same time, and has what was made.
                (None, Some((request, next))) => next.run(as_get(request)).await,
                (None, None) => return Problem::Failed(Error::Internal).into_response(),
            }
        }
    };
    if head { without_body(response) } else { response }
}

fn as_get(mut request: Request) -> Request {
    *request.method_mut() = Method::GET;
    request
}

/// The answer to HEAD: with the length, without the body.
fn without_body(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    if let Some(length) = body.size_hint().exact().filter(|_| parts.status != StatusCode::NOT_MODIFIED) {
        parts.headers.insert(header::CONTENT_LENGTH, length.into());
    }
    Response::from_parts(parts, Body::empty())
}

/// Who asks, and the address without what means nothing there; `None` for what is not kept.
fn kept_as(request: &Request) -> Option<(Arc<Visit>, String)> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return None;
    }
    let visit = request.extensions().get::<Arc<Visit>>()?;
    if visit.session.is_some() {
        return None;
    }
    Some((Arc::clone(visit), address(request.uri())?))
}

/// The path, and what of the query means something to it, in one order. So nobody fills what is kept by adding to
/// addresses, and a link with a campaign's marks leads to the same page.
pub(crate) fn address(uri: &Uri) -> Option<String> {
    let path = uri.path();
    // An address can be escaped in as many ways as it has letters.
    if path.contains('%') {
        return None;
    }
    // Cards are kept by themselves.
    if path.ends_with("/card.png") {
        return None;
    }
    let query = || Pairs::parse(uri.query().unwrap_or_default().as_bytes()).ok();
    if path == sitemap::EVENTS {
        let map: i64 = query()?.one("map").parse().ok()?;
        return Some(format!("{path}?map={map}"));
    }
    if [sitemap::INDEX, sitemap::PAGES].contains(&path) {
        return Some(path.to_owned());
    }
    let mut segments = path.trim_start_matches('/').split('/');
    segments.next()?.parse::<Locale>().ok()?;
    let (room, more) = (segments.next().unwrap_or_default(), segments.next());
    match room {
        "staff" => None,
        _ if more.is_none() && (room == "events" || room.starts_with("events.")) => {
            Some(with_query(path.to_owned(), &EventQuery::parse(query()?.iter()).ok()?.pairs()))
        }
        // What was cut off is not in the address, but told on the page.
        "search" | "search.json" if more.is_none() => {
            let query = Query::parse(query()?.iter()).ok().filter(|query| !query.cut)?;
            // A place is one in the list of a kind.
            let after = query.after.filter(|_| query.kind.is_some());
            Some(with_query(path.to_owned(), &Query { after, ..query }.pairs()))
        }
        "search" => {
            let typed = Query::of(query()?.one("q")).text;
            let locale = path.split('/').nth(1)?.parse().ok()?;
            let right = Route::Suggestions(typed).representation(locale, "json");
            (right.split('?').next() == Some(path)).then_some(right)
        }
        _ if more.is_none() && (room == "center" || room.starts_with("center.")) => {
            let query = query()?;
            let theme = match query.one("theme") {
                "" => None,
                name => Some(("theme", Theme::named(name)?.name().to_owned())),
            };
            Some(with_query(path.to_owned(), theme.as_slice()))
        }
        _ => Some(path.to_owned()),
    }
}

/// The page at this address depends on words that somebody typed.
fn is_of_words(address: &str) -> bool {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let room = path.split('/').nth(2).unwrap_or_default();
    !query.is_empty() && matches!(room, "search" | "search.json")
}

/// What was made, to be kept; or to be passed on, where it is not for everybody.
async fn page(response: Response, effort: Effort, hsts: Option<HeaderValue>) -> Result<Arc<Page>, Passing> {
    let whole = response.body().size_hint().exact().is_some_and(|length| length <= LARGEST);
    let public = response.headers().get(header::CACHE_CONTROL).is_some_and(|value| *value == answer::PUBLIC);
    let bare = !response.headers().contains_key(header::SET_COOKIE);
    if response.status() != StatusCode::OK || !whole || !public || !bare {
        return Err(Passing(Mutex::new(Some(response))));
    }
    let (mut parts, body) = response.into_parts();
    let plain = match body.collect().await {
        // Copied, because what it was written into has room for more, up to as much again, and would be kept with it.
        Ok(collected) => Bytes::copy_from_slice(&collected.to_bytes()),
        Err(_) => return Err(Passing(Mutex::new(None))),
    };
    guard::dress(&mut parts.headers, parts.extensions.get::<Islands>().is_some(), hsts);
    parts.headers.remove(header::CONTENT_LENGTH);
    let vary = parts.headers.get(header::VARY).and_then(|vary| vary.to_str().ok()).map(|vary| format!(", {vary}"));
    if let Ok(vary) = HeaderValue::try_from(format!("Accept-Encoding{}", vary.unwrap_or_default())) {
        parts.headers.insert(header::VARY, vary);
    }
    let tag = tag(&plain);
    let plain = Form::of(parts.headers, &tag, None, plain);
    Ok(Arc::new(Page { tag, plain, brotli: OnceCell::new(), gzip: OnceCell::new(), effort }))
}

impl Form {
    fn of(mut headers: HeaderMap, tag: &str, coding: Option<&'static str>, body: Bytes) -> Self {
        let etag = etag(tag, coding);
        if let Ok(etag) = HeaderValue::try_from(&etag) {
            headers.insert(header::ETAG, etag);
        }
        if let Some(coding) = coding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        Self { headers, etag, body }
    }

    fn answer(&self, known: &[HeaderValue]) -> Response {
        let holds = is_known(known.iter(), &self.etag);
        let mut response = Response::new(if holds { Body::empty() } else { Body::from(self.body.clone()) });
        self.headers.clone_into(response.headers_mut());
        if holds {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            for of_a_body in [header::CONTENT_TYPE, header::CONTENT_DISPOSITION, header::CONTENT_ENCODING] {
                response.headers_mut().remove(of_a_body);
            }
        }
        response
    }
}

impl Page {
    /// The form that is wished for is packed already.
    pub(super) fn is_ready(&self, wish: &Wish) -> bool {
        match wish.coding(self.plain.body.len() >= SMALLEST_PACKED) {
            None => true,
            Some("br") => self.brotli.initialized(),
            Some(_) => self.gzip.initialized(),
        }
    }

    /// The answer in the best form that the browser takes.
    pub(super) async fn answer(&self, wish: &Wish) -> Response {
        let coding = wish.coding(self.plain.body.len() >= SMALLEST_PACKED);
        let form = match coding {
            None => &self.plain,
            Some(coding) => match self.packed(coding).await {
                Ok(form) => form,
                Err(error) => {
                    tracing::error!(%error, coding, "a page could not be packed");
                    &self.plain
                }
            },
        };
        form.answer(&wish.known)
    }

    /// A packed form. A page is packed where it is; what is longer, where that may take its time: one that waits for another
    /// thread waits longer than for its packing, and every thread that has packed keeps the memory it took.
    async fn packed(&self, coding: &'static str) -> io::Result<&Form> {
        type Pack = fn(&[u8], Effort) -> io::Result<Vec<u8>>;
        let (form, pack): (_, Pack) = if coding == "br" { (&self.brotli, brotli) } else { (&self.gzip, gzip) };
        let make = || async {
            let (plain, effort) = (self.plain.body.clone(), self.effort);
            let packed = if plain.len() <= LARGEST_AT_ONCE {
                pack(&plain, effort)?
            } else {
                tokio::task::spawn_blocking(move || pack(&plain, effort)).await.map_err(io::Error::other)??
            };
            Ok(Form::of(self.plain.headers.clone(), &self.tag, Some(coding), Bytes::copy_from_slice(&packed)))
        };
        form.get_or_try_init(make).await
    }
}

/// Packed by brotli (RFC 7932).
///
/// Of a page, level 5 makes what level 9 makes but for one byte in a hundred, in a twentieth of the time. The window is no
/// wider than the page needs, because a wide one costs megabytes to set up; below 17 bits level 5 takes another way of
/// searching, which is slower than level 9.
fn brotli(plain: &[u8], effort: Effort) -> io::Result<Vec<u8>> {
    let needed = i32::try_from(usize::BITS - plain.len().leading_zeros()).unwrap_or(22);
    let (quality, lgwin) = match effort {
        Effort::Once => (5, needed.clamp(17, 22)),
        Effort::EachTime => (2, needed.clamp(10, 22)),
    };
    let parameters = brotli::enc::BrotliEncoderParams {
        quality,
        lgwin,
        size_hint: plain.len(),
        mode: brotli::enc::backward_references::BrotliEncoderMode::BROTLI_MODE_TEXT,
        ..Default::default()
    };
    let mut out = Vec::with_capacity(plain.len() / 4);
    brotli::BrotliCompress(&mut &*plain, &mut out, &parameters)?;
    Ok(out)
}

fn gzip(plain: &[u8], effort: Effort) -> io::Result<Vec<u8>> {
    use io::Write;
    let level = if effort == Effort::Once { flate2::Compression::best() } else { flate2::Compression::fast() };
    let mut encoder = flate2::write::GzEncoder::new(Vec::with_capacity(plain.len() / 3), level);
    encoder.write_all(plain)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(uri: &str) -> Option<String> {
        address(&uri.parse().unwrap_or_default())
    }

    #[test]
    fn what_means_nothing_to_a_page_is_not_part_of_its_address() {
        for (uri, address) in [
            ("/en", "/en"),
            ("/en?utm_source=x&after=1", "/en"),
            ("/en/events?year=2026&country=la&utm=1", "/en/events?country=la&year=2026"),
            ("/en/events?country=la&period=upcoming&year=2026", "/en/events?country=la&year=2026"),
            ("/en/events.ics?country=LA", "/en/events.ics?country=la"),
            ("/en/events/mangroves?country=la", "/en/events/mangroves"),
            ("/zh-Hans/center?theme=&x=y", "/zh-Hans/center"),
            ("/en/search?utm=1", "/en/search"),
            ("/en/search?after=title_5&q=+mangrove+&in=&x=y", "/en/search?q=mangrove"),
            (
                "/en/search.json?year=2025&q=a&kind=event&after=text_5",
                "/en/search.json?q=a&kind=event&year=2025&after=text_5",
            ),
            ("/th/search/suggestions.json?x=1&q=%E7%BA%A2", "/th/search/suggestions.json?q=%E7%BA%A2"),
            ("/th/search/suggestions.json", "/th/search/suggestions.json?q="),
            ("/th/opensearch.xml?q=1", "/th/opensearch.xml"),
            ("/sitemap-events.xml?map=07&x=1", "/sitemap-events.xml?map=7"),
            ("/sitemap.xml?x=1", "/sitemap.xml"),
        ] {
            assert_eq!(kept(uri).as_deref(), Some(address), "{uri}");
        }
    }

    #[test]
    fn what_is_for_one_person_or_wrong_is_not_kept() {
        for uri in [
            "/",
            "/en/staff/events",
            "/en/staff",
            "/language/th?to=/th",
            "/assets/main.css",
            "/healthz",
            "/en/%65vents",
            "/en/events?year=soon",
            "/en/center?theme=gossip",
            "/en/search?kind=spy",
            "/en/search/other?q=a",
            "/en/search/s?q=a",
            "/en/search/?q=a",
            "/sitemap-events.xml",
            "/xx/events",
            "/en/card.png",
            "/en/events/mangroves/card.png?v=1",
        ] {
            assert_eq!(kept(uri), None, "{uri}");
        }
        assert_eq!(kept(&format!("/en/search?q={}", "a".repeat(201))), None, "what was cut off is told");
    }

    #[test]
    fn what_is_found_for_somebodys_words_has_a_room_of_its_own() {
        for address in ["/en/search?q=a", "/zh-Hans/search.json?year=2025", "/en/search/suggestions.json?q="] {
            assert!(is_of_words(address), "{address}");
        }
        for address in ["/en/search", "/en/events?year=2025", "/en", "/sitemap-events.xml?map=7", "/en/search-x?q=a"] {
            assert!(!is_of_words(address), "{address}");
        }
    }

    #[tokio::test]
    async fn a_form_unpacks_to_the_page() {
        use std::io::Read;
        let plain = "Mangroves keep the coast. ".repeat(200);
        for effort in [Effort::Once, Effort::EachTime] {
            let packed = brotli(plain.as_bytes(), effort).unwrap_or_default();
            let mut text = String::new();
            let read = brotli::Decompressor::new(&*packed, 4096).read_to_string(&mut text);
            assert!(read.is_ok() && text == plain && packed.len() < plain.len() / 10);
            let packed = gzip(plain.as_bytes(), effort).unwrap_or_default();
            let mut text = String::new();
            let read = flate2::read::GzDecoder::new(&*packed).read_to_string(&mut text);
            assert!(read.is_ok() && text == plain && packed.len() < plain.len() / 10);
        }
    }
}
