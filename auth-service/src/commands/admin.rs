//! What admins do, as it comes over the bus. That the actor is signed in was read from their session by the gateway; what
//! they may is decided by the rules.

use std::time::Duration;

use proto::auth::{AdminAction, Answer, Link, Person, Token};
use proto::node::UserHint;
use proto::room::OrgRole;
use proto::text::Password;
use proto::{Refusal, UserId};
use uuid::Uuid;

use crate::administration::{self, Failed};
use crate::refusals::{denied, invite_days, invite_uses, not_applied};
use crate::rules::{self, Authority, Denied, NewAccount, NewInvite, NewLink};
use crate::service::AuthService;
use crate::store::Applied;

/// How long a link to set a password works.
const LINK: Duration = Duration::from_secs(24 * 60 * 60);
/// The most uses and days of an invite.
const USES: u16 = 1_000;
const DAYS: u16 = 365;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl AuthService {
    /// Has an admin's action carried out.
    pub(super) async fn administer(
        &self,
        key: Uuid,
        actor: UserId,
        change: AdminAction,
    ) -> Result<Answer, Refusal> {
        let action = self.prepare(change).await?;
        let done = administration::carry_out(&self.store, Authority::Admin(actor), key, &action).await;
        let Some(applied) = done.map_err(refusal)? else { return Ok(Answer::Done) };
        tracing::info!(actor.id = %actor, action = action.name(), target.id = action.target().map(tracing::field::display), "administered");
        self.hint_target(&action).await;
        match applied {
            Applied::Done | Applied::Ended(_) => Ok(Answer::Done),
            Applied::Until(expires_at) => {
                Ok(Answer::Link(Link { person: self.recipient(&action).await?, expires_at }))
            }
        }
    }

    /// What the rules and the database need of it: limits kept, passwords hashed.
    async fn prepare(&self, change: AdminAction) -> Result<rules::AdminAction, Refusal> {
        Ok(match change {
            AdminAction::CreateAccount { username, email, display_name, org_role, link } => {
                // Refused before it costs a hash.
                if org_role == OrgRole::Inactive {
                    return Err(denied(Denied::NotARole));
                }
                rules::AdminAction::CreateAccount(NewAccount {
                    id: UserId::new(),
                    username,
                    email,
                    display_name,
                    password: self.unknown_password().await?,
                    org_role,
                    link: Some(NewLink { token: link, life: LINK }),
                })
            }
            AdminAction::SetRole { user, org_role } => rules::AdminAction::SetRole { user, org_role },
            AdminAction::Deactivate { user } => rules::AdminAction::Deactivate { user },
            AdminAction::Reactivate { user } => rules::AdminAction::Reactivate { user },
            AdminAction::EndSessions { user } => rules::AdminAction::EndSessions { user },
            AdminAction::MakeResetLink { user, link } => {
                rules::AdminAction::MakeResetLink { user, link: NewLink { token: link, life: LINK } }
            }
            AdminAction::ConfirmEmail { user, email } => rules::AdminAction::ConfirmEmail { user, email },
            AdminAction::SetSignUp { sign_up } => rules::AdminAction::SetSignUp { sign_up },
            AdminAction::SetName { name } => rules::AdminAction::SetName { name },
            AdminAction::SetGreeting { greeting } => rules::AdminAction::SetGreeting { greeting },
            AdminAction::FinishSetup => rules::AdminAction::FinishSetup,
            AdminAction::MakeInvite { id, code, uses, days, room } => {
                let invite = new_invite(id, code, uses, days)?;
                rules::AdminAction::MakeInvite(NewInvite { room, ..invite })
            }
            AdminAction::RevokeInvite { invite } => rules::AdminAction::RevokeInvite { invite },
        })
    }

    /// The password of an account made for somebody: random, and forgotten here.
    async fn unknown_password(&self) -> Result<String, Refusal> {
        let secret = Token::generate().map_err(|error| {
            tracing::error!(%error, "no randomness for a password");
            Refusal::unavailable()
        })?;
        self.hasher.hash(Password::try_out(secret.reveal())).await
    }

    /// Tells the gateways where whoever it was done to is connected.
    async fn hint_target(&self, action: &rules::AdminAction) {
        match action {
            rules::AdminAction::Deactivate { user } => {
                self.hint(*user, UserHint::OrgRole { org_role: OrgRole::Inactive }).await;
            }
            rules::AdminAction::SetRole { user, org_role } => {
                self.hint(*user, UserHint::OrgRole { org_role: *org_role }).await;
            }
            rules::AdminAction::EndSessions { user } | rules::AdminAction::ResetPassword { user, .. } => {
                self.hint_all_ended(*user).await;
            }
            rules::AdminAction::CreateAccount(_)
            | rules::AdminAction::Reactivate { .. }
            | rules::AdminAction::MakeResetLink { .. }
            | rules::AdminAction::ConfirmEmail { .. }
            | rules::AdminAction::SetSignUp { .. }
            | rules::AdminAction::SetName { .. }
            | rules::AdminAction::SetGreeting { .. }
            | rules::AdminAction::FinishSetup
            | rules::AdminAction::MakeInvite(_)
            | rules::AdminAction::RevokeInvite { .. } => {}
        }
    }

    /// The person a link is for; none for an invite.
    async fn recipient(&self, action: &rules::AdminAction) -> Result<Option<Person>, Refusal> {
        match action {
            rules::AdminAction::CreateAccount(NewAccount { id, username, display_name, .. }) => {
                let (username, display_name) = (username.to_string(), display_name.to_string());
                Ok(Some(Person { id: *id, username, display_name, ambiguous: false }))
            }
            action => match action.target() {
                Some(user) => {
                    let people = self.store.people(&[user]).await.map_err(crate::refusals::unavailable)?;
                    Ok(people.into_iter().next())
                }
                None => Ok(None),
            },
        }
    }
}

/// An invite to the common room, within the limits.
pub(crate) fn new_invite(
    id: Uuid,
    code: proto::auth::TokenHash,
    uses: u16,
    days: u16,
) -> Result<NewInvite, Refusal> {
    if !(1..=USES).contains(&uses) {
        return Err(invite_uses());
    }
    if !(1..=DAYS).contains(&days) {
        return Err(invite_days());
    }
    Ok(NewInvite { id, code, most: uses, room: None, life: DAY * u32::from(days) })
}

fn refusal(why: Failed) -> Refusal {
    match why {
        Failed::Denied(why) => denied(why),
        Failed::NotApplied(why) => not_applied(why),
    }
}
