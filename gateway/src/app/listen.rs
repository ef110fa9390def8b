//! The port people use: takes connections, as many as there are files and no more of one address than is fair, gives each one
//! deadlines, and on a stop finishes what is under way.
//!
//! Not `axum::serve`: that one waits for ever for a request that is sent one byte a minute.

mod pace;
mod stream;

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::StatusCode;
use axum::response::Response;
use chassis::Lifecycle;
use chassis::health::Part;
use chassis::telemetry::metrics;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use crate::config::Networks;
use crate::places::{Place, Places};
use pace::Pace;
use proto::auth::network;
use stream::{ClientStream, Held};

/// The most bytes of a request's head, and of what is read at once.
const HEAD_MAX: usize = 32 * 1024;
/// Of all connections, the share of those that are refused and still listened to, so that they hear it whatever they are sending.
const FAREWELLS: usize = 8;
/// What an address hears that holds as many connections as it may.
const FULL: &[u8] =
    b"HTTP/1.1 429 Too Many Requests\r\nconnection: close\r\ncontent-length: 0\r\nretry-after: 5\r\n\r\n";
/// After a failed accept: usually too many open files, which does not mend itself at once.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// How long is waited for browsers.
#[derive(Clone, Copy)]
pub(super) struct Timeouts {
    /// For the head of a request, and for another request on the same connection.
    pub(super) head: Duration,
    /// For whoever takes nothing of an answer.
    pub(super) response: Duration,
    /// For requests under way, once the process is started to stop.
    pub(super) drain: Duration,
}

/// Who may connect, and how often.
pub(super) struct Admission {
    /// Connections at once, sockets included; further ones wait in the listener's queue.
    pub(super) connections: usize,
    /// Those of each address.
    pub(super) addresses: Places<IpAddr>,
    /// For whose connections it is counted for whom they come: by request, in `middleware::address`.
    pub(super) proxies: Networks,
}

/// Serves until `life` is started to stop, and finishes what is under way.
pub(super) async fn serve(
    listener: TcpListener,
    routes: Router,
    admission: Admission,
    part: Part,
    life: &Lifecycle,
    timeouts: Timeouts,
) {
    let open = TaskTracker::new();
    let slots = Arc::new(Semaphore::new(admission.connections));
    let farewells = Arc::new(Semaphore::new(admission.connections.div_ceil(FAREWELLS)));
    loop {
        let accepted = async {
            let permit = slots.clone().acquire_owned().await.ok()?;
            Some((listener.accept().await, permit))
        };
        let accepted = tokio::select! {
            accepted = part.wait(accepted) => accepted,
            () = life.stopped() => break,
        };
        let Some((accepted, permit)) = accepted else { break };
        match accepted {
            Ok((stream, peer)) => {
                // Small frames must not wait for the acknowledgement of others.
                let _ = stream.set_nodelay(true);
                let Some(place) = admission.place_of(peer) else {
                    refuse(stream, permit, &farewells);
                    continue;
                };
                let is_socket = Arc::<AtomicBool>::default();
                let (held, pace) = (Held::new(permit, place), Pace::new(is_socket.clone()));
                let stream = ClientStream::new(stream, held, timeouts.response, pace);
                let routes = routes.clone();
                open.spawn(connection(stream, peer, (routes, is_socket), timeouts.head, life.token()));
            }
            Err(error) => {
                tracing::warn!(%error, "a connection was not taken");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
    part.retire();
    drop(listener);
    open.close();
    if tokio::time::timeout(timeouts.drain, open.wait()).await.is_err() {
        tracing::warn!("some requests were still under way");
    }
}

impl Admission {
    /// The place of a new connection, which is none for a proxy of the operator's; none at all for whoever has all of theirs.
    fn place_of(&self, peer: SocketAddr) -> Option<Option<Place<IpAddr>>> {
        if self.proxies.contains(peer.ip()) {
            return Some(None);
        }
        self.addresses.take(network(peer.ip())).map(Some)
    }
}

/// Of a crowd that is refused at once, those beyond a number are told so and not listened to any more.
fn refuse(stream: TcpStream, permit: OwnedSemaphorePermit, farewells: &Arc<Semaphore>) {
    metrics::held_back("connections");
    match farewells.clone().try_acquire_owned() {
        Ok(place) => {
            tokio::spawn(stream::farewell(stream, FULL, (permit, place)));
        }
        Err(_) => stream::brief_farewell(stream, FULL),
    }
}

/// One connection, until the browser leaves it, upgrades it, or the stop has let its last request finish.
async fn connection(
    stream: ClientStream,
    peer: SocketAddr,
    (routes, is_socket): (Router, Arc<AtomicBool>),
    head: Duration,
    stop: CancellationToken,
) {
    let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
        let mut request: Request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        let (routes, is_socket) = (routes.clone(), is_socket.clone());
        async move {
            let response: Response = routes.oneshot(request).await.unwrap_or_else(|never| match never {});
            if response.status() == StatusCode::SWITCHING_PROTOCOLS {
                is_socket.store(true, Ordering::Relaxed);
            }
            Ok::<_, Infallible>(response)
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head)
        .max_buf_size(HEAD_MAX)
        .max_header_size(HEAD_MAX)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    // Any other error is the browser's going away: nobody is left to be told.
    if ended.is_err_and(|error| error.is_timeout()) {
        metrics::deadline_passed("http_head");
    }
}

#[cfg(test)]
mod tests;
