//! What people say and do: the next action, the outbox that sends it until it is answered, second thoughts, lost connections.

use proto::room::{Action, Actor, Command, Minutes, OrgRole, Role};
use proto::text::{Body, Reaction};
use proto::{Nonce, RoomId};

use super::check::View;
use super::gateway::{ClientSays, GatewayHears};
use super::node::brief;
use super::person::{Item, Person, PersonHears};
use super::sim::{Sim, SimEvent};
use super::store::{short, who};

/// Commands of one room on their way at once; a program may have several.
const PIPELINE: usize = 3;

impl Person {
    pub(super) fn send(&mut self, sim: &mut Sim) {
        let Some((socket, gateway)) = self.socket else { return };
        for place in self.rooms.values_mut() {
            place.outbox.retain(|item| !(item.given_up && item.under_way.is_none()));
            let mut under_way = place.outbox.iter().filter(|item| item.under_way.is_some()).count();
            for item in &mut place.outbox {
                if item.under_way.is_some() {
                    continue;
                }
                if under_way >= PIPELINE || item.not_before > sim.now {
                    break;
                }
                under_way += 1;
                item.under_way = Some(sim.fresh());
                let Command { room, nonce, action, .. } = item.command.clone();
                let says = ClientSays::Command { id: item.id, room, nonce, action, again: item.sent };
                item.sent = true;
                sim.up(socket, gateway, says);
            }
        }
    }

    pub(super) fn act(&mut self, sim: &mut Sim) {
        if sim.calm {
            return;
        }
        let next = sim.rng.between(30, 500);
        sim.after(next, SimEvent::Person { at: self.at, what: PersonHears::Act });
        let rooms: Vec<RoomId> = self.rooms.keys().copied().collect();
        let room = rooms[sim.rng.index(rooms.len())];
        let dice = sim.rng.below(100);
        match dice {
            0..=4 => self.give_up_one(sim, room),
            5..=6 => self.close(sim, room),
            7 => self.drop_connection(sim),
            _ => {
                let Some((nonce, action)) = self.action(sim, room, dice) else { return };
                self.say(sim, room, nonce, action);
            }
        }
        self.send(sim);
    }

    fn action(&mut self, sim: &mut Sim, room: RoomId, dice: u64) -> Option<(Nonce, Action)> {
        self.count += 1;
        let words = format!("{} {}", self.at, self.count);
        let other = self.others[sim.rng.index(self.others.len())];
        let place = self.rooms.get(&room)?;
        let mine = || place.mine.last().copied();
        let body = Body::parse(&words).ok()?;
        let mut nonce = Nonce(sim.rng.uuid());
        let action = match dice {
            8..=18 => Action::Join,
            19..=24 => Action::Leave,
            25..=31 => Action::Remove {
                user: other,
                ban: dice == 25 && sim.rng.chance(150),
                minutes: None,
                reason: None,
                whom: String::new(),
            },
            32..=33 => {
                Action::Appoint { user: other, role: if dice == 32 { Role::Moderator } else { Role::Member } }
            }
            34..=39 => Action::Edit { target: mine()?, body, text_rev: None, without: Vec::new() },
            40 => Action::Mute {
                user: other,
                minutes: Minutes::new(1).ok()?,
                reason: None,
                whom: String::new(),
            },
            41 => Action::Unmute { user: other, whom: String::new() },
            42..=43 => Action::Delete { target: mine()?, reason: None },
            44..=46 => {
                nonce = *place.used.get(sim.rng.index(place.used.len()))?;
                Action::Post { body, reply_to: None, files: Vec::new() }
            }
            47..=49 => {
                let (theirs, action) = place.seen.get(sim.rng.index(place.seen.len()))?.clone();
                nonce = theirs;
                action
            }
            50..=54 if place.last > 0 => {
                // Around a message that is there; of what is none, the rules say so.
                let root = place.mine.first().copied().unwrap_or(place.last);
                Action::PostInThread { root, body, also_in_room: sim.rng.chance(300), files: Vec::new() }
            }
            67..=70 => {
                Action::Post { body, reply_to: (place.last > 0).then_some(place.last), files: Vec::new() }
            }
            55..=66 => {
                let target = place.shown.any(&mut sim.rng)?;
                let reaction = Reaction::parse(["👍", "👍🏽", "🎉"][sim.rng.index(3)]).ok()?;
                if sim.rng.chance(600) {
                    Action::React { target, reaction }
                } else {
                    Action::Unreact { target, reaction }
                }
            }
            // Nothing comes of it but in a conversation of two.
            71 => Action::Block,
            72..=74 => Action::Unblock,
            _ => Action::Post { body, reply_to: None, files: Vec::new() },
        };
        Some((nonce, action))
    }

    fn say(&mut self, sim: &mut Sim, room: RoomId, nonce: Nonce, action: Action) {
        let actor = Actor { id: self.user, name: who(self.user), org_role: OrgRole::Member };
        let id = sim.fresh();
        let since = sim.check.head(room);
        let Some(place) = self.rooms.get_mut(&room) else { return };
        let Some(sent) = sim.check.may_send(room, self.user, nonce, &action) else { return };
        sim.tell(|| {
            format!("p{} ({}) actions {} under {}", self.at, who(self.user), brief(&action), short(nonce))
        });
        let command = Command::new(room, actor, nonce, action);
        place.outbox.push_back(Item {
            id,
            command,
            since,
            under_way: None,
            sent,
            not_before: 0,
            given_up: false,
        });
    }

    /// Says one more thing in every room.
    pub(crate) fn last_word(&mut self, sim: &mut Sim) {
        let rooms: Vec<RoomId> = self.rooms.keys().copied().collect();
        for room in rooms {
            let nonce = Nonce(sim.rng.uuid());
            if let Ok(body) = Body::parse(&format!("{} good night", self.at)) {
                self.say(sim, room, nonce, Action::Post { body, reply_to: None, files: Vec::new() });
            }
        }
        self.send(sim);
    }

    /// Discards the newest unanswered command: its sender must know whether it is in the log.
    fn give_up_one(&mut self, sim: &mut Sim, room: RoomId) {
        let Some(place) = self.rooms.get_mut(&room) else { return };
        let pending =
            |item: &&mut Item| item.sent && !item.given_up && !matches!(item.command.action, Action::Cancel);
        let Some(item) = place.outbox.iter_mut().rev().find(pending) else { return };
        item.given_up = true;
        let nonce = item.command.nonce;
        self.say(sim, room, nonce, Action::Cancel);
    }

    fn close(&mut self, sim: &mut Sim, room: RoomId) {
        let Some((socket, gateway)) = self.socket else { return };
        let Some(place) = self.rooms.get_mut(&room) else { return };
        if place.view == View::Open {
            // What is still on its way to us is not held against anyone: the connection is given up with it.
            sim.up(socket, gateway, ClientSays::Close { room });
            self.drop_connection(sim);
        }
    }

    fn drop_connection(&mut self, sim: &mut Sim) {
        let Some((socket, gateway)) = self.socket else { return };
        let ms = if sim.rng.chance(300) { sim.rng.between(500, 3_000) } else { 3 };
        sim.after(
            ms,
            SimEvent::Gateway { at: gateway.at, life: gateway.life, what: GatewayHears::Went { socket } },
        );
        self.cut(sim);
    }
}
