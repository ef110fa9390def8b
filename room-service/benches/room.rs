//! Figures: what deciding, rendering and appending cost. `cargo bench -p room-service`; needs a Postgres on this
//! machine for the append.

use std::sync::LazyLock;
use std::time::Duration;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use proto::room::{Action, Actor, Command, Kind, OrgRole, Role};
use proto::text::Body;
use proto::{Nonce, RoomId, UserId};
use room_service::journal::AppendConnection;
use room_service::room::{Asked, Loaded, Member, Outcome, Room, round};
use room_service::{render, store};
use tokio::runtime::Runtime;

fn main() {
    divan::main();
}

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("threads"));

const WORDS: &str =
    "Shall we meet at *four* by the harbour? The plan is at https://example.org/plan, `draft 2`.";

fn post(room: RoomId, actor: &Actor) -> Asked {
    let action = Action::Post { body: Body::parse(WORDS).expect("a body"), reply_to: None };
    let command =
        Command { room, actor: actor.clone(), nonce: Nonce::new(), again: false, named: Vec::new(), action };
    Asked::new(command, render::plain(WORDS))
}

fn ann() -> Actor {
    Actor { id: UserId::new(), name: "Ann".into(), org_role: OrgRole::Member }
}

/// A room with Ann inside.
fn room(id: RoomId, head: i64, ann: &Actor, asked: &[Asked]) -> Room {
    let mut header = Room::before(id);
    (header.head, header.last_msg, header.kind, header.members) = (head, head - 1, Kind::Public, 1);
    let row = Member { role: Role::Owner, since: 1, since_msg: 0 };
    let mut room = header.clone();
    room.learn(
        &round::needs(asked),
        Loaded { room: header, people: vec![(ann.id, row)], targets: Vec::new() },
    );
    room
}

#[divan::bench(args = [1, 64])]
fn decide(bencher: Bencher<'_, '_>, commands: usize) {
    let (id, ann) = (RoomId::new(), ann());
    let asked: Vec<Asked> = (0..commands).map(|_| post(id, &ann)).collect();
    bencher
        .counter(ItemsCount::new(commands))
        .with_inputs(|| room(id, 1, &ann, &asked))
        .bench_values(|mut room| round::decide(&mut room, &asked));
}

#[divan::bench(args = [1, 20, 170])]
fn render(bencher: Bencher<'_, '_>, times: usize) {
    let body = WORDS.repeat(times);
    bencher.counter(BytesCount::of_str(&body)).bench(|| render::html(&body));
}

/// Rooms and messages a call.
#[divan::bench(args = [(1, 1), (1, 10), (10, 1), (20, 5), (64, 4)], sample_count = 200, sample_size = 1)]
fn append(bencher: Bencher<'_, '_>, (rooms, each): (usize, usize)) {
    let ann = ann();
    let (mut line, mut places) = RUNTIME.block_on(async {
        let url = services::testbed::postgres().await;
        let (mut client, connection) =
            tokio_postgres::connect(&url, tokio_postgres::NoTls).await.expect("Postgres");
        tokio::spawn(connection);
        room_service::migrate(&mut client).await.expect("the migrations run");
        let mut places = Vec::new();
        for n in 0..rooms {
            let (id, name) = (RoomId::new(), n.to_string());
            let made = "select chat.create_room($1, $2, 'Ann', 0, $3, $3, array[$3])";
            client.execute(made, &[&id.0, &ann.id.0, &name]).await.expect("a room");
            places.push((id, 1_i64));
        }
        (
            AppendConnection::new(
                store::settings(&url, "bench", Duration::from_secs(5)).expect("an address"),
            ),
            places,
        )
    });
    bencher
        .counter(ItemsCount::new(rooms * each))
        .with_inputs(|| {
            let order = |(id, head): &mut (RoomId, i64)| {
                let asked: Vec<Asked> = (0..each).map(|_| post(*id, &ann)).collect();
                let plan = round::decide(&mut room(*id, *head, &ann, &asked), &asked);
                *head = plan.order.head;
                plan.order
            };
            places.iter_mut().map(order).collect::<Vec<_>>()
        })
        .bench_local_values(|orders| {
            let said = RUNTIME.block_on(line.append(&orders.iter().collect::<Vec<_>>()));
            assert!(said.iter().all(|outcome| matches!(outcome, Outcome::Written(_))), "{said:?}");
        });
}
