//! What an operator does to accounts, invites and sign-up, on a database connection of their own: by the same rules and
//! statements as admins, with the authority of the system. No auth-service need run; the feed tells those that do.
//! Called by `hubbub admin`.

mod error;

pub use error::AdminError;

use std::sync::Arc;

use proto::auth::{
    Access, AdminAction, DirectoryLine, InviteLine, NewAccount, NewInvite, Person, SignUp, Token,
};
use proto::room::OrgRole;
use proto::text::{DisplayName, Email, Password, PasswordHash, Username};
use proto::{At, UserId};
use uuid::Uuid;

use crate::administration::carry_out;
use crate::config::Hashing;
use crate::hasher::{Memory, Recipe};
use crate::rules::Authority;
use crate::store::{Applied, Store};
use crate::throttle::login_key;

/// The people of a database.
#[derive(Debug)]
pub struct People {
    store: Store,
}

/// Somebody to be given an account.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// To sign in with.
    pub username: Username,
    /// To sign in with.
    pub email: Email,
    /// The name others see.
    pub display_name: DisplayName,
    /// Not yet hashed.
    pub password: Password,
    /// Not `Inactive`. The first owner claims the installation.
    pub org_role: OrgRole,
}

impl People {
    /// Those of the database at this address; it is connected to when first needed.
    ///
    /// # Errors
    /// The address is none.
    pub fn at(url: &str) -> Result<Self, AdminError> {
        let store = Store::new(url, "hubbub-admin", 1).map_err(|_| AdminError::Address)?;
        Ok(Self { store })
    }

    /// Creates an account.
    ///
    /// # Errors
    /// The name or address is taken, the role is none, or the database failed.
    pub async fn create(&self, user: NewUser) -> Result<UserId, AdminError> {
        let NewUser { username, email, display_name, password, org_role } = user;
        let access = Access::Password(hash(password).await?);
        let account = NewAccount { username: username.clone(), email, display_name, org_role, access };
        self.carry_out(AdminAction::CreateAccount(account)).await?;
        Ok(self.find(&username).await?.id)
    }

    /// Gives somebody a role; whether that changed anything.
    ///
    /// # Errors
    /// Nobody has that username, the role is none, it is the last owner's, or the database failed.
    pub async fn set_role(&self, username: &Username, org_role: OrgRole) -> Result<bool, AdminError> {
        let user = self.find(username).await?.id;
        Ok(self.carry_out(AdminAction::SetRole { user, org_role }).await?.is_some())
    }

    /// Keeps somebody out: ends all their sessions and lets them open no other; whether that changed anything.
    ///
    /// # Errors
    /// Nobody has that username, it is the last owner, or the database failed.
    pub async fn deactivate(&self, username: &Username) -> Result<bool, AdminError> {
        let user = self.find(username).await?.id;
        Ok(self.carry_out(AdminAction::Deactivate { user }).await?.is_some())
    }

    /// Lets somebody sign in again, in the role they had; whether that changed anything.
    ///
    /// # Errors
    /// Nobody has that username, or the database failed.
    pub async fn reactivate(&self, username: &Username) -> Result<bool, AdminError> {
        let user = self.find(username).await?.id;
        Ok(self.carry_out(AdminAction::Reactivate { user }).await?.is_some())
    }

    /// Ends all sessions of somebody; they may sign in again. Says how many there were.
    ///
    /// # Errors
    /// Nobody has that username, or the database failed.
    pub async fn end_sessions(&self, username: &Username) -> Result<i64, AdminError> {
        let user = self.find(username).await?.id;
        match self.carry_out(AdminAction::EndSessions { user }).await? {
            Some(Applied::Ended(ended)) => Ok(ended),
            Some(Applied::Done | Applied::Until(_)) | None => Ok(0),
        }
    }

