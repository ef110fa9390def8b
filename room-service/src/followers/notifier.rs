//! What is said is told to those whom it concerns and who have a device or want mail, once they have had time to read it: what they have read by then,
//! and what was deleted, they are not told.
//!
//! It decides and orders; gateways send what is due (`push`, `mail`). What is to be mailed waits longer, and is decided again then.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chassis::{Bus, Peers};
use proto::node::NodeKind;
use proto::room::notification::{Decision, Told};
use proto::room::{Event, Message};
use proto::{At, RoomId, Seq, UserId, subject};

use super::{Follower, FollowerError};
use crate::store::Pool;
use crate::store::mail;
use crate::store::mail::orders::Ordered;
use crate::store::push::wanted::{Candidate, candidates, is_any, order};

/// What was said longer ago is news to nobody: it waits where it is.
const STALE: time::Duration = time::Duration::HOUR;
/// The same of mail, which nobody takes for news.
const STALE_MAIL: time::Duration = time::Duration::DAY;

/// The follower. Clones share what it knows.
#[derive(Clone)]
pub(crate) struct Notifier {
    pool: Pool,
    bus: Bus,
    peers: Peers,
    patience: Duration,
    /// Somebody is to be told in some way, as was asked last.
    is_any: Arc<AtomicBool>,
}

impl Notifier {
    /// Gives people so long to read what is said.
    pub(crate) fn new(pool: Pool, bus: Bus, peers: Peers, patience: Duration) -> Self {
        Self { pool, bus, peers, patience, is_any: Arc::default() }
    }

    /// Orders what was found out of a message later than it was looked at: who follows the log besides was behind, as after a process
    /// was killed. What was ordered is not ordered again.
    pub(super) async fn look_again(&self, room: RoomId, message: &Message) -> Result<(), FollowerError> {
        // Clocks differ a little.
        let (now, looked_at) = (At::now_utc(), message.at + self.patience - Duration::from_secs(1));
        if now < looked_at || message.at < now - STALE {
            Ok(())
        } else {
            self.order(room, &[message.seq], message.seq).await
        }
    }

    /// Orders what these messages call for: mail, and push for those from `fresh` on.
    async fn order(&self, room: RoomId, seqs: &[Seq], fresh: Seq) -> Result<(), FollowerError> {
        let (mut after, mut is_news) = (None, false);
        loop {
            let (found, more) = candidates(&self.pool, room, seqs, after).await?;
            let wanted = wanted(&found, fresh);
            if !wanted.is_empty() {
                is_news |= order(&self.pool, room, &wanted).await?;
            }
            let mailed = mailed(&found, At::now_utc());
            if !mailed.is_empty() {
                mail::orders::order(&self.pool, room, &mailed).await?;
            }
            after = found.last().map(|last| last.user);
            if !more {
                break;
            }
        }
        if is_news {
            self.hint(room).await;
        }
        Ok(())
    }

    /// Tells a gateway that there is something to send; should it not hear, it is looked for soon enough.
    async fn hint(&self, room: RoomId) {
        if let Some(gateway) = self.peers.rank(NodeKind::Gateway, room.0).first()
            && self.bus.connection().borrow().up
        {
            self.bus.publish(&subject::gateway_push(gateway.node), &()).await;
        }
    }
}

impl Follower for Notifier {
    const NAME: &'static str = "notifier";
    const KINDS: &'static [&'static str] = &["posted"];

    async fn handle(&self, room: RoomId, events: &[Event]) -> Result<(), FollowerError> {
        let now = At::now_utc();
        let since = |age| events.iter().filter(move |event| event.at > now - age).map(|event| event.seq);
        let seqs: Vec<Seq> = since(STALE_MAIL).collect();
        if seqs.is_empty() || !self.is_any.load(Ordering::Relaxed) {
            return Ok(());
        }
        self.order(room, &seqs, since(STALE).next().unwrap_or(Seq::MAX)).await
    }

    /// Nothing is asked about anybody while nobody is to be told.
    async fn due(&self) -> Result<Vec<RoomId>, FollowerError> {
        self.is_any.store(is_any(&self.pool).await?, Ordering::Relaxed);
        Ok(Vec::new())
    }

    /// While nobody is to be told, there is nothing to wait for.
    fn patience(&self) -> Duration {
        if self.is_any.load(Ordering::Relaxed) { self.patience } else { Duration::ZERO }
    }
}

/// Whose devices are told of what, from a message on: whom, the thread or 0, and the message.
fn wanted(found: &[Candidate], fresh: Seq) -> Vec<(UserId, Seq, Seq)> {
    let is_told = |one: &&Candidate| {
        one.seq >= fresh && matches!(one.concern.decide(), Decision::Waits(_, Told::Now | Told::Later))
    };
    found.iter().filter(is_told).map(|one| (one.user, one.root, one.seq)).collect()
}

/// Who is told of what by mail, and when, if it is not read by then.
fn mailed(found: &[Candidate], now: At) -> Vec<Ordered> {
    let ordered = |one: &Candidate| {
        let due_at = one.pace.due(now, one.zone.as_ref())?;
        let is_mailed = one.concern.decide().is_mailed(one.concern.kind) && !one.concern.is_blocked;
        is_mailed.then_some(Ordered { user: one.user, root: one.root, seq: one.seq, due_at })
    };
    found.iter().filter_map(ordered).collect()
}
