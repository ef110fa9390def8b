//! The append function in Postgres: racing writers, old heads, repeated nonces, locked rows, poison.

use std::sync::Arc;
use std::time::Duration;

use chassis::postgres::Settings;
use proto::room::{Action, Authority, Command, Event, Fact, Kind, Message, Reactions, Role};
use proto::{At, RoomId, Seq};
use room_service::journal::AppendConnection;
use room_service::room::{Asked, Change, Draft, Member, Order, Outcome, Room, model::Log, round};
use room_service::store::append;
use tokio_postgres::{Client, Statement};

use crate::fixture::{Person, connect, database, print_of};

/// A database with an append prepared, and a model of the same log beside it.
struct Setup {
    client: Client,
    url: String,
    append: Statement,
    model: Log,
    olga: Person,
}

impl Setup {
    async fn new() -> Self {
        let (client, url) = database().await;
        let append = append::prepare(&client).await.expect("the function is there");
        Self { client, url, append, model: Log::default(), olga: Person::new("Olga") }
    }

    /// A room that Olga owns, in both.
    async fn room(&mut self) -> RoomId {
        let command = self.olga.creates(&format!("room {}", RoomId::new()));
        let Action::Create { name, .. } = &command.action else { panic!("a creation") };
        let made = self
            .client
            .query_one(
                "select answer, at from chat.create_room($1, $2, $3, $4, $5, $6, '', array[$7], 'public')",
                &[
                    &command.room.0,
                    &self.olga.id().0,
                    &"Olga",
                    &print_of(&command).0,
                    &name.as_str(),
                    &name.key(),
                    &command.room.to_string(),
                ],
            )
            .await
            .expect("it is made");
        assert_eq!(made.get::<_, &str>(0), "made");
        let fact =
            Fact::Created { room_name: name.to_string(), room_kind: Kind::Public, participants: Vec::new() };
        let event = Event {
            room: command.room,
            seq: 1,
            at: made.get(1),
            actor: self.olga.id(),
            name: "Olga".into(),
            nonce: command.nonce,
            fact,
        };
        let row = Member::new(Role::Owner, 1, 0);
        let change = Some(Change { user: self.olga.id(), row });
        self.model.create(&Draft {
            event,
            fingerprint: print_of(&command),
            void_reason: None,
            change,
            is_slow: false,
            mentions: Vec::new(),
            authority: Authority::Member,
        });
        command.room
    }

    fn order(&self, commands: &[Command]) -> Order {
        order(&self.model, commands)
    }

    async fn append(&self, orders: &[&Order]) -> Vec<Outcome> {
        append::append(&self.client, &self.append, orders).await.expect("it never raises")
    }

    /// What both say, which must be the same; the moment of the commit is Postgres' to say.
    async fn both(&mut self, order: &Order) -> Outcome {
        let said = self.append(&[order]).await.remove(0);
        let at = if let Outcome::Written(at) = &said { *at } else { At::UNIX_EPOCH };
        assert_eq!(self.model.append(order, at), said);
        said
    }

    async fn head(&self, room: RoomId) -> Seq {
        let row = self.client.query_one("select head from chat.room where id = $1", &[&room.0]).await;
        row.expect("the room").get(0)
    }
}

fn order(model: &Log, commands: &[Command]) -> Order {
    let asked: Vec<Asked> =
        commands.iter().map(|command| Asked::new(command.clone(), "<p>x</p>".into())).collect();
    let needs = round::needs(&asked);
    let loaded = model.load(commands[0].room, &needs).expect("the room");
    let mut room: Room = loaded.room.clone();
    assert!(room.learn(&needs, loaded));
    round::decide(&mut room, &asked).order
}

