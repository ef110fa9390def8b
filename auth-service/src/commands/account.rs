//! What people do with their own accounts: display name, address, sessions. Passwords are in `password`.

use proto::auth::AccountAction;
use proto::node::UserHint;
use proto::text::{Email, Password};
use proto::{Refusal, UserId};
use uuid::Uuid;

use super::password::NextPassword;
use crate::refusals::{unavailable, wrong_password};
use crate::service::AuthService;

impl AuthService {
    /// Changes a person's own account. All but the password may be changed twice with the outcome of once.
    pub(super) async fn change_account(
        &self,
        key: Uuid,
        user: UserId,
        change: AccountAction,
    ) -> Result<(), Refusal> {
        match change {
            AccountAction::Rename { display_name } => {
                if self.store.rename(user, &display_name).await.map_err(unavailable)? {
                    tracing::info!(user.id = %user, "renamed");
                }
            }
            AccountAction::SetDetails { details } => {
                if !self.store.set_details(user, &details).await.map_err(unavailable)? {
                    return Err(Refusal::revoked());
                }
            }
            AccountAction::SetAvatar { avatar } => {
                self.store.set_avatar(user, avatar).await.map_err(unavailable)?;
            }
            AccountAction::SetStatus { status } => {
                self.store.set_status(user, status.as_ref()).await.map_err(unavailable)?;
            }
            AccountAction::SetInvisible { invisible } => {
                self.store.set_invisible(user, invisible).await.map_err(unavailable)?;
            }
            AccountAction::SetQuietUntil { until } => {
                self.store.set_quiet_until(user, until).await.map_err(unavailable)?;
            }
            AccountAction::SetQuietHours { hours } => {
                self.store.set_quiet_hours(user, hours).await.map_err(unavailable)?;
            }
            AccountAction::ChangeEmail { email, password } => {
                self.change_email(user, &email, password).await?;
            }
            AccountAction::MailConfirmation { letter } => self.mail_confirmation(user, letter).await?,
            AccountAction::NoteDevice { session, letter } => self.note_device(user, session, letter)?,
            AccountAction::MailInvite { invite, to, letter } => {
                self.mail_invite(user, invite, to, letter).await?;
            }
            AccountAction::ChangePassword { keep, old, new, token } => {
                let next = NextPassword { keep, old, new, token };
                self.change_password(key, user, next).await?;
            }
            AccountAction::Prove { session, password } => self.prove_session(user, session, password).await?,
            AccountAction::HideWelcome { session } => {
                if self.store.hide_welcome(user).await.map_err(unavailable)? {
                    self.hint(user, UserHint::SessionChanged { session }).await;
                }
            }
            AccountAction::EndSession { session } => {
                if self.store.end_session(user, session).await.map_err(unavailable)? {
                    tracing::info!(user.id = %user, session.id = %session, "session ended");
                    self.hint_ended(user, &[session]).await;
                }
            }
            AccountAction::EndOtherSessions { keep } => {
                let ended = self.store.end_others(user, keep).await.map_err(unavailable)?;
                tracing::info!(user.id = %user, ended = ended.len(), "other sessions ended");
                self.hint_ended(user, &ended).await;
            }
        }
        Ok(())
    }

    /// Claims another address, for whoever knows the password. Whether others claim it too, nobody is told.
    async fn change_email(&self, user: UserId, email: &Email, password: Password) -> Result<(), Refusal> {
        let own = self.store.own(user).await.map_err(unavailable)?.ok_or_else(Refusal::revoked)?;
        self.check_password(user, password, own.password.clone()).await?;
        if !self.store.change_email(user, own.password.as_deref(), email).await.map_err(unavailable)? {
            return Err(wrong_password());
        }
        tracing::info!(user.id = %user, "address changed");
        Ok(())
    }
}
