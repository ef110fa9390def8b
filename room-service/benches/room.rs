//! Figures: what deciding and rendering cost. `cargo bench -p room-service`.

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use proto::room::{Action, Actor, Command, Kind, OrgRole, Role};
use proto::text::Body;
use proto::{Nonce, RoomId, UserId};
use room_service::render;
use room_service::room::{Asked, Loaded, Member, Room, round};

fn main() {
    divan::main();
}

const WORDS: &str =
    "Shall we meet at *four* by the harbour? The plan is at https://example.org/plan, `draft 2`.";

fn post(room: RoomId, actor: &Actor) -> Asked {
    let action =
        Action::Post { body: Body::parse(WORDS).expect("a body"), reply_to: None, files: Vec::new() };
    let command = Command::new(room, actor.clone(), Nonce::new(), action);
    Asked::new(command, render::plain(WORDS))
}

fn ann() -> Actor {
    Actor { id: UserId::new(), name: "Ann".into(), org_role: OrgRole::Member }
}

/// A room with Ann inside.
fn room(id: RoomId, head: i64, ann: &Actor, asked: &[Asked]) -> Room {
    let mut header = Room::before(id);
    (header.head, header.last_msg, header.kind, header.members) = (head, head - 1, Kind::Public, 1);
    let row = Member::new(Role::Owner, 1, 0);
    let mut room = header.clone();
    room.learn(
        &round::needs(asked),
        Loaded { room: header, people: vec![(ann.id, row)], targets: Vec::new(), reactions: Vec::new() },
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
