//! What people do, whichever way they ask for it. Forms and frames (and an API later) read their own input, have it parsed
//! here into a typed [`Action`], and have that carried out here: named, limited, retried, with a typed outcome.
//!
//! One file an aggregate. Whether somebody may do it is decided by the room's rules; here is only what no room can know.

mod accounts;
mod arrangement;
mod blocks;
mod demo;
pub(crate) mod devices;
pub(crate) mod direct;
pub(crate) mod files;
mod inbox;
mod levels;
pub(crate) mod link_pictures;
pub(crate) mod mail;
mod markers;
pub(crate) mod membership;
pub(crate) mod messages;
pub(crate) mod notification_settings;
mod preview;
pub(crate) mod quiet;
pub(crate) mod reports;
mod revisions;
pub(crate) mod rooms;
pub(crate) mod saved;
pub(crate) mod settings;
pub(crate) mod slash;
mod stars;
pub(crate) mod status;
pub(crate) mod tasks;

pub(crate) use accounts::OpenedSession;

use proto::auth::Session;
use proto::room::{Action, Actor, Answer, Authority, Command, Done};
use proto::{Nonce, Refusal, RoomId};

use crate::cluster::Cluster;
use crate::people::People;
use crate::rate_limit::RateLimiter;

/// Carries out what people do. Clones share everything.
#[derive(Clone, Debug)]
pub struct Actions {
    cluster: Cluster,
    people: People,
    rate_limiter: RateLimiter,
}

impl Actions {
    /// By these services, with these names and within these limits.
    pub fn new(cluster: Cluster, people: People, rate_limiter: RateLimiter) -> Self {
        Self { cluster, people, rate_limiter }
    }

    /// The services.
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// Names of people.
    pub fn people(&self) -> &People {
        &self.people
    }

    /// How fast one person may go.
    pub fn rate_limiter(&self) -> &RateLimiter {
        &self.rate_limiter
    }

    /// Has the action of a form carried out as a member. See [`command_by`](Self::command_by).
    ///
    /// # Errors
    /// What the room refuses, `rate_limited`, or `unavailable`.
    pub(crate) async fn command(
        &self,
        session: &Session,
        room: RoomId,
        nonce: Nonce,
        action: Action,
    ) -> Result<Done, Refusal> {
        self.command_by(Authority::Member, session, room, nonce, action).await
    }

    /// Has the action of a form carried out by this right. It always carries `again`: a browser may send a form twice
    /// (reload, back, a double click) and does not say so.
    ///
    /// # Errors
    /// What the room refuses, `rate_limited`, or `unavailable`.
    pub(crate) async fn command_by(
        &self,
        authority: Authority,
        session: &Session,
        room: RoomId,
        nonce: Nonce,
        action: Action,
    ) -> Result<Done, Refusal> {
        self.rate_limiter.durable(session.person.id)?;
        let command = Command::new(room, actor(session), nonce, action).by(authority);
        match self.carry_out(Command { again: true, ..command }).await {
            Answer::Done(done) => Ok(done),
            // Taken back before it arrived: under this nonce nothing will ever happen.
            Answer::Cancelled => Err(Refusal::nonce_reused()),
            Answer::Refused(refusal) => Err(refusal),
        }
    }

    /// Has a command carried out whose limits have been looked at, once it is known whom its words mention.
    pub(crate) async fn carry_out(&self, command: Command) -> Answer {
        let named = self.people.mentioned(&command.action).await;
        self.cluster.command(Command { named, ..command }).await
    }
}

/// The person as rooms know them.
pub(crate) fn actor(session: &Session) -> Actor {
    Actor { id: session.person.id, name: session.person.display_name.clone(), org_role: session.org_role }
}
