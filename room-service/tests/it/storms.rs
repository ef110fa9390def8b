//! Faults in mid-chat: two nodes at one room, actors and connections that end, nothing lost, doubled or out of order.

use std::time::Duration;

use futures_util::future::join_all;
use proto::room::{Action, Answer, Command, Event, Fact};
use proto::{NodeId, Nonce, RoomId};

use crate::fixture::{Fixture, Node, Person, again, connect, done, is_sound};

/// Says everything, one after the other, at whichever node answers; as a gateway does: the same command to the next
/// node, marked as sent again, until somebody says what became of it.
async fn say(fixture: &Fixture, nodes: &[NodeId], commands: &[Command], first: usize) {
    for command in commands {
        let mut attempt = first;
        loop {
            let node = nodes[attempt % nodes.len()];
            let sent = if attempt == first { command.clone() } else { again(command) };
            match fixture.try_send_to(node, &sent).await {
                Ok(Answer::Done(_)) => break,
                Ok(Answer::Refused(refusal)) if refusal.code.is_try_again() => {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                Err(_) => {}
                Ok(other) => panic!("it should be done or tried again: {other:?}"),
            }
            attempt += 1;
        }
    }
}

/// Everybody's words are in the log once, each person's in their own order.
fn nothing_is_lost(log: &[Event], said: &[Vec<Command>]) {
    is_sound(log);
    for commands in said {
        let actor = commands[0].actor.id;
        let posted =
            log.iter().filter(|event| event.actor == actor && matches!(event.fact, Fact::Posted { .. }));
        let posted: Vec<Nonce> = posted.map(|event| event.nonce).collect();
        assert_eq!(posted, commands.iter().map(|command| command.nonce).collect::<Vec<_>>());
    }
}

/// A room with people in it, and what each of them is going to say.
async fn company(fixture: &Fixture, node: &Node, people: usize, words: usize) -> (RoomId, Vec<Vec<Command>>) {
    let owner = Person::new("Olga");
    let room = fixture.room(node, &owner, "storm").await;
    let mut said = Vec::new();
    for n in 0..people {
        let person = Person::new(&format!("P{n}"));
        done(&fixture.send(node, &person.wants(room, Action::Join)).await);
        said.push((0..words).map(|word| person.posts(room, &format!("{n}: {word}"))).collect());
    }
    (room, said)
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_fight_over_one_room_and_nothing_is_lost() {
    let fixture = Fixture::new().await;
    let (a, b) = (fixture.node().await, fixture.node().await);
    let nodes = [a.id, b.id];
    let (room, said) = company(&fixture, &a, 8, 25).await;
    join_all(said.iter().enumerate().map(|(n, commands)| say(&fixture, &nodes, commands, n))).await;
    nothing_is_lost(&fixture.log(&b, room).await, &said);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_command_sent_to_both_nodes_at_once_happens_once() {
    let fixture = Fixture::new().await;
    let (a, b) = (fixture.node().await, fixture.node().await);
    let (room, said) = company(&fixture, &a, 4, 20).await;
    let twice = said.iter().map(async |commands| {
        for command in commands {
            let twin = again(command);
            let (x, y) = tokio::join!(fixture.send(&a, command), fixture.send(&b, &twin));
            let (Answer::Done(x), Answer::Done(y)) = (x, y) else { panic!("both are done") };
            assert_eq!((x.seq, x.at), (y.seq, y.at));
            assert_ne!(x.dup, y.dup, "one of them was first");
        }
    });
    join_all(twice).await;
    nothing_is_lost(&fixture.log(&b, room).await, &said);
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_to_postgres_that_are_cut_in_mid_append_lose_and_double_nothing() {
    let fixture = Fixture::new().await;
    let (a, b) = (fixture.node().await, fixture.node().await);
    let nodes = [a.id, b.id];
    let (room, said) = company(&fixture, &a, 6, 40).await;
    let talking = join_all(said.iter().enumerate().map(|(n, commands)| say(&fixture, &nodes, commands, n)));
    let cutting = async {
        let knife = connect(&fixture.url).await;
        let mut cut = 0;
        loop {
            // Those that are at work at this instant, readers and writers alike.
            let query = "select count(pg_terminate_backend(pid)) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid() and application_name like 'hubbub-room%'
                    and state = 'active'";
            cut += knife.query_one(query, &[]).await.expect("Postgres answers").get::<_, i64>(0);
            if cut > 0 {
                tokio::time::sleep(Duration::from_millis(40)).await;
            }
        }
    };
    tokio::select! {
        _ = talking => {}
        () = cutting => unreachable!("it cuts until everything is said"),
    }
    nothing_is_lost(&fixture.log(&b, room).await, &said);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_vanishes_in_mid_chat_takes_nothing_with_it() {
    let fixture = Fixture::new().await;
    let (a, b) = (fixture.node().await, fixture.node().await);
    let nodes = [a.id, b.id];
    let (room, said) = company(&fixture, &a, 6, 30).await;
    let talking = join_all(said.iter().map(|commands| say(&fixture, &nodes, commands, 0)));
    let vanishing = async {
        while fixture.log(&b, room).await.len() < 40 {}
        a.vanish();
    };
    tokio::join!(talking, vanishing);
    nothing_is_lost(&fixture.log(&b, room).await, &said);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_is_asked_to_stop_in_mid_chat_takes_nothing_with_it() {
    let fixture = Fixture::new().await;
    let (a, b) = (fixture.node().await, fixture.node().await);
    let (room, said) = company(&fixture, &b, 6, 30).await;
    let stays = b;
    let talking = async {
        let nodes = [stays.id];
        join_all(said.iter().map(|commands| say(&fixture, &nodes, commands, 0))).await;
    };
    let other = Person::new("Otto");
    done(&fixture.send(&a, &other.wants(room, Action::Join)).await);
    let last: Vec<Command> = (0..50).map(|n| other.posts(room, &n.to_string())).collect();
    let stopping = async {
        let sent = join_all(last.iter().map(|command| fixture.try_send(&a, command)));
        let (answers, ()) = tokio::join!(sent, async {
            tokio::task::yield_now().await;
        });
        answers
    };
    let ((), answers) = tokio::join!(talking, stopping);
    a.stop().await;
    let log = fixture.log(&stays, room).await;
    nothing_is_lost(&log, &said);
    for (command, answer) in last.iter().zip(answers) {
        let there = log.iter().any(|event| event.nonce == command.nonce);
        assert_eq!(matches!(answer, Ok(Answer::Done(_))), there, "told what became of it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_after_an_unknown_outcome_is_written_into_the_log() {
    let fixture = Fixture::new().await;
    let (node, olga, bob) = (fixture.node().await, Person::new("Olga"), Person::new("Bob"));
    let room = fixture.room(&node, &olga, "tea").await;
    done(&fixture.send(&node, &bob.wants(room, Action::Join)).await);
    let post = bob.posts(room, "will it be heard?");
    let (mut one, mut two) = (connect(&fixture.url).await, connect(&fixture.url).await);

    // The append hangs after its events are in, before its messages are.
    let messages = one.transaction().await.expect("a transaction");
    messages.execute("lock table chat.message in share row exclusive mode", &[]).await.expect("the lock");
    let removing = async {
        let waiting = "select pid from pg_stat_activity where datname = current_database()
            and application_name like 'hubbub-room writes%' and wait_event_type = 'Lock'";
        let pid: i32 = loop {
            if let Some(row) = fixture.db.query_opt(waiting, &[]).await.expect("Postgres answers") {
                break row.get(0);
            }
        };
        // What the room does next is to read who is in it: not before Bob is removed.
        let people = two.transaction().await.expect("a transaction");
        people.execute("lock table chat.member in access exclusive mode", &[]).await.expect("the lock");
        fixture.db.execute("select pg_terminate_backend($1)", &[&pid]).await.expect("it is cut");
        let remove = "with r as (update chat.room set head = 3, acl = 3, members = 1 where id = $1),
            m as (update chat.member set role = 'former', since_seq = 3 where room_id = $1 and user_id = $2)
            insert into chat.event (room_id, seq, kind, actor_id, name, nonce, fingerprint, data, at)
            values ($1, 3, 'removed', $3, '', gen_random_uuid(), 0, jsonb_build_object('user', $2, 'banned', false), now())";
        people.execute(remove, &[&room.0, &bob.id().0, &olga.id().0]).await.expect("removed");
        people.commit().await.expect("committed");
        messages.rollback().await.expect("free again");
    };
    let (answer, ()) = tokio::join!(fixture.send(&node, &post), removing);
    assert!(
        matches!(&answer, Answer::Refused(refusal) if refusal.code == proto::Code::Forbidden),
        "{answer:?}"
    );
    let log = fixture.log(&node, room).await;
    is_sound(&log);
    assert_eq!((log.len(), &log[3].fact), (4, &Fact::Void));
    let nonce = "select nonce from chat.event where room_id = $1 and seq = 4";
    let nonce: uuid::Uuid = fixture.db.query_one(nonce, &[&room.0]).await.expect("the void").get(0);
    assert_eq!(nonce, post.nonce.0);
}
