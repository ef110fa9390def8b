//! Figures: what drawing one message costs, and handing it to a thousand sockets. `cargo bench -p gateway`.

use std::sync::{Arc, LazyLock};

use divan::Bencher;
use divan::counter::ItemsCount;
use gateway::draw::Draw;
use gateway::live::Form;
use gateway::live::hub::ledger::{Entry, Ledger};
use gateway::live::hub::rendered::RenderedEvent;
use gateway::live::outbox::Outbox;
use proto::room::{Ends, Event, Fact, Message};
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
        at: At::UNIX_EPOCH,
        body: "Shall we meet at *four* by the harbour?".to_owned(),
        html: "<p>Shall we meet at <em>four</em> by the harbour?</p>".to_owned(),
        reply_to: None,
        thread: None,
        edited_at: None,
        deleted_at: None,
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
            outbox.open_room(room);
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
