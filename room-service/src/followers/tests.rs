//! Followers on a real log: in order, at least once, past what cannot be handled.

use std::sync::{Arc, Mutex};

use chassis::{Bus, BusConfig, Lifecycle, Peers, Secret, postgres::Settings};
use proto::room::Fact;
use proto::{At, NodeId, Nonce, Seq, UserId};

use super::*;
use crate::followers::runner::Runner;
use crate::store::{Pool, cursors};

const NOTES: &str = "notes";

/// Notes what it is handed, and cannot handle one of them.
#[derive(Clone, Default)]
struct Notes {
    handled: Arc<Mutex<Vec<Seq>>>,
    poison: Option<Seq>,
    patience: std::time::Duration,
}

impl Follower for Notes {
    const NAME: &'static str = NOTES;
    const KINDS: &'static [&'static str] = &["joined", "left"];

    async fn handle(&self, _: RoomId, events: &[Event]) -> Result<(), FollowerError> {
        if let Some(seq) = self.poison.filter(|poison| events.iter().any(|event| event.seq == *poison)) {
            return Err(FollowerError::Event(format!("{seq} is poison")));
        }
        self.handled.lock().expect("notes").extend(events.iter().map(|event| event.seq));
        Ok(())
    }

    fn patience(&self) -> std::time::Duration {
        self.patience
    }
}

impl Notes {
    fn handled(&self) -> Vec<Seq> {
        self.handled.lock().expect("notes").clone()
    }
}

