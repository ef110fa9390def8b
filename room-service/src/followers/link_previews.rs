//! What is said may link to pages: gateways look at them, and the message shows what they found, by an event like any other.
//!
//! It decides which links, and orders; when all of a message were looked at, it sends the room what was found, for the words that
//! they are of. Where the installation or the room wants none, nobody is asked anything.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use chassis::{Bus, Peers};
use proto::id::SYSTEM;
use proto::node::NodeKind;
use proto::room::{Action, Actor, Answer, Authority, Command, Event, Message, OrgRole};
use proto::{At, Code, Nonce, RoomId, subject};
use ractor::ActorRef;

use super::{Follower, FollowerError};
use crate::delivery::Delivery;
use crate::directory::DirectoryMessage;
use crate::render;
use crate::store::{Pool, links};

/// Links of what was said longer ago are not looked at: whoever turns previews on gets them from then on.
const STALE: time::Duration = time::Duration::HOUR;
/// How long a room may take.
const DEADLINE: Duration = Duration::from_secs(15);
/// How often it is looked whether there is something to forget.
const SWEEP: Duration = Duration::from_secs(10 * 60);

/// The follower.
pub(crate) struct LinkPreviews {
    pool: Pool,
    bus: Bus,
    peers: Peers,
    directory: ActorRef<DirectoryMessage>,
    swept: Mutex<Option<Instant>>,
}

impl LinkPreviews {
    /// Works through the rooms of this process.
    pub(crate) fn new(pool: Pool, bus: Bus, peers: Peers, directory: ActorRef<DirectoryMessage>) -> Self {
        Self { pool, bus, peers, directory, swept: Mutex::default() }
    }

    /// Tells a gateway that there is something to look at; should it not hear, it is looked for soon enough.
    async fn hint(&self, room: RoomId) {
        if let Some(gateway) = self.peers.rank(NodeKind::Gateway, room.0).first()
            && self.bus.connection().borrow().up
        {
            self.bus.publish(&subject::gateway_push(gateway.node), &()).await;
        }
    }

    /// Sends the room what was found for its messages.
    async fn finish(&self, room: RoomId) -> Result<(), FollowerError> {
        for ready in links::ready(&self.pool, room).await? {
            let (target, text_rev) = (ready.seq, ready.text_rev);
            match self.act(room, Action::Preview { target, text_rev, links: ready.links }).await {
                Err(code) if code.is_try_again() => {
                    return Err(FollowerError::Away(format!("the room answered {}", code.as_str())));
                }
                // Edited, archived or gone meanwhile: there is nothing to show any more, or another order.
                Ok(()) | Err(_) => links::drop_order(&self.pool, room, (target, text_rev)).await?,
            }
        }
        Ok(())
    }

    async fn act(&self, room: RoomId, action: Action) -> Result<(), Code> {
        let actor = Actor { id: SYSTEM, name: String::new(), org_role: OrgRole::Owner };
        let command = Command::new(room, actor, Nonce::new(), action).by(Authority::System);
        let (delivery, answer) = Delivery::new(command);
        self.directory.cast(DirectoryMessage::Deliver(delivery)).map_err(|_| Code::Unavailable)?;
        match tokio::time::timeout(DEADLINE, answer).await {
            Ok(Ok(Answer::Refused(refusal))) => Err(refusal.code),
            Ok(Ok(Answer::Done(_) | Answer::Cancelled)) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Code::Unavailable),
        }
    }

    async fn sweep(&self) -> Result<(), FollowerError> {
        let is_due = {
            let mut swept = self.swept.lock().unwrap_or_else(PoisonError::into_inner);
            let is_due = swept.is_none_or(|last| last.elapsed() >= SWEEP);
            if is_due {
                *swept = Some(Instant::now());
            }
            is_due
        };
        if is_due { Ok(links::sweep(&self.pool).await?) } else { Ok(()) }
    }
}

impl Follower for LinkPreviews {
    const NAME: &'static str = "link_previews";
    const KINDS: &'static [&'static str] = &["posted", "edited"];

    async fn handle(&self, room: RoomId, events: &[Event]) -> Result<(), FollowerError> {
        if events.is_empty() {
            return self.finish(room).await;
        }
        let stale = At::now_utc() - STALE;
        let fresh = events.iter().filter(|event| event.at > stale);
        let wanted: Vec<(&Message, Vec<String>)> =
            fresh.filter_map(|event| event.fact.message()).filter_map(wanted).collect();
        if wanted.is_empty() || !links::is_wanted(&self.pool, room).await? {
            return Ok(());
        }
        let mut is_news = false;
        for (message, found) in wanted {
            is_news |= links::order(&self.pool, room, (message.seq, message.text_rev), &found).await?;
        }
        if is_news {
            self.hint(room).await;
        }
        Ok(())
    }

    /// Rooms with messages whose links were all looked at.
    async fn due(&self) -> Result<Vec<RoomId>, FollowerError> {
        if !links::is_on(&self.pool).await? {
            return Ok(Vec::new());
        }
        self.sweep().await?;
        Ok(links::ready_rooms(&self.pool).await?)
    }
}

/// The links of a message, if they are to be looked at. Of one that was changed that may be none.
fn wanted(message: &Message) -> Option<(&Message, Vec<String>)> {
    if message.deleted_at.is_some() || message.previews.removed {
        return None;
    }
    let links = render::links(&message.body);
    (!links.is_empty() || message.text_rev != message.seq).then_some((message, links))
}
