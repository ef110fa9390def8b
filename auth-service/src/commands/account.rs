//! What people do with their own accounts: display name, sessions. Passwords are in `password`.

use proto::auth::AccountAction;
use proto::{Refusal, UserId};
use uuid::Uuid;

use crate::refusals::unavailable;
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
            AccountAction::ChangePassword { keep, old, new } => {
                self.change_password(key, user, keep, old, new).await?;
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
}
