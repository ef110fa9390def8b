//! Takes what is due, has it sent, and says what became of it: a few at once, for as long as there is something.
//!
//! It is looked every 15 s whether anything is due. What a gateway that ends had taken, another takes some minutes later; what auth has
//! sent by then it does not send again.

use std::collections::HashMap;
use std::time::Duration;

use chassis::Lifecycle;
use proto::auth::{Action, Answer, Command, MailFate, UnreadMail};
use proto::node::Availability;
use proto::room::{MAILS_MAX, MailOrder, MailOutcome, MailQuery, MailReply, Mailed, Query, Reply};
use proto::{Code, Refusal, UserId};
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, timeout};
use uuid::Uuid;

use super::fate::{again, judge};
use super::{UnreadMailer, key, words};
use crate::actions::Actions;
use crate::live::Live;

/// How often it is looked whether anything is due.
const EVERY: Duration = Duration::from_secs(15);
/// How long what is under way may take once the process stops.
const FINISH: Duration = Duration::from_secs(8);
/// How long a mail may take that is being sent: less than nobody else is given it.
const SENDING: Duration = Duration::from_secs(330);
/// Before auth is asked once more, where it did not answer.
const PAUSE: Duration = Duration::from_secs(2);
/// How much later somebody is told who looks at a page of theirs: what is before their eyes they most likely read by then.
const HERE_SECONDS: u32 = 10 * 60;

/// Sends until `life` ends, then finishes what is under way.
pub(crate) async fn run(mailer: UnreadMailer, live: Live, actions: Actions, life: Lifecycle) {
    let (key, under_way) = (Uuid::new_v4(), JoinSet::new());
    let mut sender = Sender { mailer, live, actions, key, under_way, is_due: true };
    let mut pace = tokio::time::interval_at(Instant::now() + EVERY, EVERY);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        sender.take().await;
        tokio::select! {
            () = life.stopped() => break,
            _ = pace.tick() => sender.is_due = true,
            Some(outcome) = sender.under_way.join_next() => sender.settle(outcome.ok()).await,
        }
    }
    let finishing = async {
        while let Some(outcome) = sender.under_way.join_next().await {
            sender.settle(outcome.ok()).await;
        }
    };
    if timeout(FINISH, finishing).await.is_err() {
        tracing::debug!("not every mail that was under way is settled");
    }
}

struct Sender {
    mailer: UnreadMailer,
    live: Live,
    actions: Actions,
    /// Which room-service it asks first.
    key: Uuid,
    under_way: JoinSet<MailOutcome>,
    /// There may be something to take.
    is_due: bool,
}

impl Sender {
    /// Takes as much as may be under way, and begins to send it.
    async fn take(&mut self) {
        let free = MAILS_MAX.saturating_sub(self.under_way.len());
        let origin = self.mailer.origin().filter(|_| self.is_due && free > 0).map(str::to_owned);
        self.is_due = false;
        let Some(origin) = origin else { return };
        let most = u16::try_from(free).unwrap_or(u16::MAX);
        // Should nobody answer, it is looked again soon.
        if let Ok(MailReply::Orders { orders, more }) = self.ask(MailQuery::Take { most }).await {
            self.is_due = more;
            self.begin(orders, &origin).await;
        }
    }

    async fn begin(&mut self, orders: Vec<MailOrder>, origin: &str) {
        let people: Vec<UserId> =
            orders.iter().filter(|order| order.tries <= 1).map(|order| order.user).collect();
        let seen = if people.is_empty() { HashMap::new() } else { self.live.availability(&people).await };
        for order in orders {
            if order.tries <= 1 && seen.get(&order.user) == Some(&Availability::Here) {
                let MailOrder { user, topics, .. } = order;
                let mailed = Mailed::Later { seconds: HERE_SECONDS };
                self.under_way.spawn(std::future::ready(MailOutcome { user, topics, mailed }));
            } else {
                let (mailer, actions) = (self.mailer.clone(), self.actions.clone());
                self.under_way.spawn(carry_out(mailer, actions, order, origin.to_owned()));
            }
        }
    }

    /// Says what became of it, and of whatever else has ended meanwhile.
    async fn settle(&mut self, first: Option<MailOutcome>) {
        let mut outcomes: Vec<MailOutcome> = first.into_iter().collect();
        while let Some(next) = self.under_way.try_join_next() {
            outcomes.extend(next.ok());
        }
        self.is_due = true;
        if !outcomes.is_empty() && self.ask(MailQuery::Settle { outcomes }).await.is_err() {
            tracing::debug!("what became of mails could not be said: it is asked for once more");
        }
    }

    async fn ask(&self, query: MailQuery) -> Result<MailReply, Refusal> {
        match self.actions.cluster().ask_room(self.key, &Query::Mail { query }).await? {
            Reply::Mail(reply) => Ok(reply),
            _ => Err(Refusal::unavailable()),
        }
    }
}

async fn carry_out(mailer: UnreadMailer, actions: Actions, order: MailOrder, origin: String) -> MailOutcome {
    let mailed = match words::letter(&mailer, &actions, &order, &origin).await {
        Ok(letter) => {
            let unsubscribe = words::unsubscribe(&origin, &order);
            let mail = UnreadMail { letter, thread: key::of_thread(&order), unsubscribe };
            match timeout(SENDING, send(&actions, &order, mail)).await {
                Ok(Some(fate)) => judge(fate, order.tries),
                Ok(None) => again(order.tries),
                Err(_) => judge(MailFate::Unknown, order.tries),
            }
        }
        Err(error) => {
            tracing::error!(%error, "a mail was not written");
            again(order.tries)
        }
    };
    MailOutcome { user: order.user, topics: order.topics, mailed }
}

/// Asks auth until it says what became of it: under the same key it is sent once. None: it was not sent.
async fn send(actions: &Actions, order: &MailOrder, mail: UnreadMail) -> Option<MailFate> {
    let action = Action::MailUnread { user: order.user, mail: Box::new(mail) };
    let command = Command { key: key::of_mail(order), action };
    loop {
        match actions.cluster().command_auth(&command).await {
            Ok(Answer::Mailed(MailFate::UnderWay)) => {}
            Ok(Answer::Mailed(fate)) => return Some(fate),
            Err(refusal) if refusal.code == Code::Unavailable => tokio::time::sleep(PAUSE).await,
            Ok(_) | Err(_) => return None,
        }
    }
}
