//! Every number there is, by the names of the OpenTelemetry conventions and of our own under `hubbub.`.
//!
//! Read as Prometheus text at `/metrics`; sent by OTLP as well where an endpoint is set. **No label grows with use**: no room,
//! person, socket, session, subject or address is ever one. Before [`super::init`], as in most tests, nothing is counted.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::metrics::{Counter, Gauge, Histogram, Meter, MeterProvider, UpDownCounter};
use opentelemetry_otlp::WithExportConfig;
use opentelemetry_sdk::metrics::SdkMeterProvider;
use opentelemetry_sdk::metrics::periodic_reader_with_async_runtime::PeriodicReader;
use opentelemetry_sdk::{Resource, runtime};

use super::{process, traces};

/// Bounds of everything that takes time, in seconds: from a commit to what nobody waits for.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0];
/// The conventions' bounds for requests of the web, and for the database.
const HTTP_SECONDS: [f64; 14] =
    [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];
const DB_SECONDS: [f64; 10] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0];
/// Bounds of the lives of sockets.
const LIVES: [f64; 9] = [1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3_600.0, 14_400.0, 86_400.0];

static METERS: OnceLock<Meters> = OnceLock::new();
static REGISTRY: OnceLock<prometheus::Registry> = OnceLock::new();
static FRAMES_OUT: AtomicU64 = AtomicU64::new(0);
static ROOMS: AtomicU64 = AtomicU64::new(0);
static HASHES: AtomicU64 = AtomicU64::new(0);
static LINES_LOST: AtomicU64 = AtomicU64::new(0);

struct Meters {
    meter: Meter,
    http: Histogram<f64>,
    sql: Histogram<f64>,
    pool_wait: Histogram<f64>,
    pool_timeouts: Counter<u64>,
    connected: Histogram<f64>,
    connections_dropped: Counter<u64>,
    asked: Histogram<f64>,
    sent: Counter<u64>,
    heard: Counter<u64>,
    processed: Histogram<f64>,
    sockets: UpDownCounter<i64>,
    lives: Histogram<f64>,
    frames_in: Counter<u64>,
    dropped: Counter<u64>,
    opens_delayed: Counter<u64>,
    unsent: Counter<u64>,
    silences: Counter<u64>,
    accepted: Histogram<f64>,
    echoed: Histogram<f64>,
    waited: Histogram<f64>,
    attempts: Counter<u64>,
    overdue: Counter<u64>,
    hashed: Histogram<f64>,
    followed: Counter<u64>,
    follower_lag: Histogram<f64>,
    follower_skips: Counter<u64>,
    follower_rooms: Gauge<u64>,
    held_back: Counter<u64>,
    deadlines: Counter<u64>,
}

/// Makes what counts. An error is a sentence for the log.
pub(super) fn provider(resource: &Resource, send: bool) -> Result<SdkMeterProvider, String> {
    let registry = prometheus::Registry::new();
    let text = opentelemetry_prometheus::exporter()
        .with_registry(registry.clone())
        .scope_info_enabled(false)
        .build()
        .map_err(|error| format!("there is no /metrics: {error}"))?;
    let mut provider = SdkMeterProvider::builder().with_resource(resource.clone()).with_reader(text);
    if send {
        let exporter = opentelemetry_otlp::MetricExporter::builder()
            .with_http()
            .with_protocol(opentelemetry_otlp::Protocol::HttpBinary)
            .build()
            .map_err(|error| format!("numbers are not sent: {error}"))?;
        provider = provider.with_reader(PeriodicReader::builder(exporter, runtime::Tokio).build());
    }
    let provider = provider.build();
    let _ = METERS.set(Meters::new(provider.meter("hubbub")));
    let _ = REGISTRY.set(registry);
    Ok(provider)
}

/// Everything counted so far, as Prometheus reads it.
pub(crate) fn text() -> String {
    let families = REGISTRY.get().map(prometheus::Registry::gather).unwrap_or_default();
    prometheus::TextEncoder::new().encode_to_string(&families).unwrap_or_default()
}

