//! The second listener, for whoever looks after the process: `/livez /readyz /startupz /metrics /version`.
//!
//! It has a thread, a runtime and file descriptors of its own, so that it answers when the rest of the process is stuck or
//! has used up its files: that is when somebody asks.
//!
//! * `/livez`: 503 if a part of the process makes no progress: only a new process helps. It asks nobody.
//! * `/readyz`: 503 if others are to be given the work. Its body says what fails, and whether the process is degraded.
//! * `/startupz`: 200 from the moment the process listens, whatever else is away.

mod listener;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::time::MissedTickBehavior;

use crate::config::{Secret, Vars};
use crate::health::{self, Report, Watchdog};
use crate::telemetry::metrics;
use crate::{Lifecycle, Liveness, Readiness, VERSION};
use listener::OpsListener;

/// For how many turns a part may be stuck before the process ends itself: longer than Kubernetes and `up` take.
const STUCK: u32 = 90;

struct Ops {
    readiness: Readiness,
    life: Lifecycle,
    watchdog: Mutex<Watchdog>,
    metrics_token: Option<Secret>,
}

/// The ops port, listened on and not yet answered; none where no address is given.
#[derive(Debug)]
pub struct Port {
    listener: Option<std::net::TcpListener>,
    /// What whoever reads `/metrics` must show; nobody needs to where it is none.
    metrics_token: Option<Secret>,
}

/// Reads what whoever reads `/metrics` must show.
pub fn metrics_token(vars: &mut Vars) -> Option<Secret> {
    vars.optional_secret(
        "HUBBUB_METRICS_TOKEN",
        "a long random word",
        "what whoever reads /metrics must show",
    )
}

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
pub async fn listen(listen: Option<SocketAddr>, metrics_token: Option<Secret>) -> Result<Port, PortError> {
    let Some(address) = listen else { return Ok(Port { listener: None, metrics_token }) };
    // Bound by the runtime's own listener for its options (an address that was just given up can be taken again).
    let listener = TcpListener::bind(address).await.and_then(TcpListener::into_std);
    let port = |listener| Port { listener: Some(listener), metrics_token };
    listener.map(port).map_err(|cause| PortError { address, cause })
}

/// Answers on the ops port for as long as the runtime this is called in runs: an operator may watch the process drain.
pub fn serve(port: Port, readiness: &Readiness, liveness: Liveness, life: &Lifecycle) {
    let Port { listener: Some(listener), metrics_token } = port else { return };
    tracing::info!(address = %listener.local_addr().map_or_else(|_| "?".to_owned(), |at| at.to_string()), "ops port");
    liveness.watch_runtime();
    let watchdog = Mutex::new(Watchdog::new(liveness));
    let ops = Arc::new(Ops { readiness: readiness.clone(), life: life.clone(), watchdog, metrics_token });
    let looked_at = Arc::downgrade(&ops);
    metrics::watch_health(move || looked_at.upgrade().map(|ops| ops.health()).unwrap_or_default());
    // All files it needs are opened before anybody can connect to the process and use up what is left.
    let spawned = prepare(listener).and_then(|(runtime, listener)| {
        std::thread::Builder::new().name("ops".into()).spawn(move || run(&runtime, listener, &ops))
    });
    if let Err(error) = spawned {
        tracing::error!(%error, "the ops port does not answer");
    }
}

fn prepare(listener: std::net::TcpListener) -> std::io::Result<(Runtime, OpsListener)> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let listener = {
        let _inside = runtime.enter();
        OpsListener::new(TcpListener::from_std(listener)?)?
    };
    Ok((runtime, listener))
}

impl Ops {
    fn health(&self) -> metrics::Health {
        let state = self.readiness.state();
        metrics::Health {
            ready: state != health::State::NotReady,
            degraded: state == health::State::Degraded,
            stuck: self.complaints().len(),
        }
    }

    fn complaints(&self) -> Vec<String> {
        self.watchdog.lock().unwrap_or_else(PoisonError::into_inner).complaints()
    }
}

/// The thread.
fn run(runtime: &Runtime, listener: OpsListener, ops: &Arc<Ops>) {
    runtime.block_on(async {
        tokio::select! {
            () = listener.serve(router(ops.clone())) => {}
            () = look(ops) => {}
            () = ops.readiness.ended() => {}
        }
    });
}

/// Looks who makes progress. Whoever looks after the process is expected to end it when it says that it is stuck; where nobody
/// does, it ends itself, and is started again by whoever started it.
async fn look(ops: &Ops) {
    let mut turns = tokio::time::interval(health::TURN);
    turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut stuck = 0;
    loop {
        turns.tick().await;
        ops.watchdog.lock().unwrap_or_else(PoisonError::into_inner).turn();
        let complaints = ops.complaints();
        stuck = if complaints.is_empty() || ops.life.is_stopping() { 0 } else { stuck + 1 };
        if stuck == 1 {
            tracing::error!(parts = complaints.join(", "), "not live");
        }
        if stuck > STUCK {
            tracing::error!(
                parts = complaints.join(", "),
                "stuck, and nobody has ended this process: it ends itself"
            );
            tokio::time::sleep(health::TURN).await;
            std::process::exit(70);
        }
    }
}

fn router(ops: Arc<Ops>) -> Router {
    Router::new()
        .route("/livez", get(livez))
        .route("/readyz", get(readyz))
        .route("/startupz", get(|| async { "started\n" }))
        .route("/metrics", get(numbers))
        .route("/version", get(|| async { Json(json!({ "version": VERSION })) }))
        .with_state(ops)
}

