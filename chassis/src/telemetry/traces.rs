//! Sending spans, and their context in and out of message headers.
//!
//! Nothing here is ever waited for: spans that the collector does not take in time are dropped, and counted.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::WithExportConfig;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::span_processor_with_async_runtime::BatchSpanProcessor;
use opentelemetry_sdk::trace::{
    BatchConfigBuilder, SdkTracerProvider, Span, SpanData, SpanExporter, SpanProcessor,
};
use opentelemetry_sdk::{Resource, runtime};
use tracing::{Level, Subscriber};
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::registry::LookupSpan;

use super::spans;

/// Spans that wait for the collector, unless `OTEL_BSP_MAX_QUEUE_SIZE` says otherwise.
const WAITING: usize = 8_192;
/// Places in the library's own queue for what is no span: it must never be the one to drop.
const SPARE: usize = 64;

static DROPPED: AtomicU64 = AtomicU64::new(0);

/// Spans nobody took.
pub(super) fn dropped() -> u64 {
    DROPPED.load(Ordering::Relaxed)
}

/// What sends them. An error is a sentence for the log.
pub(super) fn provider(resource: &Resource) -> Result<SdkTracerProvider, String> {
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_http()
        .with_protocol(opentelemetry_otlp::Protocol::HttpBinary)
        .build()
        .map_err(|error| format!("traces are off: {error}"))?;
    let most = std::env::var("OTEL_BSP_MAX_QUEUE_SIZE").ok().and_then(|most| most.parse().ok());
    let processor = Bounded::new(exporter, most.unwrap_or(WAITING));
    Ok(SdkTracerProvider::builder().with_resource(resource.clone()).with_span_processor(processor).build())
}

/// What makes spans of ours into spans to be sent: only spans, for a line of the log is none.
pub(super) fn layer<S>(provider: &SdkTracerProvider) -> impl Layer<S> + use<S>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    tracing_opentelemetry::layer()
        .with_tracer(provider.tracer("hubbub"))
        .with_location(false)
        .with_threads(false)
        .with_target(false)
        .with_tracked_inactivity(false)
        .with_filter(filter_fn(|meta| {
            meta.is_span() && *meta.level() <= Level::INFO && meta.target().starts_with(spans::TARGET)
        }))
}

/// The library's batches behind a bound of our own, so that every span that is dropped is counted.
#[derive(Debug)]
struct Bounded {
    batches: BatchSpanProcessor<runtime::Tokio>,
    waiting: Arc<AtomicUsize>,
    most: usize,
}

impl Bounded {
    fn new(exporter: impl SpanExporter + 'static, most: usize) -> Self {
        let waiting = Arc::new(AtomicUsize::new(0));
        let config = BatchConfigBuilder::default().with_max_queue_size(most + SPARE).build();
        // The plain batch processor exports from a thread without a reactor, where the hyper client panics.
        let counted = Counted { exporter, waiting: waiting.clone() };
        let batches = BatchSpanProcessor::builder(counted, runtime::Tokio).with_batch_config(config).build();
        Self { batches, waiting, most }
    }
}

impl SpanProcessor for Bounded {
    fn on_start(&self, _: &mut Span, _: &opentelemetry::Context) {}

    fn on_end(&self, span: SpanData) {
        if !span.span_context.is_sampled() {
            return;
        }
        if self.waiting.fetch_add(1, Ordering::Relaxed) < self.most {
            self.batches.on_end(span);
        } else {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            DROPPED.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.batches.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.batches.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.batches.set_resource(resource);
    }
}

/// Counts what is taken from the queue, and what came to nothing; also when the library gives up on it.
#[derive(Debug)]
struct Counted<E> {
    exporter: E,
    waiting: Arc<AtomicUsize>,
}

impl<E: SpanExporter> SpanExporter for Counted<E> {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        self.waiting.fetch_sub(batch.len(), Ordering::Relaxed);
        let mut unsent = Unsent(batch.len());
        let outcome = self.exporter.export(batch).await;
        if outcome.is_ok() {
            unsent.0 = 0;
        }
        outcome
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}

struct Unsent(usize);

impl Drop for Unsent {
    fn drop(&mut self) {
        DROPPED.fetch_add(self.0 as u64, Ordering::Relaxed);
    }
}

/// Header fields: `traceparent`, and `tracestate` if somebody before us set one.
pub(crate) type Fields = HashMap<String, String>;

/// The names of those fields.
pub(crate) const FIELDS: [&str; 2] = ["traceparent", "tracestate"];

/// A span's context as header fields, if it is recorded.
pub(crate) fn inject(span: &tracing::Span) -> Fields {
    let mut fields = Fields::new();
    if spans::recorded(span).is_some() {
        TraceContextPropagator::new().inject_context(&span.context(), &mut fields);
    }
    fields
}

/// The context in these header fields.
pub(super) fn extract(fields: &Fields) -> opentelemetry::Context {
    TraceContextPropagator::new().extract(fields)
}