impl Meters {
    fn new(meter: Meter) -> Self {
        let time = |name: &'static str, bounds: &[f64], what: &'static str| {
            let histogram = meter.f64_histogram(name).with_unit("s").with_boundaries(bounds.to_vec());
            histogram.with_description(what).build()
        };
        let count = |name: &'static str, unit: &'static str, what: &'static str| {
            meter.u64_counter(name).with_unit(unit).with_description(what).build()
        };
        watch(&meter);
        process::watch(&meter);
        Self {
            http: time("http.server.request.duration", &HTTP_SECONDS, "Requests of the web, by route"),
            sql: time("db.client.operation.duration", &DB_SECONDS, "Statements, by what they are about"),
            pool_wait: time(
                "db.client.connection.wait_time",
                &SECONDS,
                "Waiting for a connection of the pool",
            ),
            pool_timeouts: count(
                "db.client.connection.timeouts",
                "{timeout}",
                "Nobody got a connection in time",
            ),
            connected: time(
                "db.client.connection.create_time",
                &SECONDS,
                "Connecting to the database, also in vain",
            ),
            connections_dropped: count(
                "hubbub.db.connections.dropped",
                "{connection}",
                "Connections to the database thrown away, by why",
            ),
            asked: time(
                "messaging.client.operation.duration",
                &SECONDS,
                "Asking over NATS, until the answer",
            ),
            sent: count("messaging.client.sent.messages", "{message}", "Sent over NATS"),
            heard: count("messaging.client.consumed.messages", "{message}", "Inbound on NATS"),
            processed: time("messaging.process.duration", &SECONDS, "Answering what was asked over NATS"),
            sockets: meter
                .i64_up_down_counter("hubbub.ws.connections")
                .with_unit("{connection}")
                .with_description("Sockets that are open")
                .build(),
            lives: time(
                "hubbub.ws.connection.duration",
                &LIVES,
                "How long sockets lived, by the code they were closed with",
            ),
            frames_in: count("hubbub.ws.frames.received", "{frame}", "Frames that browsers sent, by kind"),
            dropped: count(
                "hubbub.ws.dropped",
                "{event}",
                "Events that sockets did not get; they are told of the gap",
            ),
            unsent: count(
                "hubbub.bus.unsent",
                "{message}",
                "Messages that could not be handed to NATS, by why",
            ),
            silences: count(
                "hubbub.bus.silences",
                "{connection}",
                "Connections to NATS given up because nothing came back",
            ),
            opens_delayed: count(
                "hubbub.ws.opens.delayed",
                "{open}",
                "Rooms that sockets asked for and could not hear at once",
            ),
            accepted: time(
                "hubbub.message.accept.duration",
                &SECONDS,
                "From a command's frame to its answer",
            ),
            echoed: time(
                "hubbub.message.echo.duration",
                &SECONDS,
                "From a message's frame to its event at the same gateway",
            ),
            waited: time("hubbub.actor.mailbox.wait", &SECONDS, "Waiting for one's turn at an actor"),
            attempts: count("hubbub.auth.attempts", "{attempt}", "People who showed a password or a link"),
            overdue: count(
                "hubbub.requests.overdue",
                "{request}",
                "Requests given up after all waits together",
            ),
            hashed: time("hubbub.auth.hash.duration", &SECONDS, "One password through argon2"),
            followed: count("hubbub.follower.events", "{event}", "Events that followers have handled"),
            follower_lag: time(
                "hubbub.follower.lag",
                &SECONDS,
                "From an event to its being handled by a follower",
            ),
            follower_skips: count("hubbub.follower.skips", "{event}", "Events that followers gave up"),
            follower_rooms: meter
                .u64_gauge("hubbub.follower.rooms")
                .with_unit("{room}")
                .with_description("Rooms that wait for a follower on this node")
                .build(),
            held_back: count("hubbub.ratelimit.rejections", "{rejection}", "Those who were too fast"),
            deadlines: count("hubbub.deadlines", "{wait}", "Waits that were given up at their deadline"),
            meter,
        }
    }
}

