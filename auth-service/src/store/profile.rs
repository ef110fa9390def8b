//! What people say of themselves, for others and for their own settings.

use chassis::postgres::StoreError;
use proto::UserId;
use proto::auth::{Details, OwnAccount, Profile};
use proto::text::{About, JobTitle, Pronouns, Username, ZoneName};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use super::status::person_with_status;
use super::{Store, org_role};

const PROFILE: &str = "
    select id, username, display_name, auth.is_ambiguous(id, skeleton) as ambiguous, made_at,
           case when active then org_role else 'inactive' end as org_role, pronouns, title, zone, about,
           status_emoji, status_text, status_until, invisible, avatar, quiet_until, quiet_hours
    from auth.account where username = $1";

const OWN_ACCOUNT: &str = "
    select email, email_confirmed, pronouns, title, zone, about from auth.account where id = $1 and active";

/// Quiet hours go by the clock of the zone: another one is told.
const SET_DETAILS: &str = "
    with moved as (
        select id from auth.account where id = $1 and quiet_hours is not null and zone is distinct from $4::text
    ), changed as (
        update auth.account set pronouns = $2, title = $3, zone = $4, about = $5 where id = $1 and active returning id
    )
    select changed.id, told.tell from changed
    left join lateral (select auth.tell('status', moved.id, null, null) from moved) told on true";

impl Store {
    /// What everyone may know about a person.
    pub(crate) async fn profile(&self, username: &Username) -> Result<Option<Profile>, StoreError> {
        let row = self.pool.read_first(PROFILE, &[&username.as_str()]).await?;
        Ok(row.map(|row| Profile {
            person: person_with_status(&row),
            org_role: org_role(row.get("org_role")),
            since: row.get("made_at"),
            details: details(&row),
        }))
    }

    /// What a person sees of their own account; none if they are deactivated.
    pub(crate) async fn own_account(&self, user: UserId) -> Result<Option<OwnAccount>, StoreError> {
        let row = self.pool.read_first(OWN_ACCOUNT, &[&user.0]).await?;
        Ok(row.map(|row| OwnAccount {
            email: row.get("email"),
            email_confirmed: row.get("email_confirmed"),
            details: details(&row),
        }))
    }

    /// Sets what somebody says of themselves; false if they are deactivated.
    pub(crate) async fn set_details(&self, user: UserId, details: &Details) -> Result<bool, StoreError> {
        let Details { pronouns, title, zone, about } = details;
        let values: [&(dyn ToSql + Sync); 5] = [
            &user.0,
            &pronouns.as_ref().map(Pronouns::as_str),
            &title.as_ref().map(JobTitle::as_str),
            &zone.as_ref().map(ZoneName::as_str),
            &about.as_ref().map(About::as_str),
        ];
        Ok(self.pool.read_first(SET_DETAILS, &values).await?.is_some())
    }
}

/// What is kept was parsed once; what another release would not take any more is left out.
fn details(row: &Row) -> Details {
    let text = |column: &str| row.get::<_, Option<&str>>(column).unwrap_or_default();
    Details {
        pronouns: Pronouns::optional(text("pronouns")).ok().flatten(),
        title: JobTitle::optional(text("title")).ok().flatten(),
        zone: ZoneName::optional(text("zone")).ok().flatten(),
        about: About::optional(text("about")).ok().flatten(),
    }
}
