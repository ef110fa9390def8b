//! Takes what is due, sends it, and says what became of it. What a gateway that ends had taken, another takes a minute later.

use chassis::telemetry::metrics;
use chassis::{Lifecycle, Subscription};
use proto::room::{PushOrder, PushOutcome, PushQuery, PushReply, Query, Reply, Sent};
use proto::{Refusal, UserId};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::notification::Names;
use super::{Push, send};
use crate::actions::{Actions, direct};
use crate::live::Live;
use crate::worker::{self, Orders};

/// How much later somebody is told who is here: if it is before their eyes, they read it by then.
const HERE_SECONDS: u32 = 20;

/// Sends until `life` ends, then finishes what is under way.
pub(crate) async fn run(push: Push, live: Live, actions: Actions, told: Subscription, life: Lifecycle) {
    if push.vapid.is_none() {
        return life.stopped().await;
    }
    worker::run(Sender { push, live, actions, key: Uuid::new_v4() }, Some(told), life).await;
}

struct Sender {
    push: Push,
    live: Live,
    actions: Actions,
    /// Which room-service it asks first.
    key: Uuid,
}

impl Orders for Sender {
    type Outcome = PushOutcome;
    const SLOTS: usize = 32;

    async fn take(&mut self, most: u16, under_way: &mut JoinSet<PushOutcome>) -> bool {
        let Ok(PushReply::Orders { orders, more }) = self.ask(PushQuery::Take { most }).await else {
            return false;
        };
        self.begin(orders, under_way).await;
        more
    }

    async fn settle(&mut self, outcomes: Vec<PushOutcome>) -> Result<(), Refusal> {
        for outcome in &outcomes {
            metrics::pushed(name(outcome.sent));
        }
        self.ask(PushQuery::Settle { outcomes }).await.map(drop)
    }
}

impl Sender {
    /// Begins to send these, but for those to people who are here: they are told later, if they have not read it by then.
    async fn begin(&self, orders: Vec<PushOrder>, under_way: &mut JoinSet<PushOutcome>) {
        let new: Vec<UserId> =
            orders.iter().filter(|order| order.tries <= 1).map(|order| order.user).collect();
        let here = self.live.here(&new).await;
        for order in orders {
            if order.tries <= 1 && here.contains(&order.user) {
                let (topic, seq) = (order.topic, order.seq);
                let sent = Sent::Later { seconds: HERE_SECONDS };
                under_way.spawn(std::future::ready(PushOutcome { topic, seq, sent }));
            } else {
                let (push, actions) = (self.push.clone(), self.actions.clone());
                under_way.spawn(carry_out(push, actions, order));
            }
        }
    }

    async fn ask(&self, query: PushQuery) -> Result<PushReply, Refusal> {
        match self.actions.cluster().ask_room(self.key, &Query::Push { query }).await? {
            Reply::Push(reply) => Ok(reply),
            _ => Err(Refusal::unavailable()),
        }
    }
}

async fn carry_out(push: Push, actions: Actions, order: PushOrder) -> PushOutcome {
    let (topic, seq) = (order.topic, order.seq);
    let Some(vapid) = push.vapid.clone() else { return PushOutcome { topic, seq, sent: Sent::Refused } };
    let names = names(&actions, &order).await;
    let sent = send::send(&push.outgoing, &vapid, &order, &names, push.words && order.words).await;
    PushOutcome { topic, seq, sent }
}

/// Names as the person who is told knows them, as far as somebody can tell in time.
async fn names(actions: &Actions, order: &PushOrder) -> Names {
    let room = if order.name.is_empty() {
        direct::name_of(actions.people(), order.user, &order.others).await
    } else {
        order.name.clone()
    };
    let author =
        actions.people().peek(order.author).map_or_else(|| order.author_name.clone(), |one| one.shown_name());
    Names { room, author }
}

fn name(sent: Sent) -> &'static str {
    match sent {
        Sent::Delivered => "delivered",
        Sent::Gone => "gone",
        Sent::Refused => "refused",
        Sent::Later { .. } => "later",
    }
}
