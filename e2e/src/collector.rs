//! Somebody who takes spans and numbers by OTLP, as a collector does; or takes none, as a broken one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue, any_value};
use opentelemetry_proto::tonic::trace::v1 as otlp;
use prost::Message;
use tokio::sync::Notify;

use crate::DEADLINE;

/// A span as it came.
#[derive(Clone, Debug)]
pub struct Span {
    /// `hubbub-gateway`, …
    pub service: String,
    /// Which process: `service.instance.id`.
    pub process: String,
    /// Its trace.
    pub trace: String,
    /// Itself.
    pub id: String,
    /// Whose child it is; empty for a root.
    pub parent: String,
    /// What it is called.
    pub name: String,
    /// `Server`, `Client`, `Producer`, `Consumer` or `Internal`.
    pub kind: String,
    /// What it is linked to: traces and spans.
    pub links: Vec<(String, String)>,
    /// What is said of it, as text.
    pub attributes: BTreeMap<String, String>,
    /// What is said of it as a whole number.
    pub numbers: BTreeMap<String, i64>,
    /// How many events it has: lines of the log are none.
    pub events: usize,
}

impl Span {
    /// What is said of it under that name.
    pub fn says(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// What is said of it under that name, if it is a whole number and was sent as one.
    pub fn counts(&self, name: &str) -> Option<i64> {
        self.numbers.get(name).copied()
    }
}

/// The receiver. Gone when dropped.
pub struct Collector {
    endpoint: String,
    taken: Arc<Taken>,
    serving: tokio::task::JoinHandle<()>,
}

#[derive(Default)]
struct Taken {
    spans: Mutex<Vec<Span>>,
    /// Services, and the names of numbers of theirs.
    numbers: Mutex<BTreeSet<(String, String)>>,
    more: Notify,
}

impl Collector {
    /// One that takes everything.
    ///
    /// # Panics
    /// When there is no port.
    pub async fn start() -> Self {
        let taken = Arc::new(Taken::default());
        let routes = Router::new()
            .route("/v1/traces", post(take))
            .route("/v1/metrics", post(take_numbers))
            .with_state(taken.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        let serving = tokio::spawn(async move { axum::serve(listener, routes).await.expect("served") });
        Self { endpoint, taken, serving }
    }

    /// One that takes connections and never answers.
    ///
    /// # Panics
    /// When there is no port.
    pub async fn start_stuck() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        let serving = tokio::spawn(async move {
            let mut held = Vec::new();
            while let Ok((stream, _)) = listener.accept().await {
                held.push(stream);
            }
        });
        Self { endpoint, taken: Arc::default(), serving }
    }

    /// What processes are told, so that their spans come here, and soon.
    pub fn settings(&self) -> Vec<(&str, &str)> {
        vec![
            ("OTEL_EXPORTER_OTLP_ENDPOINT", &self.endpoint),
            ("OTEL_METRICS_EXPORTER", "none"),
            ("OTEL_BSP_SCHEDULE_DELAY", "50"),
        ]
    }

    /// Where it takes numbers.
    pub fn numbers_at(&self) -> String {
        format!("{}/v1/metrics", self.endpoint)
    }

    /// All spans so far.
    pub fn spans(&self) -> Vec<Span> {
        self.taken.spans.lock().expect("unpoisoned").clone()
    }

    /// Waits until these spans say it.
    ///
    /// # Panics
    /// When they never do.
    pub async fn until<T>(&self, what: &str, look: impl Fn(&[Span]) -> Option<T>) -> T {
        let found = self.wait(|| look(&self.spans())).await;
        found.unwrap_or_else(|| panic!("no spans that say {what}: {:#?}", self.spans()))
    }

    /// Waits until there are these numbers: services, and names of numbers of theirs.
    ///
    /// # Panics
    /// When there never are.
    pub async fn until_numbers(&self, what: &str, look: impl Fn(&BTreeSet<(String, String)>) -> bool) {
        let numbers = || self.taken.numbers.lock().expect("unpoisoned").clone();
        let found = self.wait(|| look(&numbers()).then_some(())).await;
        found.unwrap_or_else(|| panic!("no numbers {what}: {:#?}", numbers()));
    }

    async fn wait<T>(&self, look: impl Fn() -> Option<T>) -> Option<T> {
        let waiting = async {
            loop {
                let more = self.taken.more.notified();
                if let Some(found) = look() {
                    return found;
                }
                more.await;
            }
        };
        tokio::time::timeout(DEADLINE, waiting).await.ok()
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn take(State(taken): State<Arc<Taken>>, body: Bytes) {
    let request = ExportTraceServiceRequest::decode(body).expect("OTLP");
    let mut spans = taken.spans.lock().expect("unpoisoned");
    for of_process in request.resource_spans {
        let resource = of_process.resource.map(|resource| read(resource.attributes)).unwrap_or_default();
        let said = |name: &str| resource.get(name).cloned().unwrap_or_default();
        for of_scope in of_process.scope_spans {
            for span in of_scope.spans {
                spans.push(Span {
                    service: said("service.name"),
                    process: said("service.instance.id"),
                    ..span_of(span)
                });
            }
        }
    }
    drop(spans);
    taken.more.notify_waiters();
}

async fn take_numbers(State(taken): State<Arc<Taken>>, body: Bytes) {
    let request = ExportMetricsServiceRequest::decode(body).expect("OTLP");
    let mut numbers = taken.numbers.lock().expect("unpoisoned");
    for of_process in request.resource_metrics {
        let resource = of_process.resource.map(|resource| read(resource.attributes)).unwrap_or_default();
        let service = resource.get("service.name").cloned().unwrap_or_default();
        let metrics = of_process.scope_metrics.into_iter().flat_map(|of_scope| of_scope.metrics);
        numbers.extend(metrics.map(|metric| (service.clone(), metric.name)));
    }
    drop(numbers);
    taken.more.notify_waiters();
}

fn span_of(span: otlp::Span) -> Span {
    Span {
        service: String::new(),
        process: String::new(),
        trace: hex(&span.trace_id),
        id: hex(&span.span_id),
        parent: hex(&span.parent_span_id),
        kind: format!("{:?}", span.kind()),
        name: span.name,
        links: span.links.iter().map(|link| (hex(&link.trace_id), hex(&link.span_id))).collect(),
        numbers: numbers(&span.attributes),
        attributes: read(span.attributes),
        events: span.events.len(),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn numbers(attributes: &[KeyValue]) -> BTreeMap<String, i64> {
    let number = |pair: &KeyValue| match pair.value.as_ref()?.value.as_ref()? {
        any_value::Value::IntValue(number) => Some((pair.key.clone(), *number)),
        _ => None,
    };
    attributes.iter().filter_map(number).collect()
}

fn read(attributes: Vec<KeyValue>) -> BTreeMap<String, String> {
    let text = |value: Option<AnyValue>| match value.and_then(|value| value.value) {
        Some(any_value::Value::StringValue(text)) => text,
        Some(any_value::Value::IntValue(number)) => number.to_string(),
        Some(any_value::Value::DoubleValue(number)) => number.to_string(),
        Some(any_value::Value::BoolValue(flag)) => flag.to_string(),
        other => format!("{other:?}"),
    };
    attributes.into_iter().map(|pair| (pair.key, text(pair.value))).collect()
}
