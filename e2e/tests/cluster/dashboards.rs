//! What the dashboards ask for is what the processes count: a name that nobody says draws an empty picture for ever.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use e2e::{Cluster, DEADLINE, Person};
use proto::id::GENERAL;
use serde_json::Value;
use tokio::time::timeout;

use crate::PROGRAM;

/// Where they are.
const DASHBOARDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../infra/observe/grafana/dashboards");
/// The beginnings of our names. The others are the collector's, and Prometheus's own.
const OURS: [&str; 5] = ["hubbub_", "http_", "db_", "messaging_", "process_"];
/// Counted only when something goes wrong, which it does not here.
const IN_TROUBLE: [&str; 4] = [
    "db_client_connection_timeouts_total",
    "hubbub_ratelimit_rejections_total",
    "hubbub_ratelimit_scope",
    "hubbub_ws_dropped_total",
];

/// Every query of a dashboard.
fn queries(panel: &Value, found: &mut Vec<String>) {
    match panel {
        Value::Object(fields) => {
            found.extend(fields.get("expr").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|value| queries(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| queries(value, found)),
        _ => {}
    }
}

/// Our names in a text, of numbers and of their labels.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| OURS.iter().any(|ours| word.starts_with(ours)))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_name_in_a_dashboard_is_one_that_a_process_says() {
    let cluster = Cluster::start(PROGRAM, 1, 1, 1).await;
    let ann = Person::register(cluster.address(0), "ann").await;
    let mut socket = ann.connect().await;
    socket.open_room(GENERAL, None).await;
    socket.send(GENERAL, "Is anybody counting?").await;
    socket.next_event(GENERAL).await;
    // The end of a socket is counted too, once the gateway has seen it.
    drop(socket);
    let gateway = &cluster.nodes()[cluster.nodes().len() - 1];
    let counted = async {
        while !gateway.ops("/metrics").await.contains("hubbub_ws_connection_duration_seconds_count") {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(DEADLINE, counted).await.expect("the end of a socket is counted");

    let mut said: BTreeSet<String> = IN_TROUBLE.map(str::to_owned).into();
    for node in cluster.nodes() {
        said.extend(names(&node.ops("/metrics").await).map(str::to_owned));
    }
    let mut asked = 0;
    for entry in std::fs::read_dir(Path::new(DASHBOARDS)).expect("dashboards") {
        let path = entry.expect("a dashboard").path();
        let dashboard = serde_json::from_slice(&std::fs::read(&path).expect("read")).expect("JSON");
        let mut found = Vec::new();
        queries(&dashboard, &mut found);
        for query in &found {
            for name in names(query) {
                assert!(said.contains(name), "{}: nobody says {name}: {query}", path.display());
                asked += 1;
            }
        }
    }
    assert!(asked > 20, "the dashboards ask for {asked} names only");
}
