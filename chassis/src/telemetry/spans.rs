//! Every span there is, by the names of the OpenTelemetry conventions for http, db and messaging, and of our own under
//! `hubbub.`. They are opened where something comes in or goes out; within nothing that is recorded none is, so that heartbeats,
//! heads, typing, presence and markers leave no trace.
//!
//! What belongs to which, and why an append is linked and not a parent of many, is in docs/decisions/0011-one-trace-a-message.md.

use std::time::Duration;

use opentelemetry::trace::{SpanContext, Status, TraceContextExt};
use proto::{Refusal, RoomId, subject};
use tracing::field::Empty;
use tracing::{Span, info_span};
use tracing_opentelemetry::OpenTelemetrySpanExt;

use super::traces::{Fields, extract};

/// What the one call is called that writes rooms.
pub(super) const APPEND: &str = "select chat.append";

/// Where all of them are made.
pub(super) const TARGET: &str = module_path!();

/// A point in a trace, to be linked to.
#[derive(Clone, Debug, Default)]
pub struct Origin(Option<SpanContext>);

impl Origin {
    /// The current span.
    pub fn here() -> Self {
        Self(recorded(&Span::current()))
    }
}

/// The trace that is being recorded, if one is.
pub fn trace_id() -> Option<String> {
    recorded(&Span::current()).map(|context| context.trace_id().to_string())
}

/// A span's context, if it is recorded.
pub(crate) fn recorded(span: &Span) -> Option<SpanContext> {
    if span.is_disabled() {
        return None;
    }
    let context = span.context().span().span_context().clone();
    context.is_sampled().then_some(context)
}

/// A number that arrives as one: only signed ones do, others are sent as text.
fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn is_inside_a_span() -> bool {
    !Span::current().is_disabled()
}

/// A request of the web, a trace of its own. Routes name it: addresses may hold invites and links to reset a password.
pub fn http(method: &str, route: Option<&str>) -> Span {
    let method = super::metrics::known_method(method);
    info_span!(
        parent: None, "http", otel.name = format!("{method} {}", route.unwrap_or_default()).trim_end(), otel.kind = "server",
        http.request.method = method, http.route = route, request.id = Empty, request.client_id = Empty,
        http.response.status_code = Empty, "error.type" = Empty, otel.status_code = Empty,
    )
}

/// That request has been answered.
pub fn http_answered(span: &Span, status: u16) {
    span.record("http.response.status_code", i64::from(status));
    if status >= 500 {
        span.record("error.type", status.to_string());
        span.record("otel.status_code", "ERROR");
    }
}

/// A frame of a socket that wants an answer: a trace of its own, linked to the request by which the socket was opened.
/// A span as long as the connection would say nothing.
pub fn frame(kind: &'static str, room: Option<RoomId>, origin: &Origin) -> Span {
    let span = info_span!(
        parent: None, "ws", otel.name = format!("ws {kind}"), otel.kind = "server",
        hubbub.ws.frame = kind, hubbub.room.id = room.map(display),
    );
    if let Some(origin) = &origin.0 {
        span.add_link(origin.clone());
    }
    span
}

/// What came of a frame or a command; none means well.
pub fn outcome(span: &Span, refusal: Option<&Refusal>) {
    if span.is_disabled() {
        return;
    }
    span.set_attribute("hubbub.result", refusal.map_or("ok", |refusal| refusal.code.as_str()));
    if let Some(refusal) = refusal.filter(|refusal| refusal.code.is_try_again()) {
        span.set_attribute("error.type", refusal.code.as_str());
        span.set_status(Status::error(""));
    }
}

/// Something asked over the bus, until it is answered.
pub(crate) fn ask(to: &str) -> Span {
    if !is_inside_a_span() {
        return Span::none();
    }
    let template = subject::template(to);
    info_span!(
        "request", otel.name = format!("request {template}"), otel.kind = "client",
        messaging.system = "nats", messaging.operation.name = "request", messaging.operation.type = "send",
        messaging.destination.name = to, messaging.destination.template = template,
        "error.type" = Empty, otel.status_code = Empty,
    )
}

