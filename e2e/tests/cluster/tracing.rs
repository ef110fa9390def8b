//! What somebody sees who looks for one message's trace: all of its way, whichever processes it went through.

use std::collections::{BTreeMap, BTreeSet};

use e2e::{Cluster, Collector, Person, Socket, Span, Who};
use proto::frame::ClientFrame;
use proto::id::GENERAL;

use crate::PROGRAM;

const COMMAND: &str = "room.command.{node}";
const EVENT: &str = "room.evt.{room}";

/// Two people at two gateways, with the room open.
async fn two_people(cluster: &Cluster) -> (Socket, Socket) {
    let ann = Person::register(cluster.address(0), "ann").await;
    let bob = Person::register(cluster.address(1), "bob").await;
    let (mut ann, mut bob) = (ann.connect().await, bob.connect().await);
    ann.open_room(GENERAL, None).await;
    bob.open_room(GENERAL, None).await;
    (ann, bob)
}

/// The traces that begin with a span of this name.
fn traces(spans: &[Span], root: &str) -> Vec<Vec<Span>> {
    let roots = spans.iter().filter(|span| span.name == root && span.parent.is_empty());
    roots.map(|root| spans.iter().filter(|span| span.trace == root.trace).cloned().collect()).collect()
}

/// Whether all has come that a message leaves behind, from whichever process.
fn is_whole(trace: &[Span]) -> bool {
    let count = |name: &str| trace.iter().filter(|span| span.name == name).count();
    let once = [&format!("request {COMMAND}"), &format!("process {COMMAND}"), &format!("publish {EVENT}")];
    once.iter().all(|name| count(name) == 1)
        && count("ws post") == 1
        && count("room.append") == 1
        && count(&format!("process {EVENT}")) == 2
}

