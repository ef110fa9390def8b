//! The port people use: takes connections, gives each one a deadline for its headers, and on a stop finishes what is under way.
//!
//! Not `axum::serve`: that one waits for ever for a request that is sent one byte a minute.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use chassis::Lifecycle;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

/// How long a browser may take to send the head of a request, and to send another one on the same connection.
const HEAD: Duration = Duration::from_secs(20);
/// The most bytes of a request's head, and of what is read at once.
const HEAD_MAX: usize = 32 * 1024;
/// Connections at once; further ones wait in the listener's queue. Upgraded sockets do not count.
const CONNECTIONS: usize = 10_000;
/// After a failed accept: usually too many open files, which does not mend itself at once.
const BREATH: Duration = Duration::from_millis(100);

/// Serves until `life` is asked to stop, then at most `drain` longer.
pub(super) async fn serve(listener: TcpListener, routes: Router, life: &Lifecycle, drain: Duration) {
    let open = TaskTracker::new();
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let accepted = async {
            let place = room.clone().acquire_owned().await;
            (listener.accept().await, place)
        };
        let (accepted, place) = tokio::select! {
            accepted = accepted => accepted,
            () = life.stopped() => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let connection = connection(stream, peer, routes.clone(), life.token());
                open.spawn(async move {
                    connection.await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection was not taken");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
    drop(listener);
    open.close();
    if tokio::time::timeout(drain, open.wait()).await.is_err() {
        tracing::warn!("some requests were still under way");
    }
}

/// One connection, until the browser leaves it, upgrades it, or the stop has let its last request finish.
async fn connection(stream: TcpStream, peer: SocketAddr, routes: Router, stop: CancellationToken) {
    // Small frames must not wait for the acknowledgement of others.
    let _ = stream.set_nodelay(true);
    let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
        let mut request: Request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        let routes = routes.clone();
        async move {
            Ok::<Response, Infallible>(routes.oneshot(request).await.unwrap_or_else(|never| match never {}))
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_MAX)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    // An error is the browser's going away: nobody is left to be told.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = stop.cancelled() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}