/// It came to nothing.
pub(crate) fn failed(span: &Span, error: &'static str) {
    span.record("error.type", error);
    span.record("otel.status_code", "ERROR");
}

/// Something told to everyone who listens. Only events of rooms: hints, heads and heartbeats are not worth a span.
pub(crate) fn publish(to: &str) -> Span {
    let template = subject::template(to);
    if template != subject::ROOM_EVT || !is_inside_a_span() {
        return Span::none();
    }
    info_span!(
        "publish", otel.name = format!("publish {template}"), otel.kind = "producer",
        messaging.system = "nats", messaging.operation.name = "publish", messaging.operation.type = "send",
        messaging.destination.name = to, messaging.destination.template = template,
    )
}

/// Something heard on the bus, a child of the span in which it was sent; none if that one was not recorded.
pub(crate) fn process(from: &str, is_question: bool, fields: &Fields) -> Span {
    if fields.is_empty() {
        return Span::none();
    }
    let (template, kind) = (subject::template(from), if is_question { "server" } else { "consumer" });
    let span = info_span!(
        parent: None, "process", otel.name = format!("process {template}"), otel.kind = kind,
        messaging.system = "nats", messaging.operation.name = "process", messaging.operation.type = "process",
        messaging.destination.name = from, messaging.destination.template = template,
    );
    // Refused only where spans are not sent from here.
    let _ = span.set_parent(extract(fields));
    span
}

/// What was asked, in one word.
pub fn query(span: &Span, name: &'static str) {
    span.set_attribute("hubbub.query", name);
}

/// How long something waited in an actor's mailbox and line before its turn.
pub fn waited(span: &Span, wait: Duration) {
    if !span.is_disabled() {
        span.set_attribute("hubbub.actor.mailbox.wait_ms", wait.as_secs_f64() * 1_000.0);
    }
}

/// One message's part of a round that is written: from when it is decided until its room knows what came of it.
pub fn append(message: &Span, room: RoomId, commands: usize) -> Span {
    if message.is_disabled() {
        return Span::none();
    }
    info_span!(parent: message, "room.append", otel.kind = "internal", hubbub.room.id = %room,
        hubbub.round.commands = number(commands))
}

/// The one call that writes for all of these. It belongs to the first of them that is recorded, and is linked with each
/// of the others both ways: whichever message one looks at leads to the call, and the call to all that it wrote.
pub fn append_call<'a>(appends: impl Iterator<Item = &'a Span> + Clone, rooms: usize, events: usize) -> Span {
    let mut recorded = appends.filter_map(|append| Some((append, recorded(append)?)));
    let Some((first, its_context)) = recorded.next() else { return Span::none() };
    let call = info_span!(
        parent: first, "sql", otel.name = APPEND, otel.kind = "client",
        db.system.name = "postgresql", db.query.summary = APPEND, db.operation.batch.size = (events > 1).then_some(number(events)),
        hubbub.journal.rooms = number(rooms), "error.type" = Empty, otel.status_code = Empty,
    );
    call.add_link(its_context);
    let context = call.context().span().span_context().clone();
    for (append, its_context) in recorded {
        call.add_link(its_context);
        append.add_link(context.clone());
    }
    call
}

/// A statement at the database.
pub fn sql(summary: &str) -> Span {
    if !is_inside_a_span() {
        return Span::none();
    }
    info_span!(
        "sql",
        otel.name = summary,
        otel.kind = "client",
        db.system.name = "postgresql",
        db.query.summary = summary,
        "error.type" = Empty,
        otel.status_code = Empty,
    )
}

/// It failed: an SQLSTATE, or a word for why there is none.
pub fn sql_failed(span: &Span, error: &str) {
    span.record("error.type", error);
    span.record("otel.status_code", "ERROR");
}

/// A password on its way through the hasher.
pub fn hash() -> Span {
    if !is_inside_a_span() {
        return Span::none();
    }
    info_span!("hash password", otel.kind = "internal")
}

/// The current event has reached so many sockets here, and so many others had no room for it.
pub fn fanned_out(sockets: usize, dropped: usize) {
    let span = Span::current();
    span.set_attribute("hubbub.fanout.sockets", number(sockets));
    span.set_attribute("hubbub.fanout.dropped", number(dropped));
}
