//! A worker carries out orders that room-services hand out: takes what is due, does as much at once as it has slots for, and says what
//! became of it, for as long as there is something.
//!
//! A room-service may tell when there is something; should nobody hear, it is found by looking every 15 s. What a gateway that ends had
//! taken, another takes later.

use std::time::Duration;

use chassis::{Lifecycle, Subscription};
use proto::Refusal;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, timeout};

/// How often it is looked for what nobody told of.
const EVERY: Duration = Duration::from_secs(15);
/// How long what is under way may take once the process stops.
const FINISH: Duration = Duration::from_secs(8);

/// Where orders come from, how they are done, and who is told what became of them.
pub(crate) trait Orders: Send {
    /// What became of one.
    type Outcome: Send + 'static;
    /// So many are under way at once.
    const SLOTS: usize;

    /// Takes at most so many and begins to carry them out. Says whether there may be more; not, if nobody answered: it is looked
    /// again soon.
    fn take(
        &mut self,
        most: u16,
        under_way: &mut JoinSet<Self::Outcome>,
    ) -> impl Future<Output = bool> + Send;

    /// Says what became of some.
    ///
    /// # Errors
    /// Nobody answers.
    fn settle(&mut self, outcomes: Vec<Self::Outcome>) -> impl Future<Output = Result<(), Refusal>> + Send;
}

/// Works until `life` ends, then finishes what is under way. `told`: whenever there may be something.
pub(crate) async fn run<O: Orders>(orders: O, mut told: Option<Subscription>, life: Lifecycle) {
    let mut worker = Worker { orders, under_way: JoinSet::new(), is_due: true };
    let mut pace = tokio::time::interval_at(Instant::now() + EVERY, EVERY);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        worker.take().await;
        tokio::select! {
            () = life.stopped() => break,
            _ = pace.tick() => worker.is_due = true,
            heard = hear(&mut told) => match heard {
                Some(()) => worker.is_due = true,
                None => break,
            },
            Some(outcome) = worker.under_way.join_next() => worker.settle(outcome.ok()).await,
        }
    }
    let finishing = async {
        while let Some(outcome) = worker.under_way.join_next().await {
            worker.settle(outcome.ok()).await;
        }
    };
    if timeout(FINISH, finishing).await.is_err() {
        tracing::debug!("not every order that was under way is settled");
    }
}

/// None: nothing will be heard any more.
async fn hear(told: &mut Option<Subscription>) -> Option<()> {
    match told {
        Some(told) => told.next().await.map(drop),
        None => std::future::pending().await,
    }
}

struct Worker<O: Orders> {
    orders: O,
    under_way: JoinSet<O::Outcome>,
    /// There may be something to take.
    is_due: bool,
}

impl<O: Orders> Worker<O> {
    /// Takes as much as there are slots for, and begins to do it.
    async fn take(&mut self) {
        let free = O::SLOTS.saturating_sub(self.under_way.len());
        if self.is_due && free > 0 {
            let most = u16::try_from(free).unwrap_or(u16::MAX);
            self.is_due = self.orders.take(most, &mut self.under_way).await;
        }
    }

    /// Says what became of it, and of whatever else has ended meanwhile.
    async fn settle(&mut self, first: Option<O::Outcome>) {
        let mut outcomes: Vec<O::Outcome> = first.into_iter().collect();
        while let Some(next) = self.under_way.try_join_next() {
            outcomes.extend(next.ok());
        }
        // There may be more of it meanwhile.
        self.is_due = true;
        if !outcomes.is_empty() && self.orders.settle(outcomes).await.is_err() {
            tracing::debug!("what became of orders could not be said: they may be carried out once more");
        }
    }
}
