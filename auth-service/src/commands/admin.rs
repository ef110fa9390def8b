//! What admins do, as it comes over the bus. That the actor is signed in was read from their session by the gateway; what
//! they may is decided by the rules.

use proto::auth::{AdminAction, Answer, Link, Person};
use proto::node::UserHint;
use proto::room::OrgRole;
use proto::{Refusal, UserId};
use uuid::Uuid;

use crate::administration::{self, Failed};
use crate::refusals::{denied, not_applied, unavailable};
use crate::rules::Authority;
use crate::service::AuthService;
use crate::store::Applied;

impl AuthService {
    /// Has an admin's action carried out.
    pub(super) async fn administer(
        &self,
        key: Uuid,
        actor: UserId,
        action: &AdminAction,
    ) -> Result<Answer, Refusal> {
        let done = administration::carry_out(&self.store, Authority::Admin(actor), key, action).await;
        let Some(applied) = done.map_err(refusal)? else { return Ok(Answer::Done) };
        tracing::info!(actor.id = %actor, action = action.name(), target.id = action.target().map(tracing::field::display), "administered");
        self.hint_target(action).await;
        match applied {
            Applied::Done | Applied::Ended(_) => Ok(Answer::Done),
            Applied::Until(expires_at) => {
                Ok(Answer::Link(Link { person: self.recipient(action).await?, expires_at }))
            }
        }
    }

    /// Tells the gateways where whoever it was done to is connected.
    async fn hint_target(&self, action: &AdminAction) {
        match action {
            AdminAction::Deactivate { user } => {
                self.hint(*user, UserHint::OrgRole { org_role: OrgRole::Inactive }).await;
            }
            AdminAction::SetRole { user, org_role } => {
                self.hint(*user, UserHint::OrgRole { org_role: *org_role }).await;
            }
            AdminAction::EndSessions { user } | AdminAction::ResetPassword { user, .. } => {
                self.hint_all_ended(*user).await;
            }
            AdminAction::CreateAccount(_)
            | AdminAction::Reactivate { .. }
            | AdminAction::MakeResetLink { .. }
            | AdminAction::ConfirmEmail { .. }
            | AdminAction::RemoveAvatar { .. }
            | AdminAction::AddEmoji { .. }
            | AdminAction::RemoveEmoji { .. }
            | AdminAction::SetMembersEmoji { .. }
            | AdminAction::SetSignUp { .. }
            | AdminAction::SetMembersInvite { .. }
            | AdminAction::SetName { .. }
            | AdminAction::SetGreeting { .. }
            | AdminAction::SetDeniedFiles { .. }
            | AdminAction::FinishSetup
            | AdminAction::MakeInvite(_)
            | AdminAction::RevokeInvite { .. } => {}
        }
    }

    /// The person a link is for; none for an invite.
    async fn recipient(&self, action: &AdminAction) -> Result<Option<Person>, Refusal> {
        let people = match (action, action.target()) {
            (AdminAction::CreateAccount(account), _) => {
                self.store.by_username(std::slice::from_ref(&account.username)).await
            }
            (_, Some(user)) => self.store.people(&[user]).await,
            (_, None) => return Ok(None),
        };
        Ok(people.map_err(unavailable)?.into_iter().next())
    }
}

fn refusal(why: Failed) -> Refusal {
    match why {
        Failed::Denied(why) => denied(why),
        Failed::NotApplied(why) => not_applied(why),
    }
}
