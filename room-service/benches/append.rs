//! What one call of `chat.append` costs, beside one plain statement that writes the same rows without any of its
//! promises: `cargo bench -p room-service --bench append`. Postgres' processor time is what its backend has used
//! according to `/proc`; both take turns on one server in one run, and the last column is what the promises cost.

use std::time::{Duration, Instant};

use chassis::postgres::{Connection, Settings};
use proto::room::{Action, Actor, Command, Kind, OrgRole, Role};
use proto::text::Body;
use proto::{At, Nonce, RoomId, UserId};
use room_service::journal::AppendConnection;
use room_service::render;
use room_service::room::{Asked, Loaded, Member, Order, Outcome, Room, round};
use tokio_postgres::{Client, NoTls, Statement};
use uuid::Uuid;

/// Messages of each size of call, at least.
const MESSAGES: usize = 12_000;
/// Calls of each size, at least.
const CALLS: usize = 600;
/// How often the two take turns; the turn in the middle is the one that counts, as others use this machine too.
const TURNS: usize = 11;

const WORDS: &str =
    "Shall we meet at *four* by the harbour? The plan is at https://example.org/plan, `draft 2`.";

/// The same rows, no queries asked: no lock sought, no head compared, no nonce looked up.
const PLAIN: &str = "
with d as (
    select * from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::uuid[]) d (room, seq, msg_no, nonce)
), r as (
    update chat.room r set head = d.seq, last_msg = d.msg_no, head_at = clock_timestamp() from d where r.id = d.room
), e as (
    insert into chat.event (room_id, seq, kind, actor_id, name, nonce, fingerprint, at)
    select d.room, d.seq, 'posted', $5, 'Ann', d.nonce, 0, clock_timestamp() from d
)
insert into chat.message (room_id, seq, msg_no, rev, text_rev, author_id, body, html, renderer)
select d.room, d.seq, d.msg_no, d.seq, d.seq, $5, $6, $7, 1 from d";

/// What was said before: in each of the rooms that are written to, and in as many others.
const HISTORY: &str = "
with others as (
    select gen_random_uuid() as id from generate_series(1, cardinality($1::uuid[]))
), e as (
    insert into chat.event (room_id, seq, kind, actor_id, name, nonce, fingerprint, at)
    select id, n, 'posted', $2, 'Ann', gen_random_uuid(), 0, now()
    from (select unnest($1) as id union all select id from others) rooms cross join generate_series(2, 501) n
)
update chat.room set head = 501, last_msg = 500 where id = any ($1)";

/// What a call has cost: time of the backend, and time waited, in microseconds.
type Cost = (f64, f64);

struct Bench {
    ann: Actor,
    html: String,
    append: AppendConnection,
    append_pid: i32,
    plain: Connection,
    plain_pid: i32,
    statement: Statement,
}

#[expect(clippy::print_stdout, reason = "figures are what it is for")]
#[tokio::main(flavor = "current_thread")]
async fn main() {
    let url = services::testbed::postgres().await;
    let setup = connect(&url).await;
    let mut bench = Bench::new(&url).await;
    println!("{:>5}  {:>23}  {:>23}  {:>11}", "", "chat.append", "plain statement", "ratio");
    println!(
        "rooms  {:>11} {:>11}  {:>11} {:>11}  {:>5} {:>5}",
        "CPU µs", "µs", "CPU µs", "µs", "CPU", "time"
    );
    for rooms in [1, 10, 100] {
        let (append, plain) = bench.compare(&setup, rooms).await;
        let ((cpu, time), (plain_cpu, plain_time)) = (append, plain);
        println!(
            "{rooms:>5}  {cpu:>11.0} {time:>11.0}  {plain_cpu:>11.0} {plain_time:>11.0}  {:>5.2} {:>5.2}",
            cpu / plain_cpu,
            time / plain_time
        );
    }
}

impl Bench {
    async fn new(url: &str) -> Self {
        let mut client = connect(url).await;
        room_service::migrate(&mut client).await.expect("the migrations run");
        let settings = |name: &str| Settings::new(url, name, Duration::from_secs(60)).expect("an address");
        let mut append = AppendConnection::new(&settings("bench append"));
        let ann = Actor { id: UserId::new(), name: "Ann".into(), org_role: OrgRole::Member };
        let html = render::plain(WORDS);
        // The first call connects.
        let mut warm = vec![(made(&client, &ann).await, 1)];
        let first = orders(&mut warm, &ann, &html);
        written(&append.append(&first.iter().collect::<Vec<_>>()).await);
        let pid = "select pid from pg_stat_activity where application_name = 'bench append'";
        let append_pid = client.query_one(pid, &[]).await.expect("its backend").get(0);

        let planned_once = settings("bench plain").with("plan_cache_mode", "force_generic_plan");
        let plain = Connection::open(&planned_once, |_| ()).await.expect("Postgres");
        let statement = plain.client.prepare(PLAIN).await.expect("prepared");
        let plain_pid =
            plain.client.query_one("select pg_backend_pid()", &[]).await.expect("a number").get(0);
        Self { ann, html, append, append_pid, plain, plain_pid, statement }
    }

