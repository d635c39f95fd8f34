//! What every request passes, from the outside in. Most ask for a page that is kept, and are answered at the [`door`]; what
//! they are answered there is what they would be answered behind it.
//!
//! 1. [`arrive`]: what is known about it, its id, its line in the log
//! 2. [`guard`]: the headers that tell browsers what this site never does
//! 3. [`tell`]: problems as pages, or as problem+json
//! 4. [`survive`]: a panic is an error 500, not a lost connection
//! 5. [`sound`]: what cannot be an honest request is refused
//! 6. [`mod@keep`]: pages for everybody are made once
//! 7. [`limit`]: nobody takes all there is
//! 8. [`hurry`]: no request takes for ever
//! 9. the right spelling of addresses ([`spell`](super::language::spell))
//! 10. [`forged`]: forms that other sites send are refused

mod arrive;
mod door;
mod forged;
mod guard;
mod hurry;
mod keep;
mod limit;
mod sound;
mod survive;
mod tell;

use axum::{Router, middleware};
pub(super) use door::at_the_door;
pub(super) use hurry::Deadline;
pub(super) use keep::Kept;
#[cfg(any(test, fuzzing))]
pub(crate) use keep::address as kept_address;

use super::{language, state::WebState};

/// The router with everything around it.
pub(crate) fn around(router: Router<WebState>, state: WebState) -> Router {
    // The last one added is the first that a request meets.
    router
        .layer(forged::layer(state.config().origin.as_deref()))
        .layer(middleware::from_fn(language::spell))
        .layer(middleware::from_fn_with_state(state.clone(), hurry::hurry))
        .layer(middleware::from_fn_with_state(state.clone(), limit::limit))
        .layer(middleware::from_fn_with_state(state.clone(), keep::keep))
        .layer(middleware::from_fn(sound::sound))
        .layer(survive::layer())
        .layer(middleware::from_fn_with_state(state.clone(), tell::tell))
        .layer(middleware::from_fn_with_state(state.clone(), guard::guard))
        .layer(middleware::from_fn_with_state(state.clone(), arrive::arrive))
        .with_state(state)
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use axum::{body::Body, response::Response, routing::get};
    use http::Request;
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::*;
    use crate::{
        app::{App, SystemClock},
        config::Serve,
        store::{Database, Store},
        web::answer,
    };

    /// A router with one route that does this, and everything around it; and the folder of its database.
    async fn portal<F>(handler: impl Fn() -> F + Clone + Send + Sync + 'static) -> (Router, tempfile::TempDir)
    where
        F: Future<Output = &'static str> + Send,
    {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Database::Sqlite(folder.path().to_owned())).await.unwrap();
        let app = Arc::new(App::new(store, Arc::new(SystemClock)));
        let config = Serve { request_timeout: Duration::from_millis(200), ..Serve::at(Serve::LISTEN) };
        let state = WebState::new(&config, app);
        (around(Router::new().route("/{language}/route", get(handler)), state), folder)
    }

    /// Asks a router with one route that does this.
    async fn asked<F>(path: &str, handler: impl Fn() -> F + Clone + Send + Sync + 'static) -> (Response<()>, String)
    where
        F: Future<Output = &'static str> + Send,
    {
        let (router, _folder) = portal(handler).await;
        let (parts, body) = router
            .oneshot(Request::get(path).header("host", "portal.example").body(Body::empty()).unwrap())
            .await
            .unwrap()
            .into_parts();
        let text = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
        (Response::from_parts(parts, ()), text)
    }

    #[tokio::test]
    async fn a_panic_is_a_page_in_the_visitors_language_and_says_nothing_of_the_cause() {
        let (answer, page) = asked("/zh-Hans/route", || async { panic!("a secret cause") }).await;
        assert_eq!(answer.status(), 500);
        assert!(page.contains("<html lang=\"zh-Hans\">") && page.contains("<h1") && !page.contains("secret"), "{page}");
        let id = answer.headers()["x-request-id"].to_str().unwrap();
        assert!(page.contains(id), "what can be quoted is on the page");
        assert!(answer.headers().contains_key("content-security-policy"));
    }

    /// A log that can be read.
    #[derive(Clone, Default)]
    struct Log(Arc<std::sync::Mutex<Vec<u8>>>);

    impl std::io::Write for Log {
        fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(line)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn a_visitor_who_hangs_up_leaves_a_line_in_the_log() {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
        let _logging = tracing::subscriber::set_default(subscriber);
        let reached = Arc::new(tokio::sync::Notify::new());
        let told = Arc::clone(&reached);
        let (router, _folder) = portal(move || {
            // Another test, which reads no log, may have come upon the line first, just when this one began to read.
            tracing::callsite::rebuild_interest_cache();
            told.notify_one();
            std::future::pending()
        })
        .await;
        let request =
            Request::get("/en/route?secret=s3cret").header("host", "portal.example").body(Body::empty()).unwrap();
        tokio::select! {
            answered = router.oneshot(request) => panic!("{answered:?}"),
            () = reached.notified() => {}
        }
        let told = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        let line = told.lines().find(|line| line.contains("hung up")).unwrap_or_else(|| panic!("{told}"));
        assert!(line.contains("status=499") && line.contains("/en/route") && !line.contains("s3cret"), "{line}");
        assert!(!told.contains("answered"), "{told}");
    }

    #[tokio::test]
    async fn what_is_kept_is_answered_at_the_door_as_it_is_behind_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Database::Sqlite(folder.path().to_owned())).await.unwrap();
        let state = WebState::new(&Serve::at(Serve::LISTEN), Arc::new(App::new(store.clone(), Arc::new(SystemClock))));
        let watched = store.clone();
        tokio::spawn(async move { watched.watch_generation().await });
        while !store.knows_generation() {
            tokio::task::yield_now().await;
        }
        let page = async || answer::representation("text/plain", "Mangroves keep the coast. ".repeat(100));
        let router = around(Router::new().route("/{language}/route", get(page)), state.clone());
        let peer = "198.51.100.7:5000".parse().unwrap();
        let request = |path: &str, headers: &[(&str, &str)]| {
            let whole = Request::get(path).header("host", "portal.example");
            headers
                .iter()
                .fold(whole, |request, (name, value)| request.header(*name, *value))
                .body(Body::empty())
                .unwrap()
        };
        let told = async |response: Response| {
            let (mut parts, body) = response.into_parts();
            assert!(parts.headers.remove("x-request-id").is_some_and(|id| id.len() == 20));
            // The router writes it; at the door, hyper does.
            parts.headers.remove("content-length");
            (parts.status, parts.headers, body.collect().await.unwrap().to_bytes())
        };
        let first = request("/en/route", &[]);
        assert!(at_the_door(&state, &first, peer).await.is_none(), "nothing is kept yet");
        let etag = router.clone().oneshot(first).await.unwrap().headers()["etag"].to_str().unwrap().to_owned();
        for asked in [
            &[][..],
            &[("accept-encoding", "gzip, br")],
            &[("if-none-match", &etag)],
            &[("cookie", "__Host-portal-language=th")],
        ] {
            let at_once = at_the_door(&state, &request("/en/route", asked), peer).await.unwrap();
            let behind = router.clone().oneshot(request("/en/route", asked)).await.unwrap();
            assert_eq!(told(at_once).await, told(behind).await, "{asked:?}");
        }
        for (path, headers) in [
            ("/en/route", &[("cookie", "__Host-portal=secret")][..]),
            ("/en/route?utm_source=x", &[]),
            ("/en/%72oute", &[]),
            ("/th/route", &[]),
            ("/en/other", &[]),
        ] {
            assert!(at_the_door(&state, &request(path, headers), peer).await.is_none(), "{path} {headers:?}");
        }
        let mut other = request("/en/route", &[]);
        *other.method_mut() = http::Method::HEAD;
        assert!(at_the_door(&state, &other, peer).await.is_none());
        other.headers_mut().insert("host", "elsewhere.example".parse().unwrap());
        *other.method_mut() = http::Method::GET;
        assert!(at_the_door(&state, &other, peer).await.is_none(), "links on the page begin with the host");
    }

    #[tokio::test]
    async fn a_request_that_takes_too_long_is_given_up_and_asked_to_come_again() {
        let (answer, page) = asked("/en/route", || async {
            tokio::time::sleep(Duration::from_secs(60)).await;
            "late"
        })
        .await;
        assert_eq!(answer.status(), 503);
        assert!(answer.headers().contains_key("retry-after") && page.contains("<h1"), "{page}");
    }
}
