//! Everyone starts in `general`. The nonce is the same each time, so it happens once: whoever leaves stays out.

use proto::Nonce;
use proto::auth::Session;
use proto::id::GENERAL;
use proto::room::Wish;

use super::command;
use crate::app::Desk;

/// Lets a person into the common room; says whether they were. Not to succeed is no reason to refuse a sign-in.
pub(super) async fn into_general(desk: &Desk, session: &Session) -> bool {
    let nonce = Nonce::of_welcome(session.person.id);
    let entered = command(desk, session, GENERAL, nonce, Wish::Join).await;
    if let Err(refusal) = &entered {
        tracing::info!(code = ?refusal.code, user.id = %session.person.id, "not let into the common room yet");
    }
    entered.is_ok()
}
