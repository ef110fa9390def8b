//! People at their devices: they talk, mend, take back, come and go, throw each other out, lose their connection, and
//! send everything again until they have an answer, always under the same nonce.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use proto::room::{Action, Answer, Command, Event, Fact, ReactedMessage};
use proto::text::Body;
use proto::{Nonce, RoomId, Seq, UserId};

use super::check::View;
use super::gateway::{ClientSays, GatewayHears};
use super::network::Process;
use super::node::brief;
use super::reactions::Shown;
use super::sim::{Lane, Ms, Sim, SimEvent};
use super::store::{short, who};

/// Silence of the gateway after which another is tried.
const DEADLINE: Ms = 2_500;

/// What a device hears.
#[derive(Debug)]
pub(crate) enum PersonHears {
    Server {
        socket: u64,
        says: ServerSays,
    },
    /// The connection is gone.
    Cut {
        socket: u64,
    },
    /// Time to do something.
    Act,
    /// Time to look after what is not answered.
    Tick,
}

/// What a gateway says.
#[derive(Debug)]
pub(crate) enum ServerSays {
    Opened {
        room: RoomId,
        head: Seq,
        reset: bool,
    },
    /// Not open; `waits`: the gateway opens it as soon as it can.
    NotOpened {
        room: RoomId,
        waits: bool,
    },
    Event(Box<Event>),
    /// Nothing but reactions happened between these seqs.
    Reactions {
        room: RoomId,
        from: Seq,
        upto: Seq,
        messages: Vec<ReactedMessage>,
    },
    Gap {
        room: RoomId,
    },
    Answer {
        id: u64,
        answer: Answer,
    },
    Pong,
}

/// One device of a person.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) at: usize,
    pub(crate) user: UserId,
    pub(crate) socket: Option<(u64, Process)>,
    pub(super) others: Vec<UserId>,
    heard: Ms,
    pub(crate) rooms: BTreeMap<RoomId, RoomView>,
    pub(super) count: u64,
}

/// A room as a device has it.
#[derive(Debug, Default)]
pub(crate) struct RoomView {
    pub(crate) view: View,
    pub(crate) last: Seq,
    pub(super) opened_at: Seq,
    pub(super) outbox: VecDeque<Item>,
    pub(super) mine: BTreeSet<Seq>,
    pub(super) seen: Vec<(Nonce, Action)>,
    pub(super) used: Vec<Nonce>,
    /// The messages it shows, with what stands under them.
    pub(super) shown: Shown,
}

/// A command that has no answer yet.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) id: u64,
    pub(super) command: Command,
    /// Where the room stood when it was first said.
    pub(super) since: Seq,
    /// Its place in what was said on the present socket.
    pub(super) under_way: Option<u64>,
    pub(super) sent: bool,
    pub(super) not_before: Ms,
    pub(super) given_up: bool,
}

impl Person {
    pub(crate) fn new(sim: &mut Sim, at: usize, user: UserId, others: Vec<UserId>, rooms: &[RoomId]) -> Self {
        let person = |what| SimEvent::Person { at, what };
        sim.after(20 + at as Ms, person(PersonHears::Tick));
        sim.after(600 + at as Ms * 7, person(PersonHears::Act));
        let rooms = rooms.iter().map(|room| (*room, RoomView::default())).collect();
        Self { at, user, socket: None, others, heard: 0, rooms, count: 0 }
    }

    pub(crate) fn hear(&mut self, sim: &mut Sim, what: PersonHears) {
        match what {
            PersonHears::Server { socket, says } if self.socket.is_some_and(|(mine, _)| mine == socket) => {
                self.heard = sim.now;
                self.server(sim, socket, says);
            }
            PersonHears::Server { .. } => {}
            PersonHears::Cut { socket } if self.socket.is_some_and(|(mine, _)| mine == socket) => {
                self.cut(sim);
            }
            PersonHears::Cut { .. } => {}
            PersonHears::Act => self.act(sim),
            PersonHears::Tick => self.tick(sim),
        }
    }

    /// What is still missing, once all has been well for long.
    pub(crate) fn complaint(&self, sim: &Sim) -> Option<String> {
        let me = who(self.user);
        if self.socket.is_none() {
            return Some(format!("{me} is not connected"));
        }
        self.rooms.iter().find_map(|(room, place)| {
            let head = sim.check.head(*room);
            let inside = sim.check.is_inside(*room, self.user);
            if let Some(item) = place.outbox.iter().find(|item| !item.given_up) {
                return Some(format!(
                    "{me} has no answer to {} under {}",
                    brief(&item.command.action),
                    short(item.command.nonce)
                ));
            }
            if inside && place.view != View::Open {
                return Some(format!("{me} is inside but the room is {:?}", place.view));
            }
            if inside && place.last != head {
                return Some(format!("{me} stands at {} of {head}", place.last));
            }
            let wrong = inside.then(|| sim.check.wrong_reactions(*room, &place.shown)).flatten()?;
            Some(format!("{me} does not see what people react with: {wrong}"))
        })
    }

    // The connection.

    fn tick(&mut self, sim: &mut Sim) {
        sim.after(250, SimEvent::Person { at: self.at, what: PersonHears::Tick });
        match self.socket {
            None => self.connect(sim),
            Some((socket, gateway)) => {
                if sim.now - self.heard > DEADLINE {
                    sim.after(
                        5,
                        SimEvent::Gateway {
                            at: gateway.at,
                            life: gateway.life,
                            what: GatewayHears::Went { socket },
                        },
                    );
                    return self.cut(sim);
                }
                sim.up(socket, gateway, ClientSays::Ping);
                self.reopen(sim, socket, gateway);
            }
        }
        self.send(sim);
    }

