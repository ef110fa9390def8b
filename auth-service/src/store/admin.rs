//! What admins do to accounts and to the place. Whether they may is decided in the database, under its lock.

use std::time::Duration;

use proto::auth::{Person, SignUp, TokenHash};
use proto::room::OrgRole;
use proto::text::{DisplayName, Email, Username};
use proto::{At, UserId};
use tokio_postgres::Row;

use super::session::seconds;
use super::{Store, StoreError, standing_word};

const CREATE: &str = "
    select outcome, expires_at from auth.create_person($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const SET_STANDING: &str = "select auth.set_standing($1, $2, $3) as outcome";
const END_SESSIONS: &str = "select auth.end_sessions($1, $2) as outcome";
const MAKE_RESET_LINK: &str = "
    select outcome, username, display_name, expires_at from auth.make_reset_link($1, $2, $3, $4)";
const SET_SIGN_UP: &str = "select auth.set_sign_up($1, $2) as outcome";

/// Somebody an admin makes an account for.
#[derive(Debug)]
pub(crate) struct NewPerson {
    pub(crate) id: UserId,
    pub(crate) username: Username,
    pub(crate) email: Email,
    pub(crate) display_name: DisplayName,
    pub(crate) org_role: OrgRole,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is done.
    Done,
    /// It was so already.
    Unchanged,
}

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotDone {
    #[error("who asks is no admin")]
    Forbidden,
    #[error("only an owner may")]
    OwnersOnly,
    #[error("nobody does this to themselves")]
    Oneself,
    #[error("the last owner stays")]
    LastOwner,
    #[error("there is nobody or nothing of that id")]
    Unknown,
    #[error("they are deactivated")]
    Inactive,
    #[error("this form was used already")]
    Repeated,
    #[error("the username is in use")]
    Username,
    #[error("the address is in use")]
    Email,
    #[error(transparent)]
    Store(StoreError),
}

/// Reads the one row that every act answers with.
pub(super) fn outcome(rows: Result<Vec<Row>, StoreError>) -> Result<(Outcome, Row), NotDone> {
    let row = rows.map_err(not_done)?.into_iter().next().ok_or(NotDone::Store(StoreError::Away))?;
    let outcome = match row.get("outcome") {
        "done" => Outcome::Done,
        "unchanged" => Outcome::Unchanged,
        "owners_only" => return Err(NotDone::OwnersOnly),
        "self" => return Err(NotDone::Oneself),
        "unknown" => return Err(NotDone::Unknown),
        "inactive" => return Err(NotDone::Inactive),
        "repeated" => return Err(NotDone::Repeated),
        _ => return Err(NotDone::Forbidden),
    };
    Ok((outcome, row))
}

fn not_done(error: StoreError) -> NotDone {
    if error.on_constraint("account_username_key") {
        NotDone::Username
    } else if error.on_constraint("account_email_key") {
        NotDone::Email
    } else if error.on_constraint("account_last_owner") {
        NotDone::LastOwner
    } else {
        NotDone::Store(error)
    }
}

impl Store {
    /// Makes an account with a link to set its password by; says until when the link is good.
    pub(crate) async fn create_person(
        &self,
        actor: UserId,
        who: &NewPerson,
        password: &str,
        token: &TokenHash,
        life: Duration,
    ) -> Result<At, NotDone> {
        let values: [&(dyn tokio_postgres::types::ToSql + Sync); 9] = [
            &actor.0,
            &who.id.0,
            &who.username.as_str(),
            &who.email.as_str(),
            &who.display_name.as_str(),
            &password,
            &standing_word(who.org_role),
            &token.0,
            &seconds(life),
        ];
        let row = outcome(self.act(CREATE, &values).await)?.1;
        Ok(row.get("expires_at"))
    }

    /// Makes somebody something else to the place.
    pub(crate) async fn set_standing(
        &self,
        actor: UserId,
        user: UserId,
        org_role: OrgRole,
    ) -> Result<Outcome, NotDone> {
        let word = standing_word(org_role);
        outcome(self.look(SET_STANDING, &[&actor.0, &user.0, &word]).await).map(|(outcome, _)| outcome)
    }

    /// Ends all sessions of somebody else.
    pub(crate) async fn end_sessions(&self, actor: UserId, user: UserId) -> Result<(), NotDone> {
        outcome(self.act(END_SESSIONS, &[&actor.0, &user.0]).await).map(drop)
    }

    /// Keeps a link for somebody, in the place of the one they had; says for whom, and until when it is good.
    pub(crate) async fn make_reset_link(
        &self,
        actor: UserId,
        user: UserId,
        token: &TokenHash,
        life: Duration,
    ) -> Result<(Person, At), NotDone> {
        let values: [&(dyn tokio_postgres::types::ToSql + Sync); 4] =
            [&actor.0, &user.0, &token.0, &seconds(life)];
        let row = outcome(self.act(MAKE_RESET_LINK, &values).await)?.1;
        let (username, display_name) = (row.get("username"), row.get("display_name"));
        Ok((Person { id: user, username, display_name }, row.get("expires_at")))
    }

    /// Says who may make an account.
    pub(crate) async fn set_sign_up(&self, actor: UserId, sign_up: SignUp) -> Result<(), NotDone> {
        outcome(self.look(SET_SIGN_UP, &[&actor.0, &sign_up.as_str()]).await).map(drop)
    }
}