/// What is looked at when somebody asks.
fn watch(meter: &Meter) {
    let gauge = |name: &'static str, unit: &'static str, what: &'static str, value: &'static AtomicU64| {
        let gauge = meter.u64_observable_gauge(name).with_unit(unit).with_description(what);
        gauge.with_callback(move |seen| seen.observe(value.load(Ordering::Relaxed), &[])).build()
    };
    gauge("hubbub.room.active", "{room}", "Rooms that are awake", &ROOMS);
    gauge("hubbub.auth.hash.queue", "{password}", "Passwords that wait to be hashed", &HASHES);
    let counter = |name: &'static str, unit: &'static str, what: &'static str, value: fn() -> u64| {
        let counter = meter.u64_observable_counter(name).with_unit(unit).with_description(what);
        counter.with_callback(move |seen| seen.observe(value(), &[])).build()
    };
    counter("hubbub.ws.frames.sent", "{frame}", "Frames written to browsers", || {
        FRAMES_OUT.load(Ordering::Relaxed)
    });
    counter("hubbub.log.lost", "{line}", "Lines of the log that nobody took", || {
        LINES_LOST.load(Ordering::Relaxed)
    });
    counter("hubbub.otel.spans.dropped", "{span}", "Spans that the collector did not take", traces::dropped);
}

fn with(record: impl FnOnce(&Meters)) {
    if let Some(meters) = METERS.get() {
        record(meters);
    }
}

/// The method of a request as it is counted: anything can stand there, so what is not known is one.
pub(super) fn known_method(method: &str) -> &'static str {
    const METHODS: [&str; 7] = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"];
    METHODS.into_iter().find(|known| *known == method).unwrap_or("_OTHER")
}

/// A request of the web has been answered.
pub fn http_answered(method: &str, route: Option<&str>, status: u16, took: Duration) {
    let method = known_method(method);
    with(|meters| {
        let mut labels = vec![
            KeyValue::new("http.request.method", method),
            KeyValue::new("http.response.status_code", i64::from(status)),
        ];
        labels.extend(route.map(|route| KeyValue::new("http.route", route.to_owned())));
        meters.http.record(took.as_secs_f64(), &labels);
    });
}

/// A statement has come back.
pub fn sql_done(summary: &'static str, took: Duration, error: Option<&str>) {
    with(|meters| {
        let (system, summary) =
            (KeyValue::new("db.system.name", "postgresql"), KeyValue::new("db.query.summary", summary));
        match error {
            None => meters.sql.record(took.as_secs_f64(), &[system, summary]),
            Some(error) => {
                let labels = [system, summary, KeyValue::new("error.type", error.to_owned())];
                meters.sql.record(took.as_secs_f64(), &labels);
            }
        }
    });
}

/// Somebody got a connection of the pool, or did not.
pub fn pool_waited(took: Duration, got: bool) {
    with(|meters| {
        if got {
            meters.pool_wait.record(took.as_secs_f64(), &[]);
        } else {
            meters.pool_timeouts.add(1, &[]);
        }
    });
}

/// A connection to the database was made, or was not.
pub(crate) fn connected(took: Duration, error: Option<&str>) {
    with(|meters| {
        let error = error.map(|error| KeyValue::new("error.type", error.to_owned()));
        meters.connected.record(took.as_secs_f64(), error.as_slice());
    });
}

/// A connection to the database was thrown away: it was silent, broken, or led to a server that only reads.
pub fn connection_dropped(why: &str) {
    with(|meters| meters.connections_dropped.add(1, &[KeyValue::new("error.type", why.to_owned())]));
}

/// A pool at some moment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pool {
    /// Connections at work.
    pub used: usize,
    /// Connections that wait for work.
    pub idle: usize,
    /// Those who wait for a connection.
    pub waiting: usize,
}

