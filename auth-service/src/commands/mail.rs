//! What is asked for by mail. Whoever asks has their answer before it is known whether anybody is concerned: it is the same,
//! and takes the same time, whoever that may be.

use proto::auth::{ClientInfo, Letter, MailFate, TokenHash, UnreadMail};
use proto::text::{Email, Username};
use proto::{Refusal, SessionId, UserId};
use uuid::Uuid;

use crate::client_info;
use crate::mail::Errand;
use crate::refusals::{confirmation_expired, not_applied, unavailable};
use crate::service::AuthService;

impl AuthService {
    /// A link to set another password, for whoever has this username or address.
    pub(super) async fn mail_reset_link(
        &self,
        login: &str,
        letter: Letter,
        from: &ClientInfo,
    ) -> Result<(), Refusal> {
        self.throttle.admit_mail(login, client_info::net(from)).await?;
        let (username, email) = if login.contains('@') {
            (None, Email::parse(login).ok())
        } else {
            (Username::parse(login).ok(), None)
        };
        self.mailer.take(Errand::Forgotten { username, email }, letter)
    }

    /// A link to confirm their address, for somebody who is signed in.
    pub(super) async fn mail_confirmation(&self, user: UserId, letter: Letter) -> Result<(), Refusal> {
        self.throttle.admit_own_mail(user).await?;
        self.mailer.take(Errand::Confirm { user }, letter)
    }

    /// Tells somebody who has signed in, should that be from where they never did before.
    pub(super) fn note_device(
        &self,
        user: UserId,
        session: SessionId,
        letter: Letter,
    ) -> Result<(), Refusal> {
        self.mailer.take(Errand::Device { user, session }, letter)
    }

    /// An invite of somebody's own, to anybody.
    pub(super) async fn mail_invite(
        &self,
        user: UserId,
        invite: Uuid,
        to: Email,
        letter: Letter,
    ) -> Result<(), Refusal> {
        if !self.store.is_own_invite(invite, user).await.map_err(unavailable)? {
            return Err(Refusal::not_found());
        }
        self.throttle.admit_mail_by(user).await?;
        self.mailer.take(Errand::Invite { to }, letter)
    }

    /// Tells somebody of what they have not read, and what became of that.
    pub(super) async fn mail_unread(
        &self,
        key: Uuid,
        user: UserId,
        mail: Box<UnreadMail>,
    ) -> Result<MailFate, Refusal> {
        if self.store.was_done(key, "mail_unread", None).await.map_err(unavailable)? {
            return Ok(MailFate::Sent);
        }
        self.mailer.tell(key, user, mail).await
    }

    /// Confirms an address by the link that was mailed there. Used twice, the outcome is that of once.
    pub(super) async fn use_confirmation(&self, token: &TokenHash) -> Result<(), Refusal> {
        if !token.is_valid() {
            return Err(confirmation_expired());
        }
        let confirmed = self.store.use_confirmation(token).await.map_err(not_applied)?;
        let user = confirmed.ok_or_else(confirmation_expired)?;
        tracing::info!(user.id = %user, "address confirmed");
        Ok(())
    }
}
