//! Takes connections of the ops port, even when the process has used up its files: some are kept for this.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::fs::File;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};
use tower::ServiceExt;

/// Files that are kept open to be given up for a connection. More than one: somebody else may be quicker.
const SPARE: usize = 8;
/// Connections at once. A further one takes the place of the oldest: whoever asks is answered in less time than so many need to come.
const CONNECTIONS: usize = 32;
/// How long a connection may last: one request, and the time a slow reader takes for its answer.
const CONNECTION: Duration = Duration::from_secs(10);
/// After a connection could not be taken although a file was given up for it.
const PAUSE: Duration = Duration::from_millis(20);

pub(super) struct OpsListener {
    listener: TcpListener,
    spare: Spare,
}

impl OpsListener {
    pub(super) fn new(listener: TcpListener) -> std::io::Result<Self> {
        Ok(Self { listener, spare: Spare::new()? })
    }

    /// Answers, one request a connection, until dropped.
    pub(super) async fn serve(self, routes: Router) {
        let mut open: VecDeque<oneshot::Sender<Infallible>> = VecDeque::new();
        loop {
            let stream = self.accept().await;
            open.retain(|place| !place.is_closed());
            while open.len() >= CONNECTIONS {
                open.pop_front();
            }
            let (place, lost) = oneshot::channel();
            open.push_back(place);
            let (routes, spare) = (routes.clone(), self.spare.clone());
            tokio::spawn(async move { spare.take_over(answer(stream, routes, lost).await) });
        }
    }

    async fn accept(&self) -> TcpStream {
        loop {
            self.spare.fill();
            match self.listener.accept().await {
                Ok((stream, _)) => return stream,
                // Too many open files, most likely: the next try has one more.
                Err(_) if self.spare.give_up_one() => {
                    if let Ok((stream, _)) = self.listener.accept().await {
                        return stream;
                    }
                }
                Err(_) => {}
            }
            sleep(PAUSE).await;
        }
    }
}

/// One request, so that nobody keeps a connection for themselves; less once its place is lost. Gives the connection back, to be
/// closed.
async fn answer(stream: TcpStream, routes: Router, lost: oneshot::Receiver<Infallible>) -> TcpStream {
    let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
        let routes = routes.clone();
        async move {
            let answer = routes.oneshot(request.map(Body::new)).await;
            Ok::<Response, Infallible>(answer.unwrap_or_else(|never| match never {}))
        }
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(CONNECTION)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        // An error is the asker's going away.
        _ = timeout(CONNECTION, &mut connection) => {}
        _ = lost => {}
    }
    connection.into_parts().io.into_inner()
}

/// Open files that stand in for connections to come.
#[derive(Clone)]
struct Spare {
    nothing: Arc<File>,
    files: Arc<Mutex<Vec<OwnedFd>>>,
}

impl Spare {
    fn new() -> std::io::Result<Self> {
        let spare = Self { nothing: Arc::new(File::open("/dev/null")?), files: Arc::default() };
        spare.fill();
        Ok(spare)
    }

    /// Opens what is missing, as far as there are files.
    fn fill(&self) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        while files.len() < SPARE {
            match self.nothing.try_clone() {
                Ok(file) => files.push(file.into()),
                Err(_) => return,
            }
        }
    }

    fn give_up_one(&self) -> bool {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).pop().is_some()
    }

    /// Closes a connection. Its file is put by in the same step: let go of, it would be somebody else's at once.
    fn take_over(&self, stream: TcpStream) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        if files.len() >= SPARE {
            return;
        }
        let Ok(stream) = stream.into_std() else { return };
        let mut file = OwnedFd::from(stream);
        if rustix::io::dup2(&self.nothing, &mut file).is_ok() {
            files.push(file);
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    #[tokio::test]
    async fn an_asker_is_answered_and_one_that_never_asks_takes_nobodys_place() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let routes = Router::new().route("/livez", get(|| async { "alive\n" }));
        tokio::spawn(OpsListener::new(listener).expect("spare files").serve(routes));
        let _idle = TcpStream::connect(address).await.expect("connected");
        for _ in 0..3 * SPARE {
            let mut asker = TcpStream::connect(address).await.expect("connected");
            asker.write_all(b"GET /livez HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("asked");
            let mut answer = String::new();
            asker.read_to_string(&mut answer).await.expect("answered and closed");
            assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("alive\n"), "{answer}");
        }
    }

    #[tokio::test]
    async fn a_crowd_that_never_asks_keeps_nobody_from_being_answered() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let routes = Router::new().route("/livez", get(|| async { "alive\n" }));
        tokio::spawn(OpsListener::new(listener).expect("spare files").serve(routes));
        let mut crowd = Vec::new();
        for _ in 0..10 * CONNECTIONS {
            let mut stream = TcpStream::connect(address).await.expect("connected");
            stream.write_all(b"GET /livez HTTP/1.1\r\nhost:").await.expect("half a head");
            crowd.push(stream);
        }
        let mut asker = TcpStream::connect(address).await.expect("connected");
        asker.write_all(b"GET /livez HTTP/1.1\r\nhost: x\r\n\r\n").await.expect("asked");
        let mut answer = String::new();
        let answered = timeout(CONNECTION / 2, asker.read_to_string(&mut answer)).await;
        answered.expect("before any of the crowd has had its time").expect("closed");
        assert!(answer.ends_with("alive\n"), "{answer}");
        assert_eq!(crowd[0].read(&mut [0]).await.expect("closed"), 0, "the oldest made room");
    }

    #[tokio::test]
    async fn a_connection_becomes_a_spare_file_where_one_is_missing() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let spare = Spare::new().expect("spare files");
        assert!(spare.give_up_one());
        let mut asker = TcpStream::connect(address).await.expect("connected");
        let (stream, _) = listener.accept().await.expect("taken");
        spare.take_over(stream);
        assert_eq!(spare.files.lock().expect("unpoisoned").len(), SPARE);
        assert_eq!(asker.read(&mut [0]).await.expect("closed"), 0);
    }
}
