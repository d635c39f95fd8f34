//! What is counted, told to whoever watches: in Prometheus' text format (version 0.0.4), on a listener of its own. Visitors
//! are answered elsewhere, and find no metrics there.
//!
//! Nothing is asked of the database to tell them: they are there when it is not.

use std::{fmt, sync::Arc, time::Duration};

use http::{Method, Request, Response, StatusCode, header};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use jiff::Timestamp;
use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, MetricEncoder, NoLabelSet, prometheus_text},
    metrics::MetricType,
    registry::Registry,
};
use tokio::{net::TcpListener, sync::Semaphore, task::JoinHandle};

use super::WebState;
use crate::meter::{Histogram, process};

/// How many are told at once: a watcher or two, and somebody who looks.
const LISTENERS: usize = 8;
/// How long one of them may take for a request, and may stay without one.
const PATIENCE: Duration = Duration::from_secs(120);
/// How long to wait when a connection cannot be accepted.
const BREATH: Duration = Duration::from_millis(200);

/// Tells metrics on this listener, until aborted.
pub(super) fn tell(listener: TcpListener, state: WebState) -> JoinHandle<()> {
    if let Ok(address) = listener.local_addr() {
        tracing::info!("metrics on http://{address}/metrics");
    }
    let started = state.app().clock.now();
    let mut registry = Registry::default();
    registry.register_collector(Box::new(Told { state, started }));
    let registry = Arc::new(registry);
    tokio::spawn(async move {
        let room = Arc::new(Semaphore::new(LISTENERS));
        loop {
            let Ok(room) = Arc::clone(&room).acquire_owned().await else { return };
            let Ok((stream, _)) = listener.accept().await else {
                tokio::time::sleep(BREATH).await;
                continue;
            };
            let registry = Arc::clone(&registry);
            tokio::spawn(async move {
                let service = service_fn(move |request| {
                    let registry = Arc::clone(&registry);
                    async move { Ok::<_, fmt::Error>(answer(&request, &registry)) }
                });
                let mut http = http1::Builder::new();
                http.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
                if let Err(error) = http.serve_connection(TokioIo::new(stream), service).await {
                    tracing::debug!(%error, "who reads metrics went away");
                }
                drop(room);
            });
        }
    })
}

fn answer(request: &Request<Incoming>, registry: &Registry) -> Response<String> {
    let known = request.uri().path() == "/metrics";
    let mut text = String::new();
    let (status, text) = match (known, request.method() == Method::GET) {
        (true, true) => match prometheus_text::encode(&mut text, registry) {
            Ok(()) => (StatusCode::OK, text),
            Err(fmt::Error) => (StatusCode::INTERNAL_SERVER_ERROR, String::new()),
        },
        (true, false) => (StatusCode::METHOD_NOT_ALLOWED, String::new()),
        (false, _) => (StatusCode::NOT_FOUND, "metrics are at /metrics\n".to_owned()),
    };
    let mut response = Response::new(text);
    *response.status_mut() = status;
    let kind = header::HeaderValue::from_static(prometheus_text::CONTENT_TYPE);
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

/// What is told.
#[derive(Debug)]
struct Told {
    state: WebState,
    started: Timestamp,
}

/// Writes them down.
struct Pen<'a>(DescriptorEncoder<'a>);

impl Pen<'_> {
    fn about(&mut self, name: &'static str, help: &str, kind: MetricType) -> Result<MetricEncoder<'_>, fmt::Error> {
        self.0.encode_descriptor(name, help, None, kind)
    }

    /// A number that grows. Its name gets `_total` at its end.
    fn counter(&mut self, name: &'static str, help: &str, value: u64) -> fmt::Result {
        self.about(name, help, MetricType::Counter)?.encode_counter::<NoLabelSet, _, u64>(&value, None)
    }

    /// A number that goes up and down.
    fn gauge(&mut self, name: &'static str, help: &str, value: u64) -> fmt::Result {
        self.about(name, help, MetricType::Gauge)?.encode_gauge(&whole(value))
    }

    /// A gauge for each value of a label.
    fn gauges<'l>(
        &mut self,
        (name, help, label): (&'static str, &str, &str),
        values: impl IntoIterator<Item = (&'l str, u64)>,
    ) -> fmt::Result {
        let mut encoder = self.about(name, help, MetricType::Gauge)?;
        for (value, number) in values {
            encoder.encode_family(&[(label, value)])?.encode_gauge(&whole(number))?;
        }
        Ok(())
    }

    fn histogram(&mut self, name: &'static str, help: &str, histogram: &Histogram) -> fmt::Result {
        steps(&mut self.about(name, help, MetricType::Histogram)?, histogram)
    }
}

fn steps(encoder: &mut MetricEncoder<'_>, histogram: &Histogram) -> fmt::Result {
    let told = histogram.told();
    encoder.encode_histogram::<NoLabelSet>(told.sum, told.count, &told.steps, None)
}

/// The encoder's whole numbers have a sign.
fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl Collector for Told {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let pen = &mut Pen(encoder);
        self.requests(pen)?;
        self.connections(pen)?;
        self.kept(pen)?;
        self.database(pen)?;
        self.sign_ins(pen)?;
        self.process(pen)
    }
}

