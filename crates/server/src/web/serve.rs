//! Connections, from the first byte to the last; and the end of the process.
//!
//! `axum::serve` waits for a request's head for ever, and drains without a bound, so the loop is here.

use std::{convert::Infallible, io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, HttpBody},
    response::Response,
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    signal::unix::{Signal, SignalKind, signal},
    task::JoinSet,
};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

use super::{
    Peer, WebState,
    flow::holding,
    layer::at_the_door,
    metrics, proxy,
    room::{Room, Seat, allow_files, share},
    router,
};
use crate::{app::App, config::Serve};

/// The largest head of a request, in bytes: room for long cookies and addresses, not for attacks.
const HEAD_BYTES: usize = 32 * 1024;
/// How many connections wait in the system's queue.
const QUEUE: u32 = 1024;
/// How much of an answer the system keeps that a visitor has not taken yet, in bytes; Linux doubles it. Of its own accord it
/// would keep megabytes for each who takes nothing. A page fits many times over.
const UNTAKEN: u32 = 256 * 1024;
/// How long to wait when a connection cannot be accepted, because files have run out for instance.
const BREATH: Duration = Duration::from_millis(200);
/// How long closing the database may take.
const CLOSE: Duration = Duration::from_secs(10);
/// How often old tries to sign in are forgotten.
const FORGET: Duration = Duration::from_secs(60);
/// How long indexing rests after each part.
const INDEX_BREATH: Duration = Duration::from_millis(5);
/// How often it is looked whether there is something to index.
const INDEX_AGAIN: Duration = Duration::from_secs(60);

/// Why the portal does not serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Another process listens there.
    #[error("{0} is in use by another process")]
    PortInUse(SocketAddr, #[source] io::Error),
    /// The address cannot be listened on.
    #[error("cannot listen on {0}")]
    Listen(SocketAddr, #[source] io::Error),
    /// The system does not let the process listen for signals.
    #[error("cannot listen for signals")]
    Signals(#[source] io::Error),
}

/// Tells early whether the address can be listened on, before anything is made or changed for a server that cannot serve.
///
/// # Errors
/// [`ServeError`].
pub fn can_listen(listen: SocketAddr) -> Result<(), ServeError> {
    bind(listen).map(drop)
}

impl ServeError {
    /// The address that could not be listened on.
    #[must_use]
    pub const fn address(&self) -> Option<SocketAddr> {
        match self {
            Self::PortInUse(address, _) | Self::Listen(address, _) => Some(*address),
            Self::Signals(_) => None,
        }
    }
}

fn bind(listen: SocketAddr) -> Result<TcpListener, ServeError> {
    let bound = || {
        let socket = if listen.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        // A portal that starts again need not wait for the connections of the one before.
        socket.set_reuseaddr(true)?;
        socket.set_send_buffer_size(UNTAKEN)?;
        socket.bind(listen)?;
        socket.listen(QUEUE)
    };
    bound().map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => ServeError::PortInUse(listen, error),
        _ => ServeError::Listen(listen, error),
    })
}

/// Serves until SIGTERM or SIGINT; then lets requests under way finish, and closes the store.
///
/// # Errors
/// [`ServeError`].
pub async fn serve(config: &Serve, app: Arc<App>) -> Result<(), ServeError> {
    // Before listening: whoever sees the portal answer may also tell it to stop.
    let mut signals = Signals::listen().map_err(ServeError::Signals)?;
    let listener = bind(config.listen)?;
    let address = listener.local_addr().map_err(|error| ServeError::Listen(config.listen, error))?;
    let state = WebState::new(&Serve { listen: address, ..config.clone() }, Arc::clone(&app));
    let metrics = match config.metrics {
        Some(listen) => Some(metrics::tell(bind(listen)?, state.clone())),
        None => None,
    };
    tracing::info!("listening on http://{address}");

    let forgetting = tokio::spawn(forget_old_tries(Arc::clone(&app)));
    let indexing = tokio::spawn(index(Arc::clone(&app)));
    let watching = tokio::spawn({
        let store = app.store.clone();
        async move { store.watch_generation().await }
    });
    // In its own time: whoever asks for a card meanwhile waits for the same fonts.
    let telling = tokio::spawn({
        let state = state.clone();
        async move { state.cards().tell().await }
    });
    if let Err(error) = allow_files(config.connections) {
        tracing::warn!(%error, connections = config.connections, "the system allows fewer open files than connections");
    }
    let mut server = Server::new(config, state.clone());
    let mut at_once = false;
    let ended = async {
        signals.next().await;
        tracing::info!("stopping: no longer ready");
        state.drain();
        tokio::select! {
            () = tokio::time::sleep(config.grace) => {}
            () = signals.next() => at_once = true,
        }
    };
    server.accept(&listener, ended).await;
    drop(listener);
    if at_once {
        drop(server);
    } else {
        tokio::select! {
            () = server.finish(config.drain) => {}
            () = signals.next() => at_once = true,
        }
    }
    if at_once {
        tracing::warn!("asked twice: stopping at once");
    }
    forgetting.abort();
    indexing.abort();
    watching.abort();
    telling.abort();
    if let Some(metrics) = metrics {
        metrics.abort();
    }
    if tokio::time::timeout(CLOSE, app.store.close()).await.is_err() {
        tracing::warn!("the database did not close in time");
    }
    tracing::info!("stopped");
    Ok(())
}