#[tokio::test]
async fn what_is_appended_is_there_as_it_was_decided() {
    let mut setup = Setup::new().await;
    let (room, ann) = (setup.room().await, Person::new("Ann"));
    let joined = setup.order(&[ann.wants(room, Action::Join), ann.posts(room, "hello")]);
    assert!(matches!(setup.both(&joined).await, Outcome::Written(_)));
    let changed = setup.order(&[
        ann.wants(
            room,
            Action::Edit {
                target: 3,
                body: proto::text::Body::parse("hi").expect("a body"),
                text_rev: None,
                without: Vec::new(),
            },
        ),
        ann.wants(room, Action::Delete { target: 3, reason: None }),
        ann.wants(room, Action::Leave),
    ]);
    assert!(matches!(setup.both(&changed).await, Outcome::Written(_)));

    let query = "select r.head, r.last_msg, r.acl, r.members, m.rev, m.body, m.deleted_at is not null, p.role, p.since_seq,
            m.text_rev
        from chat.room r join chat.message m on m.room_id = r.id join chat.member p on p.room_id = r.id and p.user_id = $2
        where r.id = $1";
    let row = setup.client.query_one(query, &[&room.0, &ann.id().0]).await.expect("one row");
    assert_eq!(
        (row.get::<_, i64>(0), row.get::<_, i64>(1), row.get::<_, i64>(2), row.get::<_, i64>(3)),
        (6, 1, 6, 1)
    );
    assert_eq!((row.get::<_, i64>(4), row.get::<_, &str>(5), row.get::<_, bool>(6)), (5, "", true));
    assert_eq!((row.get::<_, &str>(7), row.get::<_, i64>(8), row.get::<_, i64>(9)), ("former", 6, 5));
}

#[tokio::test]
async fn an_append_on_an_old_head_writes_nothing() {
    let mut setup = Setup::new().await;
    let room = setup.room().await;
    let (first, second) =
        (setup.order(&[setup.olga.posts(room, "1")]), setup.order(&[setup.olga.posts(room, "2")]));
    setup.both(&first).await;
    assert_eq!(setup.both(&second).await, Outcome::Moved(2));
    assert_eq!(setup.head(room).await, 2);
}

#[tokio::test]
async fn a_nonce_that_is_in_the_log_is_found_and_the_rest_of_the_round_is_not_written() {
    let mut setup = Setup::new().await;
    let room = setup.room().await;
    let command = setup.olga.posts(room, "once");
    let first = setup.order(std::slice::from_ref(&command));
    setup.both(&first).await;
    let before: i64 = xmin(&setup, room).await;
    let second = setup.order(&[command.clone(), setup.olga.posts(room, "other")]);
    let Outcome::Known(rows) = setup.both(&second).await else { panic!("known") };
    assert_eq!((rows.len(), rows[0].seq, rows[0].fingerprint), (1, 2, command.fingerprint()));
    assert_eq!(setup.head(room).await, 2);
    assert_ne!(
        xmin(&setup, room).await,
        before,
        "a repeat writes something, so that a standby must have the first"
    );
}

async fn xmin(setup: &Setup, room: RoomId) -> i64 {
    let query = "select xmin::text::bigint from chat.room where id = $1";
    setup.client.query_one(query, &[&room.0]).await.expect("the room").get(0)
}

#[tokio::test]
async fn a_void_is_found_with_its_reason() {
    let mut setup = Setup::new().await;
    let room = setup.room().await;
    let command = setup.olga.wants(room, Action::Cancel);
    let cancel = setup.order(std::slice::from_ref(&command));
    setup.both(&cancel).await;
    let post = Command { action: setup.olga.posts(room, "late").action, ..command };
    let late = setup.order(std::slice::from_ref(&post));
    let Outcome::Known(rows) = setup.both(&late).await else { panic!("known") };
    assert_eq!(rows[0].answer(&post.action, print_of(&post)), proto::room::Answer::Cancelled);
}

