//! What an operator does to accounts, on a database connection of their own. No auth-service need run: the feed tells
//! those who are there. Called by `hubbub admin`.

mod lists;

pub use lists::{invites, make_invite, people, revoke_invite};

use std::sync::Arc;

use proto::UserId;
use proto::auth::SignUp;
use proto::room::OrgRole;
use proto::text::{DisplayName, Email, Password, Username};
use tokio_postgres::Client;

use crate::config::Hashing;
use crate::hasher::{Memory, Recipe};
use crate::store::standing_word;
use crate::throttle::login_key;

/// In one statement, so that the place has an owner exactly when the owner's account exists.
const CREATE: &str = "
    with account as (
        insert into auth.account (id, username, email, display_name, password, org_role)
        values ($1, $2, $3, $4, $5, $6::text) returning id
    ), owner as (
        insert into auth.place_owner (user_id) select id from account where $6 = 'owner' on conflict do nothing
    ), noted as (
        insert into auth.audit (action, target_id, after) select 'create_person', id, $6 from account
    )
    select id from account";
const FIND: &str = "select id, email from auth.account where username = $1";
const APPOINT: &str = "select auth.appoint($1, $2)";
const DEACTIVATE: &str = "select auth.deactivate($1)";
const REACTIVATE: &str = "select auth.reactivate($1)";
const RESET_PASSWORD: &str = "select auth.reset_password($1, $2)";
const END_SESSIONS: &str = "select auth.operator_ends_sessions($1)";
const RENAME: &str = "select auth.rename($1, $2)";
const SET_SIGN_UP: &str = "select auth.set_sign_up(null, $1)";
const FORGIVE: &str = "delete from auth.throttle where key = any($1)";

/// Somebody to be given an account.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// To sign in with.
    pub username: Username,
    /// To sign in with.
    pub email: Email,
    /// To be called by.
    pub display_name: DisplayName,
    /// The secret.
    pub password: Password,
    /// What they are to the place. An owner claims it.
    pub org_role: OrgRole,
}

/// Why it was not done; each a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// The username is in use.
    #[error("There is an account with that username already.")]
    UsernameTaken,
    /// The address is in use.
    #[error("There is an account with that e-mail address already.")]
    EmailTaken,
    /// Nobody is called so.
    #[error("There is no account with that username.")]
    Unknown,
    /// A place without an owner has nobody to mend it.
    #[error("This is the last owner, and a place needs one. Make somebody else an owner first.")]
    LastOwner,
    /// Being inactive is no rank.
    #[error("An account is made member, admin or owner; to keep someone out, deactivate them.")]
    NotAStanding,
    /// An invite is somebody's.
    #[error("Nobody owns this place yet, and invites are the owner's. Make the first account.")]
    NoOwner,
    /// No invite has this handle.
    #[error("There is no invite with that handle.")]
    NoInvite,
    /// The password could not be hashed.
    #[error("The password could not be hashed.")]
    Hash,
    /// The database would not. Postgres quotes rows in the details of its messages: only the code is shown.
    #[error("The database refused ({}).", .0.code().map_or("no connection", |code| code.code()))]
    Database(tokio_postgres::Error),
}

impl From<tokio_postgres::Error> for AdminError {
    fn from(error: tokio_postgres::Error) -> Self {
        match error.as_db_error().and_then(|error| error.constraint()) {
            Some("account_username_key") => Self::UsernameTaken,
            Some("account_email_key") => Self::EmailTaken,
            Some("account_last_owner") => Self::LastOwner,
            _ => Self::Database(error),
        }
    }
}

/// Makes an account.
///
/// # Errors
/// The name or address is in use, the organisation role is none, or the database would not.
pub async fn create(client: &Client, user: NewUser) -> Result<UserId, AdminError> {
    if user.org_role == OrgRole::Inactive {
        return Err(AdminError::NotAStanding);
    }
    let id = UserId::new();
    let password = hash(user.password).await?;
    let (username, email) = (user.username.as_str(), user.email.as_str());
    let (name, org_role) = (user.display_name.as_str(), standing_word(user.org_role));
    client.query_one(CREATE, &[&id.0, &username, &email, &name, &password, &org_role]).await?;
    Ok(id)
}