impl Told {
    fn requests(&self, pen: &mut Pen<'_>) -> fmt::Result {
        let requests = &self.state.meters().requests;
        let help = "Requests answered, by class of address, method and status; 499 where the client hung up first";
        let mut encoder = pen.about("portal_requests", help, MetricType::Counter)?;
        for (class, method, status, count) in requests.told() {
            let status = status.to_string();
            let labels = [("class", class.name()), ("method", method), ("status", status.as_str())];
            encoder.encode_family(&labels)?.encode_counter::<NoLabelSet, _, u64>(&count, None)?;
        }
        let help = "Time from a request's head to the head of its answer, by class of address";
        let mut encoder = pen.about("portal_request_duration_seconds", help, MetricType::Histogram)?;
        for (class, took) in requests.took() {
            steps(&mut encoder.encode_family(&[("class", class.name())])?, took)?;
        }
        pen.gauge("portal_requests_under_way", "Requests that have no answer yet", requests.under_way.get())
    }

    fn connections(&self, pen: &mut Pen<'_>) -> fmt::Result {
        let connections = &self.state.meters().connections;
        pen.counter("portal_connections_accepted", "Connections taken", connections.accepted.get())?;
        let help = "Connections that could not be taken, or were turned away";
        pen.counter("portal_connections_refused", help, connections.refused.get())?;
        pen.gauge("portal_connections_open", "Connections open just now", connections.open.get())
    }

    fn kept(&self, pen: &mut Pen<'_>) -> fmt::Result {
        let counts = &self.state.meters().kept;
        pen.counter("portal_page_cache_hits", "Pages asked for and found kept", counts.hits.get())?;
        pen.counter("portal_page_cache_misses", "Pages asked for and made", counts.misses.get())?;
        let (entries, bytes) = self.state.kept().map_or((0, 0), super::layer::Kept::size);
        pen.gauge("portal_page_cache_entries", "Pages kept", entries)?;
        pen.gauge("portal_page_cache_bytes", "Memory that the kept pages take, about", bytes)
    }

    fn database(&self, pen: &mut Pen<'_>) -> fmt::Result {
        let store = &self.state.app().store;
        let states = store.pool_states();
        let in_use = states.iter().map(|pool| (pool.name, u64::from(pool.open.saturating_sub(pool.idle))));
        pen.gauges(
            ("portal_database_connections_in_use", "Connections to the database that work just now", "pool"),
            in_use,
        )?;
        let idle = states.iter().map(|pool| (pool.name, u64::from(pool.idle)));
        pen.gauges(
            ("portal_database_connections_idle", "Connections to the database that wait for work", "pool"),
            idle,
        )?;
        let most = states.iter().map(|pool| (pool.name, u64::from(pool.most)));
        pen.gauges(("portal_database_connections_max", "Connections to the database that there may be", "pool"), most)?;
        let statements = &self.state.meters().statements;
        let help = "Time that a connection to the database was waited for, its BEGIN included";
        pen.histogram("portal_database_wait_seconds", help, &statements.waited)?;
        let help = "Time that statements to the database took";
        pen.histogram("portal_database_statement_seconds", help, &statements.took)?;
        let help = "Statements and waits that took longer than --slow-query";
        pen.counter("portal_database_slow_statements", help, statements.slow.get())?;
        let help = "The content generation, which every write moves; not told while it is not known";
        let mut encoder = pen.about("portal_content_generation", help, MetricType::Gauge)?;
        store.known_generation().map_or(Ok(()), |generation| encoder.encode_gauge(&generation))
    }

    fn sign_ins(&self, pen: &mut Pen<'_>) -> fmt::Result {
        let mut encoder =
            pen.about("portal_sign_ins", "Tries to sign in, by what became of them", MetricType::Counter)?;
        for (result, count) in self.state.meters().sign_ins.told() {
            let labels = [("result", result)];
            encoder.encode_family(&labels)?.encode_counter::<NoLabelSet, _, u64>(&count, None)?;
        }
        let (waiting, busy) = self.state.app().hashing();
        pen.gauge("portal_password_hashes_waiting", "Passwords that wait to be hashed", waiting)?;
        pen.gauge("portal_password_hashes_under_way", "Passwords that are being hashed", busy)
    }

    fn process(&self, pen: &mut Pen<'_>) -> fmt::Result {
        let labels = [("version", env!("CARGO_PKG_VERSION")), ("database", self.state.app().store.kind())];
        let mut encoder = pen.about("portal_build_info", "What is running", MetricType::Gauge)?;
        encoder.encode_family(&labels)?.encode_gauge(&1_i64)?;
        let started = self.started.as_second();
        let help = "When the portal began to serve, in seconds since 1970";
        pen.about("process_start_time_seconds", help, MetricType::Gauge)?.encode_gauge(&started)?;
        for (name, help, value) in [
            ("process_resident_memory_bytes", "Memory in RAM", process::resident_bytes()),
            ("process_open_fds", "Files and sockets open", process::open_files()),
            ("process_max_fds", "Files and sockets that may be open", process::most_files()),
        ] {
            if let Some(value) = value {
                pen.gauge(name, help, value)?;
            }
        }
        Ok(())
    }
}