/// Has this process's pool looked at whenever somebody asks.
pub fn watch_pool(look: impl Fn() -> Pool + Clone + Send + Sync + 'static) {
    with(|meters| {
        let counting = look.clone();
        meters
            .meter
            .u64_observable_gauge("db.client.connection.count")
            .with_unit("{connection}")
            .with_description("Connections of the pool")
            .with_callback(move |seen| {
                let Pool { used, idle, .. } = counting();
                let state = |state| KeyValue::new("db.client.connection.state", state);
                seen.observe(used as u64, &[state("used")]);
                seen.observe(idle as u64, &[state("idle")]);
            })
            .build();
        meters
            .meter
            .u64_observable_gauge("db.client.connection.pending_requests")
            .with_unit("{request}")
            .with_description("Those who wait for a connection")
            .with_callback(move |seen| seen.observe(look().waiting as u64, &[]))
            .build();
    });
}

/// How a process is at some moment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Health {
    /// It is to be given work.
    pub ready: bool,
    /// It does what can be done, which is not all.
    pub degraded: bool,
    /// Parts of it that make no progress.
    pub stuck: usize,
}

/// Has this process's health looked at whenever somebody asks.
pub fn watch_health(look: impl Fn() -> Health + Clone + Send + Sync + 'static) {
    with(|meters| {
        let gauge = |name: &'static str, unit: &'static str, what: &'static str, value: fn(Health) -> u64| {
            let (look, gauge) = (look.clone(), meters.meter.u64_observable_gauge(name));
            let gauge = gauge.with_unit(unit).with_description(what);
            gauge.with_callback(move |seen| seen.observe(value(look()), &[])).build()
        };
        gauge("hubbub.health.ready", "1", "1 if it is to be given work", |health| health.ready.into());
        gauge("hubbub.health.degraded", "1", "1 if not all that it does can be done", |health| {
            health.degraded.into()
        });
        gauge("hubbub.health.stuck", "{part}", "Parts that make no progress", |health| health.stuck as u64);
    });
}

fn nats(operation: &'static str, template: &'static str) -> [KeyValue; 3] {
    [
        KeyValue::new("messaging.system", "nats"),
        KeyValue::new("messaging.operation.name", operation),
        KeyValue::new("messaging.destination.template", template),
    ]
}

/// Something asked over the bus has its answer, or none.
pub(crate) fn asked(template: &'static str, took: Duration, error: Option<&'static str>) {
    with(|meters| {
        let labels = nats("request", template);
        meters.sent.add(1, &labels);
        match error {
            None => meters.asked.record(took.as_secs_f64(), &labels),
            Some(error) => {
                let [system, operation, template] = labels;
                let labels = [system, operation, template, KeyValue::new("error.type", error)];
                meters.asked.record(took.as_secs_f64(), &labels);
            }
        }
    });
}

/// Something was published.
pub(crate) fn published(template: &'static str) {
    with(|meters| meters.sent.add(1, &nats("publish", template)));
}

/// Something was heard.
pub(crate) fn heard(template: &'static str) {
    with(|meters| meters.heard.add(1, &nats("receive", template)));
}

/// Something that was heard has been answered.
pub(crate) fn answered(template: &'static str, took: Duration) {
    with(|meters| meters.processed.record(took.as_secs_f64(), &nats("process", template)));
}

/// A socket was opened.
pub fn socket_opened(form: &'static str) {
    with(|meters| meters.sockets.add(1, &[KeyValue::new("hubbub.ws.form", form)]));
}

/// A socket is gone, with a word or without (0).
pub fn socket_closed(form: &'static str, code: u16, lived: Duration) {
    with(|meters| {
        meters.sockets.add(-1, &[KeyValue::new("hubbub.ws.form", form)]);
        let code = KeyValue::new("hubbub.ws.close_code", i64::from(code));
        meters.lives.record(lived.as_secs_f64(), &[code]);
    });
}

/// A browser sent a frame.
pub fn frame_received(kind: &'static str) {
    with(|meters| meters.frames_in.add(1, &[KeyValue::new("hubbub.ws.frame", kind)]));
}

