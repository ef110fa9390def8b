//! The door: hears `auth.ask.<node>`, lets so many queries in at once, brings each to the desk and answers.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chassis::telemetry::{metrics, spans};
use chassis::{Bus, Inbound, Lifecycle, RequestError, Subscription};
use proto::auth::{Query, Reply};
use proto::{Code, NodeId, Reason, Refusal, subject};
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;
use tracing::{Instrument, Span};

use crate::desk::Desk;

/// Asked to stop, it still answers those who have not heard of it: until nobody has asked for so long,
const QUIET: Duration = Duration::from_millis(300);
/// and at most for so long.
const LAST_ORDERS: Duration = Duration::from_secs(2);

/// Where queries come in.
#[derive(Debug)]
pub(crate) struct Door {
    desk: Arc<Desk>,
    bus: Bus,
    subscription: Subscription,
    places: Arc<Semaphore>,
    room: usize,
    inside: TaskTracker,
}

impl Door {
    /// Opens the door; what is asked from now on waits until [`Self::welcome`].
    pub(crate) async fn open(
        desk: Arc<Desk>,
        bus: Bus,
        node: NodeId,
        room: usize,
    ) -> Result<Self, RequestError> {
        let subscription = bus.subscribe(&subject::auth_ask(node)).await?;
        let places = Arc::new(Semaphore::new(room));
        Ok(Self { desk, bus, subscription, places, room, inside: TaskTracker::new() })
    }

    /// Tells how many queries are being worked on.
    pub(crate) fn load(&self) -> impl Fn() -> u32 + Send + 'static {
        let (places, room) = (self.places.clone(), self.room);
        move || u32::try_from(room - places.available_permits().min(room)).unwrap_or(u32::MAX)
    }

    /// Answers until asked to stop.
    pub(crate) async fn welcome(&mut self, life: &Lifecycle) {
        loop {
            tokio::select! {
                () = life.stopped() => return,
                heard = self.subscription.next() => match heard {
                    Some(heard) => self.let_in(heard).await,
                    None => {
                        tracing::error!("the bus is closed");
                        return life.stop();
                    }
                },
            }
        }
    }

    /// Answers the last ones, then closes and waits until everyone inside has their answer, at most `timeouts`.
    pub(crate) async fn close(mut self, timeouts: Duration) {
        let last_orders = Instant::now() + LAST_ORDERS;
        while Instant::now() < last_orders {
            match tokio::time::timeout(QUIET, self.subscription.next()).await {
                Ok(Some(heard)) => self.let_in(heard).await,
                Ok(None) | Err(_) => break,
            }
        }
        // From here on those who ask hear at once that nobody is there.
        drop(self.subscription);
        self.inside.close();
        if tokio::time::timeout(timeouts, self.inside.wait()).await.is_err() {
            tracing::warn!(left = self.inside.len(), "stopping with queries unanswered");
        }
        self.bus.flush(QUIET).await;
    }

    async fn let_in(&self, heard: Inbound) {
        let Ok(place) = self.places.clone().try_acquire_owned() else {
            return self.bus.answer(&heard, &Reply::Refused(Refusal::busy())).await;
        };
        let (desk, bus) = (self.desk.clone(), self.bus.clone());
        let span = heard.span();
        self.inside.spawn(
            async move {
                let began = Instant::now();
                // What was said may hold secrets, and so may a parser's complaint about it: neither is logged.
                let (name, reply) = match heard.read::<Query>() {
                    Ok(query) => (name(&query), desk.answer(query).await),
                    Err(_) => ("garbled", Reply::Refused(not_understood())),
                };
                let refusal = if let Reply::Refused(refusal) = &reply { Some(refusal) } else { None };
                tell(name, refusal);
                bus.answer(&heard, &reply).await;
                let refused = refusal.map(|refusal| refusal.code);
                let duration_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
                tracing::debug!(query = name, ?refused, duration_ms, "answered");
                drop(place);
            }
            .instrument(span),
        );
    }
}

/// What came of a query, for whoever looks from outside.
fn tell(query: &'static str, refusal: Option<&Refusal>) {
    let span = Span::current();
    spans::query(&span, query);
    spans::outcome(&span, refusal);
    if matches!(query, "register" | "log_in" | "change_password" | "reset_password") {
        metrics::auth_attempt(query, refusal.map_or("ok", |refusal| refusal.code.as_str()));
    }
    if refusal.is_some_and(|refusal| refusal.code == Code::RateLimited) {
        metrics::held_back("auth");
    }
}

fn name(query: &Query) -> &'static str {
    match query {
        Query::Register { .. } => "register",
        Query::LogIn { .. } => "log_in",
        Query::LogOut { .. } => "log_out",
        Query::Resume { .. } => "resume",
        Query::People { .. } => "people",
        Query::Feed { .. } => "feed",
        Query::Installation => "place",
        Query::Profile { .. } => "profile",
        Query::Called { .. } => "called",
        Query::Rename { .. } => "rename",
        Query::ChangePassword { .. } => "change_password",
        Query::Sessions { .. } => "sessions",
        Query::EndSession { .. } => "end_session",
        Query::EndOtherSessions { .. } => "end_other_sessions",
        Query::LookAtInvite { .. } => "look_at_invite",
        Query::LookAtReset { .. } => "look_at_reset",
        Query::ResetPassword { .. } => "reset_password",
        Query::Directory { .. } => "directory",
        Query::Audit { .. } => "audit",
        Query::CreatePerson { .. } => "create_person",
        Query::SetStanding { .. } => "set_standing",
        Query::EndSessions { .. } => "end_sessions",
        Query::MakeResetLink { .. } => "make_reset_link",
        Query::SetSignUp { .. } => "set_sign_up",
        Query::Invites { .. } => "invites",
        Query::MakeInvite { .. } => "make_invite",
        Query::RevokeInvite { .. } => "revoke_invite",
    }
}

fn not_understood() -> Refusal {
    Refusal::new(Reason::Malformed)
}