#[tokio::test]
async fn a_room_that_somebody_else_writes_to_is_busy_and_the_others_are_not_harmed() {
    let mut setup = Setup::new().await;
    let (held, free, stale) = (setup.room().await, setup.room().await, setup.room().await);
    let first = setup.order(&[setup.olga.posts(stale, "1")]);
    let (a, b, c) = (
        setup.order(&[setup.olga.posts(held, "x")]),
        setup.order(&[setup.olga.posts(free, "x")]),
        setup.order(&[setup.olga.posts(stale, "x")]),
    );
    setup.both(&first).await;
    let mut other = connect(&setup.url).await;
    let lock = other.transaction().await.expect("a transaction");
    lock.execute("select from chat.room where id = $1 for no key update", &[&held.0])
        .await
        .expect("the lock");
    let said = setup.append(&[&a, &b, &c]).await;
    assert!(matches!(said[..], [Outcome::Busy, Outcome::Written(_), Outcome::Moved(2)]), "{said:?}");
    lock.rollback().await.expect("the lock is gone");
    assert!(matches!(setup.append(&[&a]).await[..], [Outcome::Written(_)]));
}

#[tokio::test]
async fn the_right_head_does_not_help_a_nonce_that_is_in_the_log() {
    let mut setup = Setup::new().await;
    let room = setup.room().await;
    let command = setup.olga.posts(room, "once");
    let first = setup.order(std::slice::from_ref(&command));
    setup.both(&first).await;
    // Decided on the new head, by somebody who does not know the nonce: nothing but the look-up stands in the way.
    let mut late = setup.order(&[setup.olga.posts(room, "late")]);
    late.drafts[0].event.nonce = command.nonce;
    assert!(matches!(setup.both(&late).await, Outcome::Known(rows) if rows[0].seq == 2));
    assert_eq!(setup.head(room).await, 2);
}

#[tokio::test]
async fn a_nonce_that_is_committed_while_the_lock_is_sought_is_found() {
    let mut setup = Setup::new().await;
    let room = setup.room().await;
    let said = setup.twin_while_its_first_is_written(room, Vec::new()).await;
    assert!(matches!(&said[..], [Outcome::Known(rows)] if rows[0].seq == 2), "{said:?}");
    assert_eq!(setup.head(room).await, 2);
}

#[tokio::test]
async fn a_nonce_that_is_committed_while_the_locks_of_many_rooms_are_sought_is_found() {
    let mut setup = Setup::new().await;
    let (room, other) = (setup.room().await, setup.room().await);
    let beside = setup.order(&[setup.olga.posts(other, "beside it")]);
    let said = setup.twin_while_its_first_is_written(room, vec![beside]).await;
    assert!(matches!(&said[..], [Outcome::Known(rows), Outcome::Written(_)] if rows[0].seq == 2), "{said:?}");
    assert_eq!((setup.head(room).await, setup.head(other).await), (2, 2));
}