/// So many frames were written to a browser. By far the most frequent of all, so it costs one addition.
pub fn frames_sent(count: usize) {
    FRAMES_OUT.fetch_add(count as u64, Ordering::Relaxed);
}

/// So many sockets did not get an event.
pub fn events_dropped(count: usize) {
    if count > 0 {
        with(|meters| meters.dropped.add(count as u64, &[]));
    }
}

/// A message could not be handed to NATS: it was `too_long`, or nothing was taken over (`too_slow`, `refused`).
pub fn unsent(why: &'static str) {
    with(|meters| meters.unsent.add(1, &[KeyValue::new("hubbub.result", why)]));
}

/// Nothing came back from NATS, and the connection is given up.
pub fn bus_silent() {
    with(|meters| meters.silences.add(1, &[]));
}

/// A socket cannot hear a room yet that it has asked for.
pub fn open_delayed() {
    with(|meters| meters.opens_delayed.add(1, &[]));
}

/// A command that came in a frame has its answer.
pub fn accepted(result: &'static str, took: Duration) {
    with(|meters| meters.accepted.record(took.as_secs_f64(), &[KeyValue::new("hubbub.result", result)]));
}

/// A message that came in a frame is on its way to everyone here.
pub fn echoed(took: Duration) {
    with(|meters| meters.echoed.record(took.as_secs_f64(), &[]));
}

/// Something had its turn at an actor of this kind.
pub fn waited(actor: &'static str, wait: Duration) {
    with(|meters| meters.waited.record(wait.as_secs_f64(), &[KeyValue::new("hubbub.actor", actor)]));
}

/// A follower has handled so many events of a room, the last of which was appended so long ago.
pub fn follower_handled(follower: &'static str, events: usize, lag: Duration) {
    with(|meters| {
        let label = [KeyValue::new("hubbub.follower", follower)];
        meters.followed.add(events as u64, &label);
        meters.follower_lag.record(lag.as_secs_f64(), &label);
    });
}

/// A follower has given up an event.
pub fn follower_skipped(follower: &'static str) {
    with(|meters| meters.follower_skips.add(1, &[KeyValue::new("hubbub.follower", follower)]));
}

/// So many rooms wait for a follower on this node.
pub fn follower_rooms(follower: &'static str, rooms: usize) {
    with(|meters| meters.follower_rooms.record(rooms as u64, &[KeyValue::new("hubbub.follower", follower)]));
}

/// A line of the log had no place.
pub(super) fn line_lost() {
    LINES_LOST.fetch_add(1, Ordering::Relaxed);
}

/// So many rooms are awake.
pub fn rooms_awake(count: usize) {
    ROOMS.store(count as u64, Ordering::Relaxed);
}

/// Somebody showed a password or a link.
pub fn auth_attempt(what: &'static str, result: &'static str) {
    with(|meters| {
        let labels = [KeyValue::new("hubbub.query", what), KeyValue::new("hubbub.result", result)];
        meters.attempts.add(1, &labels);
    });
}

/// A service gave a request up that took longer than anybody waits.
pub fn overdue(service: &'static str, request: &'static str) {
    with(|meters| {
        let labels = [KeyValue::new("hubbub.service", service), KeyValue::new("hubbub.query", request)];
        meters.overdue.add(1, &labels);
    });
}

/// So many passwords wait to be hashed.
pub fn hashes_waiting(count: usize) {
    HASHES.store(count as u64, Ordering::Relaxed);
}

/// A password went through argon2.
pub fn hashed(took: Duration) {
    with(|meters| meters.hashed.record(took.as_secs_f64(), &[]));
}

/// Somebody was too fast for a limit of this kind.
pub fn held_back(scope: &'static str) {
    with(|meters| meters.held_back.add(1, &[KeyValue::new("hubbub.ratelimit.scope", scope)]));
}

/// A wait of this kind, as the table of waits names it, has reached its deadline.
pub fn deadline_passed(wait: &'static str) {
    with(|meters| meters.deadlines.add(1, &[KeyValue::new("hubbub.wait", wait)]));
}
