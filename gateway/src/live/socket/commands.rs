//! Durable commands of a socket: one of each room under way at a time, so that an author's own order holds.

use chassis::telemetry::{metrics, spans};
use proto::frame::ServerFrame;
use proto::room::{Action, Answer, Command, Done, OrgRole};
use proto::{Nonce, Refusal, RoomId};
use tokio::sync::OwnedSemaphorePermit;
use tracing::Instrument;

use super::{SocketMessage, SocketState, refuse};
use crate::actions::actor;
use crate::live::frame;
use crate::live::hub::HubMessage;
use crate::live::lanes::Output;
use crate::live::outbox::Slot;

/// A command on its way, and where its answer goes.
#[derive(Debug)]
pub(super) struct PendingCommand {
    id: u64,
    slot: Slot,
    room: RoomId,
    nonce: Nonce,
    again: bool,
    action: Action,
    /// Among those of this gateway that wait or are under way.
    place: OwnedSemaphorePermit,
}

impl SocketState {
    pub(super) fn submit(
        &mut self,
        room: RoomId,
        nonce: Nonce,
        again: bool,
        action: Result<Action, Refusal>,
        id: u64,
        slot: Slot,
    ) {
        let language = self.reader.language;
        let action = match self.check_allowed(action) {
            Ok(action) => action,
            Err(refusal) => return refuse(slot, language, id, &refusal),
        };
        let Some(place) = self.live.place_for_command() else {
            metrics::held_back("commands");
            return refuse(slot, language, id, &Refusal::busy());
        };
        let command = PendingCommand { id, slot, room, nonce, again, action, place };
        let output = self.lanes.submit(room, command);
        output.into_iter().for_each(|output| self.perform(output));
    }

    fn perform(&self, output: Output<PendingCommand>) {
        match output {
            Output::CarryOut(pending) => self.send(pending),
            Output::Refuse(pending, refusal) => {
                refuse(pending.slot, self.reader.language, pending.id, &refusal);
            }
        }
    }

    fn check_allowed(&self, action: Result<Action, Refusal>) -> Result<Action, Refusal> {
        let action = action?;
        if self.live.frozen() {
            // What this person is to the organisation is not known any more.
            return Err(Refusal::unavailable());
        }
        if self.session.org_role == OrgRole::Inactive {
            return Err(Refusal::revoked());
        }
        Ok(action)
    }

    fn send(&self, pending: PendingCommand) {
        let PendingCommand { id, slot, room, nonce, again, action, place } = pending;
        let command = Command { again, ..Command::new(room, actor(&self.session), nonce, action) };
        let (actions, me) = (self.live.actions().clone(), self.me.clone());
        let (span, hubs) = (slot.span(), self.live.hubs().clone());
        if matches!(command.action, Action::Post { .. } | Action::PostInThread { .. }) {
            hubs.send_latency().start(nonce, slot.age());
        }
        // Never taken back once it is on its way: the socket may be gone when it comes home, the message is not.
        tokio::spawn(
            async move {
                let answer = actions.carry_out(command).await;
                drop(place);
                if let Answer::Done(done) = &answer {
                    hubs.tell(room, HubMessage::HeadKnown(done.seq));
                }
                let answer = Box::new(answer);
                let _ = me.cast(SocketMessage::Answered { room, nonce, id, answer, slot });
            }
            .instrument(span),
        );
    }

    pub(super) fn answered(&mut self, room: RoomId, nonce: Nonce, id: u64, answer: &Answer, slot: Slot) {
        let ack = |done: Option<Done>| ServerFrame::Ack {
            id,
            room,
            nonce,
            seq: done.map(|done| done.seq),
            at: done.map(|done| done.at),
            dup: done.is_some_and(|done| done.dup),
            cancelled: done.is_none(),
        };
        let refusal = if let Answer::Refused(refusal) = answer { Some(refusal) } else { None };
        metrics::accepted(refusal.map_or("ok", |refusal| refusal.code.as_str()), slot.age());
        match answer {
            Answer::Refused(refusal) => refuse(slot, self.reader.language, id, refusal),
            Answer::Done(done) => acknowledge(slot, &ack(Some(*done))),
            Answer::Cancelled => acknowledge(slot, &ack(None)),
        }
        for output in self.lanes.answered(room, answer) {
            self.perform(output);
        }
    }
}

fn acknowledge(slot: Slot, ack: &ServerFrame) {
    spans::outcome(&slot.span(), None);
    slot.answer(frame::bytes(ack));
}