    fn connect(&mut self, sim: &mut Sim) {
        let all = sim.gateways();
        let gateway = all[sim.rng.index(all.len())];
        let socket = sim.fresh();
        self.socket = Some((socket, gateway));
        self.heard = sim.now;
        let what = GatewayHears::Came { socket, person: self.at, user: self.user };
        sim.along(Lane::Up(socket), 1, SimEvent::Gateway { at: gateway.at, life: gateway.life, what });
        self.hello(sim, socket, gateway);
    }

    /// Every room is to be reopened; from then on that is the gateway's business.
    fn hello(&mut self, sim: &mut Sim, socket: u64, gateway: Process) {
        let known = self.rooms.iter().filter(|(_, place)| place.last > 0);
        let rooms = known.map(|(room, place)| (*room, place.last)).collect::<Vec<_>>();
        for (room, _) in &rooms {
            self.view(*room, View::Asked);
        }
        sim.up(socket, gateway, ClientSays::Hello { rooms });
    }

    pub(super) fn cut(&mut self, sim: &mut Sim) {
        sim.tell(|| format!("p{} loses its connection", self.at));
        self.socket = None;
        for place in self.rooms.values_mut() {
            place.view = View::Closed;
            for item in &mut place.outbox {
                item.under_way = None;
            }
        }
    }

    fn reopen(&mut self, sim: &mut Sim, socket: u64, gateway: Process) {
        for (room, place) in &mut self.rooms {
            let shut = matches!(place.view, View::Closed | View::Gap);
            if shut && sim.rng.chance(400) {
                place.view = View::Asked;
                let after = (place.last > 0).then_some(place.last);
                sim.up(socket, gateway, ClientSays::Open { room: *room, after });
            }
        }
    }

    // What is heard.

    fn server(&mut self, sim: &mut Sim, socket: u64, says: ServerSays) {
        match says {
            ServerSays::Pong => {}
            ServerSays::Opened { room, head, reset } => {
                let Some(place) = self.rooms.get_mut(&room) else { return };
                if place.view == View::Asked {
                    (place.view, place.opened_at) = (View::Open, head);
                    place.last = if reset { head } else { place.last };
                    if reset {
                        place.shown = Shown::default();
                    }
                }
            }
            ServerSays::NotOpened { waits: true, .. } => {}
            ServerSays::NotOpened { room, waits: false } => self.view(room, View::Closed),
            ServerSays::Gap { room } => {
                sim.check.totals.gaps += 1;
                self.view(room, View::Gap);
            }
            ServerSays::Event(event) => self.event(sim, &event),
            ServerSays::Reactions { room, from, upto, messages } => {
                let Some(place) = self.rooms.get_mut(&room) else { return };
                sim.check.saw(place.view, place.last, self.user, from);
                place.last = upto;
                place.shown.missed(&messages);
            }
            ServerSays::Answer { id, answer } => self.answer(sim, socket, id, &answer),
        }
    }

    fn view(&mut self, room: RoomId, view: View) {
        if let Some(place) = self.rooms.get_mut(&room) {
            place.view = view;
        }
    }

    fn event(&mut self, sim: &mut Sim, event: &Event) {
        let Some(place) = self.rooms.get_mut(&event.room) else { return };
        sim.tell(|| format!("p{} sees {} {} of {}", self.at, event.seq, event.fact.kind(), who(event.actor)));
        sim.check.saw(place.view, place.last, self.user, event.seq);
        place.last = event.seq;
        place.shown.take(event);
        if let Fact::Posted { message } = &event.fact
            && let Ok(body) = Body::parse(&message.body)
        {
            let answers = message.reply_to.as_ref().map(|quote| quote.seq);
            let action = match message.root() {
                Some(root) => Action::PostInThread {
                    root,
                    body,
                    also_in_room: message.msg_no.is_some(),
                    files: Vec::new(),
                },
                None => Action::Post { body, reply_to: answers, files: Vec::new() },
            };
            place.seen.push((event.nonce, action));
        }
        // A removal before the head of the `open` does not concern it: we were in again.
        if event.fact.ends(event.actor).concerns(self.user) && event.seq > place.opened_at {
            place.view = View::Closed;
        }
    }

    fn answer(&mut self, sim: &mut Sim, socket: u64, id: u64, answer: &Answer) {
        let user = self.user;
        let Some((room, place)) =
            self.rooms.iter_mut().find(|(_, place)| place.outbox.iter().any(|item| item.id == id))
        else {
            return;
        };
        let Some(index) = place.outbox.iter().position(|item| item.id == id) else { return };
        let Some(item) = place.outbox.get_mut(index) else { return };
        let Some(said) = item.under_way.take() else { return };
        sim.tell(|| {
            format!(
                "p{} {} of {} in {}: {answer:?}",
                self.at,
                short(item.command.nonce),
                who(user),
                room.0.as_u128() & 0xff
            )
        });
        sim.check.answered(socket, said, item.since, &item.command, answer);
        if let Answer::Refused(refusal) = answer
            && !refusal.code.is_definite()
        {
            item.not_before = sim.now + sim.rng.between(50, 600);
            return;
        }
        let Some(item) = place.outbox.remove(index) else { return };
        if let (Answer::Done(done), Action::Post { .. } | Action::PostInThread { .. }) =
            (answer, &item.command.action)
        {
            place.mine.insert(done.seq);
        }
        place.used.push(item.command.nonce);
    }
}
