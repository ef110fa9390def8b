//! A process that nobody looks at.

use chassis::telemetry::{self, spans};
use proto::NodeId;
use proto::node::NodeKind;

#[tokio::test]
async fn without_a_collector_no_span_is_made_but_the_one_that_names_a_request() {
    let telemetry = telemetry::init(NodeKind::Gateway, NodeId::new(), &telemetry::Settings::default());
    assert!(spans::frame("send", None, &spans::Origin::here()).is_disabled());
    let request = spans::http("GET", Some("/r/{slug}"));
    request.in_scope(|| {
        assert!(spans::sql("select chat.room").is_disabled());
        assert!(spans::hash().is_disabled());
        assert_eq!(telemetry::trace_id(), None);
    });
    telemetry.flush().await;
}
