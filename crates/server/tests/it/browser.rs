//! A browser without a socket: it asks the whole router, keeps cookies, and reads pages as text.

use std::{collections::BTreeMap, net::SocketAddr, sync::Arc};

use axum::{Router, body::Body};
use http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use model::viewer::{Role, Viewer};
use server::{
    app::App,
    config::Serve,
    content::{Content, load::Load},
    store::Store,
    web::{Peer, WebState, router},
};
use tower::ServiceExt;

use crate::harness::{TestState, nobody};

/// The password of everybody who signs in in a test.
pub(crate) const PASSWORD: &str = "correct horse battery";

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Reply {
    /// The body as text.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    /// A header's value; empty where there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Where it leads.
    pub(crate) fn location(&self) -> &str {
        self.header("location")
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    /// Fails unless the status is this.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}\n{}", self.location(), String::from_utf8_lossy(&self.bytes));
        self
    }

    /// Fails unless all of these are in the body.
    #[track_caller]
    pub(crate) fn says(self, pieces: &[&str]) -> Self {
        for piece in pieces {
            assert!(self.text().contains(piece), "{piece:?} is not in\n{}", self.text());
        }
        self
    }

    /// What stands in a field for text, as it stands in the page.
    #[track_caller]
    pub(crate) fn field(&self, name: &str) -> &str {
        let named = format!(" name=\"{name}\"");
        let (_, rest) = self.text().split_once(&named).unwrap_or_else(|| panic!("no {name} in\n{}", self.text()));
        let (attributes, after) = rest.split_once('>').unwrap();
        let value = attributes.split_once(" value=\"").map(|(_, value)| value.split('"').next().unwrap());
        value.unwrap_or_else(|| after.split("</textarea>").next().unwrap())
    }

    /// The value of a form's hidden field, as it stands in the page.
    #[track_caller]
    pub(crate) fn hidden(&self, name: &str) -> &str {
        let (_, rest) = self
            .text()
            .split_once(&format!("type=\"hidden\" name=\"{name}\" value=\""))
            .unwrap_or_else(|| panic!("no hidden {name} in\n{}", self.text()));
        rest.split('"').next().unwrap()
    }
}

