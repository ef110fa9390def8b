//! Logs and traces, set up once on the first line of a process, and trace context in and out of message headers.
//!
//! Logs go to stderr: for people on a terminal, one JSON object a line otherwise. Spans go out by OTLP where
//! `OTEL_EXPORTER_OTLP_ENDPOINT` (or its `_TRACES_` form) is set; without it they cost next to nothing.

use std::collections::HashMap;
use std::io::IsTerminal;

use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::{TraceContextExt, TracerProvider};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::runtime;
use opentelemetry_sdk::trace::SdkTracerProvider;
use opentelemetry_sdk::trace::span_processor_with_async_runtime::BatchSpanProcessor;
use proto::NodeId;
use proto::node::NodeKind;
use tracing::Level;
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::filter::{FilterExt, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

/// Sends what is left when dropped at the end of a process.
#[derive(Debug)]
pub struct Telemetry {
    provider: Option<SdkTracerProvider>,
}

/// Sets up logs and traces of this process. Called once, inside the runtime.
pub fn init(kind: NodeKind, node: NodeId) -> Telemetry {
    let filter = ["HUBBUB_LOG", "RUST_LOG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    let filter = EnvFilter::try_new(filter.as_deref().unwrap_or("info,async_nats=warn"))
        .unwrap_or_else(|_| EnvFilter::new("info"));
    // At trace level the NATS client writes whole payloads, passwords included: nobody may ask for that.
    let filter =
        filter_fn(|meta| !(meta.target().starts_with("async_nats") && *meta.level() == Level::TRACE))
            .and(filter);
    let logs = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let logs = if std::io::stderr().is_terminal() {
        logs.with_target(false).boxed()
    } else {
        logs.json().flatten_event(true).with_current_span(false).with_span_list(false).boxed()
    };
    let provider = exporter_wanted().then(|| provider(kind, node)).flatten();
    let traces = provider
        .as_ref()
        .map(|provider| tracing_opentelemetry::layer().with_tracer(provider.tracer("hubbub")));
    // A second set-up in one process (tests) keeps the first.
    let _ = tracing_subscriber::registry().with(logs.and_then(traces).with_filter(filter)).try_init();
    Telemetry { provider }
}

impl Telemetry {
    /// Sends what is left. Waits for the collector at most as long as `OTEL_EXPORTER_OTLP_TIMEOUT` says.
    pub async fn flush(self) {
        if let Some(provider) = self.provider {
            // The processor's shutdown blocks its thread until the runtime has exported.
            let _ = tokio::task::spawn_blocking(move || provider.shutdown()).await;
        }
    }
}

fn exporter_wanted() -> bool {
    let set = |name: &str| std::env::var(name).is_ok_and(|value| !value.is_empty());
    let off = std::env::var("OTEL_SDK_DISABLED").is_ok_and(|value| value.eq_ignore_ascii_case("true"))
        || std::env::var("OTEL_TRACES_EXPORTER").is_ok_and(|value| value == "none");
    !off && (set("OTEL_EXPORTER_OTLP_ENDPOINT") || set("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"))
}

fn provider(kind: NodeKind, node: NodeId) -> Option<SdkTracerProvider> {
    let exporter = match opentelemetry_otlp::SpanExporter::builder().with_http().build() {
        Ok(exporter) => exporter,
        Err(error) => {
            // Nothing is set up yet that could log it, and a process without traces still serves.
            let _ = std::io::Write::write_fmt(
                &mut std::io::stderr(),
                format_args!("traces are off: the exporter could not be made: {error}\n"),
            );
            return None;
        }
    };
    let resource = Resource::builder()
        .with_service_name(format!("hubbub-{}", kind.as_str()))
        .with_attribute(opentelemetry::KeyValue::new("service.version", crate::VERSION))
        .with_attribute(opentelemetry::KeyValue::new("service.instance.id", node.to_string()))
        .build();
    // The plain batch processor exports from a thread without a reactor, where the hyper client panics.
    let processor = BatchSpanProcessor::builder(exporter, runtime::Tokio).build();
    Some(SdkTracerProvider::builder().with_resource(resource).with_span_processor(processor).build())
}

/// The current span's context as header fields, if it is sampled.
pub fn inject() -> HashMap<String, String> {
    let context = tracing::Span::current().context();
    let mut fields = HashMap::new();
    if context.span().span_context().is_sampled() {
        TraceContextPropagator::new().inject_context(&context, &mut fields);
    }
    fields
}

/// Makes `span` a child of the context in these header fields, if there is one.
pub fn continue_from(span: &tracing::Span, fields: &HashMap<String, String>) {
    if !fields.is_empty() {
        // Without the layer there is nothing to continue: traces are off.
        let _ = span.set_parent(TraceContextPropagator::new().extract(fields));
    }
}