    /// Sets somebody's password, ends all their sessions, and lets them try again if they had tried too often.
    ///
    /// # Errors
    /// Nobody has that username, or the database failed.
    pub async fn reset_password(&self, username: &Username, password: Password) -> Result<(), AdminError> {
        let user = self.find(username).await?.id;
        let logins = self.store.own(user).await?.map(|own| [own.username, own.email]);
        self.carry_out(AdminAction::ResetPassword { user, password: hash(password).await? }).await?;
        if let Some(logins) = logins {
            self.store.forgive(&logins.map(|login| login_key(&login))).await?;
        }
        Ok(())
    }

    /// Confirms that the address of an account is its owner's: nobody else signs in by it from now on.
    ///
    /// # Errors
    /// Nobody has that username, the address is another by now or confirmed to be somebody else's, or the database
    /// failed.
    pub async fn confirm_email(&self, username: &Username, email: Email) -> Result<(), AdminError> {
        let user = self.find(username).await?.id;
        self.carry_out(AdminAction::ConfirmEmail { user, email }).await.map(drop)
    }

    /// Sets somebody's display name; whether that changed anything.
    ///
    /// # Errors
    /// Nobody has that username, or the database failed.
    pub async fn rename(&self, username: &Username, name: &DisplayName) -> Result<bool, AdminError> {
        let user = self.find(username).await?.id;
        Ok(self.store.rename(user, name).await?)
    }

    /// Sets who may create an account; whether that changed anything.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_sign_up(&self, sign_up: SignUp) -> Result<bool, AdminError> {
        Ok(self.carry_out(AdminAction::SetSignUp { sign_up }).await?.is_some())
    }

    /// Makes an invite in the name of the owner who has been here longest. Answers with its code, which is kept nowhere,
    /// and its end.
    ///
    /// # Errors
    /// There is no owner, the numbers are out of range, there is no randomness, or the database failed.
    pub async fn make_invite(&self, uses: u16, days: u16) -> Result<(Token, At), AdminError> {
        let code = Token::generate().map_err(|_| AdminError::Randomness)?;
        let invite = NewInvite { id: Uuid::new_v4(), code: code.hash(), uses, days, room: None };
        match self.carry_out(AdminAction::MakeInvite(invite)).await? {
            Some(Applied::Until(expires_at)) => Ok((code, expires_at)),
            Some(Applied::Done | Applied::Ended(_)) | None => Err(AdminError::Database("no answer".into())),
        }
    }

    /// Revokes an invite; whether that changed anything.
    ///
    /// # Errors
    /// There is no such invite, or the database failed.
    pub async fn revoke_invite(&self, invite: Uuid) -> Result<bool, AdminError> {
        match self.carry_out(AdminAction::RevokeInvite { invite }).await {
            Err(AdminError::Unknown) => Err(AdminError::NoInvite),
            outcome => Ok(outcome?.is_some()),
        }
    }

    /// Everyone with an account, by username.
    ///
    /// # Errors
    /// The database failed.
    pub async fn list(&self) -> Result<Vec<DirectoryLine>, AdminError> {
        let found = self.store.directory(Authority::System, "", 0, u32::MAX).await?;
        Ok(found.map_or_else(Vec::new, |(people, _)| people))
    }

    /// All invites, newest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn invites(&self) -> Result<Vec<InviteLine>, AdminError> {
        Ok(self.store.invites(Authority::System, i64::MAX).await?.unwrap_or_default())
    }

    async fn carry_out(&self, action: AdminAction) -> Result<Option<Applied>, AdminError> {
        Ok(carry_out(&self.store, Authority::System, Uuid::new_v4(), &action).await?)
    }

    async fn find(&self, username: &Username) -> Result<Person, AdminError> {
        let found = self.store.by_username(std::slice::from_ref(username)).await?;
        found.into_iter().next().ok_or(AdminError::Unknown)
    }
}

async fn hash(password: Password) -> Result<PasswordHash, AdminError> {
    let Hashing { memory_kib, passes, .. } = Hashing::default();
    let work = move || {
        let recipe = Recipe::new(memory_kib, passes, Arc::default())?;
        recipe.hash(&password, &mut Memory::default())
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(hash)) => Ok(PasswordHash(hash)),
        Ok(Err(_)) | Err(_) => Err(AdminError::Hash),
    }
}
