//! Somebody reads every log of an installation that logs all it can.

use e2e::{Cluster, Collector, PASSWORD, Person};
use proto::id::GENERAL;

use crate::PROGRAM;

#[tokio::test(flavor = "multi_thread")]
async fn no_log_and_no_span_holds_what_people_wrote_or_who_they_are_to_the_outside() {
    let collector = Collector::start().await;
    let mut settings = collector.settings();
    settings.push(("HUBBUB_LOG", "trace"));
    let cluster = Cluster::start_with(PROGRAM, 2, 1, 1, &settings).await;
    let ann = Person::register(cluster.address(0), "ann").await;
    let mut socket = ann.connect().await;
    socket.open_room(GENERAL, None).await;
    socket.send(GENERAL, "the melon is under the bridge").await;
    ann.post_message("general", "and the pear behind the wall").await;
    let wrong = [("login", "ann"), ("password", "melons melons melons")];
    Person::stranger(cluster.address(1), "ann").post("/login", &wrong).await;
    ann.get("/invite/plum-plum-plum-plum-plum").await;
    ann.get("/r/general?search=cherry").await;
    let cookie = ann.cookie().expect("signed in");
    let token = cookie.split_once('=').expect("a value").1;
    collector
        .until("a message", |spans| spans.iter().any(|span| span.name == "room.append").then_some(()))
        .await;

    let secrets =
        ["melon", "pear behind", "plum-plum", "cherry", "ann@example.org", PASSWORD, token, "DATABASE_URL"];
    for node in cluster.nodes() {
        let log = node.log();
        assert!(log.lines().count() > 10, "{} logs next to nothing: {log}", node.who.name());
        for secret in secrets {
            let line = log.lines().find(|line| line.contains(secret));
            assert!(line.is_none(), "{} tells {secret:?}: {line:?}", node.who.name());
        }
    }
    for span in collector.spans() {
        let said = format!("{span:?}");
        assert!(!secrets.iter().any(|secret| said.contains(secret)), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_of_the_log_names_the_trace_and_the_request_it_belongs_to() {
    let collector = Collector::start().await;
    let mut settings = collector.settings();
    settings.push(("HUBBUB_LOG", "debug"));
    let cluster = Cluster::start_with(PROGRAM, 1, 1, 1, &settings).await;
    Person::register(cluster.address(0), "ann").await;
    let find = |spans: &[e2e::Span]| spans.iter().find(|span| span.name == "POST /register").cloned();
    let request = collector.until("a registration", find).await;
    for node in cluster.nodes() {
        let log = node.log();
        for line in log.lines() {
            let json: serde_json::Value =
                serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
            assert!(json["service.name"].as_str().is_some_and(|name| name.starts_with("hubbub-")), "{line}");
        }
        let lines = log.lines().filter(|line| line.contains(&format!("\"trace_id\":\"{}\"", request.trace)));
        let is_asked = !matches!(node.who, e2e::Who::Room(_));
        assert!(!is_asked || lines.count() > 0, "{} is silent about it: {log}", node.who.name());
    }
    let log = cluster.node(e2e::Who::Gateway(0)).log();
    let id = request.says("request.id").expect("a number for the person");
    assert!(log.contains(&format!("\"request.id\":\"{id}\"")), "{log}");
}
