//! What a handler is given: the request, understood.

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, RawPathParams},
    response::Response,
};
use frontend::{
    context::PageContext,
    page::{Page, error},
};
use http::{HeaderValue, Method, StatusCode, Uri, header, request::Parts};
use model::{catalogue::Catalogue, error::Error, locale::Locale, route::Route, viewer::Viewer};

use super::{
    answer::{self, Answer},
    card::Cards,
    form::Pairs,
    problem::Problem,
    speculation,
    state::WebState,
    visit::Visit,
};
use crate::{
    app::{App, Session},
    feed::Site,
};

/// A request for something below a language, by somebody known.
#[derive(Clone, Debug)]
pub(crate) struct Here {
    /// The language of the path.
    pub(crate) locale: Locale,
    /// Who asks.
    pub(crate) viewer: Viewer,
    /// What else is known about the request.
    pub(crate) visit: Arc<Visit>,
    /// The path and the query, as sent.
    pub(crate) uri: Uri,
    /// The method.
    pub(crate) method: Method,
    state: WebState,
    parameters: Vec<(String, String)>,
}

impl FromRequestParts<WebState> for Here {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Problem> {
        Ok(Self::unasked(parts, state).await?.known().await?)
    }
}

impl Here {
    /// The request as far as it tells of itself: who asks is not looked up yet. See [`Here::known`].
    pub(crate) async fn unasked(parts: &mut Parts, state: &WebState) -> Result<Self, Problem> {
        let visit = parts.extensions.get::<Arc<Visit>>().cloned().ok_or(Error::Internal)?;
        let locale = visit.path_language.ok_or(Problem::NOT_FOUND)?;
        let parameters = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Problem::BAD_REQUEST)?;
        let parameters = parameters.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let (uri, method, state) = (parts.uri.clone(), parts.method.clone(), state.clone());
        Ok(Self { locale, viewer: Viewer::Visitor, visit, uri, method, state, parameters })
    }

    /// The request, by whoever asks.
    pub(crate) async fn known(mut self) -> Result<Self, Error> {
        let Session { viewer, welcome } = match &self.visit.session {
            Some(session) => self.app().session(session.reveal()).await?,
            None => Session::NONE,
        };
        self.viewer = self.visit.viewer.get_or_init(|| viewer).clone();
        if let Some(welcome) = welcome {
            self.visit.welcome.get_or_init(|| welcome);
        }
        Ok(self)
    }

    /// The use cases.
    pub(crate) fn app(&self) -> &App {
        self.state.app()
    }

    /// The pictures that go with a link.
    pub(super) fn cards(&self) -> &Cards {
        self.state.cards()
    }

    /// A parameter of the path; not found where it is not what it should be: a bad slug is no page's address.
    pub(crate) fn parameter<T: std::str::FromStr>(&self, name: &str) -> Result<T, Problem> {
        let value = self.parameters.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
        value.and_then(|value| value.parse().ok()).ok_or(Problem::NOT_FOUND)
    }

    /// The last parameter of an address that has other representations: what it names, and which is asked.
    pub(crate) fn named<T: std::str::FromStr>(&self, name: &str) -> Result<(T, Option<String>), Problem> {
        let value: String = self.parameter(name)?;
        let (stem, extension) = value.rsplit_once('.').map_or((value.as_str(), None), |(s, e)| (s, Some(e.to_owned())));
        Ok((stem.parse().map_err(|_| Problem::NOT_FOUND)?, extension))
    }

    /// The query's pairs.
    pub(crate) fn query(&self) -> Result<Pairs, Problem> {
        Pairs::parse(self.uri.query().unwrap_or_default().as_bytes())
    }

    /// The same request, by somebody who has signed in meanwhile.
    pub(crate) fn signed_in(mut self, viewer: Viewer) -> Self {
        self.viewer = viewer;
        self
    }

    /// What feeds need to know.
    pub(crate) fn site<'a>(&'a self, catalogue: &'a Catalogue) -> Site<'a> {
        Site { origin: &self.visit.origin, locale: self.locale, catalogue }
    }

    /// A page.
    pub(crate) async fn page(&self, route: Route, page: impl FnOnce() -> Page + Send) -> Answer {
        self.page_with(StatusCode::OK, route, page).await
    }

    /// A page that says that something is amiss, in a form for instance.
    pub(crate) async fn page_with(
        &self,
        status: StatusCode,
        route: Route,
        page: impl FnOnce() -> Page + Send,
    ) -> Answer {
        let private = self.visit.session.is_some() || self.viewer != Viewer::Visitor || !route.is_public();
        let context = PageContext {
            locale: self.locale,
            route: Some(route),
            viewer: self.viewer.clone(),
            welcome: self.visit.welcome.get().cloned(),
            now: self.app().clock.now(),
            origin: self.visit.origin.clone(),
            assets: self.state.site().links(),
            demo: self.is_demo(status).await?,
            contact: self.state.config().contact.clone(),
        };
        let mut response = answer::html(status, frontend::render(context, page));
        let headers = response.headers_mut();
        if private {
            headers.insert(header::CACHE_CONTROL, answer::PRIVATE);
        } else {
            headers.insert(header::CACHE_CONTROL, answer::PUBLIC);
            headers.insert(header::VARY, HeaderValue::from_static("Cookie"));
            let (name, value) = speculation::header();
            headers.insert(name, value);
        }
        Ok(response)
    }
}

impl Here {
    /// Whether the page must say that there are samples. A page that tells that something is amiss asks nothing more of a
    /// database that may be what is amiss: what is remembered will do.
    async fn is_demo(&self, status: StatusCode) -> Result<bool, Error> {
        if status.is_client_error() || status.is_server_error() {
            return Ok(self.app().was_demo().await.unwrap_or(false));
        }
        self.app().is_demo().await
    }
}

/// The page that tells of a problem. Needs nothing that can fail.
pub(crate) fn problem_page(state: &WebState, visit: &Visit, problem: &Problem, demo: bool) -> Response {
    let context = PageContext {
        locale: visit.language,
        route: None,
        viewer: visit.viewer(),
        welcome: None,
        now: state.app().clock.now(),
        origin: visit.origin.clone(),
        assets: state.site().links(),
        demo,
        contact: state.config().contact.clone(),
    };
    let document = frontend::render(context, || match problem {
        Problem::Failed(error) => error::error(error, &visit.id),
        Problem::Refused(refusal) => error::refused(refusal.status().as_u16(), refusal.key(), &visit.id),
        Problem::Filter(bad) => error::filter(&bad.errors, &bad.asked, &bad.list, &visit.id),
    });
    answer::html(problem.status(), document)
}
