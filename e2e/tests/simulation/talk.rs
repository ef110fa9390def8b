//! What people say and do: the next action, the outbox that sends it until it is answered, second thoughts, lost connections.

use proto::room::{Action, Actor, Command, OrgRole, Role};
use proto::text::Body;
use proto::{Nonce, RoomId};

use super::check::View;
use super::gateway::{ClientSays, GatewayHears};
use super::node::brief;
use super::person::{Item, Person, PersonHears};
use super::stage::{Happening, Stage};
use super::store::{short, who};

/// Commands of one room on their way at once; a program may have several.
const PIPELINE: usize = 3;

impl Person {
    pub(super) fn send(&mut self, stage: &mut Stage) {
        let Some((socket, gateway)) = self.socket else { return };
        for place in self.rooms.values_mut() {
            place.outbox.retain(|item| !(item.given_up && item.under_way.is_none()));
            let mut under_way = place.outbox.iter().filter(|item| item.under_way.is_some()).count();
            for item in &mut place.outbox {
                if item.under_way.is_some() {
                    continue;
                }
                if under_way >= PIPELINE || item.not_before > stage.now {
                    break;
                }
                under_way += 1;
                item.under_way = Some(stage.fresh());
                let Command { room, nonce, action, .. } = item.command.clone();
                let says = ClientSays::Command { id: item.id, room, nonce, action, again: item.sent };
                item.sent = true;
                stage.up(socket, gateway, says);
            }
        }
    }

    pub(super) fn act(&mut self, stage: &mut Stage) {
        if stage.calm {
            return;
        }
        let next = stage.rng.between(30, 500);
        stage.after(next, Happening::Person { at: self.at, what: PersonHears::Act });
        let rooms: Vec<RoomId> = self.rooms.keys().copied().collect();
        let room = rooms[stage.rng.index(rooms.len())];
        let dice = stage.rng.below(100);
        match dice {
            0..=4 => self.give_up_one(stage, room),
            5..=6 => self.close(stage, room),
            7 => self.drop_connection(stage),
            _ => {
                let Some((nonce, action)) = self.action(stage, room, dice) else { return };
                self.say(stage, room, nonce, action);
            }
        }
        self.send(stage);
    }

    fn action(&mut self, stage: &mut Stage, room: RoomId, dice: u64) -> Option<(Nonce, Action)> {
        self.count += 1;
        let words = format!("{} {}", self.at, self.count);
        let other = self.others[stage.rng.index(self.others.len())];
        let place = self.rooms.get(&room)?;
        let mine = || place.mine.last().copied();
        let body = Body::parse(&words).ok()?;
        let mut nonce = Nonce(stage.rng.uuid());
        let action = match dice {
            8..=18 => Action::Join,
            19..=24 => Action::Leave,
            25..=31 => Action::Remove {
                user: other,
                ban: dice == 25 && stage.rng.chance(150),
                reason: None,
                whom: String::new(),
            },
            32..=33 => {
                Action::Appoint { user: other, role: if dice == 32 { Role::Moderator } else { Role::Member } }
            }
            34..=39 => Action::Edit { target: mine()?, body, text_rev: None },
            40..=43 => Action::Delete { target: mine()? },
            44..=46 => {
                nonce = *place.used.get(stage.rng.index(place.used.len()))?;
                Action::Post { body, reply_to: None }
            }
            47..=49 => {
                let (theirs, action) = place.seen.get(stage.rng.index(place.seen.len()))?.clone();
                nonce = theirs;
                action
            }
            50..=54 => Action::Post { body, reply_to: (place.last > 0).then_some(place.last) },
            _ => Action::Post { body, reply_to: None },
        };
        Some((nonce, action))
    }

    fn say(&mut self, stage: &mut Stage, room: RoomId, nonce: Nonce, action: Action) {
        let actor = Actor { id: self.user, name: who(self.user), org_role: OrgRole::Member };
        let id = stage.fresh();
        let since = stage.check.head(room);
        let Some(place) = self.rooms.get_mut(&room) else { return };
        let Some(sent) = stage.check.may_send(room, self.user, nonce, &action) else { return };
        stage.tell(|| {
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
    pub(crate) fn last_word(&mut self, stage: &mut Stage) {
        let rooms: Vec<RoomId> = self.rooms.keys().copied().collect();
        for room in rooms {
            let nonce = Nonce(stage.rng.uuid());
            if let Ok(body) = Body::parse(&format!("{} good night", self.at)) {
                self.say(stage, room, nonce, Action::Post { body, reply_to: None });
            }
        }
        self.send(stage);
    }

    /// Discards the newest unanswered command: its sender must know whether it is in the log.
    fn give_up_one(&mut self, stage: &mut Stage, room: RoomId) {
        let Some(place) = self.rooms.get_mut(&room) else { return };
        let pending =
            |item: &&mut Item| item.sent && !item.given_up && !matches!(item.command.action, Action::Cancel);
        let Some(item) = place.outbox.iter_mut().rev().find(pending) else { return };
        item.given_up = true;
        let nonce = item.command.nonce;
        self.say(stage, room, nonce, Action::Cancel);
    }

    fn close(&mut self, stage: &mut Stage, room: RoomId) {
        let Some((socket, gateway)) = self.socket else { return };
        let Some(place) = self.rooms.get_mut(&room) else { return };
        if place.view == View::Open {
            // What is still on its way to us is not held against anyone: the connection is given up with it.
            stage.up(socket, gateway, ClientSays::Close { room });
            self.drop_connection(stage);
        }
    }

    fn drop_connection(&mut self, stage: &mut Stage) {
        let Some((socket, gateway)) = self.socket else { return };
        let ms = if stage.rng.chance(300) { stage.rng.between(500, 3_000) } else { 3 };
        stage.after(
            ms,
            Happening::Gateway { at: gateway.at, life: gateway.life, what: GatewayHears::Went { socket } },
        );
        self.cut(stage);
    }
}
