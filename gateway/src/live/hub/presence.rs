//! Who is here and who is typing: soft all through, and never in the way of an event.

use std::time::{Duration, Instant};

use proto::frame::{PresentPerson, ServerFrame};
use proto::node::{Availability, SeenPerson, Typing};
use proto::subject;

use super::HubState;
use crate::live::frame;
use crate::live::outbox::Key;
use crate::live::roster::SocketId;

/// A person's typing is told at most so often.
const TYPING: Duration = Duration::from_secs(2);

impl HubState {
    pub(super) async fn send_typing(&mut self, socket: SocketId) {
        // Only those who hear the room are heard in it.
        let Some(subscriber) = self.subscribers.get(&socket) else { return };
        if self.hubs.roster().read_presence(|presence| presence.is_invisible(subscriber.user)) {
            return;
        }
        let now = Instant::now();
        if self.typed.get(&subscriber.user).is_some_and(|last| now.saturating_duration_since(*last) < TYPING)
        {
            return;
        }
        self.typed.insert(subscriber.user, now);
        let typing = Typing { user: subscriber.user, name: subscriber.name.clone() };
        self.hubs.bus().publish(&subject::room_typing(self.room), &typing).await;
    }

    pub(super) fn typing(&mut self, typing: &Typing) {
        let name =
            self.hubs.people().peek(typing.user).map_or_else(|| typing.name.clone(), |p| p.shown_name());
        let bytes = frame::bytes(&ServerFrame::Typing { room: self.room, user: typing.user, name });
        for subscriber in self.subscribers.values().filter(|subscriber| subscriber.user != typing.user) {
            subscriber.outbox.droppable(&bytes);
        }
    }

    pub(super) async fn publish_presence(&mut self) {
        self.typed.retain(|_, last| last.elapsed() < TYPING);
        let (hubs, table) = (&self.hubs, &mut self.presence);
        hubs.roster().read_presence(|presence| table.refresh(|user| presence.in_room(user)));
        if let Some(presence) = self.presence.tick() {
            self.hubs.bus().publish(&subject::room_presence(self.room), &presence).await;
        }
        if self.presence.take_changed() {
            self.show_presence(self.subscribers.keys().copied().collect());
        }
    }

    pub(super) fn show_presence_to(&mut self, socket: SocketId) {
        self.show_presence(vec![socket]);
    }

    fn show_presence(&mut self, to: Vec<SocketId>) {
        let (count, users) = self.presence.crowd();
        self.hubs.set_present(self.room, users.clone());
        let mut people = Vec::with_capacity(users.len());
        for SeenPerson { user: id, availability } in users {
            let subscriber = || {
                self.subscribers
                    .values()
                    .find(|subscriber| subscriber.user == id)
                    .map(|subscriber| subscriber.name.clone())
            };
            let away = availability == Availability::Away;
            let person = self.hubs.people().peek(id);
            if person.is_none() {
                // Asked for by the look-up; shown with the next tick.
                self.presence.mark_changed();
            }
            let shown = person.map(|person| (person.shown_name(), person.avatar));
            if let Some((name, avatar)) = shown.or_else(|| subscriber().map(|name| (name, None))) {
                people.push(PresentPerson { id, name, avatar, away });
            }
        }
        let bytes = frame::bytes(&ServerFrame::Presence { room: self.room, count, people });
        for socket in to {
            if let Some(subscriber) = self.subscribers.get(&socket) {
                subscriber.outbox.latest(Key::Presence(self.room), bytes.clone());
            }
        }
    }
}
