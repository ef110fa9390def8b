//! Every instrument: its name, unit, bounds and what it says.

use opentelemetry::metrics::{Counter, Gauge, Histogram, Meter, UpDownCounter};

/// Bounds of everything that takes time, in seconds: from a commit to what nobody waits for.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0];
/// The conventions' bounds for requests of the web, and for the database.
const HTTP_SECONDS: [f64; 14] =
    [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];
const DB_SECONDS: [f64; 10] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0];
/// Bounds of the lives of sockets.
const LIVES: [f64; 9] = [1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3_600.0, 14_400.0, 86_400.0];

pub(super) struct Meters {
    pub(super) meter: Meter,
    pub(super) http: Histogram<f64>,
    pub(super) sql: Histogram<f64>,
    pub(super) pool_wait: Histogram<f64>,
    pub(super) pool_timeouts: Counter<u64>,
    pub(super) connected: Histogram<f64>,
    pub(super) connections_dropped: Counter<u64>,
    pub(super) asked: Histogram<f64>,
    pub(super) sent: Counter<u64>,
    pub(super) heard: Counter<u64>,
    pub(super) processed: Histogram<f64>,
    pub(super) sockets: UpDownCounter<i64>,
    pub(super) lives: Histogram<f64>,
    pub(super) frames_in: Counter<u64>,
    pub(super) dropped: Counter<u64>,
    pub(super) opens_delayed: Counter<u64>,
    pub(super) unsent: Counter<u64>,
    pub(super) silences: Counter<u64>,
    pub(super) accepted: Histogram<f64>,
    pub(super) echoed: Histogram<f64>,
    pub(super) waited: Histogram<f64>,
    pub(super) attempts: Counter<u64>,
    pub(super) overdue: Counter<u64>,
    pub(super) hashed: Histogram<f64>,
    pub(super) followed: Counter<u64>,
    pub(super) follower_lag: Histogram<f64>,
    pub(super) follower_skips: Counter<u64>,
    pub(super) follower_rooms: Gauge<u64>,
    pub(super) pushed: Counter<u64>,
    pub(super) mailed: Counter<u64>,
    pub(super) held_back: Counter<u64>,
    pub(super) deadlines: Counter<u64>,
}

impl Meters {
    pub(super) fn new(meter: Meter) -> Self {
        let time = |name: &'static str, bounds: &[f64], what: &'static str| {
            let histogram = meter.f64_histogram(name).with_unit("s").with_boundaries(bounds.to_vec());
            histogram.with_description(what).build()
        };
        let count = |name: &'static str, unit: &'static str, what: &'static str| {
            meter.u64_counter(name).with_unit(unit).with_description(what).build()
        };
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
            pushed: count(
                "hubbub.push.notifications",
                "{notification}",
                "Notifications given to push services",
            ),
            mailed: count("hubbub.mail.messages", "{message}", "Mails, by what became of them"),
            held_back: count("hubbub.ratelimit.rejections", "{rejection}", "Those who were too fast"),
            deadlines: count("hubbub.deadlines", "{wait}", "Waits that were given up at their deadline"),
            meter,
        }
    }
}