#[tokio::test(flavor = "multi_thread")]
async fn one_message_is_one_trace_from_its_frame_to_every_gateway() {
    let collector = Collector::start().await;
    let cluster = Cluster::start_with(PROGRAM, 2, 2, 1, &collector.settings()).await;
    let (mut ann, mut bob) = two_people(&cluster).await;
    ann.send(GENERAL, "Good morning, Bob.").await;
    bob.next_event(GENERAL).await;

    let find = |spans: &[Span]| traces(spans, "ws post").into_iter().find(|trace| is_whole(trace));
    let trace = collector.until("a whole message", find).await;
    let one = |name: &str| -> &Span {
        let mut all = trace.iter().filter(|span| span.name == name);
        let span = all.next().unwrap_or_else(|| panic!("no {name} in {trace:#?}"));
        assert!(all.next().is_none(), "more than one {name} in {trace:#?}");
        span
    };
    let is_child = |child: &Span, parent: &Span, kind: &str, service: &str| {
        assert_eq!(child.parent, parent.id, "{} is no child of {}", child.name, parent.name);
        assert_eq!((child.kind.as_str(), child.service.as_str()), (kind, service), "{}", child.name);
    };

    let frame = one("ws post");
    assert_eq!((frame.kind.as_str(), frame.service.as_str()), ("Server", "hubbub-gateway"));
    assert_eq!((frame.says("hubbub.ws.frame"), frame.says("hubbub.result")), (Some("post"), Some("ok")));
    assert_eq!(frame.says("hubbub.room.id"), Some(GENERAL.to_string().as_str()));
    let request = one(&format!("request {COMMAND}"));
    is_child(request, frame, "Client", "hubbub-gateway");
    assert_eq!(request.says("messaging.system"), Some("nats"));
    assert_eq!(request.says("messaging.destination.template"), Some(COMMAND));
    let command = one(&format!("process {COMMAND}"));
    is_child(command, request, "Server", "hubbub-room");
    assert!(command.says("hubbub.actor.mailbox.wait_ms").is_some(), "{command:#?}");
    let append = one("room.append");
    is_child(append, command, "Internal", "hubbub-room");
    assert_eq!(append.counts("hubbub.round.commands"), Some(1));
    let call = one("select chat.append");
    is_child(call, append, "Client", "hubbub-room");
    assert_eq!(call.says("db.system.name"), Some("postgresql"));
    assert_eq!(call.counts("hubbub.journal.rooms"), Some(1));
    assert_eq!(call.links, [(append.trace.clone(), append.id.clone())]);
    let publish = one(&format!("publish {EVENT}"));
    is_child(publish, command, "Producer", "hubbub-room");
    let heard: Vec<&Span> = trace.iter().filter(|span| span.name == format!("process {EVENT}")).collect();
    for span in &heard {
        is_child(span, publish, "Consumer", "hubbub-gateway");
        assert_eq!(span.counts("hubbub.fanout.sockets"), Some(1));
        assert_eq!(span.counts("hubbub.fanout.dropped"), Some(0));
    }
    let gateways: BTreeSet<&str> = heard.iter().map(|span| span.process.as_str()).collect();
    assert_eq!(gateways.len(), 2, "each gateway hands it on once");

    // What the room had to read first, and nothing else.
    let known = ["ws post", "room.append", "select chat.append"].map(str::to_owned);
    let spoken = [COMMAND, EVENT]
        .iter()
        .flat_map(|what| ["request", "process", "publish"].map(|verb| format!("{verb} {what}")));
    let known: BTreeSet<String> = known.into_iter().chain(spoken).collect();
    for span in trace.iter().filter(|span| !known.contains(&span.name)) {
        is_child(span, command, "Client", "hubbub-room");
        assert!(span.name.starts_with("select chat.room"), "{} is no part of a message", span.name);
    }
    assert!(trace.iter().all(|span| span.events == 0), "a line of the log is no part of a trace");

    // The socket was opened by a request with a trace of its own.
    let request = |spans: &[Span]| {
        spans
            .iter()
            .find(|span| span.name == "GET /ws" && frame.links == [(span.trace.clone(), span.id.clone())])
            .cloned()
    };
    let request = collector.until("the request of the socket", request).await;
    assert_eq!(
        (request.counts("http.response.status_code"), request.trace == frame.trace),
        (Some(101), false)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_that_are_written_together_each_lead_to_the_one_call_that_wrote_them() {
    let collector = Collector::start().await;
    let cluster = Cluster::start_with(PROGRAM, 2, 1, 1, &collector.settings()).await;
    let (ann, bob) = two_people(&cluster).await;
    let talking = [ann, bob].map(|mut person| async move {
        for n in 0..10 {
            person.send(GENERAL, &format!("number {n}")).await;
        }
    });
    futures_util::future::join_all(talking).await;

    let whole = |spans: &[Span]| {
        let sent = traces(spans, "ws post");
        (sent.len() == 20 && sent.iter().all(|trace| is_whole(trace))).then_some(sent)
    };
    let sent = collector.until("twenty whole messages", whole).await;
    let all = collector.spans();
    let calls: BTreeMap<&str, &Span> = all
        .iter()
        .filter(|span| span.name == "select chat.append")
        .map(|call| (call.id.as_str(), call))
        .collect();
    for trace in sent {
        let append = trace.iter().find(|span| span.name == "room.append").expect("an append");
        let own = calls.values().find(|call| call.parent == append.id);
        let linked = || append.links.iter().find_map(|(_, call)| calls.get(call.as_str()));
        let call = own.or_else(linked).unwrap_or_else(|| panic!("no call wrote {append:#?}"));
        assert!(
            call.links.contains(&(append.trace.clone(), append.id.clone())),
            "{call:#?} leaves out {append:#?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_is_one_trace_and_typing_or_reading_is_none() {
    let collector = Collector::start().await;
    let cluster = Cluster::start_with(PROGRAM, 2, 1, 1, &collector.settings()).await;
    let (mut ann, mut bob) = two_people(&cluster).await;
    Person::log_in(cluster.address(0), "ann").await;
    let find = |spans: &[Span]| {
        let trace = traces(spans, "POST /login").into_iter().next()?;
        trace.iter().any(|span| span.name == "process auth.command.{node}").then_some(trace)
    };
    let trace = collector.until("a sign-in", find).await;
    let hash = trace.iter().find(|span| span.name == "hash password").expect("a password is hashed");
    assert!(hash.says("hubbub.actor.mailbox.wait_ms").is_some());
    let query = trace.iter().find(|span| span.id == hash.parent).expect("whoever asked for it");
    assert_eq!(
        (query.name.as_str(), query.says("hubbub.query")),
        ("process auth.command.{node}", Some("log_in"))
    );
    let sql = trace.iter().find(|span| span.name.contains("auth.sign_in")).expect("the session is written");
    assert_eq!((sql.kind.as_str(), sql.parent == query.id), ("Client", true));

    // A message sent after all of these is the sign that their spans, if there were any, have come too.
    ann.say(&ClientFrame::Typing { room: GENERAL }).await;
    ann.say(&ClientFrame::Ping { n: 1 }).await;
    let seq = ann.send(GENERAL, "Read this, Bob.").await;
    bob.next_event(GENERAL).await;
    bob.say(&ClientFrame::Read { room: GENERAL, seq, generation: None }).await;
    ann.wait("her own marker", |frame| matches!(frame, proto::frame::ServerFrame::Pong { .. })).await;
    bob.send(GENERAL, "I have.").await;
    let both = |spans: &[Span]| {
        (traces(spans, "ws post").iter().filter(|trace| is_whole(trace)).count() == 2).then_some(())
    };
    collector.until("two whole messages", both).await;
    for span in collector.spans() {
        let begins_a_trace = ["GET ", "POST ", "ws hello", "ws open", "ws post"]
            .iter()
            .any(|name| span.name.starts_with(name));
        assert!(begins_a_trace || !span.parent.is_empty(), "a trace begins with {}", span.name);
        let idle = ["room.typing", "room.presence", "room.heads", "user.evt", "node.", "insert chat.marker"];
        assert!(!idle.iter().any(|what| span.name.contains(what)), "{} is worth no span", span.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_traces_is_on_the_wire_unless_somebody_collects_them_and_this_one_is_wanted() {
    let collector = Collector::start().await;
    let mut unwanted = collector.settings();
    unwanted.push(("OTEL_TRACES_SAMPLER", "parentbased_always_off"));
    for settings in [Vec::new(), unwanted] {
        let cluster = Cluster::start_with(PROGRAM, 1, 1, 1, &settings).await;
        let mut tap = cluster.tap().await;
        let ann = Person::register(cluster.address(0), "ann").await;
        ann.post_message("general", "Nobody looks.").await;
        for start in ["auth.command.", "room.command.", "room.evt."] {
            let heard = tap.next(start).await;
            assert!(!heard.headers.contains("trace"), "{heard:?}");
        }
    }
    assert!(collector.spans().is_empty(), "nobody wanted these");

    // The same with one that is wanted: the tap would have seen it.
    let cluster = Cluster::start_with(PROGRAM, 1, 1, 1, &collector.settings()).await;
    let mut tap = cluster.tap().await;
    let ann = Person::register(cluster.address(0), "ann").await;
    ann.post_message("general", "Somebody looks.").await;
    for start in ["room.command.", "room.evt."] {
        let heard = tap.next(start).await;
        assert!(heard.headers.contains("traceparent"), "{heard:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_that_is_stuck_or_gone_holds_nobody_up_and_what_it_misses_is_counted() {
    let stuck = Collector::start_stuck().await;
    let mut settings = stuck.settings();
    settings.push(("OTEL_BSP_MAX_QUEUE_SIZE", "16"));
    let gone = [("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"), ("OTEL_BSP_SCHEDULE_DELAY", "50")];
    for settings in [settings, gone.to_vec()] {
        let mut cluster = Cluster::start_with(PROGRAM, 2, 1, 1, &settings).await;
        let (mut ann, mut bob) = two_people(&cluster).await;
        for n in 0..20 {
            ann.send(GENERAL, &format!("number {n}")).await;
            bob.next_event(GENERAL).await;
        }
        let counting = async {
            while dropped(&cluster.node(Who::Room(0)).ops("/metrics").await) == 0 {
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(e2e::DEADLINE, counting).await.expect("what is missed is counted");
        cluster.stop(Who::Room(0)).await;
    }
}

fn dropped(metrics: &str) -> u64 {
    let line = metrics.lines().find_map(|line| line.strip_prefix("hubbub_otel_spans_dropped_total"));
    line.and_then(|line| line.split(' ').next_back()).and_then(|count| count.parse().ok()).unwrap_or(0)
}
