//! The bus and the peers over a real nats-server.

use std::time::Duration;

use chassis::peers::Turn;
use chassis::{AskError, Beating, Bus, BusConfig, Health, Lifecycle, Peers, Secret};
use proto::NodeId;
use proto::node::NodeKind;

const PATIENCE: Duration = Duration::from_secs(10);

async fn bus(url: &str, prefix: &str) -> Bus {
    let config = BusConfig { url: Secret::new(url), prefix: prefix.to_owned(), name: "test".to_owned() };
    let bus = Bus::connect(&config).await.expect("connects");
    assert!(bus.ready(PATIENCE).await);
    bus
}

/// Answers every question on `subject` with itself, in capitals.
async fn shout(bus: &Bus, subject: &str) {
    let (answering, mut ear) = (bus.clone(), bus.subscribe(subject).await.expect("subscribes"));
    bus.barrier().await.expect("in force");
    tokio::spawn(async move {
        while let Some(heard) = ear.next().await {
            let question: String = heard.read().expect("a text");
            answering.answer(&heard, &question.to_uppercase()).await;
        }
    });
}

#[tokio::test]
async fn a_question_is_answered_by_whom_it_was_put_to() {
    let url = services::testbed::nats().await;
    let (one, two) = (bus(&url, "answers").await, bus(&url, "answers").await);
    shout(&one, "room.ask.one").await;
    let answer: String = two.ask("room.ask.one", &"hello", PATIENCE).await.expect("answered");
    assert_eq!(answer, "HELLO");
    let nobody = two.ask::<_, String>("room.ask.two", &"hello", PATIENCE).await;
    assert_eq!(nobody, Err(AskError::NobodyThere));
    let garbled = two.ask::<_, u64>("room.ask.one", &"hello", PATIENCE).await;
    assert!(matches!(garbled, Err(AskError::Garbled(_))));
}

#[tokio::test]
async fn silence_is_too_slow_and_not_for_ever() {
    let bus = bus(&services::testbed::nats().await, "silence").await;
    let _ear = bus.subscribe("room.ask.deaf").await.expect("subscribes");
    bus.barrier().await.expect("in force");
    let answer = bus.ask::<_, String>("room.ask.deaf", &"hello", Duration::from_millis(100)).await;
    assert_eq!(answer, Err(AskError::TooSlow));
}

#[tokio::test]
async fn after_a_barrier_a_subscription_is_in_force_for_others() {
    let url = services::testbed::nats().await;
    let (speaker, listener) = (bus(&url, "barrier").await, bus(&url, "barrier").await);
    for n in 0..200_u32 {
        let subject = format!("room.evt.{n}");
        let mut ear = listener.subscribe(&subject).await.expect("subscribes");
        listener.barrier().await.expect("in force");
        speaker.publish(&subject, &n).await;
        let heard = tokio::time::timeout(PATIENCE, ear.next()).await.expect("in time").expect("open");
        assert_eq!((heard.read::<u32>().expect("a number"), heard.subject), (n, subject));
    }
}

#[tokio::test]
async fn two_installations_on_one_server_do_not_hear_each_other() {
    let url = services::testbed::nats().await;
    let (one, two) = (bus(&url, "one").await, bus(&url, "two").await);
    shout(&one, "room.ask.x").await;
    assert_eq!(two.ask::<_, String>("room.ask.x", &"hello", PATIENCE).await, Err(AskError::NobodyThere));
}

#[tokio::test]
async fn a_lost_connection_is_told_at_once_and_nobody_waits_for_it() {
    let server = services::testbed::start_nats().await.expect("starts");
    let bus = bus(&server.url, "").await;
    shout(&bus, "room.ask.x").await;
    server.process.kill();
    bus.connection().wait_for(|state| !state.up).await.expect("told");
    assert_eq!(bus.ask::<_, String>("room.ask.x", &"hello", PATIENCE).await, Err(AskError::Down));
    assert_eq!(bus.barrier().await, Err(AskError::Down));
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
    let beating = Beating::start(two, NodeKind::Room, node, &life);
    assert!(peers.ready(NodeKind::Room, PATIENCE).await);
    assert_eq!(peers.rank(NodeKind::Room, node.0)[0].node, node);
    assert!(peers.rank(NodeKind::Auth, node.0).is_empty());
    beating.leave().await;
    drop(beating);
    let mut turns = Vec::new();
    while turns.last() != Some(&Turn::Went) {
        let change = tokio::time::timeout(PATIENCE, changes.recv()).await.expect("in time").expect("open");
        turns.push(change.turn);
    }
    assert_eq!(turns, [Turn::Came, Turn::Leaving, Turn::Went]);
    // Gone, but the only one there ever was: still worth a last try.
    assert_eq!(peers.rank(NodeKind::Room, node.0)[0].health, Health::Gone);
    life.stop();
    assert!(life.finish(PATIENCE).await);
}
