//! What a process says of itself: logs, spans and numbers, set up once on its first line. Every name of a span, an
//! attribute or a number is in this folder and nowhere else.
//!
//! * [`spans`]: one wherever something comes in or goes out, sent by OTLP where an endpoint is set.
//! * [`metrics`]: counted always, read at `/metrics`, and sent by OTLP where an endpoint is set.
//! * `logs`: to stderr, for people on a terminal, one JSON object a line otherwise.
//!
//! Called at the edges alone (web, bus, actors' handles, SQL): rules know nothing of it.

mod filter;
mod lines;
mod logs;
pub mod metrics;
mod numbers;
mod process;
mod settings;
pub mod spans;
pub mod sql;
mod traces;
mod wait;

use std::time::Duration;

use opentelemetry_sdk::Resource;
use opentelemetry_sdk::metrics::SdkMeterProvider;
use opentelemetry_sdk::trace::SdkTracerProvider;
use proto::NodeId;
use proto::node::NodeKind;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

pub use lines::Lines;
pub use settings::Settings;
pub use spans::{Origin, trace_id};
pub(crate) use traces::{FIELDS, Fields, inject};
pub use wait::Wait;

/// How long a process that ends waits for the collector.
const FAREWELL: Duration = Duration::from_secs(3);
/// How long it waits for whoever reads its log.
const LAST_LINES: Duration = Duration::from_secs(1);

/// Sends what is left at the end of a process.
#[derive(Debug)]
pub struct Telemetry {
    tracers: Option<SdkTracerProvider>,
    meters: Option<SdkMeterProvider>,
    lines: Option<Lines>,
}

/// Sets up logs, spans and numbers of this process. Called once, inside the runtime.
pub fn init(kind: NodeKind, node: NodeId, settings: &Settings) -> Telemetry {
    let resource = resource(kind, node);
    let (tracers, no_traces) = resolved(settings.traces.then(|| traces::provider(&resource)));
    let (meters, no_metrics) = resolved(Some(metrics::provider(&resource, settings.metrics)));
    let (registry, service) = (tracing_subscriber::registry(), service(&resource));
    // Not an `Option` of a layer: where it is none, it would have every span made all the same. A second set-up in one
    // process (tests) keeps the first.
    let (out, no_lines) =
        resolved(Some(logs::lines().map_err(|error| format!("nothing is logged: {error}"))));
    if let Some(out) = out.clone() {
        let _ = match &tracers {
            Some(tracers) => {
                let registry = registry.with(traces::layer(tracers));
                registry.with(logs::layer(&service, node, out, &settings.log)).try_init()
            }
            None => registry.with(logs::layer(&service, node, out, &settings.log)).try_init(),
        };
        // The usual way writes to stderr itself, and would wait for whoever reads it.
        std::panic::set_hook(Box::new(|panic| tracing::error!(%panic, "a part of the process failed")));
    }
    for complaint in no_traces.into_iter().chain(no_metrics).chain(no_lines) {
        tracing::warn!("{complaint}");
    }
    Telemetry { tracers, meters, lines: out }
}

impl Telemetry {
    /// Sends what is left, if the collector takes it within moments.
    pub async fn flush(self) {
        crate::postgres::error_log::tell_the_rest();
        // Shutting down blocks its thread until the runtime has exported.
        let farewell = tokio::task::spawn_blocking(move || {
            let _ = self.tracers.map(|tracers| tracers.shutdown());
            let _ = self.meters.map(|meters| meters.shutdown());
            if let Some(lines) = self.lines {
                lines.flush(LAST_LINES);
            }
        });
        let _ = tokio::time::timeout(FAREWELL, farewell).await;
    }
}

/// Who speaks: `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` win over what we call ourselves.
fn resource(kind: NodeKind, node: NodeId) -> Resource {
    let ours = [
        ("service.name", format!("hubbub-{}", kind.as_str())),
        ("service.version", crate::VERSION.to_owned()),
        ("service.instance.id", node.to_string()),
    ];
    let given = Resource::builder().build();
    let is_given = |name: &'static str| match given.get(&opentelemetry::Key::from_static_str(name)) {
        Some(value) => !value.as_str().starts_with("unknown_service"),
        None => false,
    };
    let ours = ours.into_iter().filter(|(name, _)| !is_given(name));
    let ours: Vec<_> = ours.map(|(name, value)| opentelemetry::KeyValue::new(name, value)).collect();
    Resource::builder().with_attributes(ours).build()
}

fn service(resource: &Resource) -> String {
    let name = resource.get(&opentelemetry::Key::from_static_str("service.name"));
    name.map(|name| name.as_str().into_owned()).unwrap_or_default()
}

/// A process without telemetry still serves; it says so once it can.
fn resolved<T>(made: Option<Result<T, String>>) -> (Option<T>, Option<String>) {
    match made {
        Some(Ok(made)) => (Some(made), None),
        Some(Err(why)) => (None, Some(why)),
        None => (None, None),
    }
}
