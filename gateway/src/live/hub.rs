//! The hub of a room: one actor in each gateway where some socket has the room open.
//!
//! *Born* with the first `open` of the room here. *Owns* the order in which the room's events reach this gateway's
//! sockets ([`ledger`]), and who is here ([`here`]). *Hears* events, typing and who is here from the bus; opens and
//! closes from sockets; where the room stands from beacons and acks. *Says* frames, straight into the sockets'
//! outboxes; who is here and who types, to the other hubs. *Dies* when nobody has had the room open for a while.

pub mod drawn;
mod flow;
pub mod here;
pub mod ledger;
mod opening;
mod presence;
mod subscriptions;

pub use opening::OpenRequest;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chassis::telemetry::Wait;
use proto::node::{Here, Typing};
use proto::room::{Event, Opened, Stretch};
use proto::{NodeId, Refusal, RoomId, Seq, UserId};
use ractor::{Actor, ActorProcessingErr, ActorRef};
use tokio::sync::OwnedSemaphorePermit;

use super::Reader;
use super::hubs::Hubs;
use super::outbox::Outbox;
use super::roster::SocketId;
use drawn::Drawn;
use here::HereBook;
use ledger::Ledger;
use subscriptions::Subscriptions;

/// How often a hub looks after itself.
const TICK: Duration = Duration::from_secs(1);
/// How long a room stays subscribed when nobody has it open any more.
const LINGER: Duration = Duration::from_secs(15);

/// Everything a hub hears.
pub enum HubMessage {
    /// A socket wants to hear the room.
    Open(OpenRequest),
    /// A socket's `open` has been read.
    Read(OpenRequest, Result<Opened, Refusal>),
    /// A socket does not want to hear the room any more, or is gone.
    Shut(SocketId),
    /// What was subscribed is in force.
    InForce,
    /// An event from the bus. The permit is a place in the mailbox.
    Inbound(Box<Event>, Wait, OwnedSemaphorePermit),
    /// The room stands at least here. An ack is certain to be followed by nothing else; a beacon mostly is by its event.
    Stands(Seq, Source),
    /// Time to fill a hole, if it is still there.
    FillDue,
    /// A hole has been filled, or could not be.
    Filled(Option<Stretch>),
    /// Anything may have been missed: the connection was lost, or was read too slowly.
    Resync,
    /// Everyone must open again: the log is another one.
    Reset,
    /// A socket's person is typing.
    Type(SocketId),
    /// Somebody somewhere is typing.
    Typing(Typing),
    /// Another gateway says who is there.
    Here(Here),
    /// A gateway is gone.
    GatewayGone(NodeId),
    /// Time to look after oneself.
    Tick,
    /// Taken off the board: what was sent before has all been heard.
    Retired,
}

/// How it is known where a room stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// An answer to a command.
    Ack,
    /// A beacon or an audit.
    Beacon,
}

/// What a hub is born with.
pub(super) struct HubArgs {
    pub(super) room: RoomId,
    pub(super) hubs: Hubs,
}

/// The actor.
pub(super) struct Hub;

/// What a hub remembers.
pub(super) struct HubState {
    room: RoomId,
    hubs: Hubs,
    me: ActorRef<HubMessage>,
    ledger: Ledger<Arc<Drawn>>,
    seats: HashMap<SocketId, Seated>,
    /// The latest `open` of each socket that is being read.
    reading: HashMap<SocketId, u64>,
    tickets: u64,
    /// Opens that wait for the subscription to be in force.
    waiting: Vec<OpenRequest>,
    in_force: bool,
    filling: Option<Instant>,
    here: HereBook,
    typed: HashMap<UserId, Instant>,
    idle_since: Instant,
    _ears: Subscriptions,
}

/// A socket that hears the room.
struct Seated {
    user: UserId,
    name: String,
    reader: Reader,
    outbox: Outbox,
}

impl Actor for Hub {
    type Msg = HubMessage;
    type State = HubState;
    type Arguments = HubArgs;

    async fn pre_start(
        &self,
        me: ActorRef<HubMessage>,
        args: HubArgs,
    ) -> Result<HubState, ActorProcessingErr> {
        let HubArgs { room, hubs } = args;
        me.send_interval(TICK, || HubMessage::Tick);
        let subscriptions = Subscriptions::open(room, hubs.bus().clone(), hubs.node(), me.clone());
        tracing::debug!(room.id = %room, "a hub is born");
        Ok(HubState {
            room,
            me,
            ledger: Ledger::new(),
            seats: HashMap::new(),
            reading: HashMap::new(),
            tickets: 0,
            waiting: Vec::new(),
            in_force: false,
            filling: None,
            here: HereBook::new(hubs.node()),
            typed: HashMap::new(),
            idle_since: Instant::now(),
            hubs,
            _ears: subscriptions,
        })
    }

    async fn handle(
        &self,
        me: ActorRef<HubMessage>,
        message: HubMessage,
        state: &mut HubState,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            HubMessage::Open(opening) => state.open(opening),
            HubMessage::Read(opening, reply) => state.read(opening, reply),
            HubMessage::Shut(socket) => state.shut(socket),
            HubMessage::InForce => state.begin(),
            HubMessage::Inbound(event, wait, _place) => wait.over("hub").in_scope(|| state.heard(*event)),
            HubMessage::Stands(head, source) => state.stands(head, source),
            HubMessage::FillDue => state.fill(),
            HubMessage::Filled(stretch) => state.filled(stretch),
            HubMessage::Resync => state.resync(),
            HubMessage::Reset => state.skip_ahead(),
            HubMessage::Type(socket) => state.type_on(socket).await,
            HubMessage::Typing(typing) => state.typing(&typing),
            HubMessage::Here(here) => state.here.hear(here),
            HubMessage::GatewayGone(node) => state.here.gone(node),
            HubMessage::Tick => state.tick().await,
            HubMessage::Retired => state.retired(&me),
        }
        Ok(())
    }
}

impl HubState {
    async fn tick(&mut self) {
        self.tend_openings();
        self.tend_hole();
        self.tend_presence().await;
        if !self.is_idle() {
            self.idle_since = Instant::now();
        } else if self.idle_since.elapsed() > LINGER {
            self.hubs.retire(self.room, &self.me);
        }
    }

    /// Whoever found this hub on the board has been heard by now: it ends, or goes back.
    fn retired(&mut self, me: &ActorRef<HubMessage>) {
        if self.is_idle() {
            tracing::debug!(room.id = %self.room, "a hub ends");
            me.stop(None);
        } else if !self.hubs.reinstate(self.room, me) {
            // Another one has been born meanwhile: everyone opens again, there.
            self.skip_ahead();
            for opening in self.waiting.drain(..) {
                self.hubs.open(self.room, opening);
            }
            me.stop(None);
        } else {
            self.idle_since = Instant::now();
        }
    }

    fn is_idle(&self) -> bool {
        self.seats.is_empty() && self.reading.is_empty() && self.waiting.is_empty()
    }
}
