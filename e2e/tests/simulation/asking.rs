//! The queries of a gateway: asked of the next room-service after half a second, given up after four.

use proto::room::{Query, Reply};
use proto::{RoomId, Seq};

use super::gateway::{Gateway, GatewayHears};
use super::network::Process;
use super::person::ServerSays;
use super::stage::{Ms, Stage};

/// Silence after which a query goes to the next.
const EARLY: Ms = 500;
/// A query that nobody has answered is given up.
const LATE: Ms = 4_000;

/// A query under way.
#[derive(Debug)]
pub(super) struct Asking {
    query: Query,
    about: About,
    room: RoomId,
    since: Ms,
    /// Where the room stood then.
    head: Seq,
    asked: Vec<Process>,
}

/// What a query is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    Open { socket: u64, after: Option<Seq>, turn: u64 },
    Hole,
    Heads,
}

impl Gateway {
    pub(super) fn ask(&mut self, stage: &mut Stage, room: RoomId, query: Query, about: About) {
        let id = stage.fresh();
        self.queries.insert(
            id,
            Asking { query, about, room, since: stage.now, head: stage.check.head(room), asked: Vec::new() },
        );
        self.ask_next(stage, id);
        self.later(stage, EARLY, GatewayHears::Look { query: id });
    }

    /// Asks the next room-service in order; once all were asked, only the clock begins anew.
    fn ask_next(&mut self, stage: &mut Stage, id: u64) {
        let Some(asking) = self.queries.get(&id) else { return };
        let ranked = self.rank(stage.now, asking.room);
        let next = ranked.into_iter().map(|(node, _)| node).find(|node| !asking.asked.contains(node));
        if let (Some(node), Some(asking)) = (next, self.queries.get_mut(&id)) {
            asking.asked.push(node);
            let (ask, query) = (stage.fresh(), asking.query.clone());
            self.asks.insert(ask, id);
            stage.query(self.me, node, ask, query);
        }
    }

    pub(super) fn look(&mut self, stage: &mut Stage, id: u64) {
        let Some(asking) = self.queries.get_mut(&id) else { return };
        if stage.now - asking.since > LATE {
            return self.unanswered(stage, id);
        }
        self.ask_next(stage, id);
        self.later(stage, EARLY, GatewayHears::Look { query: id });
    }

    fn unanswered(&mut self, stage: &mut Stage, id: u64) {
        let Some(asking) = self.queries.remove(&id) else { return };
        match asking.about {
            About::Open { socket, turn, .. } if self.is_latest(socket, asking.room, turn) => {
                self.not_opened(stage, socket, asking.room);
            }
            About::Open { .. } => {}
            About::Hole => self.filled(stage, asking.room, None),
            About::Heads => {}
        }
    }

    pub(super) fn replied(&mut self, stage: &mut Stage, ask: u64, reply: Reply) {
        let Some(id) = self.asks.remove(&ask) else { return };
        if matches!(&reply, Reply::Refused(refusal) if !refusal.code.is_definite()) {
            return;
        }
        let Some(Asking { about, room, head, .. }) = self.queries.remove(&id) else { return };
        match (about, reply) {
            (About::Open { socket, turn, .. }, _) if !self.is_latest(socket, room, turn) => {}
            (About::Open { socket, after, .. }, Reply::Opened(opened)) => {
                self.opened(stage, room, socket, after, head, &opened);
            }
            (About::Open { socket, .. }, _) => self.not_opened(stage, socket, room),
            (About::Hole, reply) => self.filled(stage, room, Some(reply)),
            (About::Heads, Reply::Heads(heads)) => {
                heads.iter().for_each(|head| self.learn(stage, head.room, head.head));
            }
            (About::Heads, _) => {}
        }
    }

    /// Nothing newer was asked for this room on this socket.
    fn is_latest(&self, socket: u64, room: RoomId, turn: u64) -> bool {
        self.sockets.get(&socket).is_some_and(|one| one.open.get(&room) == Some(&turn))
    }

    fn not_opened(&mut self, stage: &mut Stage, socket: u64, room: RoomId) {
        if let Some(one) = self.sockets.get_mut(&socket) {
            one.open.remove(&room);
            stage.down(socket, one.person, ServerSays::NotOpened { room });
        }
    }

    pub(super) fn nobody(&mut self, stage: &mut Stage, ask: u64) {
        match self.asks.remove(&ask) {
            Some(query) => self.ask_next(stage, query),
            None => self.answered(stage, ask, None),
        }
    }
}
