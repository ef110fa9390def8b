//! Takes what is due, has it sent, and says what became of it. What a gateway that ends had taken, another takes some minutes later; what
//! auth has sent by then it does not send again.

use std::time::Duration;

use chassis::Lifecycle;
use proto::auth::{Action, Answer, Command, MailFate, UnreadMail};
use proto::room::{MAILS_MAX, MailOrder, MailOutcome, MailQuery, MailReply, Mailed, Query, Reply};
use proto::{Code, Refusal, UserId};
use tokio::task::JoinSet;
use tokio::time::timeout;
use uuid::Uuid;

use super::fate::{again, judge};
use super::{UnreadMailer, key, words};
use crate::actions::Actions;
use crate::live::Live;
use crate::worker::{self, Orders};

/// How long a mail may take that is being sent: less than nobody else is given it.
const SENDING: Duration = Duration::from_secs(330);
/// Before auth is asked once more, where it did not answer.
const PAUSE: Duration = Duration::from_secs(2);
/// How much later somebody is told who looks at a page of theirs: what is before their eyes they most likely read by then.
const HERE_SECONDS: u32 = 10 * 60;

/// Sends until `life` ends, then finishes what is under way.
pub(crate) async fn run(mailer: UnreadMailer, live: Live, actions: Actions, life: Lifecycle) {
    worker::run(Sender { mailer, live, actions, key: Uuid::new_v4() }, None, life).await;
}

struct Sender {
    mailer: UnreadMailer,
    live: Live,
    actions: Actions,
    /// Which room-service it asks first.
    key: Uuid,
}

impl Orders for Sender {
    type Outcome = MailOutcome;
    const SLOTS: usize = MAILS_MAX;

    async fn take(&mut self, most: u16, under_way: &mut JoinSet<MailOutcome>) -> bool {
        let Some(origin) = self.mailer.origin().map(str::to_owned) else { return false };
        let Ok(MailReply::Orders { orders, more }) = self.ask(MailQuery::Take { most }).await else {
            return false;
        };
        self.begin(orders, &origin, under_way).await;
        more
    }

    async fn settle(&mut self, outcomes: Vec<MailOutcome>) -> Result<(), Refusal> {
        self.ask(MailQuery::Settle { outcomes }).await.map(drop)
    }
}

impl Sender {
    async fn begin(&self, orders: Vec<MailOrder>, origin: &str, under_way: &mut JoinSet<MailOutcome>) {
        let new: Vec<UserId> =
            orders.iter().filter(|order| order.tries <= 1).map(|order| order.user).collect();
        let here = self.live.here(&new).await;
        for order in orders {
            if order.tries <= 1 && here.contains(&order.user) {
                let MailOrder { user, topics, .. } = order;
                let mailed = Mailed::Later { seconds: HERE_SECONDS };
                under_way.spawn(std::future::ready(MailOutcome { user, topics, mailed }));
            } else {
                let (mailer, actions) = (self.mailer.clone(), self.actions.clone());
                under_way.spawn(carry_out(mailer, actions, order, origin.to_owned()));
            }
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
