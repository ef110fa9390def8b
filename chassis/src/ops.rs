//! The second listener, for whoever looks after the process: `/livez /readyz /startupz /metrics /version`.
//!
//! `/livez` asks nobody: a process must not be killed because its database is away.

use std::fmt;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::{Lifecycle, VERSION, telemetry};

/// How long one check may take.
const DEADLINE: Duration = Duration::from_secs(1);

type Answer = Pin<Box<dyn Future<Output = Result<(), String>> + Send>>;
type Check = Box<dyn Fn() -> Answer + Send + Sync>;

/// What must hold for this process to be given work.
#[derive(Default)]
pub struct Checks {
    checks: Vec<(&'static str, Check)>,
}

impl Checks {
    /// Adds one. Its error is a short reason.
    pub fn add<F, Fut>(&mut self, name: &'static str, check: F)
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), String>> + Send + 'static,
    {
        self.checks.push((name, Box::new(move || Box::pin(check()))));
    }

    /// Adds the check that the bus is connected.
    pub fn add_bus(&mut self, bus: &crate::Bus) {
        let bus = bus.clone();
        self.add("nats", move || std::future::ready(bus.state()));
    }
}

impl fmt::Debug for Checks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.checks.iter().map(|(name, _)| name)).finish()
    }
}

struct Ops {
    checks: Checks,
    life: Lifecycle,
    started: AtomicBool,
}

/// The ops port, listened on and not yet answered; none where no address is given.
#[derive(Debug)]
pub struct Port(Option<TcpListener>);

/// The ops port cannot be had: without it nobody would learn that this process is well.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address} (HUBBUB_OPS_LISTEN): {cause}")]
pub struct PortError {
    address: SocketAddr,
    cause: std::io::Error,
}

/// Listens, so that a port in use is told before anything is begun.
///
/// # Errors
/// The address is in use, or not ours.
pub async fn listen(listen: Option<SocketAddr>) -> Result<Port, PortError> {
    let Some(address) = listen else { return Ok(Port(None)) };
    match TcpListener::bind(address).await {
        Ok(listener) => Ok(Port(Some(listener))),
        Err(cause) => Err(PortError { address, cause }),
    }
}

/// Answers on the ops port until the process stops.
pub fn serve(port: Port, checks: Checks, life: &Lifecycle) {
    let Port(Some(listener)) = port else { return };
    tracing::info!(address = ?listener.local_addr().ok(), "ops port");
    let ops = Arc::new(Ops { checks, life: life.clone(), started: AtomicBool::new(false) });
    let router = Router::new()
        .route("/livez", get(|| async { "alive\n" }))
        .route("/readyz", get(readyz))
        .route("/startupz", get(startupz))
        .route("/metrics", get(metrics))
        .route("/version", get(|| async { Json(json!({ "version": VERSION })) }))
        .with_state(ops);
    // Not ended by the stop itself: an operator may watch the process drain. It ends with the runtime.
    tokio::spawn(async move { axum::serve(listener, router).await });
}

async fn readyz(State(ops): State<Arc<Ops>>) -> Response {
    let (ready, report) = ops.report().await;
    (if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }, Json(report)).into_response()
}

async fn startupz(State(ops): State<Arc<Ops>>) -> Response {
    if ops.started.load(Ordering::Relaxed) || ops.report().await.0 {
        "started\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "starting\n").into_response()
    }
}

async fn metrics() -> Response {
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (kind, telemetry::metrics::text()).into_response()
}

impl Ops {
    async fn report(&self) -> (bool, Value) {
        let mut ready = !self.life.is_stopping();
        let mut lines = vec![json!({ "check": "not stopping", "ok": ready })];
        for (name, check) in &self.checks.checks {
            let began = Instant::now();
            let answer = tokio::time::timeout(DEADLINE, check())
                .await
                .unwrap_or_else(|_| Err("no answer in 1 s".into()));
            let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
            ready &= answer.is_ok();
            lines.push(match answer {
                Ok(()) => json!({ "check": name, "ok": true, "ms": ms }),
                Err(why) => json!({ "check": name, "ok": false, "ms": ms, "why": why }),
            });
        }
        self.started.fetch_or(ready, Ordering::Relaxed);
        (ready, json!({ "ready": ready, "checks": lines }))
    }
}