impl Setup {
    /// What comes of a post, and of others in its call, whose twin is committed after the call has begun and before it has the
    /// room's lock.
    async fn twin_while_its_first_is_written(&mut self, room: RoomId, beside: Vec<Order>) -> Vec<Outcome> {
        let setup = self;
        let first = setup.order(&[setup.olga.posts(room, "once")]);
        // A twin from another node, decided on the head that the first one is about to make.
        let mut twin = message(&setup.olga, room, 2, 1, 1);
        twin.drafts[0].event.nonce = first.drafts[0].event.nonce;

        // Whoever the policy concerns waits at a gate after the statement's snapshot was taken and before the row is locked.
        let role = format!("gated_{}", room.0.simple());
        setup
            .client
            .batch_execute(&format!(
                "create role {role};
            grant usage on schema chat to {role};
            grant all on all tables in schema chat to {role};
            create function chat.gate() returns boolean language plpgsql as $$
                begin perform pg_advisory_xact_lock_shared(1); return true; end $$;
            alter table chat.room enable row level security;
            create policy gated on chat.room to {role} using (chat.gate())"
            ))
            .await
            .expect("a gate");
        let (gate, late) = (connect(&setup.url).await, connect(&setup.url).await);
        gate.execute("select pg_advisory_lock(1)", &[]).await.expect("shut");
        late.batch_execute(&format!("set role {role}; set application_name = 'the twin'"))
            .await
            .expect("gated");
        let waiting = tokio::spawn(async move {
            let function = append::prepare(&late).await.expect("prepared");
            let orders: Vec<&Order> = std::iter::once(&twin).chain(&beside).collect();
            append::append(&late, &function, &orders).await
        });
        let asked =
            "select from pg_stat_activity where application_name = 'the twin' and wait_event = 'advisory'
        and datname = current_database()";
        while setup.client.query_opt(asked, &[]).await.expect("Postgres answers").is_none() {
            assert!(!waiting.is_finished(), "{:?}", waiting.await);
            tokio::task::yield_now().await;
        }
        assert!(matches!(setup.both(&first).await, Outcome::Written(_)));
        gate.execute("select pg_advisory_unlock(1)", &[]).await.expect("open");

        let said = waiting.await.expect("no panic").expect("it never raises");
        setup
            .client
            .batch_execute(&format!("drop owned by {role}; drop role {role}"))
            .await
            .expect("cleared away");
        said
    }
}

#[tokio::test]
async fn a_room_that_does_not_hold_its_new_name_is_not_written_and_the_others_are() {
    let mut setup = Setup::new().await;
    let (lost, held, quiet) = (setup.room().await, setup.room().await, setup.room().await);
    let renamed = |room: RoomId, to: &str| {
        let mut order = message(&setup.olga, room, 1, 0, 1);
        (order.last_msg, order.drafts[0].event.fact) = (0, named(to));
        order
    };
    let (lost, held, quiet) =
        (renamed(lost, "lost"), renamed(held, "held"), setup.order(&[setup.olga.posts(quiet, "x")]));
    let claim = "select answer from chat.claim_rename($1, $2, 'held', 'held', array['held'], array['held'])";
    let nonce = held.drafts[0].event.nonce.0;
    for _ in 0..2 {
        let row = setup.client.query_one(claim, &[&held.room.0, &nonce]).await.expect("claimed");
        assert_eq!(row.get::<_, &str>(0), "held", "the same again answers the same");
    }
    let said = setup.append(&[&lost, &held, &quiet]).await;
    assert!(matches!(said[..], [Outcome::Unclaimed, Outcome::Written(_), Outcome::Written(_)]), "{said:?}");
    assert_eq!((setup.head(lost.room).await, setup.head(held.room).await), (1, 2));
    let row = setup
        .client
        .query_one("select name, name_key, slug from chat.room where id = $1", &[&held.room.0])
        .await
        .expect("the room");
    assert_eq!(
        (row.get::<_, &str>(0), row.get::<_, &str>(1), row.get::<_, &str>(2)),
        ("held", "held", "held")
    );
}

fn named(name: &str) -> Fact {
    let slug = proto::text::Slug::parse(name).expect("a slug");
    Fact::Renamed { room_name: name.to_owned(), slug, before: "something".to_owned() }
}

#[tokio::test]
async fn what_a_room_is_about_and_whether_it_is_closed_stands_as_the_last_of_a_round_left_it() {
    let mut setup = Setup::new().await;
    let room = setup.room().await;
    let topic = |text: &str| Action::Describe { topic: proto::text::Topic::parse(text).expect("a topic") };
    let actions = [topic("tea"), topic("cake"), Action::Archive, Action::Restore];
    let commands: Vec<Command> = actions.into_iter().map(|action| setup.olga.wants(room, action)).collect();
    let order = setup.order(&commands);
    assert!(matches!(setup.both(&order).await, Outcome::Written(_)));
    let stands = async |setup: &Setup| {
        let query =
            "select topic, archived_at = head_at, deleted_at is not null from chat.room where id = $1";
        let row = setup.client.query_one(query, &[&room.0]).await.expect("the room");
        (row.get::<_, String>(0), row.get::<_, Option<bool>>(1), row.get::<_, bool>(2))
    };
    assert_eq!(stands(&setup).await, ("cake".to_owned(), None, false));
    let order = setup.order(&[setup.olga.wants(room, Action::Archive)]);
    setup.both(&order).await;
    assert_eq!(stands(&setup).await, ("cake".to_owned(), Some(true), false));
}

