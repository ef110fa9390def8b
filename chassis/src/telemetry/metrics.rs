//! Every number there is, by the names of the OpenTelemetry conventions and of our own under `hubbub.`.
//!
//! Read as Prometheus text at `/metrics`; sent by OTLP as well where an endpoint is set. **No label grows with use**: no room,
//! person, socket, session, subject or address is ever one. Before [`super::init`], as in most tests, nothing is counted.

mod bus;
mod database;
mod health;
mod instruments;
mod observed;
mod web;
mod work;

use std::sync::OnceLock;

use opentelemetry::metrics::MeterProvider;
use opentelemetry_otlp::WithExportConfig;
use opentelemetry_sdk::metrics::SdkMeterProvider;
use opentelemetry_sdk::metrics::periodic_reader_with_async_runtime::PeriodicReader;
use opentelemetry_sdk::{Resource, runtime};

pub(crate) use bus::{answered, asked, heard, published};
pub use bus::{bus_silent, unsent};
pub(crate) use database::connected;
pub use database::{Pool, connection_dropped, pool_waited, sql_done, watch_pool};
pub use health::{Health, watch_health};
use instruments::Meters;
pub(super) use observed::line_lost;
pub use observed::{frames_sent, hashes_waiting, rooms_awake};
pub(super) use web::known_method;
pub use web::{
    accepted, echoed, events_dropped, frame_received, http_answered, open_delayed, socket_closed,
    socket_opened,
};
pub use work::{
    auth_attempt, deadline_passed, follower_handled, follower_rooms, follower_skipped, hashed, held_back,
    mailed, overdue, pushed, waited,
};

use super::process;

static METERS: OnceLock<Meters> = OnceLock::new();
static REGISTRY: OnceLock<prometheus::Registry> = OnceLock::new();

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
    let meter = provider.meter("hubbub");
    observed::watch(&meter);
    process::watch(&meter);
    let _ = METERS.set(Meters::new(meter));
    let _ = REGISTRY.set(registry);
    Ok(provider)
}

/// Everything counted so far, as Prometheus reads it.
pub(crate) fn text() -> String {
    let families = REGISTRY.get().map(prometheus::Registry::gather).unwrap_or_default();
    prometheus::TextEncoder::new().encode_to_string(&families).unwrap_or_default()
}

fn with(record: impl FnOnce(&Meters)) {
    if let Some(meters) = METERS.get() {
        record(meters);
    }
}