/// For as long as the portal serves.
async fn forget_old_tries(app: Arc<App>) {
    loop {
        if let Err(error) = app.forget_old_tries().await {
            tracing::warn!(%error, "old tries to sign in could not be forgotten; they will be in a minute");
        }
        tokio::time::sleep(FORGET).await;
    }
}

/// For as long as the portal serves: indexes what is not in the index yet, a little at a time, with pauses in which others write.
/// Then looks now and then whether there is something again: content that another process has loaded, say.
async fn index(app: Arc<App>) {
    loop {
        let pause = match app.index_more().await {
            Ok(true) => INDEX_BREATH,
            Ok(false) => INDEX_AGAIN,
            Err(error) => {
                tracing::warn!(%error, "not all content is in the search index; indexing goes on in a minute");
                INDEX_AGAIN
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// What asks the process to end.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// The connections.
struct Server {
    http: http1::Builder,
    write_timeout: Duration,
    state: WebState,
    router: Router,
    graceful: GracefulShutdown,
    connections: JoinSet<()>,
    room: Arc<Room>,
}

impl Server {
    fn new(config: &Serve, state: WebState) -> Self {
        let mut http = http1::Builder::new();
        // The timer runs from when a head is waited for: it ends idle connections, too.
        http.timer(TokioTimer::new()).header_read_timeout(config.header_timeout).max_buf_size(HEAD_BYTES);
        Self {
            http,
            write_timeout: config.request_timeout,
            router: router(state.clone()),
            state,
            graceful: GracefulShutdown::new(),
            connections: JoinSet::new(),
            room: Arc::new(Room::new(config.connections, config.connections_of_one)),
        }
    }

    /// Takes connections until `ended`.
    async fn accept(&mut self, listener: &TcpListener, ended: impl Future<Output = ()>) {
        tokio::pin!(ended);
        loop {
            // While there is no room, connections wait in the system's queue.
            let next = async {
                self.room.opens().await;
                listener.accept().await
            };
            tokio::select! {
                () = &mut ended => return,
                accepted = next => match accepted {
                    Ok((stream, peer)) => self.welcome(stream, peer),
                    Err(error) => {
                        self.state.meters().connections.refused.one();
                        tracing::warn!(%error, "a connection could not be accepted");
                        tokio::time::sleep(BREATH).await;
                    }
                },
                // Those that are done are let go, or the set would grow for ever.
                Some(_) = self.connections.join_next() => {}
            }
        }
    }

    fn welcome(&mut self, stream: TcpStream, peer: SocketAddr) {
        let is_proxy = proxy::is_trusted(peer.ip(), &self.state.config().trusted_proxies);
        match self.room.enter(share(peer.ip(), is_proxy)) {
            Some(seat) => self.take(stream, peer, seat),
            None => {
                self.state.meters().connections.refused.one();
                tracing::debug!("an address has more connections under way than its share: hung up");
            }
        }
    }

    fn take(&mut self, stream: TcpStream, peer: SocketAddr, seat: Seat) {
        // Answers are written whole; waiting for more to send only adds 40 ms.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "no TCP_NODELAY");
        }
        let meters = Arc::clone(self.state.meters());
        meters.connections.accepted.one();
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(self.write_timeout));
        let (state, router, number) = (self.state.clone(), self.router.clone(), seat.number());
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let (state, router, working) = (state.clone(), router.clone(), seat.work());
            async move {
                let turn = state.limits().turn(proxy::client(peer.ip(), request.headers(), state.config()));
                if !turn.is_zero() {
                    tokio::time::sleep(turn).await;
                }
                if let Some(response) = at_the_door(&state, &request, peer).await {
                    return Ok(response);
                }
                let mut request = request.map(Body::new);
                request.extensions_mut().insert(Peer(peer));
                let response = router.oneshot(request).await?;
                Ok::<Response, Infallible>(match response.body().size_hint().exact() {
                    Some(_) => response,
                    // It is being made while it is sent.
                    None => response.map(|body| holding(body, working)),
                })
            }
        });
        let connection = self.http.serve_connection(TokioIo::new(Box::pin(stream)), service);
        let connection = self.graceful.watch(connection);
        let ending = self.connections.spawn(async move {
            let _open = meters.connections.open.up();
            if let Err(error) = connection.await {
                // The other end went away, or was too slow: its affair.
                tracing::debug!(%error, "a connection ended early");
            }
        });
        self.room.ends(number, ending);
    }

    /// Lets requests under way finish until `deadline` is over, then closes what is left.
    async fn finish(self, deadline: Duration) {
        let Self { graceful, mut connections, .. } = self;
        if tokio::time::timeout(deadline, graceful.shutdown()).await.is_err() {
            tracing::warn!(connections = connections.len(), "closing connections that took too long");
        }
        connections.shutdown().await;
    }
}
