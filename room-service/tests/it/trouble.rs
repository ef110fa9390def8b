//! What people experience while Postgres is silent, read-only, full, out of connections, or replaced by another.

use std::time::Duration;

use proto::room::{Answer, Query, Reply};
use proto::{Code, RoomId};
use services::testbed::proxy::{Behaviour, Proxy};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::fixture::{DEADLINE, Fixture, Node, Person, done, is_sound, refused};

/// A node whose database is behind a proxy, with all of its connections in use a moment ago.
async fn behind(fixture: &Fixture, proxy: &Proxy) -> Node {
    let mut config = fixture.config();
    config.database = chassis::Secret::new(proxy.url().to_owned());
    let node = fixture.node_with(config).await;
    let asks = (0..8).map(|_| fixture.ask(&node, &Query::Log));
    futures_util::future::join_all(asks).await;
    node
}

#[tokio::test(flavor = "multi_thread")]
async fn sending_goes_on_after_all_connections_have_gone_silent() {
    let fixture = Fixture::new().await;
    let proxy = Proxy::to(&fixture.url).await.expect("a proxy");
    let (node, ann) = (behind(&fixture, &proxy).await, Person::new("Ann"));
    let (awake, asleep) =
        (fixture.room(&node, &ann, "awake").await, fixture.room(&node, &ann, "asleep").await);
    done(&fixture.send(&node, &ann.posts(awake, "before")).await);
    proxy.set_open(Behaviour::Hold);
    let (first, second) = (ann.posts(awake, "after"), ann.posts(asleep, "after"));
    // In one attempt each: nobody has to send again.
    let (one, two) = tokio::join!(fixture.send(&node, &first), fixture.send(&node, &second));
    assert_eq!((done(&one), done(&two)), (3, 2));
    for room in [awake, asleep] {
        is_sound(&fixture.log(&node, room).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_committed_on_a_connection_that_went_silent_is_found_and_not_written_twice() {
    let fixture = Fixture::new().await;
    let proxy = Proxy::to(&fixture.url).await.expect("a proxy");
    let (node, ann) = (behind(&fixture, &proxy).await, Person::new("Ann"));
    let room = fixture.room(&node, &ann, "tea").await;
    done(&fixture.send(&node, &ann.posts(room, "before")).await);
    // Postgres hears the append and commits; its answer never arrives.
    proxy.set_open(Behaviour::HoldAnswers);
    let post = ann.posts(room, "once");
    assert_eq!(done(&fixture.send(&node, &post).await), 3);
    let log = fixture.log(&node, room).await;
    is_sound(&log);
    assert_eq!((log.len(), log[2].nonce), (3, post.nonce));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backend_that_hangs_inside_a_call_keeps_its_room_and_no_other() {
    let fixture = Fixture::new().await;
    let (node, ann) = (fixture.node().await, Person::new("Ann"));
    let (stuck, free) = (fixture.room(&node, &ann, "stuck").await, fixture.room(&node, &ann, "free").await);
    let hang = "create sequence chat.hangs;
        create function chat.hang() returns trigger language plpgsql as $$
            begin
                if new.body = 'hang' and nextval('chat.hangs') = 1 then perform pg_sleep(600); end if;
                return new;
            end $$;
        create trigger hang before insert on chat.message for each row execute function chat.hang()";
    fixture.db.batch_execute(hang).await.expect("a function that hangs");
    let hang = ann.posts(stuck, "hang");
    let hanging = fixture.try_send(&node, &hang);
    let others = async {
        for n in 0..40 {
            done(&fixture.send(&node, &ann.posts(free, &n.to_string())).await);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    let (hung, ()) = tokio::join!(hanging, others);
    // Its asker has given up, or been told to try again; in no case is it said to have failed for good.
    assert!(
        hung.is_err() || matches!(hung, Ok(Answer::Refused(refusal)) if refusal.code == Code::Unavailable)
    );
    let end = "select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and wait_event = 'PgSleep'";
    fixture.db.batch_execute(end).await.expect("ended");
    let after = ann.posts(stuck, "after");
    let sending = async { while !matches!(fixture.try_send(&node, &after).await, Ok(Answer::Done(_))) {} };
    tokio::time::timeout(DEADLINE, sending).await.expect("the room goes on");
    is_sound(&fixture.log(&node, stuck).await);
    assert_eq!(fixture.log(&node, free).await.len(), 41);
}

/// Has every connection of this database's be made anew.
async fn reconnect(fixture: &Fixture) {
    let cut = "select count(pg_terminate_backend(pid)) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()";
    fixture.db.execute(cut, &[]).await.expect("cut");
}

/// Sets something of the database's that holds for new connections, and has all be new.
async fn alter(fixture: &Fixture, set: &str) {
    let alter = format!("do $$ begin execute format('alter database %I {set}', current_database()); end $$");
    fixture.db.batch_execute("set default_transaction_read_only = off").await.expect("set");
    fixture.db.batch_execute(&alter).await.expect("altered");
    reconnect(fixture).await;
}

async fn until_done(fixture: &Fixture, node: &Node, ann: &Person, room: RoomId) {
    let post = ann.posts(room, "again");
    let sending = async { while !matches!(fixture.send(node, &post).await, Answer::Done(_)) {} };
    tokio::time::timeout(DEADLINE, sending).await.expect("sending goes on");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_database_only_reads_rooms_are_read_and_sending_waits() {
    let fixture = Fixture::new().await;
    let (config, ops) = watched(&fixture);
    let (node, ann) = (fixture.node_with(config).await, Person::new("Ann"));
    let room = fixture.room(&node, &ann, "tea").await;
    alter(&fixture, "set default_transaction_read_only = on").await;
    let post = ann.posts(room, "not now");
    assert_eq!(refused(&fixture.send(&node, &post).await), Code::Unavailable);
    // It is nobody's fault, and said once for all rooms.
    says(ops, "Postgres takes nothing: its disk is full, or it has become read-only").await;
    let Reply::Opened(opened) = fixture.ask(&node, &Query::Open { room, user: ann.id(), after: None }).await
    else {
        panic!("it can be read")
    };
    assert_eq!(opened.head, 1);
    alter(&fixture, "reset default_transaction_read_only").await;
    until_done(&fixture, &node, &ann, room).await;
    is_sound(&fixture.log(&node, room).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_disk_is_full_sending_waits_and_then_goes_on() {
    let fixture = Fixture::new().await;
    let (config, ops) = watched(&fixture);
    let (node, ann) = (fixture.node_with(config).await, Person::new("Ann"));
    let rooms = [fixture.room(&node, &ann, "tea").await, fixture.room(&node, &ann, "cake").await];
    // As Postgres says it when it cannot extend a file.
    let full = "create sequence chat.tried;
        create function chat.full() returns trigger language plpgsql security definer as $$
            begin perform nextval('chat.tried'); raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
        create trigger disk_full before insert on chat.message for each row execute function chat.full()";
    fixture.db.batch_execute(full).await.expect("a table that is full");
    let posts: Vec<_> = (0..20).map(|n| ann.posts(rooms[n % 2], "not now")).collect();
    let answers = futures_util::future::join_all(posts.iter().map(|post| fixture.send(&node, post))).await;
    assert!(answers.iter().all(|answer| refused(answer) == Code::Unavailable));
    // It is nobody's fault, so it is not looked for by trying each one alone.
    let tried = fixture.db.query_one("select last_value from chat.tried", &[]).await.expect("a count");
    assert!((1..=20).contains(&tried.get::<_, i64>(0)), "tried more often than there were messages");
    says(ops, "Postgres takes nothing: its disk is full, or it has become read-only").await;
    fixture.db.batch_execute("drop trigger disk_full on chat.message").await.expect("space again");
    for room in rooms {
        until_done(&fixture, &node, &ann, room).await;
        is_sound(&fixture.log(&node, room).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_few_connections_every_room_works_and_readiness_says_what_is_missing() {
    let fixture = Fixture::new().await;
    let role = format!("few{}", uuid::Uuid::new_v4().simple());
    let make = format!(
        "create role {role} login password 'secret' connection limit 3; grant usage on schema chat to {role};
         grant all on all tables in schema chat to {role}; grant usage on all sequences in schema chat to {role};
         grant execute on all functions in schema chat to {role}"
    );
    fixture.db.batch_execute(&make).await.expect("a role");
    let (_, place) = fixture.url.split_once('@').expect("a place");
    let (mut config, ops) = watched(&fixture);
    config.database = chassis::Secret::new(format!("postgres://{role}:secret@{place}"));
    let (node, ann) = (fixture.node_with(config).await, Person::new("Ann"));
    let mut rooms = Vec::new();
    for n in 0..8 {
        rooms.push(fixture.room(&node, &ann, &format!("room {n}")).await);
    }
    let posts: Vec<_> = rooms.iter().map(|room| ann.posts(*room, "hello")).collect();
    let sends = posts.iter().map(|post| fixture.send(&node, post));
    for answer in futures_util::future::join_all(sends).await {
        assert_eq!(done(&answer), 2);
    }
    says(ops, "this process needs 7 connections, the server leaves 3").await;
}

/// Settings of a node whose ops port is here.
fn watched(fixture: &Fixture) -> (room_service::Config, std::net::SocketAddr) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let ops = listener.local_addr().expect("its address");
    drop(listener);
    let mut config = fixture.config();
    config.ops_listen = Some(ops);
    (config, ops)
}

/// Once `/readyz` says this.
async fn says(ops: std::net::SocketAddr, what: &str) {
    let told = async {
        while !ask_ops(ops).await.contains(what) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(DEADLINE, told).await.expect("it is said");
}

/// The body of `/readyz`.
async fn ask_ops(address: std::net::SocketAddr) -> String {
    let Ok(mut stream) = tokio::net::TcpStream::connect(address).await else { return String::new() };
    let request = b"GET /readyz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let mut answer = String::new();
    if stream.write_all(request).await.is_ok() {
        let _ = stream.read_to_string(&mut answer).await;
    }
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_first_server_of_several_is_gone_the_next_one_is_used() {
    let fixture = Fixture::new().await;
    let (first, second) =
        (Proxy::to(&fixture.url).await.expect("a proxy"), Proxy::to(&fixture.url).await.expect("another"));
    let both = first
        .url()
        .replace(&first.address().to_string(), &format!("{},{}", first.address(), second.address()));
    let mut config = fixture.config();
    config.database = chassis::Secret::new(both);
    let (node, ann) = (fixture.node_with(config).await, Person::new("Ann"));
    let room = fixture.room(&node, &ann, "tea").await;
    done(&fixture.send(&node, &ann.posts(room, "before")).await);
    first.set(Behaviour::Reset);
    until_done(&fixture, &node, &ann, room).await;
    is_sound(&fixture.log(&node, room).await);
}
