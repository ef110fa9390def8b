//! The bus and the peers over a real nats-server.

#[path = "bus/rights.rs"]
mod rights;
#[path = "bus/silence.rs"]
mod silence;
#[path = "bus/tls.rs"]
mod tls;

use std::time::Duration;

use chassis::peers::PeerStatus;
use chassis::{Bus, BusConfig, BusTls, Health, HeartbeatPublisher, Lifecycle, Peers, RequestError, Secret};
use proto::NodeId;
use proto::node::NodeKind;

const DEADLINE: Duration = Duration::from_secs(10);

async fn bus(url: &str, prefix: &str) -> Bus {
    let config = BusConfig {
        url: Secret::new(url),
        prefix: prefix.to_owned(),
        name: "test".to_owned(),
        tls: BusTls::default(),
    };
    let bus = Bus::connect(&config).await.expect("connects");
    assert!(bus.ready(DEADLINE).await);
    bus
}

/// Answers every question on `subject` with itself, in capitals.
async fn shout(bus: &Bus, subject: &str) {
    let (answering, mut subscription) = (bus.clone(), bus.subscribe(subject).await.expect("subscribes"));
    bus.barrier().await.expect("in force");
    tokio::spawn(async move {
        while let Some(heard) = subscription.next().await {
            let question: String = heard.read().expect("a text");
            answering.answer(&heard, &question.to_uppercase()).await;
        }
    });
}

#[tokio::test]
async fn a_request_is_answered_by_whom_it_was_sent_to() {
    let url = services::testbed::nats().await;
    let (one, two) = (bus(&url, "answers").await, bus(&url, "answers").await);
    shout(&one, "room.query.one").await;
    let answer: String = two.ask("room.query.one", &"hello", DEADLINE).await.expect("answered");
    assert_eq!(answer, "HELLO");
    let nobody = two.ask::<_, String>("room.query.two", &"hello", DEADLINE).await;
    assert_eq!(nobody, Err(RequestError::NobodyThere));
    let garbled = two.ask::<_, u64>("room.query.one", &"hello", DEADLINE).await;
    assert!(matches!(garbled, Err(RequestError::Garbled(_))));
}

#[tokio::test]
async fn silence_is_too_slow_and_not_for_ever() {
    let bus = bus(&services::testbed::nats().await, "silence").await;
    let _ear = bus.subscribe("room.query.deaf").await.expect("subscribes");
    bus.barrier().await.expect("in force");
    let answer = bus.ask::<_, String>("room.query.deaf", &"hello", Duration::from_millis(100)).await;
    assert_eq!(answer, Err(RequestError::TooSlow));
}

#[tokio::test]
async fn after_a_barrier_a_subscription_is_in_force_for_others() {
    let url = services::testbed::nats().await;
    let (speaker, listener) = (bus(&url, "barrier").await, bus(&url, "barrier").await);
    for n in 0..200_u32 {
        let subject = format!("room.evt.{n}");
        let mut subscription = listener.subscribe(&subject).await.expect("subscribes");
        listener.barrier().await.expect("in force");
        speaker.publish(&subject, &n).await;
        let heard =
            tokio::time::timeout(DEADLINE, subscription.next()).await.expect("in time").expect("open");
        assert_eq!((heard.read::<u32>().expect("a number"), heard.subject), (n, subject));
    }
}

#[tokio::test]
async fn two_installations_on_one_server_do_not_hear_each_other() {
    let url = services::testbed::nats().await;
    let (one, two) = (bus(&url, "one").await, bus(&url, "two").await);
    shout(&one, "room.query.x").await;
    assert_eq!(
        two.ask::<_, String>("room.query.x", &"hello", DEADLINE).await,
        Err(RequestError::NobodyThere)
    );
}

#[tokio::test]
async fn a_lost_connection_is_told_at_once_and_nobody_waits_for_it() {
    let server = services::testbed::start_nats().await.expect("starts");
    let bus = bus(&server.url, "").await;
    shout(&bus, "room.query.x").await;
    server.process.kill();
    bus.connection().wait_for(|state| !state.up).await.expect("told");
    assert_eq!(bus.ask::<_, String>("room.query.x", &"hello", DEADLINE).await, Err(RequestError::Down));
    assert_eq!(bus.barrier().await, Err(RequestError::Down));
}

#[tokio::test]
async fn peers_see_each_other_come_leave_and_go() {
    let url = services::testbed::nats().await;
    let (one, two) = (bus(&url, "peers").await, bus(&url, "peers").await);
    let life = Lifecycle::new();
    let peers = Peers::watch(one.clone(), life.clone()).await.expect("listens");
    one.barrier().await.expect("in force");
    let (node, mut changes) = (NodeId::new(), peers.changes());
    assert!(peers.rank(NodeKind::Room, node.0).is_empty());
    let heartbeat = HeartbeatPublisher::start(two, NodeKind::Room, node, &life);
    assert!(peers.ready(NodeKind::Room, DEADLINE).await);
    assert_eq!(peers.rank(NodeKind::Room, node.0)[0].node, node);
    assert!(peers.rank(NodeKind::Auth, node.0).is_empty());
    heartbeat.leave().await;
    drop(heartbeat);
    let mut statuses = Vec::new();
    while statuses.last() != Some(&PeerStatus::Went) {
        let change = tokio::time::timeout(DEADLINE, changes.recv()).await.expect("in time").expect("open");
        statuses.push(change.status);
    }
    assert_eq!(statuses, [PeerStatus::Came, PeerStatus::Leaving, PeerStatus::Went]);
    // Gone, but the only one there ever was: still worth a last try.
    assert_eq!(peers.rank(NodeKind::Room, node.0)[0].health, Health::Gone);
    life.stop();
    assert!(life.finish(DEADLINE).await);
}
