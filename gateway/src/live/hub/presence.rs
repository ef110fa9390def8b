//! Who is here and who is typing: soft all through, and never in the way of an event.

use std::time::{Duration, Instant};

use proto::frame::{HerePerson, ServerFrame};
use proto::node::Typing;
use proto::subject;

use super::HubState;
use crate::live::frame;
use crate::live::outbox::Key;
use crate::live::roster::SocketId;

/// A person's typing is told at most so often.
const TYPING: Duration = Duration::from_secs(2);

impl HubState {
    pub(super) async fn type_on(&mut self, socket: SocketId) {
        // Only those who hear the room are heard in it.
        let Some(seated) = self.seats.get(&socket).filter(|_| self.ledger.is_seated(socket)) else { return };
        let now = Instant::now();
        if self.typed.get(&seated.user).is_some_and(|last| now.saturating_duration_since(*last) < TYPING) {
            return;
        }
        self.typed.insert(seated.user, now);
        let typing = Typing { user: seated.user, name: seated.name.clone() };
        self.hubs.bus().publish(&subject::room_typing(self.room), &typing).await;
    }

    pub(super) fn typing(&mut self, typing: &Typing) {
        let name =
            self.hubs.people().peek(typing.user).map_or_else(|| typing.name.clone(), |p| p.display_name);
        let bytes = frame::bytes(&ServerFrame::Typing { room: self.room, user: typing.user, name });
        for seated in self.seats.values().filter(|seated| seated.user != typing.user) {
            seated.outbox.soft(&bytes);
        }
    }

    pub(super) async fn tend_presence(&mut self) {
        self.typed.retain(|_, last| last.elapsed() < TYPING);
        if let Some(here) = self.here.tick() {
            self.hubs.bus().publish(&subject::room_here(self.room), &here).await;
        }
        if self.here.take_changed() {
            self.show_here(self.seats.keys().copied().collect());
        }
    }

    pub(super) fn show_here_to(&mut self, socket: SocketId) {
        self.show_here(vec![socket]);
    }

    fn show_here(&mut self, to: Vec<SocketId>) {
        let (count, users) = self.here.crowd();
        self.hubs.note_here(self.room, users.clone());
        let mut people = Vec::with_capacity(users.len());
        for id in users {
            let seated =
                || self.seats.values().find(|seated| seated.user == id).map(|seated| seated.name.clone());
            let name = self.hubs.people().peek(id).map(|person| person.display_name).or_else(seated);
            match name {
                Some(name) => people.push(HerePerson { id, name }),
                // Asked for by the look-up; shown with the next tick.
                None => self.here.mark_changed(),
            }
        }
        let bytes = frame::bytes(&ServerFrame::Here { room: self.room, count, people });
        for socket in to {
            if let Some(seated) = self.seats.get(&socket) {
                seated.outbox.latest(Key::Here(self.room), bytes.clone());
            }
        }
    }
}
