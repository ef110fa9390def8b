//! Schema `auth`, and the only code that speaks SQL. One module per aggregate; every operation is one statement in one
//! autocommitted round trip, so that a process stopped in the middle holds no lock.

mod account;
mod apply;
mod audit;
mod avatar;
mod command;
mod directory;
mod emoji;
mod facts;
mod feed;
mod installation;
mod invite;
mod mail;
mod migrate;
mod profile;
mod quiet;
mod register;
mod reset;
mod session;
mod status;
mod throttle;

pub(crate) use account::{Candidate, Own, PeopleSearch};
pub(crate) use apply::{Applied, Decided, NotApplied};
pub(crate) use mail::Addressee;
pub use migrate::{MigrateError, migrate, schema};
pub(crate) use register::Registration;
pub(crate) use session::OpenedFrom;
pub(crate) use throttle::Charge;

use std::time::Duration;

use chassis::Lifecycle;
use chassis::postgres::{AddressError, Health, Pool, Settings, Wanted};
use proto::UserId;
use proto::auth::Person;
use proto::room::OrgRole;
use tokio_postgres::Row;
use uuid::Uuid;

/// How long a statement may take: a second before whoever asked over the bus gives up.
const STATEMENT: Duration = Duration::from_millis(2_500);

/// The way to the database. Clones share its connections.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    pool: Pool,
}

impl Store {
    /// At most so many connections, made when first needed.
    ///
    /// # Errors
    /// The address is none.
    pub(crate) fn new(url: &str, name: &str, connections: usize) -> Result<Self, AddressError> {
        let settings = Settings::new(url, name, STATEMENT)?;
        Ok(Self { pool: Pool::new(&settings, connections) })
    }

    /// Has metrics tell how busy the pool is.
    pub(crate) fn watch(&self) {
        self.pool.watch();
    }

    /// Begins to ask whether this database will do, with so many connections whose names end in `mark`.
    pub(crate) fn health(&self, connections: usize, mark: &str, life: &Lifecycle) -> Health {
        let wanted = Wanted::to_use(schema().expected()).connections(connections, mark);
        Health::watch(self.pool.clone(), wanted, life)
    }
}

/// A role as the database spells it; one of a later release gives the least that an active person can be.
fn org_role(word: &str) -> OrgRole {
    OrgRole::parse(word).unwrap_or(OrgRole::Guest)
}

/// The person in the columns `id`, `username`, `display_name` and `ambiguous`.
fn person(row: &Row) -> Person {
    Person {
        id: UserId(row.get("id")),
        username: row.get("username"),
        display_name: row.get("display_name"),
        ambiguous: row.get("ambiguous"),
        status: None,
        invisible: false,
        avatar: None,
        quiet: None,
    }
}

/// The same in columns that begin with `prefix`; none where there is nobody.
fn person_at(row: &Row, prefix: &str) -> Option<Person> {
    let id: Option<Uuid> = row.get(format!("{prefix}_id").as_str());
    Some(Person {
        id: UserId(id?),
        username: row.get(format!("{prefix}_username").as_str()),
        display_name: row.get(format!("{prefix}_display_name").as_str()),
        // Where people stand under such columns, their usernames are at hand anyway.
        ambiguous: false,
        status: None,
        invisible: false,
        avatar: None,
        quiet: None,
    })
}

fn seconds(duration: Duration) -> f64 {
    duration.as_secs_f64()
}
