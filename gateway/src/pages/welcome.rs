//! Everyone starts in `general`. The nonce is the same each time, so it happens once: whoever leaves stays out.

use std::time::Duration;

use proto::auth::Session;
use proto::id::GENERAL;
use proto::room::Action;
use proto::{Nonce, Refusal};
use tokio::time::timeout;

use super::command;
use crate::state::AppState;

/// How long a sign-in waits for it. It is not taken back then: the same nonce finds it done the next time.
const DEADLINE: Duration = Duration::from_secs(3);

/// Lets a person into the common room; says whether they were. Not to succeed is no reason to refuse a sign-in.
pub(super) async fn into_general(state: &AppState, session: &Session) -> bool {
    let nonce = Nonce::of_welcome(session.person.id);
    let entering = command(state, session, GENERAL, nonce, Action::Join);
    let entered = timeout(DEADLINE, entering).await.unwrap_or_else(|_| Err(Refusal::unavailable()));
    if let Err(refusal) = &entered {
        tracing::info!(code = ?refusal.code, user.id = %session.person.id, "not let into the common room yet");
    }
    entered.is_ok()
}
