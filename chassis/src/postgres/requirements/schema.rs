//! A schema as a release expects it, as it is found, and the difference.

use tokio_postgres::{Client, Error};

use crate::postgres::Release;

/// Whether it is there and may be used; of its tables, the first that the role may not use as the services do.
const STATE: &str = "
select has_schema_privilege(n.oid, 'usage') as usable,
    exists (select from pg_class c where c.relnamespace = n.oid and c.relname = 'sql_file') as migrated,
    (select format('%s %s.%s', p.action, n.nspname, c.relname)
     from pg_class c
     cross join (values ('select', 'read'), ('insert', 'insert into'), ('update', 'update'), ('delete', 'delete from'))
        p (privilege, action)
     where c.relnamespace = n.oid and c.relkind = 'r' and c.relname not in ('migrations', 'sql_file')
        and not has_table_privilege(c.oid, p.privilege)
     limit 1) as forbidden
from pg_namespace n where n.nspname = $1";

/// A schema as a release expects it.
#[derive(Clone, Debug)]
pub struct ExpectedSchema {
    pub(super) name: &'static str,
    pub(super) release: Release,
    pub(super) steps: Vec<Step>,
    /// Each file with its hash.
    pub(super) files: Vec<(&'static str, String)>,
}

/// A step of its tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// Its number.
    pub(crate) version: i32,
    /// What it is called, without its number.
    pub(crate) name: String,
    /// Of what stands in it, as it is recorded.
    pub(crate) checksum: String,
}

/// A schema as it is.
#[derive(Clone, Debug, Default)]
pub(super) struct FoundSchema {
    pub(super) exists: bool,
    pub(super) steps: Vec<Step>,
    pub(super) files: Vec<FoundFile>,
    /// What the role may not do, as a sentence.
    pub(super) forbidden: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) struct FoundFile {
    pub(super) name: String,
    pub(super) hash: String,
    pub(super) release: Vec<i32>,
}

impl ExpectedSchema {
    pub(crate) fn new(
        name: &'static str,
        release: Release,
        steps: Vec<Step>,
        files: Vec<(&'static str, String)>,
    ) -> Self {
        Self { name, release, steps, files }
    }

    /// What is not as it should be, if anything.
    pub(super) fn differs(&self, found: &FoundSchema, newer_is_fine: bool) -> Option<String> {
        let name = self.name;
        if !found.exists {
            return Some(format!("schema {name} is not there yet; run `hubbub migrate`"));
        }
        if found.forbidden.is_some() && found.steps.is_empty() {
            // It may not be read, and that is said elsewhere.
            return None;
        }
        self.missing(found)
            .or_else(|| self.newer(found).filter(|_| !newer_is_fine))
            .or_else(|| self.outdated(found))
    }

    fn missing(&self, found: &FoundSchema) -> Option<String> {
        self.steps.iter().find_map(|step| {
            let Step { version, name, checksum } = step;
            match found.steps.iter().find(|found| found.version == *version) {
                None => Some(format!("schema {} lacks step V{version}__{name}; run `hubbub migrate`", self.name)),
                Some(found) if found.checksum != *checksum => Some(format!(
                    "step V{version}__{name} of schema {} was applied with different contents; restore a backup",
                    self.name
                )),
                Some(_) => None,
            }
        })
    }

    fn newer(&self, found: &FoundSchema) -> Option<String> {
        let known = |step: &&Step| self.steps.iter().any(|known| known.version == step.version);
        let Step { version, name, .. } = found.steps.iter().find(|step| !known(step))?;
        let schema = self.name;
        Some(format!(
            "schema {schema} belongs to a newer release, which knows V{version}__{name}; run that release"
        ))
    }

    fn outdated(&self, found: &FoundSchema) -> Option<String> {
        let is_current = |name: &str, hash: &str| {
            found.files.iter().any(|file| {
                file.name == name && (file.hash == hash || file.release.as_slice() > self.release.numbers())
            })
        };
        let (file, _) = self.files.iter().find(|(name, hash)| !is_current(name, hash))?;
        Some(format!("{}.{file} is not that of this release; run `hubbub migrate`", self.name))
    }
}

impl FoundSchema {
    pub(super) async fn read(client: &Client, name: &'static str) -> Result<Self, Error> {
        let Some(row) = client.query_opt(STATE, &[&name]).await? else { return Ok(Self::default()) };
        let (usable, migrated): (bool, bool) = (row.try_get("usable")?, row.try_get("migrated")?);
        let forbidden: Option<String> = row.try_get("forbidden")?;
        let mut found = Self { exists: migrated, ..Self::default() };
        if !usable {
            found.exists = true;
            found.forbidden = Some(format!("the role may not use schema {name}"));
            return Ok(found);
        }
        found.forbidden = forbidden.map(|action| format!("the role may not {action}"));
        if migrated {
            found.steps = steps(client, name).await?;
            found.files = files(client, name).await?;
        }
        Ok(found)
    }
}

async fn steps(client: &Client, name: &str) -> Result<Vec<Step>, Error> {
    let sql = format!("select version, name::text, checksum::text from {name}.migrations order by version");
    let step = |row: &tokio_postgres::Row| {
        Ok(Step {
            version: row.try_get("version")?,
            name: row.try_get("name")?,
            checksum: row.try_get("checksum")?,
        })
    };
    client.query(&sql, &[]).await?.iter().map(step).collect()
}

async fn files(client: &Client, name: &str) -> Result<Vec<FoundFile>, Error> {
    let sql = format!("select name, hash, release from {name}.sql_file");
    let file = |row: &tokio_postgres::Row| {
        Ok(FoundFile {
            name: row.try_get("name")?,
            hash: row.try_get("hash")?,
            release: row.try_get("release")?,
        })
    };
    client.query(&sql, &[]).await?.iter().map(file).collect()
}
