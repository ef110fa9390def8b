//! Figures: what spans and numbers cost where they are sent, and where they are not. `cargo bench -p chassis`.

use std::time::Duration;

use chassis::telemetry::{self, metrics, spans};
use divan::Bencher;
use proto::NodeId;
use proto::node::NodeKind;

fn main() {
    // Told to send, there is nobody to send to: what is measured is the making, not the collector.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let _inside = runtime.enter();
    let _telemetry = telemetry::init(NodeKind::Gateway, NodeId::new(), &telemetry::Settings::default());
    divan::main();
}

/// As a frame's span, a statement's inside it, and its outcome. Run it with OTEL_TRACES_EXPORTER=otlp to see what they cost.
#[divan::bench]
fn a_frame_and_a_statement(bencher: Bencher<'_, '_>) {
    bencher.bench(|| {
        let frame = spans::frame("send", None, &spans::Origin::default());
        let statement = frame.in_scope(|| spans::sql("select chat.append"));
        spans::outcome(&frame, None);
        drop(statement);
    });
}

#[divan::bench]
fn a_label_and_a_duration(bencher: Bencher<'_, '_>) {
    bencher.bench(|| metrics::accepted("ok", Duration::from_millis(3)));
}

#[divan::bench]
fn frames_written_to_one_socket(bencher: Bencher<'_, '_>) {
    bencher.bench(|| metrics::frames_sent(3));
}
