//! Lines on stderr: in words on a terminal; otherwise one JSON object each, with the trace and the request it belongs to.
//!
//! What a line may not hold is decided where it is written: no texts, tokens or addresses, at any level.

use std::fmt;
use std::io::IsTerminal;

use opentelemetry::trace::TraceContextExt;
use proto::NodeId;
use serde::ser::{SerializeMap, Serializer};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::field::RecordFields;
use tracing_subscriber::filter::{FilterExt, filter_fn};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, FormattedFields};
use tracing_subscriber::registry::LookupSpan;

use super::filter::{LogFilter, OURS};
use super::lines::Lines;

/// Where lines go: to stderr, but nobody waits for whoever reads it.
///
/// # Errors
/// The system gives no thread.
pub(super) fn lines() -> std::io::Result<Lines> {
    Lines::new(std::io::stderr(), |_, lost| tracing::warn!(lines = lost, "lines were lost: nobody took them"))
}

/// What a line is found by, from the page on which somebody read it.
const REQUEST: &str = "request.id";

/// The layer that writes them.
pub(super) fn layer<S>(
    service: &str,
    node: NodeId,
    lines: Lines,
    level: &LogFilter,
) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let on_terminal = std::io::stderr().is_terminal();
    // Lines look at one kind of span, those that name a request; all others cost nothing unless they are sent.
    let events = filter_fn(|meta| meta.is_event() && is_printable(meta)).and(level.filter());
    let requests =
        filter_fn(move |meta| meta.is_span() && !on_terminal && meta.fields().field(REQUEST).is_some());
    let lines = tracing_subscriber::fmt::layer().with_writer(lines).with_ansi(on_terminal);
    if on_terminal {
        lines.with_target(false).with_filter(events.or(requests)).boxed()
    } else {
        let json = Json { service: service.to_owned(), node: node.to_string() };
        lines.event_format(json).fmt_fields(RequestOnly).with_filter(events.or(requests)).boxed()
    }
}

/// At their most talkative, libraries write whole payloads (the NATS client, passwords included) and addresses (with invites and
/// links to reset a password in them): nobody may ask for that.
fn is_printable(meta: &Metadata<'_>) -> bool {
    let of = meta.target().split("::").next().unwrap_or_default();
    *meta.level() < Level::TRACE || OURS.contains(&of)
}

/// Keeps of a span's fields the request's number alone.
struct RequestOnly;

impl<'w> FormatFields<'w> for RequestOnly {
    fn format_fields<R: RecordFields>(&self, mut writer: Writer<'w>, fields: R) -> fmt::Result {
        struct Found<'a, 'w>(&'a mut Writer<'w>, fmt::Result);
        impl Visit for Found<'_, '_> {
            fn record_str(&mut self, field: &Field, value: &str) {
                if field.name() == REQUEST {
                    self.1 = self.0.write_str(value);
                }
            }
            fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
        }
        let mut found = Found(&mut writer, Ok(()));
        fields.record(&mut found);
        found.1
    }
}

/// One object a line.
struct Json {
    service: String,
    node: String,
}

impl<S, N> FormatEvent<S, N> for Json
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        ctx: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let request = ctx.event_scope().and_then(|mut scope| {
            scope.find_map(|span| {
                let extensions = span.extensions();
                let request = extensions.get::<FormattedFields<N>>().map(|fields| fields.fields.clone());
                request.filter(|request| !request.is_empty())
            })
        });
        let mut line = Vec::with_capacity(256);
        self.write(&mut line, event, request.as_deref()).map_err(|_| fmt::Error)?;
        writeln!(writer, "{}", String::from_utf8_lossy(&line))
    }
}

impl Json {
    fn write(&self, line: &mut Vec<u8>, event: &Event<'_>, request: Option<&str>) -> serde_json::Result<()> {
        let meta = event.metadata();
        let mut json = serde_json::Serializer::new(line);
        let mut object = json.serialize_map(None)?;
        object
            .serialize_entry("timestamp", &OffsetDateTime::now_utc().format(&Rfc3339).unwrap_or_default())?;
        object.serialize_entry("level", meta.level().as_str())?;
        object.serialize_entry("target", meta.target())?;
        let mut fields = Entries { object: &mut object, outcome: Ok(()), named_request: false };
        event.record(&mut fields);
        let named_request = fields.named_request;
        fields.outcome?;
        object.serialize_entry("service.name", &self.service)?;
        object.serialize_entry("service.instance.id", &self.node)?;
        opentelemetry::Context::map_current(|context| {
            let span = context.span();
            let here = span.span_context();
            if here.is_valid() {
                object.serialize_entry("trace_id", &here.trace_id().to_string())?;
                object.serialize_entry("span_id", &here.span_id().to_string())?;
            }
            Ok::<_, serde_json::Error>(())
        })?;
        if let (Some(request), false) = (request, named_request) {
            object.serialize_entry(REQUEST, request)?;
        }
        object.end()
    }
}

/// An event's own fields.
struct Entries<'a, M: SerializeMap> {
    object: &'a mut M,
    outcome: Result<(), M::Error>,
    named_request: bool,
}

impl<M: SerializeMap> Entries<'_, M> {
    fn entry<T: serde::Serialize + ?Sized>(&mut self, field: &Field, value: &T) {
        self.named_request |= field.name() == REQUEST;
        if self.outcome.is_ok() {
            self.outcome = self.object.serialize_entry(field.name(), value);
        }
    }
}

impl<M: SerializeMap> Visit for Entries<'_, M> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.entry(field, &format!("{value:?}"));
    }
    fn record_str(&mut self, field: &Field, value: &str) {
        self.entry(field, value);
    }
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.entry(field, &value);
    }
    fn record_u64(&mut self, field: &Field, value: u64) {
        self.entry(field, &value);
    }
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.entry(field, &value);
    }
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.entry(field, &value);
    }
}
