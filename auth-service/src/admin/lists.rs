//! What an operator looks at, and the invites they make and take back.

use proto::auth::{DirectoryLine, InviteLine, Person};
use proto::room::OrgRole;
use proto::{At, UserId};
use tokio_postgres::{Client, Row};
use uuid::Uuid;

use super::AdminError;
use crate::store::standing_of;
use crate::token;

const PEOPLE: &str = "
    select a.id, a.username, a.display_name, a.email, a.org_role, a.active, a.made_at,
           greatest((select max(s.last_seen) from auth.session s where s.user_id = a.id), seen.at) as last_seen,
           (select count(*) from auth.session s where s.user_id = a.id) as sessions,
           host.id as by_id, host.username as by_username, host.display_name as by_display_name
    from auth.account a
    left join auth.seen on seen.user_id = a.id
    left join auth.invite i on i.id = a.invited_with
    left join auth.account host on host.id = i.made_by
    order by a.username";
const INVITES: &str = "
    select i.id, i.made_at, i.expires_at, i.uses, i.most, i.revoked_at is not null as revoked,
           i.revoked_at is null and i.expires_at > now() and i.uses < i.most as good,
           a.id as by_id, a.username as by_username, a.display_name as by_display_name
    from auth.invite i join auth.account a on a.id = i.made_by
    order by i.made_at desc, i.id";
const MAKE_INVITE: &str = "select auth.operator_makes_invite($1, $2, $3, $4)";
const REVOKE_INVITE: &str = "select auth.operator_revokes_invite($1)";

/// Everyone with an account, in the order of their usernames.
///
/// # Errors
/// The database would not.
pub async fn people(client: &Client) -> Result<Vec<DirectoryLine>, AdminError> {
    let line = |row: &Row| {
        let rank = standing_of(row.get("org_role"));
        DirectoryLine {
            person: Person {
                id: UserId(row.get("id")),
                username: row.get("username"),
                display_name: row.get("display_name"),
            },
            email: row.get("email"),
            org_role: if row.get("active") { rank } else { OrgRole::Inactive },
            rank,
            since: row.get("made_at"),
            last_seen: row.get("last_seen"),
            sessions: row.get("sessions"),
            invited_by: host(row),
        }
    };
    Ok(client.query(PEOPLE, &[]).await?.iter().map(line).collect())
}

/// All invites, newest first.
///
/// # Errors
/// The database would not.
pub async fn invites(client: &Client) -> Result<Vec<InviteLine>, AdminError> {
    let line = |row: &Row| {
        Some(InviteLine {
            id: row.get("id"),
            by: host(row)?,
            made_at: row.get("made_at"),
            expires_at: row.get("expires_at"),
            uses: row.get("uses"),
            most: row.get("most"),
            revoked: row.get("revoked"),
            good: row.get("good"),
        })
    };
    Ok(client.query(INVITES, &[]).await?.iter().filter_map(line).collect())
}

/// Makes an invite in the name of the owner. Answers what follows `/invite/`, said here and never again, and until when it is good.
///
/// # Errors
/// Nobody owns the place yet, there is no randomness, or the database would not.
pub async fn make_invite(client: &Client, uses: u16, days: u16) -> Result<(String, At), AdminError> {
    let (code, hash) = token::fresh().map_err(|_| AdminError::Hash)?;
    let (uses, days) = (i32::from(uses), i32::from(days));
    let row = client.query_one(MAKE_INVITE, &[&Uuid::new_v4(), &hash.0, &uses, &days]).await?;
    let ends: Option<At> = row.get(0);
    Ok((code, ends.ok_or(AdminError::NoOwner)?))
}

/// Takes an invite back; says whether that changed anything.
///
/// # Errors
/// There is no such invite, or the database would not.
pub async fn revoke_invite(client: &Client, invite: Uuid) -> Result<bool, AdminError> {
    let revoked: Option<bool> = client.query_one(REVOKE_INVITE, &[&invite]).await?.get(0);
    revoked.ok_or(AdminError::NoInvite)
}

fn host(row: &Row) -> Option<Person> {
    let id: Option<Uuid> = row.get("by_id");
    let (username, display_name) = (row.get("by_username"), row.get("by_display_name"));
    id.map(UserId).zip(username).zip(display_name).map(|((id, username), display_name)| Person {
        id,
        username,
        display_name,
    })
}
