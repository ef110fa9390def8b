//! What was decided, carried out: the change, its audit entry and what the feed says of it in one statement, and only if
//! the organisation is still as it was when the decision was made.

use std::time::Duration;

use chassis::postgres::StoreError;
use proto::auth::{Access, NewAccount};
use proto::text::search_key;
use proto::{At, UserId};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::{Store, seconds};
use crate::rules::{Change, RoleChange};

const CREATE_ACCOUNT: &str = "
    select auth.create_account($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
const SET_ROLE: &str = "
    select auth.set_role($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
const END_SESSIONS: &str = "select auth.end_sessions($1, $2, $3, $4)";
const MAKE_RESET: &str = "select auth.make_reset($1, $2, $3, $4, $5, $6)";
const SET_PASSWORD: &str = "select auth.set_password($1, $2, $3, $4, $5)";
const CONFIRM_EMAIL: &str = "select auth.confirm_email($1, $2, $3, $4, $5)";
const REMOVE_AVATAR: &str = "select auth.remove_avatar($1, $2, $3, $4)";
const SET_SIGN_UP: &str = "select auth.set_sign_up($1, $2, $3, $4, $5)";

const SET_MEMBERS_INVITE: &str = "select auth.set_members_invite($1, $2, $3, $4)";
const ADD_EMOJI: &str = "select auth.add_emoji($1, $2, $3, $4, $5)";
const REMOVE_EMOJI: &str = "select auth.remove_emoji($1, $2, $3, $4)";
const SET_MEMBERS_EMOJI: &str = "select auth.set_members_emoji($1, $2, $3, $4)";
const DESCRIBE_ORG: &str = "select auth.describe_org($1, $2, $3, $4, $5, $6, $7, $8)";
const SET_DENIED_FILES: &str = "select auth.set_denied_files($1, $2, $3, $4, $5)";
const FINISH_SETUP: &str = "select auth.finish_setup($1, $2, $3)";
const MAKE_INVITE: &str = "select auth.make_invite($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const REVOKE_INVITE: &str = "select auth.revoke_invite($1, $2, $3, $4)";

/// How long a link to set a password works.
const LINK_LIFE: Duration = DAY;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// SQLSTATE of our own: what a decision was based on has changed since.
const MOVED: &str = "HB001";

/// What came of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Applied {
    /// It is done.
    Done,
    /// It is done, and so many sessions have ended by it.
    Ended(i64),
    /// What was made works until then.
    Until(At),
}

/// Why a change was not made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotApplied {
    #[error("the organisation has moved on since the decision")]
    Moved,
    #[error("this key was used already")]
    Repeated,
    #[error("the username is in use")]
    UsernameTaken,
    #[error("the address is confirmed to be somebody else's")]
    EmailTaken,
    #[error("an emoji goes by this name")]
    EmojiTaken,
    #[error("the person has another address by now")]
    EmailChanged,
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for NotApplied {
    fn from(error: StoreError) -> Self {
        match error.constraint() {
            Some("command_pkey" | "invite_pkey" | "session_pkey") => Self::Repeated,
            Some("emoji_pkey") => Self::EmojiTaken,
            Some("account_username_key") => Self::UsernameTaken,
            Some("account_email_confirmed_key") => Self::EmailTaken,
            _ if error.sql_state().is_some_and(|state| state.code() == MOVED) => Self::Moved,
            _ => Self::Store(error),
        }
    }
}

/// The command that a change belongs to, and the version it was decided at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decided {
    pub(crate) key: Uuid,
    pub(crate) action: &'static str,
    /// None: the operator.
    pub(crate) actor: Option<Uuid>,
    pub(crate) version: i64,
}