#[tokio::test]
async fn one_poisoned_room_does_not_harm_the_others() {
    let mut setup = Setup::new().await;
    let (sick, well) = (setup.room().await, setup.room().await);
    let mut poison = setup.order(&[setup.olga.posts(sick, "x")]);
    poison.drafts[0].event.name = "nul \0 byte".to_owned();
    let fine = setup.order(&[setup.olga.posts(well, "x")]);
    let mut line = AppendConnection::new(
        &Settings::new(&setup.url, "test", Duration::from_secs(5)).expect("an address"),
    );
    let said = line.append(&[&poison, &fine]).await;
    assert!(matches!(said[..], [Outcome::Failed, Outcome::Written(_)]), "{said:?}");
    assert_eq!((setup.head(sick).await, setup.head(well).await), (1, 2));
}

#[tokio::test]
async fn a_connection_that_is_cut_leaves_the_outcome_unknown_and_the_next_call_finds_out() {
    let mut setup = Setup::new().await;
    let room = setup.room().await;
    let mut line = AppendConnection::new(
        &Settings::new(&setup.url, "cut me", Duration::from_secs(5)).expect("an address"),
    );
    let mut holder = connect(&setup.url).await;
    let next = setup.order(&[setup.olga.posts(room, "x")]);
    // The append hangs on a lock that is not the room's.
    let lock = holder.transaction().await.expect("a transaction");
    lock.execute("lock table chat.event in access exclusive mode", &[]).await.expect("the lock");
    let hanging = tokio::spawn(async move { (line.append(&[&next]).await, line, next) });
    let cut = "select count(pg_terminate_backend(pid)) from pg_stat_activity
        where application_name = 'cut me' and wait_event_type = 'Lock'";
    while setup.client.query_one(cut, &[]).await.expect("Postgres answers").get::<_, i64>(0) == 0 {
        tokio::task::yield_now().await;
    }
    let (said, mut line, next) = hanging.await.expect("no panic");
    assert_eq!(said, [Outcome::Unknown]);
    lock.rollback().await.expect("the lock is gone");
    assert!(matches!(line.append(&[&next]).await[..], [Outcome::Written(_)]));
}

#[tokio::test]
async fn a_warning_during_the_append_leaves_its_outcome_unknown() {
    // As Postgres warns when a wait for the standby was cut short: committed here, perhaps not there.
    let mut setup = Setup::new().await;
    let room = setup.room().await;
    setup
        .client
        .batch_execute(
            "create sequence chat.calls;
            create function chat.warn() returns trigger language plpgsql as $$
                begin
                    if nextval('chat.calls') = 1 then raise warning 'canceled'; end if;
                    return null;
                end $$;
            create trigger warn after insert on chat.event for each statement execute function chat.warn()",
        )
        .await
        .expect("a table that warns");
    let order = setup.order(&[setup.olga.posts(room, "x")]);
    let mut line = AppendConnection::new(
        &Settings::new(&setup.url, "test", Duration::from_secs(5)).expect("an address"),
    );
    assert_eq!(line.append(&[&order]).await, [Outcome::Unknown]);
    assert_eq!(line.append(&[&order]).await, [Outcome::Moved(2)], "it was committed, and the compare tells");
}

