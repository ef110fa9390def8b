//! What a mail is about: whom it is for is found out, and the link made, only here, behind the answer.

use std::time::Duration;

use chassis::postgres::StoreError;
use proto::auth::Token;
use proto::text::{Email, Username};
use proto::{SessionId, UserId};

use super::letter::Recipient;
use crate::store::{Addressee, Store};
use crate::throttle::Throttle;

/// How long a link to set another password works that was asked for by mail.
const RESET: Duration = Duration::from_secs(30 * 60);

/// How long a link to confirm an address works.
const CONFIRMATION: Duration = Duration::from_secs(24 * 60 * 60);

/// Something to be mailed.
#[derive(Debug)]
pub(crate) enum Errand {
    /// A link to set another password, to whoever has this name or address, if the address is confirmed to be theirs.
    Forgotten { username: Option<Username>, email: Option<Email> },
    /// A link to confirm that an address is this person's, to that address.
    Confirm { user: UserId },
    /// That somebody has signed in from where they never did before, to them, if their address is confirmed.
    Device { user: UserId, session: SessionId },
    /// An invite, whose link is in the letter already, to anybody.
    Invite { to: Email },
}

/// Why there is no mail; a word for metrics.
type Dropped = &'static str;

impl Errand {
    /// Its name in metrics and the log.
    pub(super) fn as_str(&self) -> &'static str {
        match self {
            Self::Forgotten { .. } => "forgotten",
            Self::Confirm { .. } => "confirm",
            Self::Device { .. } => "device",
            Self::Invite { .. } => "invite",
        }
    }

    /// Whom it goes to, and the token of its link.
    pub(super) async fn prepare(
        self,
        store: &Store,
        throttle: &Throttle,
    ) -> Result<(Recipient, Option<Token>), Dropped> {
        match self {
            Self::Forgotten { username, email } => {
                let person = found(store.forgotten(username.as_ref(), email.as_ref()).await)?;
                admit(throttle, &person.address).await?;
                let token = token()?;
                let made = store.mail_reset(&person, &token.hash(), RESET).await.map_err(failed)?;
                // A link that an admin made works still, or the address is another by now.
                if made { Ok((person.into(), Some(token))) } else { Err("superseded") }
            }
            Self::Confirm { user } => {
                let person = found(store.unconfirmed(user).await)?;
                admit(throttle, &person.address).await?;
                let token = token()?;
                let made = store.mail_confirmation(&person, &token.hash(), CONFIRMATION).await;
                if made.map_err(failed)? { Ok((person.into(), Some(token))) } else { Err("superseded") }
            }
            // Not counted with the rest: who fills a letterbox first is not to sign in unnoticed.
            Self::Device { user, session } => {
                Ok((found(store.note_device(user, session).await)?.into(), None))
            }
            Self::Invite { to } => {
                admit(throttle, to.as_str()).await?;
                Ok((Recipient { address: to.into(), name: String::new() }, None))
            }
        }
    }
}

impl From<Addressee> for Recipient {
    fn from(Addressee { address, name, .. }: Addressee) -> Self {
        Self { address, name }
    }
}

fn found(answer: Result<Option<Addressee>, StoreError>) -> Result<Addressee, Dropped> {
    answer.map_err(failed)?.ok_or("nobody")
}

/// Whoever else asks: nobody's letterbox is filled.
async fn admit(throttle: &Throttle, address: &str) -> Result<(), Dropped> {
    throttle.admit_mail_to(address).await.map_err(|_| "quota")
}

fn token() -> Result<Token, Dropped> {
    Token::generate().map_err(|_| "failed")
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn failed(error: StoreError) -> Dropped {
    error.warn("a mail was not prepared");
    "failed"
}
