//! Commands and queries over a real bus. When the next process is asked is a matter of `attempts` and `inquiry`, whose
//! clock is given.

use std::sync::Arc;
use std::time::Duration;

use chassis::{HeartbeatPublisher, Lifecycle};
use proto::auth::TokenHash;
use proto::node::NodeKind;
use proto::room::{Action, Actor, Answer, Command, Done, OrgRole, Query, Reply};
use proto::text::Body;
use proto::{At, Code, NodeId, Nonce, Reason, Refusal, RoomId, UserId, auth, subject};
use tokio::sync::Semaphore;

use super::fake_room_service::{self, Behaviour, FakeRoomService, cluster, until_there_are};
use super::*;

/// Shorter than the deadline of a command of auth, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(12);

fn post(room: RoomId) -> Command {
    let actor = Actor { id: UserId::new(), name: "Rosa".into(), org_role: OrgRole::Member };
    let action =
        Action::Post { body: Body::parse("hello").expect("a body"), reply_to: None, files: Vec::new() };
    Command::new(room, actor, Nonce::new(), action)
}

fn done(seq: i64) -> Answer {
    Answer::Done(Done { seq, at: At::UNIX_EPOCH, dup: false })
}

fn refused(reason: Reason) -> Answer {
    Answer::Refused(Refusal::new(reason))
}

/// Two services in the order in which they are asked about a room.
async fn two(prefix: &str) -> (Cluster, RoomId, FakeRoomService, FakeRoomService) {
    let room = RoomId::new();
    let (one, other) =
        (FakeRoomService::start(prefix, room).await, FakeRoomService::start(prefix, room).await);
    let cluster = cluster(prefix, 2).await;
    let first: NodeId = cluster.peers().rank(NodeKind::Room, room.0)[0].node;
    if one.node == first { (cluster, room, one, other) } else { (cluster, room, other, one) }
}

#[tokio::test]
async fn a_command_that_a_node_cannot_carry_out_goes_to_the_next_one_with_the_same_nonce() {
    let (cluster, room, first, second) = two("unavailable").await;
    first.world().behaviour = Behaviour::Answers(refused(Reason::Unavailable));
    second.world().behaviour = Behaviour::Answers(done(7));
    let command = post(room);
    assert_eq!(cluster.command(command.clone()).await, done(7));
    assert_eq!(first.world().commands, std::slice::from_ref(&command));
    assert_eq!(second.world().commands, [Command { again: true, ..command }]);
}

#[tokio::test]
async fn a_definite_no_of_the_only_attempt_is_passed_on() {
    let (cluster, room, first, second) = two("definite").await;
    first.world().behaviour = Behaviour::Answers(refused(Reason::JoinFirst));
    assert_eq!(cluster.command(post(room)).await, refused(Reason::JoinFirst));
    assert!(second.world().commands.is_empty());
}

#[tokio::test]
async fn a_node_that_falls_silent_is_overtaken() {
    let (cluster, room, mut first, second) = two("silent").await;
    first.world().behaviour = Behaviour::Silent;
    // Stopped: it neither heartbeats nor answers, and its subscriptions stand.
    first.heartbeat = None;
    second.world().behaviour = Behaviour::Answers(done(3));
    let command = post(room);
    assert_eq!(cluster.command(command.clone()).await, done(3));
    assert_eq!(first.world().commands, std::slice::from_ref(&command));
    assert_eq!(second.world().commands, [Command { again: true, ..command }]);
}

#[tokio::test]
async fn a_refusal_is_believed_from_the_latest_attempt_only() {
    let (cluster, room, first, second) = two("overtaken").await;
    let (first_may, second_may) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    first.world().behaviour = Behaviour::AnswersWhen(first_may.clone(), refused(Reason::JoinFirst));
    second.world().behaviour = Behaviour::AnswersWhen(second_may.clone(), done(9));
    let answering = async {
        second.commanded().await;
        first_may.add_permits(1);
        first.answered().await;
        second_may.add_permits(1);
    };
    let (answer, ()) = tokio::join!(cluster.command(post(room)), answering);
    assert_eq!(answer, done(9));
    assert_eq!(second.world().commands.len(), 1);
}

