//! Somebody walks through all the numbers of an installation that is used.

use std::collections::{BTreeMap, BTreeSet};

use e2e::{Cluster, Collector, Node, Person};
use proto::id::GENERAL;

use crate::PROGRAM;

/// What may be a label, and what may stand there: nothing that grows with use.
fn is_bounded(name: &str, value: &str) -> bool {
    let is_word = |text: &str| text.bytes().all(|c| c.is_ascii_lowercase() || c == b'_');
    let is_number = |text: &str| text.bytes().all(|c| c.is_ascii_digit());
    match name {
        "le" => value == "+Inf" || value.parse::<f64>().is_ok(),
        "http_request_method" => ["GET", "POST", "HEAD", "_OTHER"].contains(&value),
        "http_response_status_code" | "hubbub_ws_close_code" => is_number(value) && value.len() <= 4,
        // A route has names where an address has values.
        "http_route" => value.split('/').all(|part| {
            part.starts_with('{') && part.ends_with('}')
                || part.len() < 20 && part.bytes().all(|c| c.is_ascii_lowercase() || b".-_".contains(&c))
        }),
        "db_query_summary" => value.split(' ').all(|word| {
            ["select", "insert", "update", "delete"].contains(&word)
                || (word.starts_with("chat.") || word.starts_with("auth.")) && is_word(&word[5..])
        }),
        "messaging_destination_template" => {
            value.split('.').all(|part| is_word(part.trim_start_matches('{').trim_end_matches('}')))
        }
        "error_type" => value.len() <= 20 && value.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_'),
        "db_system_name" => value == "postgresql",
        "messaging_system" => value == "nats",
        "messaging_operation_name" => ["request", "publish", "receive", "process"].contains(&value),
        "db_client_connection_state" => ["used", "idle"].contains(&value),
        "hubbub_actor" => ["hub", "room", "journal", "hasher"].contains(&value),
        "hubbub_ws_form" => ["json", "html"].contains(&value),
        "hubbub_ws_frame"
        | "hubbub_result"
        | "hubbub_query"
        | "hubbub_ratelimit_scope"
        | "hubbub_wait"
        | "hubbub_follower" => is_word(value),
        _ => false,
    }
}

/// Every line: the name, its labels, its value.
fn read(text: &str) -> Vec<(String, BTreeMap<String, String>, f64)> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| {
            let (head, value) = line.rsplit_once(' ').expect("a value");
            let (name, labels) = head.split_once('{').unwrap_or((head, ""));
            let labels =
                labels.trim_end_matches('}').split("\",").filter(|pair| !pair.is_empty()).map(|pair| {
                    let (name, value) = pair.split_once("=\"").expect("a label");
                    (name.to_owned(), value.trim_end_matches('"').to_owned())
                });
            (name.to_owned(), labels.collect(), value.parse().expect("a number"))
        })
        .collect()
}

async fn numbers(nodes: &[Node]) -> Vec<(String, BTreeMap<String, String>, f64)> {
    let mut all = Vec::new();
    for node in nodes {
        all.extend(read(&node.ops("/metrics").await));
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_people_do_no_number_is_kept_of_anyone_in_particular() {
    let cluster = Cluster::start(PROGRAM, 2, 2, 1).await;
    let ann = Person::register(cluster.address(0), "ann").await;
    let bob = Person::register(cluster.address(1), "bob").await;
    let (mut at_home, mut abroad) = (ann.connect().await, bob.connect().await);
    at_home.open_room(GENERAL, None).await;
    abroad.open_room(GENERAL, None).await;
    for n in 0..5 {
        at_home.send(GENERAL, &format!("number {n}")).await;
        abroad.next_event(GENERAL).await;
    }
    ann.post_message("general", "By hand.").await;
    for path in [
        "/",
        "/r/general",
        "/r/nowhere",
        "/u/bob",
        "/invite/xyz",
        "/reset/xyz",
        "/r/general/m/2",
        "/favicon.ico",
        "/none",
    ] {
        ann.get(path).await;
    }
    let made_up = "BREW".parse().expect("a method");
    let brewing =
        reqwest::Client::new().request(made_up, format!("http://{}/", cluster.address(0))).send().await;
    brewing.expect("an answer");
    Person::stranger(cluster.address(0), "ann")
        .post("/login", &[("login", "ann"), ("password", "no no no no")])
        .await;
    drop(abroad);
    let of_all = numbers(cluster.nodes()).await;

    for (name, labels, _) in of_all.iter().filter(|(name, ..)| name != "target_info") {
        for (label, value) in labels {
            assert!(is_bounded(label, value), "{name} has {label}={value:?}");
        }
    }
    let named: BTreeSet<&str> = of_all.iter().map(|(name, ..)| name.as_str()).collect();
    for name in [
        "target_info",
        "http_server_request_duration_seconds_count",
        "db_client_operation_duration_seconds_count",
        "db_client_connection_wait_time_seconds_count",
        "db_client_connection_count",
        "db_client_connection_pending_requests",
        "messaging_client_operation_duration_seconds_count",
        "messaging_client_sent_messages_total",
        "messaging_client_consumed_messages_total",
        "messaging_process_duration_seconds_count",
        "hubbub_ws_connections",
        "hubbub_ws_frames_received_total",
        "hubbub_ws_frames_sent_total",
        "hubbub_message_accept_duration_seconds_count",
        "hubbub_message_echo_duration_seconds_count",
        "hubbub_actor_mailbox_wait_seconds_count",
        "hubbub_room_active",
        "hubbub_auth_attempts_total",
        "hubbub_auth_hash_duration_seconds_count",
        "hubbub_auth_hash_queue",
        "hubbub_otel_spans_dropped_total",
        "process_cpu_time_seconds_total",
        "process_memory_usage_bytes",
        "process_open_file_descriptor_count",
        "process_thread_count",
        "process_uptime_seconds",
    ] {
        assert!(named.contains(name), "{name} is not among {named:#?}");
    }
    let sum = |name: &str| -> f64 {
        of_all.iter().filter(|(other, ..)| other == name).map(|(.., value)| value).sum()
    };
    assert!((sum("hubbub_message_echo_duration_seconds_count") - 5.0).abs() < 0.1);
    assert!((sum("hubbub_message_accept_duration_seconds_count") - 5.0).abs() < 0.1);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_somebody_collects_them_the_numbers_are_sent_too() {
    let collector = Collector::start().await;
    let settings = [
        ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", collector.numbers_at()),
        ("OTEL_METRIC_EXPORT_INTERVAL", "100".to_owned()),
    ];
    let settings: Vec<(&str, &str)> = settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let cluster = Cluster::start_with(PROGRAM, 1, 1, 1, &settings).await;
    Person::register(cluster.address(0), "ann").await;
    collector
        .until_numbers("from all three", |numbers| {
            let said = |service: &str, name: &str| numbers.contains(&(service.to_owned(), name.to_owned()));
            said("hubbub-gateway", "http.server.request.duration")
                && said("hubbub-auth", "hubbub.auth.hash.duration")
                && said("hubbub-room", "process.uptime")
        })
        .await;
    assert!(collector.spans().is_empty(), "nobody asked for spans");
}