/// A log in which somebody comes and goes, with something said in between, up to `head`.
async fn log(head: Seq) -> (Setup, tokio_postgres::Client) {
    let url = services::testbed::postgres().await;
    let settings = Settings::new(&url, "test", std::time::Duration::from_secs(5)).expect("an address");
    let (mut db, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.expect("Postgres");
    tokio::spawn(connection);
    crate::migrate(&mut db).await.expect("migrated");
    let fill = "insert into chat.event (room_id, seq, kind, actor_id, name, nonce, fingerprint, at)
        select $1, seq, case seq % 3 when 0 then 'joined' when 1 then 'left' else 'void' end, gen_random_uuid(), '',
            gen_random_uuid(), 0, now()
        from generate_series(2, $2::bigint) seq";
    db.execute(fill, &[&proto::id::GENERAL.0, &head]).await.expect("filled");
    let grow = "update chat.room set head = $2 where id = $1";
    db.execute(grow, &[&proto::id::GENERAL.0, &head]).await.expect("grown");
    let nats = BusConfig {
        url: Secret::new(services::testbed::nats().await),
        prefix: format!("t{}", RoomId::new().0.simple()),
        name: "test".to_owned(),
        tls: chassis::BusTls::default(),
    };
    let bus = Bus::connect(&nats).await.expect("NATS");
    let peers = Peers::watch(bus, Lifecycle::new()).await.expect("peers");
    let setup = Setup { node: NodeId::new(), peers, pool: Pool::new(&settings, 2), wake: Wake::default() };
    (setup, db)
}

fn concerned(seqs: impl Iterator<Item = Seq>) -> Vec<Seq> {
    seqs.filter(|seq| seq % 3 != 2).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_gets_its_kinds_of_event_in_order_and_its_cursor_reaches_the_head() {
    let (setup, _db) = log(500).await;
    let notes = Notes::default();
    Runner::new(notes.clone(), setup.clone()).work().await.expect("worked");
    assert_eq!(notes.handled(), concerned(3..=500));
    let cursor = cursors::read(&setup.pool, NOTES, proto::id::GENERAL).await.expect("read");
    assert_eq!((cursor.seq, cursor.tries), (500, 0));
    // Another node, or this one after a restart: nothing is left to do.
    let again = Notes::default();
    Runner::new(again.clone(), setup).work().await.expect("worked");
    assert!(again.handled().is_empty());
}

fn joined(seq: Seq) -> Event {
    let (room, actor, nonce) = (proto::id::GENERAL, UserId::new(), Nonce::new());
    Event { room, seq, at: At::now_utc(), actor, name: String::new(), nonce, fact: Fact::Joined }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_appended_here_is_handled_without_being_read_and_after_a_hole_the_log_counts() {
    let (setup, _db) = log(20).await;
    let notes = Notes::default();
    let mut runner = Runner::new(notes.clone(), setup.clone());
    runner.work().await.expect("worked");
    assert_eq!(notes.handled(), concerned(3..=20));
    // The log does not have it: whoever reads it there finds nothing.
    setup.wake.appended(proto::id::GENERAL, [joined(21)].iter());
    runner.work().await.expect("worked");
    assert_eq!(notes.handled().last(), Some(&21));
    let cursor = cursors::read(&setup.pool, NOTES, proto::id::GENERAL).await.expect("read");
    assert_eq!(cursor.seq, 21);
    // What came between was appended by another node.
    setup.wake.appended(proto::id::GENERAL, [joined(23)].iter());
    runner.work().await.expect("worked");
    assert_eq!(notes.handled().last(), Some(&21), "the log was asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_cannot_be_handled_is_skipped_and_told_and_the_rest_goes_on() {
    let (setup, _db) = log(20).await;
    let notes = Notes { poison: Some(9), ..Notes::default() };
    let mut runner = Runner::new(notes.clone(), setup.clone());
    for _ in 0..=retry::TRIES {
        runner.work().await.expect("worked");
        runner.end_pauses();
    }
    assert_eq!(notes.handled(), concerned((3..=20).filter(|seq| *seq != 9)));
    let status = cursors::status(&setup.pool, NOTES, Notes::KINDS).await.expect("read");
    assert_eq!((status.rooms, status.skipped), (0, 1));
    assert_eq!(status.error.as_deref(), Some("9 is poison"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_young_waits_and_its_room_is_looked_at_again() {
    let (setup, db) = log(12).await;
    db.execute("update chat.event set at = now() - interval '1 hour' where seq <= 6", &[])
        .await
        .expect("aged");
    let notes = Notes { patience: std::time::Duration::from_secs(60), ..Notes::default() };
    let mut runner = Runner::new(notes.clone(), setup.clone());
    runner.work().await.expect("worked");
    assert_eq!(notes.handled(), concerned(3..=6));
    runner.end_pauses();
    runner.work().await.expect("worked");
    assert_eq!(notes.handled(), concerned(3..=6), "none of the others is old enough");
    let cursor = cursors::read(&setup.pool, NOTES, proto::id::GENERAL).await.expect("read");
    assert_eq!(cursor.seq, 6);
    db.execute("update chat.event set at = now() - interval '1 hour'", &[]).await.expect("aged");
    runner.end_pauses();
    runner.work().await.expect("worked");
    assert_eq!(notes.handled(), concerned(3..=12));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_told_with_its_age() {
    let (setup, _db) = log(4).await;
    let status = cursors::status(&setup.pool, NOTES, Notes::KINDS).await.expect("read");
    assert!(status.rooms == 1 && status.waiting_since.is_some() && status.error.is_none(), "{status:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_comes_to_the_end_of_a_room_that_rests() {
    let (setup, db) = log(20).await;
    let search = search::Search::new(setup.pool.clone());
    assert!(search.due().await.expect("asked").is_empty(), "something has just happened");
    db.batch_execute("update chat.room set head_at = now() - interval '2 minutes'").await.expect("rests");
    let search = search::Search::new(setup.pool.clone());
    assert_eq!(search.due().await.expect("asked"), [proto::id::GENERAL]);
    search.handle(proto::id::GENERAL, &[]).await.expect("handled");
    let search = search::Search::new(setup.pool.clone());
    assert!(search.due().await.expect("asked").is_empty());
}