#[tokio::test]
async fn racing_writers_leave_no_hole_and_lose_nothing() {
    const WRITERS: usize = 6;
    const ROUNDS: usize = 60;
    let mut setup = Setup::new().await;
    let mut rooms = Vec::new();
    for _ in 0..5 {
        rooms.push(setup.room().await);
    }
    let rooms = Arc::new(rooms);
    let mut racing = Vec::new();
    for _ in 0..WRITERS {
        let (url, rooms, olga) = (setup.url.clone(), rooms.clone(), setup.olga.clone());
        racing.push(tokio::spawn(async move {
            let client = connect(&url).await;
            let append = append::prepare(&client).await.expect("prepared");
            let mut written = 0;
            while written < ROUNDS {
                let mut orders = Vec::new();
                for room in rooms.iter() {
                    let row = client
                        .query_one("select head, last_msg, members from chat.room where id = $1", &[&room.0])
                        .await
                        .expect("the room");
                    orders.push(message(&olga, *room, row.get(0), row.get(1), row.get(2)));
                }
                let orders: Vec<&Order> = orders.iter().collect();
                let said = append::append(&client, &append, &orders).await.expect("it never raises");
                written += said.iter().filter(|outcome| matches!(outcome, Outcome::Written(_))).count();
            }
            written
        }));
    }
    let mut written = 0;
    for one in racing {
        written += one.await.expect("no panic");
    }
    let query = "select count(*), coalesce(sum(e.n - e.m), 0)::bigint, sum(e.n)::bigint from
        (select room_id, count(*) as n, max(seq) as m from chat.event group by room_id) e";
    let row = setup.client.query_one(query, &[]).await.expect("counts");
    assert_eq!(row.get::<_, i64>(1), 0, "seqs are 1 to head in each room");
    assert_eq!(
        row.get::<_, i64>(2),
        written as i64 + 6,
        "every append that was told `ok` is there, and no other"
    );
    let torn = "select count(*) from chat.room r where head <> (select max(seq) from chat.event e where e.room_id = r.id)
        or last_msg <> (select count(*) from chat.message m where m.room_id = r.id)";
    assert_eq!(setup.client.query_one(torn, &[]).await.expect("counts").get::<_, i64>(0), 0);
}

/// An append of one message, decided by hand.
fn message(who: &Person, room: RoomId, head: Seq, last_msg: i64, members: i64) -> Order {
    let command = who.posts(room, "x");
    let (seq, nonce) = (head + 1, command.nonce);
    let message = Message {
        seq,
        msg_no: Some(last_msg + 1),
        rev: seq,
        text_rev: seq,
        author: who.id(),
        name: "Olga".into(),
        avatar: None,
        at: At::UNIX_EPOCH,
        body: "x".into(),
        html: "<p>x</p>".into(),
        reply_to: None,
        thread: None,
        edited_at: None,
        previews: proto::room::Previews::default(),
        history: false,
        deleted_at: None,
        files: Vec::new(),
        reactions: Reactions::default(),
        nonce,
    };
    let fact = Fact::Posted { message: Box::new(message) };
    let event = Event { room, seq, at: At::UNIX_EPOCH, actor: who.id(), name: "Olga".into(), nonce, fact };
    let draft = Draft {
        event,
        fingerprint: print_of(&command),
        void_reason: None,
        change: None,
        is_slow: false,
        mentions: Vec::new(),
        authority: Authority::Member,
    };
    Order {
        room,
        expected: head,
        head: seq,
        last_msg: last_msg + 1,
        acl: 1,
        members,
        rules: 1,
        settings: None,
        drafts: vec![draft],
    }
}

#[tokio::test]
async fn the_general_room_is_there_from_the_start() {
    let setup = Setup::new().await;
    let row = setup
        .client
        .query_one("select head, slug, name, kind from chat.room where id = $1", &[&proto::id::GENERAL.0])
        .await
        .expect("general");
    assert_eq!((row.get::<_, i64>(0), row.get::<_, &str>(1)), (1, "general"));
}
