//! Accounts: registering, finding the one who signs in, names of people.

use std::net::IpAddr;

use proto::UserId;
use proto::auth::Person;
use proto::room::Standing;
use proto::text::{DisplayName, Email, Username};
use uuid::Uuid;

use super::{Opening, Store, StoreError, standing_of};

const REGISTER: &str = "
    select standing, feed from auth.register($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// With whether the person has a session from this network, and so is no stranger here.
const CANDIDATE: &str = "
    select a.id, a.password,
           exists (select from auth.session s where s.user_id = a.id and s.net = $3) as at_home
    from auth.account a
    where a.username = $1 or a.email = $2";

const PEOPLE: &str = "
    select id, username, display_name from auth.account where id = any($1)";

/// Somebody who registers.
#[derive(Debug)]
pub(crate) struct Applicant {
    pub(crate) id: UserId,
    pub(crate) username: Username,
    pub(crate) email: Email,
    pub(crate) display_name: DisplayName,
    /// They become the owner if nobody is.
    pub(crate) may_own: bool,
}

/// Why there is no new account.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotRegistered {
    #[error("the place has no owner, and this visitor may not become it")]
    Unclaimed,
    #[error("the username is in use")]
    Username,
    #[error("the address is in use")]
    Email,
    #[error(transparent)]
    Store(StoreError),
}

/// The account that somebody tries to sign in to.
#[derive(Debug)]
pub(crate) struct Candidate {
    pub(crate) id: UserId,
    /// The PHC string of its password.
    pub(crate) password: String,
    /// It has a session from the visitor's network.
    pub(crate) at_home: bool,
}

impl Store {
    /// Makes an account with its first session. Says what the person is to the place, and where the feed stands.
    pub(crate) async fn register(
        &self,
        who: &Applicant,
        password: &str,
        opening: &Opening,
    ) -> Result<(Standing, i64), NotRegistered> {
        let values: [&(dyn tokio_postgres::types::ToSql + Sync); 10] = [
            &who.id.0,
            &who.username.as_str(),
            &who.email.as_str(),
            &who.display_name.as_str(),
            &password,
            &who.may_own,
            &opening.session.0,
            &opening.token.0,
            &opening.net,
            &opening.agent,
        ];
        match self.act(REGISTER, &values).await.map(|rows| rows.into_iter().next()) {
            Ok(Some(row)) => Ok((standing_of(row.get("standing")), row.get("feed"))),
            Ok(None) => Err(NotRegistered::Unclaimed),
            Err(error) if error.on_constraint("account_username_key") => Err(NotRegistered::Username),
            Err(error) if error.on_constraint("account_email_key") => Err(NotRegistered::Email),
            Err(error) => Err(NotRegistered::Store(error)),
        }
    }

    /// The account under a username or an address. Asked with neither, it looks just as long and finds nobody.
    pub(crate) async fn candidate(
        &self,
        username: Option<&Username>,
        email: Option<&Email>,
        net: IpAddr,
    ) -> Result<Option<Candidate>, StoreError> {
        let (username, email) = (username.map(Username::as_str), email.map(Email::as_str));
        let rows = self.look(CANDIDATE, &[&username, &email, &net]).await?;
        Ok(rows.first().map(|row| Candidate {
            id: UserId(row.get("id")),
            password: row.get("password"),
            at_home: row.get("at_home"),
        }))
    }

    /// Names of people, active or not; unknown ids are left out.
    pub(crate) async fn people(&self, ids: &[UserId]) -> Result<Vec<Person>, StoreError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        let rows = self.look(PEOPLE, &[&ids]).await?;
        let person = |row: &tokio_postgres::Row| Person {
            id: UserId(row.get("id")),
            username: row.get("username"),
            display_name: row.get("display_name"),
        };
        Ok(rows.iter().map(person).collect())
    }
}
