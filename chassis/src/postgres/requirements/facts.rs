//! What a server says of itself, of a database and of the role that asks; and what is wrong with that.

use tokio_postgres::{Client, Error, Row};

use super::schema::FoundSchema;
use super::{OLDEST_VERSION, Wanted};

/// Names of other people's connections are hidden from most roles, but not their database and role. Without a role there is
/// no client; what has no database serves a standby.
const SERVER: &str = "
with others as (
    select usename = current_user as same_role, datname = current_database() as same_database
    from pg_stat_activity
    where usesysid is not null and datid is not null and coalesce(backend_type, 'client backend') = 'client backend'
        and pid <> pg_backend_pid() and not ($1 <> '' and coalesce(application_name like '%' || $1, false))
)
select current_setting('server_version_num')::int as version, pg_encoding_to_char(d.encoding)::text as encoding,
    pg_is_in_recovery() as standby, current_setting('transaction_read_only')::boolean as read_only,
    has_database_privilege(d.oid, 'create') as may_create,
    least(
        current_setting('max_connections')::bigint - (select count(*) from others) - case when r.rolsuper then 0
            else current_setting('superuser_reserved_connections')::int
                + coalesce(current_setting('reserved_connections', true)::int, 0) end,
        case when r.rolconnlimit >= 0 and not r.rolsuper
            then r.rolconnlimit - (select count(*) from others where same_role) end,
        case when d.datconnlimit >= 0 and not r.rolsuper
            then d.datconnlimit - (select count(*) from others where same_database) end
    ) as leaves
from pg_database d, pg_roles r where d.datname = current_database() and r.rolname = current_user";

/// What was found.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    /// Such as 170002.
    pub(super) version: i32,
    pub(super) encoding: String,
    pub(super) standby: bool,
    pub(super) read_only: bool,
    /// The role may create schemas.
    pub(super) may_create: bool,
    /// How many connections this role may have here besides what others have.
    pub(super) leaves: i64,
    /// Of each schema that is wanted.
    pub(super) schemas: Vec<FoundSchema>,
}

impl Facts {
    pub(super) async fn read(client: &Client, wanted: &Wanted) -> Result<Self, Error> {
        let row = client.query_one(SERVER, &[&wanted.mark()]).await?;
        let mut facts = Self::of(&row)?;
        for expected in &wanted.schemas {
            facts.schemas.push(FoundSchema::read(client, expected.name).await?);
        }
        Ok(facts)
    }

    fn of(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            version: row.try_get("version")?,
            encoding: row.try_get("encoding")?,
            standby: row.try_get("standby")?,
            read_only: row.try_get("read_only")?,
            may_create: row.try_get("may_create")?,
            leaves: row.try_get("leaves")?,
            schemas: Vec::new(),
        })
    }

    pub(super) fn too_old(&self) -> Option<String> {
        let major = self.version / 10_000;
        (major < OLDEST_VERSION)
            .then(|| format!("the server is Postgres {major}; Hubbub needs {OLDEST_VERSION} or newer"))
    }

    pub(super) fn wrong_encoding(&self) -> Option<String> {
        let encoding = &self.encoding;
        (encoding != "UTF8").then(|| format!("the database's encoding is {encoding}; Hubbub needs UTF8"))
    }

    pub(super) fn not_writable(&self) -> Option<String> {
        if self.standby {
            return Some("the server is a standby and only reads; Hubbub needs the primary".to_owned());
        }
        self.read_only.then(|| "the database is read-only (default_transaction_read_only is on)".to_owned())
    }

    /// What stands here is the same whether its connections are open already or not.
    pub(super) fn too_few_connections(&self, needs: usize) -> Option<String> {
        let leaves = self.leaves.max(0);
        (i64::try_from(needs).unwrap_or(i64::MAX) > leaves)
            .then(|| format!("this process needs {needs} connections, the server leaves {leaves}"))
    }

    pub(super) fn lacks_rights(&self, to_migrate: bool) -> Option<String> {
        if to_migrate && !self.may_create {
            return Some("the role may not create schemas in this database".to_owned());
        }
        self.schemas.iter().find_map(|schema| schema.forbidden.clone())
    }
}
