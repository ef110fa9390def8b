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
use chassis::health::Part;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

/// The most bytes of a request's head, and of what is read at once.
const HEAD_MAX: usize = 32 * 1024;
/// Connections at once; further ones wait in the listener's queue. Upgraded sockets do not count.
pub(super) const CONNECTIONS: usize = 10_000;
/// After a failed accept: usually too many open files, which does not mend itself at once.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// How long is waited for browsers.
#[derive(Clone, Copy)]
pub(super) struct Timeouts {
    /// For the head of a request, and for another request on the same connection.
    pub(super) head: Duration,
    /// For requests under way, once the process is started to stop.
    pub(super) drain: Duration,
}

/// Serves until `life` is started to stop, and finishes what is under way.
pub(super) async fn serve(
    listener: TcpListener,
    routes: Router,
    part: Part,
    life: &Lifecycle,
    timeouts: Timeouts,
) {
    let open = TaskTracker::new();
    let slots = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let accepted = async {
            let permit = slots.clone().acquire_owned().await;
            (listener.accept().await, permit)
        };
        let (accepted, permit) = tokio::select! {
            accepted = part.wait(accepted) => accepted,
            () = life.stopped() => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let connection = connection(stream, peer, routes.clone(), timeouts.head, life.token());
                open.spawn(async move {
                    connection.await;
                    drop(permit);
                });
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

/// One connection, until the browser leaves it, upgrades it, or the stop has let its last request finish.
async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    routes: Router,
    head: Duration,
    stop: CancellationToken,
) {
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
        .header_read_timeout(head)
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

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::sync::Notify;

    use super::*;

    /// A listener with one address, `/slow`, which answers when it is let.
    async fn open(
        head: Duration,
    ) -> (SocketAddr, Lifecycle, Arc<Notify>, Arc<Notify>, tokio::task::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (life, started, finish) = (Lifecycle::new(), Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (started_too, finish_too) = (started.clone(), finish.clone());
        let slow = get(move || async move {
            started_too.notify_one();
            finish_too.notified().await;
            "done"
        });
        let (routes, ends) = (Router::new().route("/slow", slow), life.clone());
        let part = chassis::Liveness::new().part("listener", Duration::from_secs(60));
        let timeouts = Timeouts { head, drain: Duration::from_secs(60) };
        let serving = tokio::spawn(async move { serve(listener, routes, part, &ends, timeouts).await });
        (address, life, started, finish, serving)
    }

    #[tokio::test]
    async fn who_never_finishes_asking_is_not_waited_for() {
        let (address, ..) = open(Duration::from_millis(100)).await;
        let mut browser = TcpStream::connect(address).await.expect("connected");
        browser.write_all(b"GET /slow HTTP/1.1\r\nhost: x\r\n").await.expect("written");
        let mut answer = Vec::new();
        browser.read_to_end(&mut answer).await.expect("closed by the listener");
        assert!(!String::from_utf8_lossy(&answer).contains("200 OK"));
    }

    #[tokio::test]
    async fn a_stop_lets_a_request_under_way_finish_and_takes_no_other() {
        let (address, life, started, finish, serving) = open(Duration::from_secs(60)).await;
        let mut browser = TcpStream::connect(address).await.expect("connected");
        browser.write_all(b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("written");
        let idle = TcpStream::connect(address).await.expect("connected");
        started.notified().await;
        life.stop();
        finish.notify_one();
        let mut answer = Vec::new();
        browser.read_to_end(&mut answer).await.expect("closed by the listener");
        assert!(String::from_utf8_lossy(&answer).ends_with("done"));
        serving.await.expect("served");
        assert!(TcpStream::connect(address).await.is_err());
        drop(idle);
    }
}
