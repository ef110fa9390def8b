//! The queries of a gateway: the product's [`Inquiry`] over a network that fails.

use chassis::RequestError;
use gateway::cluster::inquiry::{DEADLINE, HEDGE_AFTER, Input, Inquiry, Output};
use gateway::live::hub::machine::Ticket;
use proto::room::{Query, Reply};
use proto::{Refusal, RoomId, Seq};

use super::gateway::{Gateway, GatewayHears};
use super::network::Process;
use super::sim::Sim;

/// A query under way.
#[derive(Debug)]
pub(super) struct Asking {
    inquiry: Inquiry,
    query: Query,
    about: About,
    room: RoomId,
    /// Where the room stood when it was first asked.
    head: Seq,
}

/// What a query is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    Open { hub: u64, socket: u64, ticket: Ticket },
    Hole { hub: u64 },
    Heads,
}

impl Gateway {
    pub(super) fn ask(&mut self, sim: &mut Sim, room: RoomId, query: Query, about: About) {
        self.query_budget.earn();
        let ranked = self.rank(sim.now, room).into_iter().map(|(process, _)| process.node());
        let inquiry = Inquiry::new(ranked, Some(HEDGE_AFTER), sim.instant() + DEADLINE);
        let (id, head) = (sim.fresh(), sim.check.head(room));
        self.queries.insert(id, Asking { inquiry, query, about, room, head });
        self.inquire(sim, id, Input::Tick);
    }

    /// Has the product decide whom to ask next, or what the answer is.
    fn inquire(&mut self, sim: &mut Sim, id: u64, input: Input<Reply>) {
        let Some(asking) = self.queries.get_mut(&id) else { return };
        match asking.inquiry.step(sim.instant(), &self.query_budget, input) {
            Some(Output::Done(reply)) => {
                if let Some(asking) = self.queries.remove(&id) {
                    self.come_back(sim, &asking, reply);
                }
                return;
            }
            Some(Output::Ask(node)) => {
                let (ask, query) = (sim.fresh(), asking.query.clone());
                self.asks.insert(ask, id);
                sim.query(self.me, Process::of(node), ask, query);
            }
            None => {}
        }
        if let Some(asking) = self.queries.get(&id) {
            let ms = sim.ms_of(asking.inquiry.wake()).saturating_sub(sim.now);
            self.later(sim, ms, GatewayHears::Look { query: id });
        }
    }

    pub(super) fn look(&mut self, sim: &mut Sim, id: u64) {
        self.inquire(sim, id, Input::Tick);
    }

    /// The connection was lost and is back.
    pub(super) fn inquire_once_more(&mut self, sim: &mut Sim) {
        for id in self.queries.keys().copied().collect::<Vec<_>>() {
            self.inquire(sim, id, Input::Reconnected);
        }
    }

    pub(super) fn replied(&mut self, sim: &mut Sim, ask: u64, reply: Reply) {
        let Some(id) = self.asks.remove(&ask) else { return };
        let reply = match reply {
            Reply::Refused(refusal) => Err(refusal),
            reply => Ok(reply),
        };
        self.inquire(sim, id, Input::Answered(Ok(reply)));
    }

    /// Hands a reply to who asked.
    fn come_back(&mut self, sim: &mut Sim, asking: &Asking, reply: Result<Reply, Refusal>) {
        let Asking { about, room, head, .. } = *asking;
        match about {
            About::Open { hub, socket, ticket } if self.of_hub(room, hub).is_some() => {
                let reply = match reply {
                    Ok(Reply::Opened(opened)) if opened.role.is_inside() => Ok(opened),
                    Ok(Reply::Opened(_)) => Err(Refusal::not_found()),
                    Ok(_) => Err(Refusal::unavailable()),
                    Err(refusal) => Err(refusal),
                };
                self.was_read(sim, room, (socket, ticket), head, reply);
            }
            About::Hole { hub } if self.of_hub(room, hub).is_some() => self.filled(sim, room, reply.ok()),
            About::Open { .. } | About::Hole { .. } => {}
            About::Heads => {
                if let Ok(Reply::Heads(heads)) = reply {
                    heads.iter().for_each(|head| self.learn(sim, head.room, head.head));
                }
            }
        }
    }

    pub(super) fn nobody(&mut self, sim: &mut Sim, ask: u64) {
        match self.asks.remove(&ask) {
            Some(query) => self.inquire(sim, query, Input::Answered(Err(RequestError::NobodyThere))),
            None => self.answered(sim, ask, Err(RequestError::NobodyThere)),
        }
    }
}
