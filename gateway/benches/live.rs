//! Figures: what drawing one message costs, and handing it to a thousand sockets. `cargo bench -p gateway`.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use divan::Bencher;
use divan::counter::ItemsCount;
use gateway::draw::{Draw, Errors, NewDirectPage, Sidebar};
use gateway::live::Form;
use gateway::live::hub::ledger::{Entry, Ledger};
use gateway::live::hub::rendered::RenderedEvent;
use gateway::live::outbox::Outbox;
use proto::auth::Person;
use proto::room::{Ends, Event, Fact, Kind, Level, Message, MyRoom, Reactions, Role, RoomAddress};
use proto::text::Slug;
use proto::{At, Nonce, RoomId, Seq, UserId};

fn main() {
    divan::main();
}

static PEN: LazyLock<Draw> = LazyLock::new(|| Draw::new("Hubbub", "/static").expect("templates"));

/// As many sockets as one gateway has of a large room.
const SOCKETS: u64 = 1_000;
/// Events that wait in each outbox when it is drained at once, as under load.
const BURST: Seq = 16;

fn event(room: RoomId, seq: Seq) -> Event {
    let (author, nonce) = (UserId::new(), Nonce::new());
    let message = Message {
        seq,
        msg_no: Some(seq),
        rev: seq,
        text_rev: seq,
        author,
        name: "Rosa Silva".to_owned(),
        avatar: None,
        at: At::UNIX_EPOCH,
        body: "Shall we meet at *four* by the harbour?".to_owned(),
        html: "<p>Shall we meet at <em>four</em> by the harbour?</p>".to_owned(),
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
    Event { room, seq, at: At::UNIX_EPOCH, actor: author, name: "Rosa Silva".to_owned(), nonce, fact }
}

#[divan::bench(args = ["json", "html"])]
fn draw_one_message(bencher: Bencher<'_, '_>, form: &str) {
    let form = if form == "html" { Form::Html } else { Form::Json };
    let room = RoomId::new();
    bencher
        .counter(ItemsCount::new(1_usize))
        .with_inputs(|| RenderedEvent::new(event(room, 1)))
        .bench_values(|drawn| drawn.bytes(form.into(), &PEN).len());
}

/// Somebody's rooms: 200 with a name, 500 conversations, something unread in a third of them.
fn many_rooms() -> Vec<MyRoom> {
    let room = |n: i64| {
        let (room, is_direct) = (RoomId::new(), n >= 200);
        let slug = Slug::parse(&format!("room-{n}")).expect("a slug");
        MyRoom {
            room,
            address: if is_direct { RoomAddress::Direct(room) } else { slug.into() },
            name: format!("Somebody {n}"),
            picture: None,
            others: if is_direct { vec![UserId::new()] } else { Vec::new() },
            hidden_msg: 0,
            kind: if is_direct { Kind::Direct } else { Kind::Public },
            role: Role::Member,
            head: 300,
            last_msg: 300,
            acl: 1,
            read_seq: 290,
            read_msg: if n % 3 == 0 { 290 } else { 300 },
            generation: 0,
            mentions: 0,
            away: None,
            level: Level::Mentions,
            starred: false,
            active_at: At::UNIX_EPOCH + Duration::from_secs(u64::try_from(n).unwrap_or(0)),
        }
    };
    (0..700).map(room).collect()
}

/// A whole page that has little but the list of 200 rooms and 500 conversations.
#[divan::bench]
fn draw_a_page_beside_very_many_rooms(bencher: Bencher<'_, '_>) {
    let (rooms, id) = (many_rooms(), UserId::new());
    let name = || "Rosa Silva".to_owned();
    let person = Person {
        id,
        username: "rosa".to_owned(),
        display_name: name(),
        ambiguous: false,
        status: None,
        invisible: false,
        avatar: None,
        quiet: None,
    };
    bencher.bench(|| {
        let sidebar = Sidebar::new(&person, &rooms, None);
        let page = NewDirectPage { sidebar, people: String::new(), errors: Errors::none() };
        PEN.page(&page).expect("drawn").len()
    });
}

/// A room with a thousand sockets, half of them browsers.
struct Crowd {
    room: RoomId,
    ledger: Ledger<Arc<RenderedEvent>>,
    outboxes: Vec<Outbox>,
}

impl Crowd {
    fn new() -> Self {
        let (room, mut ledger) = (RoomId::new(), Ledger::new());
        let outboxes: Vec<Outbox> = (0..SOCKETS).map(|_| Outbox::new()).collect();
        for (id, outbox) in (0..SOCKETS).zip(&outboxes) {
            outbox.open_room(room, 0);
            ledger.admit(id, UserId::new(), 0, |_, _| true);
        }
        Self { room, ledger, outboxes }
    }

    fn hear(&mut self, seq: Seq) {
        let payload = Arc::new(RenderedEvent::new(event(self.room, seq)));
        let (room, outboxes) = (self.room, &self.outboxes);
        self.ledger.hear(Entry { seq, ends: Ends::Nobody, payload }, |id, entry| {
            let form = if id % 2 == 0 { Form::Html } else { Form::Json };
            let outbox = outboxes.get(usize::try_from(id).unwrap_or_default());
            outbox.is_some_and(|outbox| outbox.event(room, entry.payload.bytes(form.into(), &PEN)))
        });
    }

    fn drain(&self) -> usize {
        self.outboxes.iter().map(|outbox| outbox.take_batch(false).map_or(0, |frames| frames.len())).sum()
    }
}

/// Drawn once for each form, in order, into a thousand outboxes.
#[divan::bench]
fn fan_out_one_event_to_1000_outboxes(bencher: Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(SOCKETS)).with_inputs(Crowd::new).bench_refs(|crowd| crowd.hear(1));
}

/// The same for a burst, with everything taken out again as the I/O tasks would.
#[divan::bench]
fn fan_out_and_drain_a_burst_of_16(bencher: Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(SOCKETS * BURST.unsigned_abs())).with_inputs(Crowd::new).bench_refs(
        |crowd| {
            (1..=BURST).for_each(|seq| crowd.hear(seq));
            assert_eq!(crowd.drain(), crowd.outboxes.len() * usize::try_from(BURST).unwrap_or_default());
        },
    );
}