#[tokio::test]
async fn a_commit_told_by_an_overtaken_attempt_counts() {
    let (cluster, room, first, second) = two("late").await;
    let first_may = Arc::new(Semaphore::new(0));
    first.world().behaviour = Behaviour::AnswersWhen(first_may.clone(), done(4));
    second.world().behaviour = Behaviour::Silent;
    let answering = async {
        second.commanded().await;
        first_may.add_permits(1);
    };
    let (answer, ()) = tokio::join!(cluster.command(post(room)), answering);
    assert_eq!(answer, done(4));
}

#[tokio::test]
async fn second_attempts_have_a_budget_and_are_busy_beyond_it() {
    let (cluster, room, first, second) = two("budget").await;
    for fake_room_service in [&first, &second] {
        fake_room_service.world().behaviour = Behaviour::Answers(refused(Reason::Unavailable));
    }
    let mut codes = Vec::new();
    for _ in 0..70 {
        if let Answer::Refused(refusal) = cluster.command(post(room)).await {
            codes.push(refusal.code);
        }
    }
    let busy = codes.iter().filter(|code| **code == Code::Busy).count();
    assert_eq!(codes[0], Code::Unavailable);
    assert!((10..30).contains(&busy), "{busy} of 70 were busy");
}

#[tokio::test]
async fn a_query_that_a_node_leaves_unanswered_goes_to_the_next_one() {
    let (cluster, room, first, second) = two("queries").await;
    first.world().ignores_queries = true;
    assert_eq!(cluster.ask_room(room.0, &Query::Log).await, Ok(Reply::Log(room.0)));
    assert_eq!((first.world().queries.len(), second.world().queries.len()), (0, 1));
}

#[tokio::test]
async fn a_node_that_has_gone_is_passed_over() {
    let prefix = "gone";
    let (cluster, _, first, second) = two(prefix).await;
    // Another node that heartbeats and is not there, for as many rooms as it takes to find one it would be asked about first.
    let ghost = chassis::HeartbeatPublisher::start(
        first.bus.clone(),
        NodeKind::Room,
        NodeId::new(),
        &chassis::Lifecycle::new(),
    );
    until_there_are(cluster.peers(), 3).await;
    let known = [first.node, second.node];
    let room = std::iter::repeat_with(RoomId::new)
        .find(|room| !known.contains(&cluster.peers().rank(NodeKind::Room, room.0)[0].node))
        .expect("a room of the ghost's");
    for fake_room_service in [&first, &second] {
        fake_room_service.world().behaviour = Behaviour::Answers(done(1));
    }
    assert_eq!(cluster.command(post(room)).await, done(1));
    assert_eq!(first.world().commands.len() + second.world().commands.len(), 1);
    drop(ghost);
}

#[tokio::test]
async fn an_auth_service_that_falls_silent_is_given_up_long_before_a_hash_would_be() {
    let (bus, node) = (fake_room_service::bus("silent-auth").await, NodeId::new());
    let mut commands = bus.subscribe(&subject::auth_command(node)).await.expect("subscribes");
    bus.barrier().await.expect("in force");
    let peers = Peers::watch(bus.clone(), Lifecycle::new()).await.expect("listens");
    let cluster = Cluster::new(bus.clone(), peers);
    let heartbeat = HeartbeatPublisher::start(bus, NodeKind::Auth, node, &Lifecycle::new());
    assert!(cluster.peers().ready(NodeKind::Auth, PATIENCE).await);
    let command = auth::Command::new(auth::Action::LogOut { token: TokenHash("nobody’s".to_owned()) });
    let falling_silent = async {
        commands.next().await.expect("a command");
        drop(heartbeat);
    };
    let asking = tokio::time::timeout(PATIENCE, cluster.command_auth(&command));
    let (answer, ()) = tokio::join!(asking, falling_silent);
    let refusal = answer.expect("before its deadline").expect_err("nobody carries it out");
    assert_eq!(refusal.code, Code::Unavailable);
    // Gone already, it is not even asked.
    let asking = tokio::time::timeout(PATIENCE, cluster.command_auth(&command));
    let refusal = asking.await.expect("before its deadline").expect_err("nobody is there");
    assert_eq!(refusal.code, Code::Unavailable);
    assert!(tokio::time::timeout(Duration::from_millis(1), commands.next()).await.is_err());
}