/// A browser at a portal with the first content.
pub(crate) struct Browser<'a> {
    pub(crate) state: &'a TestState,
    router: Router,
    cookies: BTreeMap<String, String>,
    /// Where it asks from.
    pub(crate) address: SocketAddr,
    /// What it sends with every request.
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl<'a> Browser<'a> {
    /// At a portal with the usual settings.
    pub(crate) async fn at(state: &'a TestState) -> Self {
        Self::with(state, Serve::at(Serve::LISTEN)).await
    }

    /// At a portal with these settings.
    pub(crate) async fn with(state: &'a TestState, config: Serve) -> Self {
        Self::at_app(state, &config, state.app.clone()).await
    }

    /// At a portal with these settings and these use cases.
    pub(crate) async fn at_app(state: &'a TestState, config: &Serve, app: App) -> Self {
        let content = Content::embedded().unwrap();
        let now = server::app::Clock::now(&state.clock);
        Load::first(&content).unwrap().apply_if_empty(&state.app.store, now).await.unwrap();
        Self::of(state, config, app)
    }

    /// At another portal on the same database, as another process would be. Both watch what the other writes, for as long
    /// as the test runs.
    pub(crate) async fn at_another(state: &'a TestState) -> Self {
        let app = App::new(Store::open(&state.place.database).await.unwrap(), Arc::new(state.clock.clone()));
        for store in [state.app.store.clone(), app.store.clone()] {
            tokio::spawn(async move { store.watch_generation().await });
        }
        Self::of(state, &Serve::at(Serve::LISTEN), app)
    }

    fn of(state: &'a TestState, config: &Serve, app: App) -> Self {
        let web = WebState::new(config, Arc::new(app));
        let headers = vec![("host", "portal.example".to_owned())];
        let address = "198.51.100.7:5000".parse().unwrap();
        Self { state, router: router(web), cookies: BTreeMap::new(), address, headers }
    }

    /// Another browser at the same portal, without its cookies.
    pub(crate) fn other(&self) -> Self {
        let (router, headers) = (self.router.clone(), self.headers.clone());
        Self { state: self.state, router, cookies: BTreeMap::new(), address: self.address, headers }
    }

    /// Asks with one header more.
    pub(crate) fn sending(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// A request of this method, with the browser's headers and cookies.
    pub(crate) fn request(&self, method: &str, path: &str) -> http::request::Builder {
        let mut request = Request::builder().method(method).uri(path).extension(Peer(self.address));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if cookies.is_empty() { request } else { request.header(header::COOKIE, cookies.join("; ")) }
    }

    /// Sends a request, and keeps the cookies of its answer.
    pub(crate) async fn send(&mut self, request: Request<Body>) -> Reply {
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let mut fields = cookie.to_str().unwrap().split(';').map(str::trim);
            let (name, value) = fields.next().unwrap().split_once('=').unwrap();
            if fields.any(|field| field == "Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Reply { status: parts.status, headers: parts.headers, bytes }
    }

    /// Asks for a page.
    pub(crate) async fn get(&mut self, path: &str) -> Reply {
        let request = self.request("GET", path).body(Body::empty()).unwrap();
        self.send(request).await
    }

    /// Asks for a page, and leaves its body to be read.
    pub(crate) async fn begin(&mut self, path: &str) -> Body {
        let request = self.request("GET", path).body(Body::empty()).unwrap();
        self.router.clone().oneshot(request).await.unwrap().into_body()
    }

    /// Posts a form.
    pub(crate) async fn post(&mut self, path: &str, pairs: &[(&str, &str)]) -> Reply {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        self.post_bytes(path, form.into_bytes()).await
    }

    /// Posts a form's bytes.
    pub(crate) async fn post_bytes(&mut self, path: &str, form: Vec<u8>) -> Reply {
        let request = self.request("POST", path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form)).unwrap()).await
    }

    /// The session's cookie, if it has one.
    pub(crate) fn session(&self) -> Option<&str> {
        self.cookies.get("__Host-portal").map(String::as_str)
    }

    /// A cookie that it has.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Puts a cookie into the jar.
    pub(crate) fn keep(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// Makes an account of this role, and signs in with it.
    pub(crate) async fn sign_in_as(mut self, role: Role) -> Self {
        let email = self.account(role).await;
        let pairs = [("email", email.as_str()), ("password", PASSWORD), ("next", "")];
        self.post("/en/staff/sign-in", &pairs).await.expect(303);
        self
    }

    /// Makes an account of this role, with a password; its e-mail address.
    pub(crate) async fn account(&self, role: Role) -> String {
        let email = format!("{}@example.org", role.name());
        let link = self.state.app.invite_staff(&Viewer::Operator, &email, role.name(), role).await.unwrap();
        self.state.app.set_password(link.reveal(), PASSWORD, PASSWORD, nobody()).await.unwrap();
        email
    }
}

/// A sound event's fields, with some replaced.
pub(crate) fn event<'a>(with: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let sound = [
        ("title.en", "Mangroves"),
        ("title.zh-Hans", "红树林"),
        ("summary.en", "About mangroves."),
        ("summary.zh-Hans", ""),
        ("body.en", ""),
        ("body.zh-Hans", ""),
        ("venue.en", "Jakarta"),
        ("venue.zh-Hans", ""),
        ("organisers.en", ""),
        ("organisers.zh-Hans", ""),
        ("start-date", "2026-05-04"),
        ("start-time", "09:00"),
        ("end-date", "2026-05-05"),
        ("end-time", "17:00"),
        ("zone", "Asia/Jakarta"),
        ("format", "in-person"),
        ("countries", "ID"),
        ("left", "en"),
        ("right", "zh-Hans"),
        ("do", "save"),
        ("note", ""),
    ];
    let kept = sound.into_iter().filter(|(name, _)| with.iter().all(|(other, _)| other != name));
    kept.chain(with.iter().copied()).collect()
}

/// Writes an event on the desk; the address of its edit page.
pub(crate) async fn written(browser: &mut Browser<'_>, with: &[(&str, &str)]) -> String {
    let reply = browser.post("/en/staff/events/new", &event(with)).await.expect(303);
    reply.location().split('?').next().unwrap().to_owned()
}

/// Writes an event and publishes it; the address of its edit page.
pub(crate) async fn published(browser: &mut Browser<'_>, with: &[(&str, &str)]) -> String {
    let edit = written(browser, with).await;
    let publish = format!("{edit}/publish");
    browser.post(&publish, &[("version", "1"), ("note", "")]).await.expect(303);
    edit
}