impl Store {
    /// Carries out a change.
    pub(crate) async fn apply(&self, by: Decided, change: Change<'_>) -> Result<Applied, NotApplied> {
        let Decided { key, actor, version, .. } = by;
        match change {
            Change::CreateAccount { account, claims } => self.create_account(by, account, claims).await,
            Change::SetRole(change) => self.set_role(by, change).await,
            Change::EndSessions { user } => {
                let row = self.change(END_SESSIONS, &[&key, &actor, &version, &user.0]).await?;
                Ok(Applied::Ended(row.get(0)))
            }
            Change::MakeResetLink { user, link } => {
                let life = seconds(LINK_LIFE);
                let row = self.change(MAKE_RESET, &[&key, &actor, &version, &user.0, &link.0, &life]).await?;
                Ok(Applied::Until(row.get(0)))
            }
            Change::ResetPassword { user, password } => {
                self.change(SET_PASSWORD, &[&key, &actor, &version, &user.0, &password]).await?;
                Ok(Applied::Done)
            }
            Change::ConfirmEmail { user, email } => {
                let values: [&(dyn ToSql + Sync); 5] = [&key, &actor, &version, &user.0, &email.as_str()];
                let is_theirs: bool = self.change(CONFIRM_EMAIL, &values).await?.get(0);
                is_theirs.then_some(Applied::Done).ok_or(NotApplied::EmailChanged)
            }
            Change::RemoveAvatar { user } => {
                self.change(REMOVE_AVATAR, &[&key, &actor, &version, &user.0]).await?;
                Ok(Applied::Done)
            }
            Change::SetSignUp { was, becomes } => {
                let (was, becomes) = (was.as_str(), becomes.as_str());
                self.change(SET_SIGN_UP, &[&key, &actor, &version, &was, &becomes]).await?;
                Ok(Applied::Done)
            }
            Change::SetMembersInvite { allowed } => {
                self.change(SET_MEMBERS_INVITE, &[&key, &actor, &version, &allowed]).await?;
                Ok(Applied::Done)
            }
            Change::AddEmoji { name, picture, by } => {
                self.change(ADD_EMOJI, &[&key, &by.0, &version, &name, &picture.0]).await?;
                Ok(Applied::Done)
            }
            Change::RemoveEmoji { name } => {
                self.change(REMOVE_EMOJI, &[&key, &actor, &version, &name]).await?;
                Ok(Applied::Done)
            }
            Change::SetMembersEmoji { allowed } => {
                self.change(SET_MEMBERS_EMOJI, &[&key, &actor, &version, &allowed]).await?;
                Ok(Applied::Done)
            }
            Change::SetName { was, name } => self.describe(by, (Some(name), None), (was, name)).await,
            Change::SetGreeting { was, greeting } => {
                self.describe(by, (None, Some(greeting)), (Some(was), greeting)).await
            }
            Change::SetDeniedFiles { was, denied } => {
                self.change(SET_DENIED_FILES, &[&key, &actor, &version, &was, &denied]).await?;
                Ok(Applied::Done)
            }
            Change::FinishSetup => {
                self.change(FINISH_SETUP, &[&key, &actor, &version]).await?;
                Ok(Applied::Done)
            }
            Change::MakeInvite { invite, host } => {
                let (most, room) = (i32::from(invite.uses), invite.room.map(|room| room.0));
                let life = seconds(DAY * u32::from(invite.days));
                let values: [&(dyn ToSql + Sync); 9] =
                    [&key, &actor, &version, &host.0, &invite.id, &invite.code.0, &most, &life, &room];
                Ok(Applied::Until(self.change(MAKE_INVITE, &values).await?.get(0)))
            }
            Change::RevokeInvite { invite } => {
                self.change(REVOKE_INVITE, &[&key, &actor, &version, &invite]).await?;
                Ok(Applied::Done)
            }
        }
    }

    async fn describe(
        &self,
        Decided { key, action, actor, version }: Decided,
        (name, greeting): (Option<&str>, Option<&str>),
        (was, becomes): (Option<&str>, &str),
    ) -> Result<Applied, NotApplied> {
        let values: [&(dyn ToSql + Sync); 8] =
            [&key, &action, &actor, &version, &name, &greeting, &was, &becomes];
        self.change(DESCRIBE_ORG, &values).await?;
        Ok(Applied::Done)
    }

    async fn create_account(
        &self,
        Decided { key, actor, version, .. }: Decided,
        account: &NewAccount,
        claims: bool,
    ) -> Result<Applied, NotApplied> {
        let (token, password) = match &account.access {
            Access::Link(token) => (Some(&token.0), None),
            Access::Password(password) => (None, Some(&password.0)),
        };
        let values: [&(dyn ToSql + Sync); 14] = [
            &key,
            &actor,
            &version,
            &UserId::new().0,
            &account.username.as_str(),
            &account.email.as_str(),
            &account.display_name.as_str(),
            &account.display_name.skeleton(),
            &search_key(account.display_name.as_str()),
            &password,
            &account.org_role.as_str(),
            &claims,
            &token,
            &seconds(LINK_LIFE),
        ];
        let until: Option<At> = self.change(CREATE_ACCOUNT, &values).await?.get(0);
        Ok(until.map_or(Applied::Done, Applied::Until))
    }

    async fn set_role(
        &self,
        Decided { key, action, actor, version }: Decided,
        change: RoleChange,
    ) -> Result<Applied, NotApplied> {
        let RoleChange { user, org_role, active, claims, disarms, is_seen, was, becomes } = change;
        let tells = is_seen.then_some(becomes.as_str());
        let values: [&(dyn ToSql + Sync); 12] = [
            &key,
            &action,
            &actor,
            &version,
            &user.0,
            &org_role.as_str(),
            &active,
            &claims,
            &disarms,
            &tells,
            &was.as_str(),
            &becomes.as_str(),
        ];
        self.change(SET_ROLE, &values).await?;
        Ok(Applied::Done)
    }

    /// The one row that every function answers with.
    async fn change(
        &self,
        statement: &'static str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Row, NotApplied> {
        let rows = self.pool.write(statement, values).await?;
        rows.into_iter().next().ok_or(NotApplied::Store(StoreError::Away))
    }
}
