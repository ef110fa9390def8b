//! Accounts: registering, finding the one who signs in, names of people.

use std::net::IpAddr;

use proto::UserId;
use proto::auth::{Person, Profile, TokenHash};
use proto::room::OrgRole;
use proto::text::{DisplayName, Email, Username};
use tokio_postgres::Row;
use uuid::Uuid;

use super::{Opening, Store, StoreError, standing_of};

const REGISTER: &str = "
    select outcome, org_role, feed from auth.register($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

/// With whether the person has a session from this network, and so is no stranger here.
const CANDIDATE: &str = "
    select a.id, a.password,
           exists (select from auth.session s where s.user_id = a.id and s.net = $3) as at_home
    from auth.account a
    where a.username = $1 or a.email = $2";

const PEOPLE: &str = "
    select id, username, display_name from auth.account where id = any($1)";

const CALLED: &str = "
    select id, username, display_name from auth.account where username = any($1)";

const PROFILE: &str = "
    select id, username, display_name, made_at,
           case when active then org_role else 'inactive' end as org_role
    from auth.account where username = $1";

/// Somebody who registers.
#[derive(Debug)]
pub(crate) struct Applicant {
    pub(crate) id: UserId,
    pub(crate) username: Username,
    pub(crate) email: Email,
    pub(crate) display_name: DisplayName,
    /// They become the owner if nobody is.
    pub(crate) may_own: bool,
    /// The invite they came with.
    pub(crate) invite: Option<TokenHash>,
}

/// Why there is no new account.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotRegistered {
    #[error("the place has no owner, and this visitor may not become it")]
    Unclaimed,
    #[error("nobody may make an account for themselves")]
    Closed,
    #[error("only with an invite, and there is no good one")]
    Uninvited,
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
    /// It has a session from the client's network.
    pub(crate) at_home: bool,
}

impl Store {
    /// Makes an account with its first session. Says what the person is to the place, and where the feed stands.
    pub(crate) async fn register(
        &self,
        who: &Applicant,
        password: &str,
        opening: &Opening,
    ) -> Result<(OrgRole, i64), NotRegistered> {
        let invite = who.invite.as_ref().map(|hash| hash.0.as_str());
        let values: [&(dyn tokio_postgres::types::ToSql + Sync); 11] = [
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
            &invite,
        ];
        match self.act(REGISTER, &values).await.map(|rows| rows.into_iter().next()) {
            Ok(Some(row)) => match row.get("outcome") {
                "done" => Ok((standing_of(row.get("org_role")), row.get("feed"))),
                "closed" => Err(NotRegistered::Closed),
                "uninvited" => Err(NotRegistered::Uninvited),
                _ => Err(NotRegistered::Unclaimed),
            },
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
        Ok(rows.iter().map(person).collect())
    }

    /// Who goes by these usernames, active or not; those nobody has are left out.
    pub(crate) async fn called(&self, usernames: &[Username]) -> Result<Vec<Person>, StoreError> {
        let names: Vec<&str> = usernames.iter().map(Username::as_str).collect();
        let rows = self.look(CALLED, &[&names]).await?;
        Ok(rows.iter().map(person).collect())
    }

    /// The card of whoever has this name.
    pub(crate) async fn profile(&self, username: &Username) -> Result<Option<Profile>, StoreError> {
        let rows = self.look(PROFILE, &[&username.as_str()]).await?;
        Ok(rows.first().map(|row| Profile {
            person: person(row),
            org_role: standing_of(row.get("org_role")),
            since: row.get("made_at"),
        }))
    }
}

/// Reads a person from columns of their names.
pub(super) fn person(row: &Row) -> Person {
    Person { id: UserId(row.get("id")), username: row.get("username"), display_name: row.get("display_name") }
}

/// The same from columns beginning with `prefix`; none where there is nobody.
pub(super) fn person_at(row: &Row, prefix: &str) -> Option<Person> {
    let id: Option<Uuid> = row.get(format!("{prefix}_id").as_str());
    Some(Person {
        id: UserId(id?),
        username: row.get(format!("{prefix}_username").as_str()),
        display_name: row.get(format!("{prefix}_display_name").as_str()),
    })
}
