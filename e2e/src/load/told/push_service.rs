//! A push service: it takes a moment for each notification, and remembers all of them.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::post;
use tokio::net::TcpListener;
use tokio::time::{Instant, sleep};

/// How long it takes: some of it is under way whenever a process is killed.
const TAKES: Duration = Duration::from_millis(15);

/// What it was sent.
#[derive(Clone, Debug)]
pub(super) struct Received {
    /// For whose device.
    pub(super) person: usize,
    /// When.
    pub(super) at: Instant,
    /// As it came.
    pub(super) sealed: Bytes,
}

type All = Arc<Mutex<Vec<Received>>>;

/// At a port of its own, until the program ends.
pub(super) struct PushService {
    /// As operators let it be asked.
    pub(super) origin: String,
    all: All,
}

impl PushService {
    pub(super) async fn start() -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let all = All::default();
        let routes = Router::new().route("/p/{person}", post(take)).with_state(all.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Ok(Self { origin, all })
    }

    /// All of it so far.
    pub(super) fn heard(&self) -> Vec<Received> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn take(State(all): State<All>, Path(person): Path<usize>, sealed: Bytes) -> StatusCode {
    let received = Received { person, at: Instant::now(), sealed };
    all.lock().unwrap_or_else(PoisonError::into_inner).push(received);
    sleep(TAKES).await;
    StatusCode::CREATED
}