/// Makes someone member, admin or owner. Says whom, and whether that changed anything.
///
/// # Errors
/// Nobody is called so, the organisation role is none, or the database would not.
pub async fn promote(
    client: &Client,
    username: &Username,
    org_role: OrgRole,
) -> Result<(UserId, bool), AdminError> {
    if org_role == OrgRole::Inactive {
        return Err(AdminError::NotAStanding);
    }
    let (id, _) = find(client, username).await?;
    Ok((id, client.query_one(APPOINT, &[&id.0, &standing_word(org_role)]).await?.get(0)))
}

/// Gives someone another password, ends all their sessions and lets them try again if they had tried too often.
///
/// # Errors
/// Nobody is called so, or the database would not.
pub async fn reset_password(
    client: &Client,
    username: &Username,
    password: Password,
) -> Result<UserId, AdminError> {
    let (id, email) = find(client, username).await?;
    let password = hash(password).await?;
    client.query_one(RESET_PASSWORD, &[&id.0, &password]).await?;
    let [by_name, by_email] = [login_key(username.as_str()), login_key(&email)];
    client.execute(FORGIVE, &[&[by_name.as_slice(), by_email.as_slice()].as_slice()]).await?;
    Ok(id)
}

/// Keeps someone out: ends all their sessions and lets them open no other. Says whom, and whether that changed anything.
///
/// # Errors
/// Nobody is called so, or the database would not.
pub async fn deactivate(client: &Client, username: &Username) -> Result<(UserId, bool), AdminError> {
    let (id, _) = find(client, username).await?;
    Ok((id, client.query_one(DEACTIVATE, &[&id.0]).await?.get(0)))
}

/// Lets someone in again, as what they were. Says whom, and whether that changed anything.
///
/// # Errors
/// Nobody is called so, or the database would not.
pub async fn reactivate(client: &Client, username: &Username) -> Result<(UserId, bool), AdminError> {
    let (id, _) = find(client, username).await?;
    Ok((id, client.query_one(REACTIVATE, &[&id.0]).await?.get(0)))
}

/// Ends all sessions of someone; they may sign in again. Says whom, and how many those were.
///
/// # Errors
/// Nobody is called so, or the database would not.
pub async fn end_sessions(client: &Client, username: &Username) -> Result<(UserId, i32), AdminError> {
    let (id, _) = find(client, username).await?;
    Ok((id, client.query_one(END_SESSIONS, &[&id.0]).await?.get(0)))
}

/// Calls someone differently. Says whom, and whether that changed anything.
///
/// # Errors
/// Nobody is called so, or the database would not.
pub async fn rename(
    client: &Client,
    username: &Username,
    display_name: &DisplayName,
) -> Result<(UserId, bool), AdminError> {
    let (id, _) = find(client, username).await?;
    Ok((id, client.query_one(RENAME, &[&id.0, &display_name.as_str()]).await?.get(0)))
}

/// Says who may make an account; and whether that changed anything.
///
/// # Errors
/// The database would not.
pub async fn set_sign_up(client: &Client, sign_up: SignUp) -> Result<bool, AdminError> {
    let outcome: String = client.query_one(SET_SIGN_UP, &[&sign_up.as_str()]).await?.get(0);
    Ok(outcome == "done")
}

async fn find(client: &Client, username: &Username) -> Result<(UserId, String), AdminError> {
    let row = client.query_opt(FIND, &[&username.as_str()]).await?.ok_or(AdminError::Unknown)?;
    Ok((UserId(row.get("id")), row.get("email")))
}

async fn hash(password: Password) -> Result<String, AdminError> {
    let Hashing { memory_kib, passes, .. } = Hashing::default();
    let work = move || {
        let recipe = Recipe::new(memory_kib, passes, Arc::default())?;
        recipe.hash(&password, &mut Memory::default())
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(hash)) => Ok(hash),
        Ok(Err(_)) | Err(_) => Err(AdminError::Hash),
    }
}
