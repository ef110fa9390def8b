//! What must hold of a database for Hubbub to work in it: one list, and one way of asking it.
//!
//! Asked by `migrate`, `doctor`, every service at its start and while it runs. What answers is not yet what will do.

mod facts;
mod schema;
mod session;

use std::fmt;

use self::facts::Facts;
pub use self::schema::ExpectedSchema;
pub(super) use self::schema::Step;
pub use self::session::pooled;
use super::{Connection, Pool, Settings, StoreError};

/// The oldest Postgres that Hubbub works with.
pub const OLDEST_VERSION: i32 = 14;

/// One thing that must hold, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// Somebody answers there, in time, and lets us in.
    Reachable,
    /// A connection is one session: no pooler hands each of its transactions to another.
    Session,
    /// The server is not too old.
    Version,
    /// The database takes every character.
    Encoding,
    /// It can be written to: no standby, not read-only.
    Writable,
    /// The server leaves as many connections as are needed.
    Connections,
    /// Tables and functions are those of this release.
    Migrated,
    /// The role may do what is done here.
    Rights,
}

/// A requirement that does not hold, and a sentence for the operator. The sentence holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What does not hold.
    pub requirement: Requirement,
    /// Why, and what helps.
    pub sentence: String,
}

/// What a process wants of its database.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Schemas it works in. Without any, it wants to make them.
    schemas: Vec<ExpectedSchema>,
    connections: Option<Connections>,
    /// What a newer release has added meanwhile is none of its business.
    newer_is_fine: bool,
}

#[derive(Clone, Debug)]
struct Connections {
    needs: usize,
    /// What the names of its own connections end in.
    mark: String,
}

impl Requirement {
    /// All of them, in the order in which they are asked.
    pub const ALL: [Self; 8] = [
        Self::Reachable,
        Self::Session,
        Self::Version,
        Self::Encoding,
        Self::Writable,
        Self::Connections,
        Self::Migrated,
        Self::Rights,
    ];

    /// It in one word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reachable => "reachable",
            Self::Session => "session",
            Self::Version => "version",
            Self::Encoding => "encoding",
            Self::Writable => "writable",
            Self::Connections => "connections",
            Self::Migrated => "migrated",
            Self::Rights => "rights",
        }
    }

    /// Without it nothing can be done; otherwise less than is wanted.
    pub const fn is_vital(self) -> bool {
        !matches!(self, Self::Connections)
    }

    /// The sentence, where these facts are not what is wanted.
    fn unmet(self, facts: &Facts, wanted: &Wanted) -> Option<String> {
        match self {
            Self::Reachable | Self::Session => None,
            Self::Version => facts.too_old(),
            Self::Encoding => facts.wrong_encoding(),
            Self::Writable => facts.not_writable(),
            Self::Connections => {
                let Connections { needs, .. } = wanted.connections.as_ref()?;
                facts.too_few_connections(*needs)
            }
            Self::Migrated => {
                let states = wanted.schemas.iter().zip(&facts.schemas);
                states.into_iter().find_map(|(expected, found)| expected.differs(found, wanted.newer_is_fine))
            }
            Self::Rights => facts.lacks_rights(wanted.schemas.is_empty()),
        }
    }
}

impl Wanted {
    /// To make schemas and bring them up to date.
    pub fn to_migrate() -> Self {
        Self::default()
    }

    /// To work in a schema.
    pub fn to_use(schema: ExpectedSchema) -> Self {
        Self { schemas: vec![schema], ..Self::default() }
    }

    /// And in this one.
    #[must_use]
    pub fn and(mut self, schema: ExpectedSchema) -> Self {
        self.schemas.push(schema);
        self
    }

    /// With so many connections, whose names end in `mark`.
    #[must_use]
    pub fn connections(mut self, needs: usize, mark: &str) -> Self {
        self.connections = Some(Connections { needs, mark: mark.to_owned() });
        self
    }

    /// For a process that has begun to work: a newer release may migrate beneath it.
    #[must_use]
    pub(super) fn while_running(&self) -> Self {
        Self { newer_is_fine: true, ..self.clone() }
    }

    fn mark(&self) -> &str {
        self.connections.as_ref().map_or("", |connections| &connections.mark)
    }

    fn unmet(&self, facts: &Facts) -> Vec<Problem> {
        let problem = |requirement: Requirement| {
            requirement.unmet(facts, self).map(|sentence| Problem { requirement, sentence })
        };
        Requirement::ALL.into_iter().filter_map(problem).collect()
    }
}

impl Problem {
    /// Nobody answers, or not as hoped.
    pub fn unreachable(error: &StoreError) -> Self {
        Self { requirement: Requirement::Reachable, sentence: error.to_string() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

/// What does not hold of the database at this address.
pub async fn unmet(settings: &Settings, wanted: &Wanted) -> Vec<Problem> {
    let asking = async {
        let connection = Connection::open(settings, |_| ()).await?;
        let facts = Facts::read(&connection.client, wanted);
        tokio::time::timeout(settings.deadline(), facts)
            .await
            .map_err(|_| StoreError::TooSlow)?
            .map_err(Into::into)
    };
    match asking.await {
        Ok(facts) => wanted.unmet(&facts),
        Err(error) => vec![Problem::unreachable(&error)],
    }
}

/// The same, asked over a connection that is there already.
///
/// # Errors
/// The database does not answer, or refuses.
pub async fn unmet_on(
    client: &tokio_postgres::Client,
    wanted: &Wanted,
) -> Result<Vec<Problem>, tokio_postgres::Error> {
    Ok(wanted.unmet(&Facts::read(client, wanted).await?))
}

/// Whether two of a pool's connections are two sessions. Asked while it is idle.
pub(super) async fn pooled_in(pool: &Pool) -> Vec<Problem> {
    if pool.most() < 2 {
        return Vec::new();
    }
    let asked = pool.with(async |one: &tokio_postgres::Client| {
        Ok(pool.with(async |other: &tokio_postgres::Client| session::pooled(one, other).await).await)
    });
    // Where two cannot be had nothing is known of it: what is wrong then is found by the other questions.
    asked.await.and_then(|asked| asked).ok().flatten().into_iter().collect()
}

/// The same, asked over a pool.
pub(super) async fn unmet_in(pool: &Pool, wanted: &Wanted) -> Vec<Problem> {
    match pool.with(async |client: &tokio_postgres::Client| Facts::read(client, wanted).await).await {
        Ok(facts) => wanted.unmet(&facts),
        Err(error) => vec![Problem::unreachable(&error)],
    }
}

#[cfg(test)]
mod tests;
