//! One WebSocket: an actor for what it wants and an I/O task for its bytes.
//!
//! *Born* when the router hands over an upgraded connection. *Owns* its person's name and role in the organisation, the lanes of its
//! commands, its markers on their way. *Hears* frames from its I/O task, answers from the services, changes of its person from
//! the feed. *Says* answers into its outbox; events come there straight from the hubs. *Dies* with its connection.

mod commands;
mod hello;
mod io;
mod markers;
pub(super) mod message;
mod requests;
mod violations;

pub(super) use io::Io;

use std::time::Instant;

use chassis::telemetry::spans;
use proto::auth::Session;
use proto::frame::{ClientFrame, Close};
use proto::room::Action;
use proto::{Reason, Refusal};
use ractor::{Actor, ActorProcessingErr, ActorRef};

use super::context::Context;
use super::frame;
use super::lanes::Lanes;
use super::outbox::{Outbox, Slot};
use super::reader::Reader;
use super::roster::SocketId;
use crate::actions::messages;
use crate::catalogue::Language;
use commands::PendingCommand;
use markers::MarkerQueue;
pub(super) use message::SocketMessage;

/// What a socket's actor is born with.
pub(super) struct SocketArgs {
    pub(super) id: SocketId,
    pub(super) session: Session,
    pub(super) reader: Reader,
    pub(super) outbox: Outbox,
    pub(super) live: Context,
}

/// The actor.
pub(super) struct Socket;

/// What it remembers.
pub(super) struct SocketState {
    id: SocketId,
    session: Session,
    reader: Reader,
    outbox: Outbox,
    live: Context,
    me: ActorRef<SocketMessage>,
    hello_received: bool,
    lanes: Lanes<PendingCommand>,
    markers: MarkerQueue,
    /// Pages being read.
    pages: usize,
    /// When the session is looked at again.
    refresh_at: Instant,
}

impl Actor for Socket {
    type Msg = SocketMessage;
    type State = SocketState;
    type Arguments = SocketArgs;

    async fn pre_start(
        &self,
        me: ActorRef<SocketMessage>,
        args: SocketArgs,
    ) -> Result<SocketState, ActorProcessingErr> {
        let SocketArgs { id, session, reader, outbox, live } = args;
        let refresh_at = requests::next_refresh(&session);
        Ok(SocketState {
            id,
            session,
            reader,
            outbox,
            live,
            me,
            hello_received: false,
            lanes: Lanes::default(),
            markers: MarkerQueue::default(),
            pages: 0,
            refresh_at,
        })
    }

    async fn handle(
        &self,
        _me: ActorRef<SocketMessage>,
        message: SocketMessage,
        state: &mut SocketState,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            SocketMessage::Frame(frame, slot) => state.frame(*frame, slot),
            SocketMessage::Answered { room, nonce, id, answer, slot } => {
                state.answered(room, nonce, id, &answer, slot);
            }
            SocketMessage::PageDone => state.pages -= 1,
            SocketMessage::SessionRefreshed(next) => state.refresh_at = next,
            SocketMessage::OrgRoleChanged(org_role) => state.session.org_role = org_role,
            SocketMessage::Renamed(name) => state.session.person.display_name = name,
            SocketMessage::Marked(room, sent) => state.marked(room, sent),
            SocketMessage::MarkersDue => state.send_due_markers(),
            SocketMessage::RefreshSession => state.refresh_session(),
        }
        Ok(())
    }
}

/// However the actor ends, its socket ends too.
impl Drop for SocketState {
    fn drop(&mut self) {
        if self.outbox.closing().is_none() {
            tracing::error!(socket.id = self.id, "a socket's actor failed");
            self.outbox.close(Close::Internal);
        }
    }
}

impl SocketState {
    fn frame(&mut self, frame: ClientFrame, slot: Option<Slot>) {
        if !self.hello_received && !matches!(frame, ClientFrame::Hello { .. }) {
            let refusal = Refusal::new(Reason::HelloFirst);
            return self.outbox.control(super::frame::error(self.reader.language, frame.id(), &refusal));
        }
        match (frame, slot) {
            (ClientFrame::Hello { log, rooms }, Some(slot)) => self.hello(log, rooms, slot),
            (ClientFrame::Open { id, room, after }, Some(slot)) => self.open(id, room, after, slot),
            (ClientFrame::Close { room, .. }, _) => self.close(room),
            (ClientFrame::Command { id, room, nonce, again, action }, Some(slot)) => {
                let action = messages::of_frame(&action);
                // Whoever gives a command up has sent it before.
                let again = again || matches!(action, Ok(Action::Cancel));
                self.submit(room, nonce, again, action, id, slot);
            }
            (ClientFrame::Page { id, room, thread, before, after, around, limit }, Some(slot)) => {
                self.page(id, (room, thread), requests::around(before, after, around), limit, slot);
            }
            (ClientFrame::ReadThread { room, root, seq }, _) => self.read_thread(room, root, seq),
            (ClientFrame::Read { room, seq, generation }, _) => self.read(room, seq, generation),
            (ClientFrame::Unread { room, seq }, _) => self.unread(room, seq),
            (ClientFrame::Typing { room }, _) => self.typing(room),
            (ClientFrame::Attention { here }, _) => self.live.roster().attention(self.id, here),
            // Answered where it was read; and a slot is always taken for what wants an answer.
            (ClientFrame::Ping { .. } | _, _) => {}
        }
    }
}

fn refuse(slot: Slot, language: Language, id: u64, refusal: &Refusal) {
    spans::outcome(&slot.span(), Some(refusal));
    slot.answer(frame::error(language, Some(id), refusal));
}