    /// Appends and plain statements of so many rooms a call, taking turns.
    async fn compare(&mut self, setup: &Client, rooms: usize) -> (Cost, Cost) {
        let calls = CALLS.max(MESSAGES / rooms) / TURNS;
        let (mut appending, mut writing) = (Vec::new(), Vec::new());
        for _ in 0..rooms {
            appending.push((made(setup, &self.ann).await, 501));
            writing.push((made(setup, &self.ann).await, 501));
        }
        let ids: Vec<Uuid> = appending.iter().chain(&writing).map(|(room, _)| room.0).collect();
        setup.execute(HISTORY, &[&ids, &self.ann.id.0]).await.expect("a history");
        setup.batch_execute("vacuum analyze").await.expect("looked after");
        let (mut append, mut plain) = (Vec::new(), Vec::new());
        for _ in 0..=TURNS {
            let mut costs = Vec::new();
            for _ in 0..calls {
                costs.push(self.append(&mut appending).await);
            }
            append.push(mean(&costs));
            costs.clear();
            for _ in 0..calls {
                costs.push(self.write(&mut writing).await);
            }
            plain.push(mean(&costs));
        }
        // The first turn warms up.
        (median(&append[1..]), median(&plain[1..]))
    }

    async fn append(&mut self, rooms: &mut [(RoomId, i64)]) -> (Duration, Duration) {
        let orders = orders(rooms, &self.ann, &self.html);
        let orders: Vec<&Order> = orders.iter().collect();
        let (cpu, since) = (used(self.append_pid), Instant::now());
        let outcomes = self.append.append(&orders).await;
        let waited = since.elapsed();
        written(&outcomes);
        (used(self.append_pid) - cpu, waited)
    }

    async fn write(&self, rooms: &mut [(RoomId, i64)]) -> (Duration, Duration) {
        let ids: Vec<Uuid> = rooms.iter().map(|(room, _)| room.0).collect();
        let nonces: Vec<Uuid> = rooms.iter().map(|_| Uuid::new_v4()).collect();
        let numbers: Vec<i64> = rooms.iter().map(|(_, head)| *head).collect();
        rooms.iter_mut().for_each(|(_, head)| *head += 1);
        let seqs: Vec<i64> = rooms.iter().map(|(_, head)| *head).collect();
        let (cpu, since) = (used(self.plain_pid), Instant::now());
        self.plain
            .client
            .execute(&self.statement, &[&ids, &seqs, &numbers, &nonces, &self.ann.id.0, &WORDS, &self.html])
            .await
            .expect("written");
        let waited = since.elapsed();
        (used(self.plain_pid) - cpu, waited)
    }
}

fn mean(costs: &[(Duration, Duration)]) -> Cost {
    let of = |cost: fn(&(Duration, Duration)) -> Duration| {
        costs.iter().map(cost).sum::<Duration>().as_secs_f64() * 1e6 / costs.len() as f64
    };
    (of(|cost| cost.0), of(|cost| cost.1))
}

fn median(turns: &[Cost]) -> Cost {
    let of = |cost: fn(&Cost) -> f64| {
        let mut all: Vec<f64> = turns.iter().map(cost).collect();
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    };
    (of(|cost| cost.0), of(|cost| cost.1))
}

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("Postgres");
    tokio::spawn(connection);
    client
}

/// A room that Ann has made.
async fn made(client: &Client, ann: &Actor) -> RoomId {
    let (id, name) = (RoomId::new(), Uuid::new_v4().to_string());
    let made = "select chat.create_room($1, $2, 'Ann', 0, $3, $3, $3, array[$3], 'public')";
    client.execute(made, &[&id.0, &ann.id.0, &name]).await.expect("a room");
    id
}

/// The next message in each room.
fn orders(rooms: &mut [(RoomId, i64)], ann: &Actor, html: &str) -> Vec<Order> {
    let next = |(id, head): &mut (RoomId, i64)| {
        let body = Body::parse(WORDS).expect("a body");
        let action = Action::Post { body, reply_to: None, files: Vec::new() };
        let (room, nonce) = (*id, Nonce::new());
        let command = Command::new(room, ann.clone(), nonce, action);
        let asked = [Asked::new(command, html.to_owned())];
        let order = round::decide(&mut remembered(*id, *head, ann, &asked), &asked).order;
        *head = order.head;
        order
    };
    rooms.iter_mut().map(next).collect()
}

/// A room with Ann inside, as an actor would remember it.
fn remembered(id: RoomId, head: i64, ann: &Actor, asked: &[Asked]) -> Room {
    let mut header = Room::before(id);
    (header.head, header.last_msg, header.acl) = (head, head - 1, 1);
    (header.kind, header.members, header.owners, header.head_at) = (Kind::Public, 1, 1, At::now_utc());
    let row = Member::new(Role::Owner, 1, 0);
    let mut room = header.clone();
    room.learn(
        &round::needs(asked),
        Loaded { room: header, people: vec![(ann.id, row)], targets: Vec::new(), reactions: Vec::new() },
    );
    room
}

fn written(outcomes: &[Outcome]) {
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Written(_))), "{outcomes:?}");
}

/// Processor time that a process has used so far.
fn used(pid: i32) -> Duration {
    let text =
        std::fs::read_to_string(format!("/proc/{pid}/schedstat")).expect("its backend is on this machine");
    let nanos = text.split(' ').next().and_then(|first| first.parse().ok());
    Duration::from_nanos(nanos.expect("nanoseconds"))
}
