//! Takes what is due, sends it, and says what became of it: as much at once as there are slots, for as long as there is something.
//!
//! A room-service tells when there is something; should nobody hear, it is found by looking every 15 s. What a gateway that ends had
//! taken, another takes a minute later.

use std::collections::HashMap;
use std::time::Duration;

use chassis::telemetry::metrics;
use chassis::{Lifecycle, Subscription};
use proto::node::Availability;
use proto::room::{ORDERS_MAX, PushOrder, PushOutcome, PushQuery, PushReply, Query, Reply, Sent};
use proto::{Refusal, UserId};
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, timeout};
use uuid::Uuid;

use super::notification::Names;
use super::{Push, send};
use crate::actions::{Actions, direct};
use crate::live::Live;

/// Notifications that are under way at once.
const SLOTS: usize = 32;
/// How often it is looked for what nobody told of.
const EVERY: Duration = Duration::from_secs(15);
/// How long what is under way may take once the process stops.
const FINISH: Duration = Duration::from_secs(8);

/// How much later somebody is told who is here: if it is before their eyes, they read it by then.
const HERE_SECONDS: u32 = 20;

/// Sends until `life` ends, then finishes what is under way.
pub(crate) async fn run(push: Push, live: Live, actions: Actions, mut told: Subscription, life: Lifecycle) {
    if push.vapid.is_none() {
        return life.stopped().await;
    }
    let (key, under_way) = (Uuid::new_v4(), JoinSet::new());
    let mut sender = Sender { push, live, actions, key, under_way, is_due: true };
    let mut pace = tokio::time::interval_at(Instant::now() + EVERY, EVERY);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        sender.take().await;
        tokio::select! {
            () = life.stopped() => break,
            _ = pace.tick() => sender.is_due = true,
            heard = told.next() => match heard {
                Some(_) => sender.is_due = true,
                None => break,
            },
            Some(outcome) = sender.under_way.join_next() => sender.settle(outcome.ok()).await,
        }
    }
    let finishing = async {
        while let Some(outcome) = sender.under_way.join_next().await {
            sender.settle(outcome.ok()).await;
        }
    };
    if timeout(FINISH, finishing).await.is_err() {
        tracing::debug!("not every notification that was under way is settled");
    }
}

struct Sender {
    push: Push,
    live: Live,
    actions: Actions,
    /// Which room-service it asks first.
    key: Uuid,
    under_way: JoinSet<PushOutcome>,
    /// There may be something to take.
    is_due: bool,
}

impl Sender {
    /// Takes as much as there are slots for, and begins to send it.
    async fn take(&mut self) {
        let free = SLOTS.saturating_sub(self.under_way.len()).min(ORDERS_MAX);
        if !self.is_due || free == 0 {
            return;
        }
        let most = u16::try_from(free).unwrap_or(u16::MAX);
        match self.ask(PushQuery::Take { most }).await {
            Ok(PushReply::Orders { orders, more }) => {
                self.is_due = more;
                self.begin(orders).await;
            }
            // It is looked again soon.
            Ok(_) | Err(_) => self.is_due = false,
        }
    }

    /// Begins to send these, but for those to people who are here: they are told later, if they have not read it by then.
    async fn begin(&mut self, orders: Vec<PushOrder>) {
        let people: Vec<UserId> =
            orders.iter().filter(|order| order.tries <= 1).map(|order| order.user).collect();
        let seen = if people.is_empty() { HashMap::new() } else { self.live.availability(&people).await };
        for order in orders {
            if order.tries <= 1 && seen.get(&order.user) == Some(&Availability::Here) {
                let (topic, seq) = (order.topic, order.seq);
                let sent = Sent::Later { seconds: HERE_SECONDS };
                self.under_way.spawn(std::future::ready(PushOutcome { topic, seq, sent }));
            } else {
                let (push, actions) = (self.push.clone(), self.actions.clone());
                self.under_way.spawn(carry_out(push, actions, order));
            }
        }
    }

    /// Says what became of it, and of whatever else has ended meanwhile.
    async fn settle(&mut self, first: Option<PushOutcome>) {
        let mut outcomes: Vec<PushOutcome> = first.into_iter().collect();
        while let Some(next) = self.under_way.try_join_next() {
            outcomes.extend(next.ok());
        }
        for outcome in &outcomes {
            metrics::pushed(name(outcome.sent));
        }
        // Something may have been said there meanwhile.
        self.is_due = true;
        if !outcomes.is_empty() && self.ask(PushQuery::Settle { outcomes }).await.is_err() {
            tracing::debug!("what became of notifications could not be said: they may be sent once more");
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
