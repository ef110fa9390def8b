//! The hub of a room: one actor in each gateway where some socket has the room open.
//!
//! *Born* with the first `open` of the room here. *Owns* who is admitted and the order in which the room's events reach this
//! gateway's sockets ([`machine`], [`ledger`]), and who is here ([`presence_table`]). *Hears* events, typing and who is here from the bus; opens and
//! closes from sockets; where the room stands from published heads and acks. *Says* frames, straight into the sockets'
//! outboxes; who is here and who types, to the other hubs. *Dies* when nobody has had the room open for a while.

mod flow;
pub mod ledger;
pub mod machine;
mod opening;
mod presence;
pub mod presence_table;
pub mod rendered;
mod subscriptions;

pub use opening::OpenRequest;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chassis::telemetry::Wait;
use proto::node::{Presence, Typing};
use proto::room::{Event, Opened, Stretch};
use proto::{NodeId, Refusal, RoomId, Seq, UserId};
use ractor::{Actor, ActorProcessingErr, ActorRef};
use tokio::sync::OwnedSemaphorePermit;

use super::hubs::Hubs;
use super::outbox::{Outbox, Slot};
use super::reader::Reader;
use super::roster::SocketId;
use machine::{HubMachine, Input, Ticket};
use presence_table::PresenceTable;
use rendered::RenderedEvent;
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
    OpenRead(SocketId, Ticket, Result<Opened, Refusal>),
    /// A socket's `open` is to be read again, and there is a place for the answer.
    Retry(SocketId, Ticket, Slot),
    /// A socket does not want to hear the room any more, or is gone.
    Close(SocketId),
    /// What was subscribed is in force.
    Subscribed,
    /// An event from the bus. The permit bounds how many wait in the mailbox.
    Inbound(Box<Event>, Wait, OwnedSemaphorePermit),
    /// The room stands at least here, says an ack or a published head.
    HeadKnown(Seq),
    /// The machine wanted to be woken.
    Wake,
    /// A hole has been filled, or could not be.
    Filled(Option<Stretch>),
    /// Anything may have been missed: the connection was lost, or was read too slowly.
    Resync,
    /// Everyone must open again: the log is another one.
    Reset,
    /// A socket's person is typing.
    SendTyping(SocketId),
    /// Somebody somewhere is typing.
    Typing(Typing),
    /// Another gateway says who is there.
    Presence(Presence),
    /// Somebody in the list of those who are there is called differently, or has another picture.
    PersonChanged,
    /// A gateway is gone.
    GatewayGone(NodeId),
    /// Time to look after oneself.
    Tick,
    /// Taken out of the map of hubs: what was sent before has all been handled.
    Retired,
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
    machine: HubMachine<Arc<RenderedEvent>>,
    subscribers: HashMap<SocketId, Subscriber>,
    /// The latest `open` of each socket that is not admitted yet.
    requests: HashMap<SocketId, OpenRequest>,
    presence: PresenceTable,
    typed: HashMap<UserId, Instant>,
    idle_since: Instant,
    _subscriptions: Subscriptions,
}

/// A socket that hears the room.
struct Subscriber {
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
            machine: HubMachine::new(flow::patience()),
            subscribers: HashMap::new(),
            requests: HashMap::new(),
            presence: PresenceTable::new(hubs.node()),
            typed: HashMap::new(),
            idle_since: Instant::now(),
            hubs,
            _subscriptions: subscriptions,
        })
    }

    async fn handle(
        &self,
        me: ActorRef<HubMessage>,
        message: HubMessage,
        state: &mut HubState,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            HubMessage::Open(request) => state.open(request),
            HubMessage::OpenRead(socket, ticket, reply) => state.step(Input::Read(socket, ticket, reply)),
            HubMessage::Retry(socket, ticket, slot) => state.retry(socket, ticket, slot),
            HubMessage::Close(socket) => state.close(socket),
            HubMessage::Subscribed => state.step(Input::Subscribed),
            HubMessage::Inbound(event, wait, _place) => wait.over("hub").in_scope(|| state.event(*event)),
            HubMessage::HeadKnown(head) => state.step(Input::HeadKnown(head)),
            HubMessage::Wake => state.step(Input::Tick),
            HubMessage::Filled(stretch) => state.filled(stretch),
            HubMessage::Resync => state.step(Input::Resync),
            HubMessage::Reset => state.step(Input::Reset),
            HubMessage::SendTyping(socket) => state.send_typing(socket).await,
            HubMessage::Typing(typing) => state.typing(&typing),
            HubMessage::Presence(presence) => state.presence.hear(presence),
            HubMessage::PersonChanged => state.presence.mark_changed(),
            HubMessage::GatewayGone(node) => state.presence.gone(node),
            HubMessage::Tick => state.tick().await,
            HubMessage::Retired => state.retired(&me),
        }
        Ok(())
    }
}

impl HubState {
    async fn tick(&mut self) {
        self.step(Input::Tick);
        self.publish_presence().await;
        if !self.is_idle() {
            self.idle_since = Instant::now();
        } else if self.idle_since.elapsed() > LINGER {
            self.hubs.retire(self.room, &self.me);
        }
    }

    /// Whoever found this hub in the map has been heard by now: it ends, or goes back.
    fn retired(&mut self, me: &ActorRef<HubMessage>) {
        if self.is_idle() {
            tracing::debug!(room.id = %self.room, "a hub ends");
            me.stop(None);
        } else if !self.hubs.reinstate(self.room, me) {
            // Another one has been born meanwhile: everyone opens again, there.
            self.step(Input::Reset);
            for (_, request) in self.requests.drain() {
                match request.slot {
                    Some(_) => self.hubs.open(self.room, request),
                    None => request.outbox.mark_lagging(self.room),
                }
            }
            me.stop(None);
        } else {
            self.idle_since = Instant::now();
        }
    }

    fn is_idle(&self) -> bool {
        self.machine.is_idle()
    }
}
