//! The door: hears `auth.ask.<node>`, lets so many questions in at once, brings each to the desk and answers.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chassis::telemetry::{metrics, spans};
use chassis::{AskError, Bus, Ear, Heard, Lifecycle};
use proto::auth::{Question, Reply};
use proto::{Code, NodeId, Reason, Refusal, subject};
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;
use tracing::{Instrument, Span};

use crate::desk::Desk;

/// Asked to stop, it still answers those who have not heard of it: until nobody has asked for so long,
const QUIET: Duration = Duration::from_millis(300);
/// and at most for so long.
const LAST_ORDERS: Duration = Duration::from_secs(2);

/// Where questions come in.
#[derive(Debug)]
pub(crate) struct Door {
    desk: Arc<Desk>,
    bus: Bus,
    ear: Ear,
    places: Arc<Semaphore>,
    room: usize,
    inside: TaskTracker,
}

impl Door {
    /// Opens the door; what is asked from now on waits until [`Self::welcome`].
    pub(crate) async fn open(desk: Arc<Desk>, bus: Bus, node: NodeId, room: usize) -> Result<Self, AskError> {
        let ear = bus.subscribe(&subject::auth_ask(node)).await?;
        let places = Arc::new(Semaphore::new(room));
        Ok(Self { desk, bus, ear, places, room, inside: TaskTracker::new() })
    }

    /// Tells how many questions are being worked on.
    pub(crate) fn load(&self) -> impl Fn() -> u32 + Send + 'static {
        let (places, room) = (self.places.clone(), self.room);
        move || u32::try_from(room - places.available_permits().min(room)).unwrap_or(u32::MAX)
    }

    /// Answers until asked to stop.
    pub(crate) async fn welcome(&mut self, life: &Lifecycle) {
        loop {
            tokio::select! {
                () = life.stopped() => return,
                heard = self.ear.next() => match heard {
                    Some(heard) => self.let_in(heard).await,
                    None => {
                        tracing::error!("the bus is closed");
                        return life.stop();
                    }
                },
            }
        }
    }

    /// Answers the last ones, then closes and waits until everyone inside has their answer, at most `patience`.
    pub(crate) async fn close(mut self, patience: Duration) {
        let last_orders = Instant::now() + LAST_ORDERS;
        while Instant::now() < last_orders {
            match tokio::time::timeout(QUIET, self.ear.next()).await {
                Ok(Some(heard)) => self.let_in(heard).await,
                Ok(None) | Err(_) => break,
            }
        }
        // From here on those who ask hear at once that nobody is there.
        drop(self.ear);
        self.inside.close();
        if tokio::time::timeout(patience, self.inside.wait()).await.is_err() {
            tracing::warn!(left = self.inside.len(), "stopping with questions unanswered");
        }
        self.bus.flush(QUIET).await;
    }

    async fn let_in(&self, heard: Heard) {
        let Ok(place) = self.places.clone().try_acquire_owned() else {
            return self.bus.answer(&heard, &Reply::Refused(Refusal::busy())).await;
        };
        let (desk, bus) = (self.desk.clone(), self.bus.clone());
        let span = heard.span();
        self.inside.spawn(
            async move {
                let began = Instant::now();
                // What was said may hold secrets, and so may a parser's complaint about it: neither is logged.
                let (name, reply) = match heard.read::<Question>() {
                    Ok(question) => (name(&question), desk.answer(question).await),
                    Err(_) => ("garbled", Reply::Refused(not_understood())),
                };
                let refusal = if let Reply::Refused(refusal) = &reply { Some(refusal) } else { None };
                tell(name, refusal);
                bus.answer(&heard, &reply).await;
                let refused = refusal.map(|refusal| refusal.code);
                let duration_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
                tracing::debug!(question = name, ?refused, duration_ms, "answered");
                drop(place);
            }
            .instrument(span),
        );
    }
}

/// What came of a question, for whoever looks from outside.
fn tell(question: &'static str, refusal: Option<&Refusal>) {
    let span = Span::current();
    spans::question(&span, question);
    spans::outcome(&span, refusal);
    if matches!(question, "register" | "log_in" | "change_password" | "reset_password") {
        metrics::auth_attempt(question, refusal.map_or("ok", |refusal| refusal.code.as_str()));
    }
    if refusal.is_some_and(|refusal| refusal.code == Code::RateLimited) {
        metrics::held_back("auth");
    }
}

fn name(question: &Question) -> &'static str {
    match question {
        Question::Register { .. } => "register",
        Question::LogIn { .. } => "log_in",
        Question::LogOut { .. } => "log_out",
        Question::Resume { .. } => "resume",
        Question::People { .. } => "people",
        Question::Feed { .. } => "feed",
        Question::Place => "place",
        Question::Profile { .. } => "profile",
        Question::Called { .. } => "called",
        Question::Rename { .. } => "rename",
        Question::ChangePassword { .. } => "change_password",
        Question::Sessions { .. } => "sessions",
        Question::EndSession { .. } => "end_session",
        Question::EndOtherSessions { .. } => "end_other_sessions",
        Question::LookAtInvite { .. } => "look_at_invite",
        Question::LookAtReset { .. } => "look_at_reset",
        Question::ResetPassword { .. } => "reset_password",
        Question::Directory { .. } => "directory",
        Question::Audit { .. } => "audit",
        Question::CreatePerson { .. } => "create_person",
        Question::SetStanding { .. } => "set_standing",
        Question::EndSessions { .. } => "end_sessions",
        Question::MakeResetLink { .. } => "make_reset_link",
        Question::SetSignUp { .. } => "set_sign_up",
        Question::Invites { .. } => "invites",
        Question::MakeInvite { .. } => "make_invite",
        Question::RevokeInvite { .. } => "revoke_invite",
    }
}

fn not_understood() -> Refusal {
    Refusal::new(Reason::Malformed)
}
