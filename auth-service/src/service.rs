//! What answering takes, and who does the work: the listener brings queries and commands; store, rules, hasher and
//! throttle do the rest.

use chassis::{Bus, Secret};
use proto::auth::NewSession;
use proto::node::UserHint;
use proto::{SessionId, UserId, subject};

use crate::client_info;
use crate::config::Sessions;
use crate::hasher::Hasher;
use crate::mail::Mailer;
use crate::store::{OpenedFrom, Store};
use crate::throttle::Throttle;

/// One auth-service, as queries and commands find it.
#[derive(Debug)]
pub(crate) struct AuthService {
    pub(crate) store: Store,
    pub(crate) hasher: Hasher,
    pub(crate) throttle: Throttle,
    pub(crate) mailer: Mailer,
    pub(crate) bus: Bus,
    pub(crate) sessions: Sessions,
    /// What the first account must show; none: it is not asked.
    pub(crate) claim_code: Option<Secret>,
}

impl AuthService {
    /// Tells the gateways that some sessions of a person ended; the feed tells all of them for certain.
    pub(crate) async fn hint_ended(&self, user: UserId, sessions: &[SessionId]) {
        for session in sessions {
            self.hint(user, UserHint::SessionEnded { session: Some(*session) }).await;
        }
    }

    /// The same for all of their sessions.
    pub(crate) async fn hint_all_ended(&self, user: UserId) {
        self.hint(user, UserHint::SessionEnded { session: None }).await;
    }

    /// Tells the gateways where a person is connected; one that misses it learns the same from the feed.
    pub(crate) async fn hint(&self, user: UserId, hint: UserHint) {
        self.bus.publish(&subject::user_evt(user), &hint).await;
    }
}

/// A session as it is kept.
pub(crate) fn opened(session: NewSession) -> OpenedFrom {
    let (net, agent) = (client_info::net(&session.from), client_info::agent(&session.from));
    OpenedFrom { id: SessionId::new(), token: session.token, net, agent }
}