/// A process that stops ends by its own deadlines; what has ended then was meant to.
async fn livez(State(ops): State<Arc<Ops>>) -> Response {
    let complaints = ops.complaints();
    if complaints.is_empty() || ops.life.is_stopping() {
        return "alive\n".into_response();
    }
    (StatusCode::SERVICE_UNAVAILABLE, format!("{}\n", complaints.join("\n"))).into_response()
}

async fn readyz(State(ops): State<Arc<Ops>>) -> Response {
    let report = ops.readiness.report();
    let ready = report.state != health::State::NotReady;
    (if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }, Json(body(&report)))
        .into_response()
}

fn body(report: &Report) -> Value {
    let line = |check: &health::CheckReport| {
        let ms = u64::try_from(check.took.as_millis()).unwrap_or(u64::MAX);
        match &check.why {
            None => json!({ "check": check.name, "ok": true, "ms": ms }),
            Some(why) => json!({ "check": check.name, "ok": false, "ms": ms, "why": why }),
        }
    };
    // By the alphabet: proxies look for the words as they stand, and some builds keep the order that is written here.
    json!({
        "checks": report.checks.iter().map(line).collect::<Vec<_>>(),
        "degraded": report.state == health::State::Degraded,
        "ready": report.state != health::State::NotReady,
    })
}

/// What is counted tells no names, but how busy people are: on a machine with other users, whoever reads it shows a token.
async fn numbers(State(ops): State<Arc<Ops>>, headers: HeaderMap) -> Response {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let shown = shown.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    if ops.metrics_token.as_ref().is_some_and(|token| !is_same(token.reveal(), shown)) {
        return (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")]).into_response();
    }
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (kind, metrics::text()).into_response()
}

/// Compares without telling by its time where they differ.
fn is_same(token: &str, shown: &str) -> bool {
    let differences = token.bytes().zip(shown.bytes()).fold(0, |seen, (a, b)| seen | (a ^ b));
    token.len() == shown.len() && differences == 0
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::sync::mpsc;
    use std::time::{Duration, Instant};

    use super::*;
    use crate::Checks;

    fn ask(address: SocketAddr, path: &str) -> String {
        let mut stream = std::net::TcpStream::connect(address).expect("connected");
        write!(stream, "GET {path} HTTP/1.1\r\nhost: x\r\n\r\n").expect("asked");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("answered");
        answer
    }

    fn until(address: SocketAddr, path: &str, words: &str) {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let answer = ask(address, path);
            if answer.contains(words) {
                return;
            }
            assert!(Instant::now() < deadline, "{path} never said {words:?}, but {answer}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    #[test]
    fn a_runtime_that_is_blocked_is_not_live_and_says_so_itself_until_it_goes_on() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let life = Lifecycle::new();
        let port = runtime.block_on(listen(Some(([127, 0, 0, 1], 0).into()), None)).expect("a port");
        let address =
            port.listener.as_ref().and_then(|listener| listener.local_addr().ok()).expect("an address");
        {
            let _inside = runtime.enter();
            let readiness = Readiness::watch(Checks::default(), &life);
            serve(port, &readiness, Liveness::new(), &life);
        }
        until(address, "/livez", "200 OK");
        // As infra/proxy/haproxy.cfg looks for it.
        until(address, "/readyz", "\"degraded\":false,\"ready\":true");
        let (go_on, blocked) = mpsc::channel::<()>();
        runtime.spawn(async move { blocked.recv() });
        until(address, "/readyz", "the checks have not come back for");
        until(address, "/livez", "503 Service Unavailable");
        assert!(ask(address, "/livez").contains("main loop: no progress for"));
        go_on.send(()).expect("still blocked");
        until(address, "/livez", "200 OK");
        drop(runtime);
    }

    #[tokio::test]
    async fn where_there_is_a_token_whoever_reads_the_numbers_shows_it() {
        let life = Lifecycle::new();
        let token = Some(Secret::new("figures"));
        let port = listen(Some(([127, 0, 0, 1], 0).into()), token).await.expect("a port");
        let address = port.listener.as_ref().and_then(|one| one.local_addr().ok()).expect("an address");
        serve(port, &Readiness::watch(Checks::default(), &life), Liveness::new(), &life);
        let asked = tokio::task::spawn_blocking(move || {
            let shown =
                |token: &str| ask(address, &format!("/metrics HTTP/1.1\r\nauthorization: {token}\r\nx:"));
            assert!(shown("Bearer figures").starts_with("HTTP/1.1 200"));
            for wrong in ["Bearer figure", "Bearer figuresx", "Bearer ", "figures", ""] {
                assert!(shown(wrong).starts_with("HTTP/1.1 401"), "{wrong:?}");
            }
            assert!(ask(address, "/readyz").starts_with("HTTP/1.1 "), "a probe shows nothing");
        });
        asked.await.expect("asked");
    }

    #[tokio::test]
    async fn a_process_is_started_as_soon_as_it_listens_and_not_ready_while_what_it_needs_is_away() {
        let life = Lifecycle::new();
        let port = listen(Some(([127, 0, 0, 1], 0).into()), None).await.expect("a port");
        let address =
            port.listener.as_ref().and_then(|listener| listener.local_addr().ok()).expect("an address");
        let mut checks = Checks::default();
        checks.add("postgres", || std::future::ready(Err("does not answer".to_owned())));
        serve(port, &Readiness::watch(checks, &life), Liveness::new(), &life);
        let asked = tokio::task::spawn_blocking(move || {
            until(address, "/startupz", "200 OK");
            until(address, "/readyz", "does not answer");
            (ask(address, "/readyz"), ask(address, "/livez"))
        });
        let (ready, live) = asked.await.expect("asked");
        assert!(ready.starts_with("HTTP/1.1 503") && ready.contains("\"degraded\":false"), "{ready}");
        assert!(live.starts_with("HTTP/1.1 200"), "{live}");
    }
}
