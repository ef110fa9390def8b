//! The queries of a gateway: asked of the next room-service after half a second, given up after four.

use chassis::RequestError;
use gateway::live::hub::machine::Ticket;
use proto::room::{Query, Reply};
use proto::{Refusal, RoomId, Seq};

use super::gateway::{Gateway, GatewayHears};
use super::network::Process;
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
    Open { hub: u64, socket: u64, ticket: Ticket },
    Hole { hub: u64 },
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
        if let Some(asking) = self.queries.remove(&id) {
            self.come_back(stage, &asking, None);
        }
    }

    pub(super) fn replied(&mut self, stage: &mut Stage, ask: u64, reply: Reply) {
        let Some(id) = self.asks.remove(&ask) else { return };
        if matches!(&reply, Reply::Refused(refusal) if !refusal.code.is_definite()) {
            return;
        }
        if let Some(asking) = self.queries.remove(&id) {
            self.come_back(stage, &asking, Some(reply));
        }
    }

    /// Hands a reply to who asked; none: nobody has answered.
    fn come_back(&mut self, stage: &mut Stage, asking: &Asking, reply: Option<Reply>) {
        let Asking { about, room, head, .. } = *asking;
        match about {
            About::Open { hub, socket, ticket } if self.of_hub(room, hub).is_some() => {
                let reply = match reply {
                    Some(Reply::Opened(opened)) if opened.role.is_inside() => Ok(opened),
                    Some(Reply::Refused(refusal)) => Err(refusal),
                    Some(Reply::Opened(_)) => Err(Refusal::not_found()),
                    _ => Err(Refusal::unavailable()),
                };
                self.was_read(stage, room, (socket, ticket), head, reply);
            }
            About::Hole { hub } if self.of_hub(room, hub).is_some() => self.filled(stage, room, reply),
            About::Open { .. } | About::Hole { .. } => {}
            About::Heads => {
                if let Some(Reply::Heads(heads)) = reply {
                    heads.iter().for_each(|head| self.learn(stage, head.room, head.head));
                }
            }
        }
    }

    pub(super) fn nobody(&mut self, stage: &mut Stage, ask: u64) {
        match self.asks.remove(&ask) {
            Some(query) => self.ask_next(stage, query),
            None => self.answered(stage, ask, Err(RequestError::NobodyThere)),
        }
    }
}
