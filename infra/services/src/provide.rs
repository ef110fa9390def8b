//! Getting hold of the programs: the machine's own, else the distribution's packages unpacked beside the data, else
//! installed where we may, else one line for a person to type.

use std::path::PathBuf;

use crate::home::Home;
use crate::install::{install, line_to_type};
use crate::packages::{self, Wanted};
use crate::programs::{Nats, Postgres, Shelf};
use crate::{Say, ServiceError, postgres};

/// What is needed.
#[derive(Clone, Copy, Debug)]
pub struct Needs {
    /// A Postgres of our own.
    pub postgres: bool,
    /// A nats-server of our own.
    pub nats: bool,
}

/// What was found: all that was needed.
#[derive(Clone, Debug)]
pub struct Programs {
    /// Where needed.
    pub postgres: Option<Postgres>,
    /// Where needed.
    pub nats: Option<Nats>,
}

/// Finds, fetches or installs what is needed, saying what it does. Blocks: apt takes its time.
pub fn provide(needs: Needs, machine: &Shelf, home: &Home, say: Say<'_>) -> Result<Programs, ServiceError> {
    let search = Search { needs, major: postgres::major(home), folder: home.folder.join("pkg") };
    let mut found = search.look(machine);
    let wanted = search.lacking(&found);
    if wanted.is_empty() {
        return Ok(found);
    }
    say(&format!("not on this machine: {}", names(&wanted)));
    if let Err(error) = packages::fetch(&search.folder, &wanted, say) {
        say(&format!("cannot fetch the distribution's packages: {error}"));
        found = search.look(machine);
        if let (Some(major), None) = (search.major, &found.postgres) {
            return Err(ServiceError::OtherMajor { folder: home.folder.join("pg"), found: major });
        }
        let packages = packages_of(&wanted);
        install(&packages.split(' ').collect::<Vec<_>>(), say).map_err(|_| by_hand(&wanted))?;
    }
    found = search.look(machine);
    match search.lacking(&found).as_slice() {
        [] => Ok(found),
        lacking => Err(by_hand(lacking)),
    }
}

struct Search {
    needs: Needs,
    major: Option<u32>,
    folder: PathBuf,
}

impl Search {
    fn look(&self, machine: &Shelf) -> Programs {
        let fetched = Shelf::unpacked(&self.folder);
        let postgres = || machine.postgres(self.major).or_else(|| fetched.postgres(self.major));
        let nats = || machine.nats().or_else(|| fetched.nats());
        Programs {
            postgres: self.needs.postgres.then(postgres).flatten(),
            nats: self.needs.nats.then(nats).flatten(),
        }
    }

    fn lacking(&self, found: &Programs) -> Vec<Wanted> {
        let postgres = self.needs.postgres && found.postgres.is_none();
        let nats = self.needs.nats && found.nats.is_none();
        let postgres = postgres.then_some(Wanted::Postgres(self.major));
        postgres.into_iter().chain(nats.then_some(Wanted::Nats)).collect()
    }
}

fn by_hand(wanted: &[Wanted]) -> ServiceError {
    let (names, line) = (names(wanted), line_to_type(&packages_of(wanted)));
    ServiceError::Missing(format!("{names} could not be found, fetched or installed here. Type: {line}"))
}

fn packages_of(wanted: &[Wanted]) -> String {
    let package = |one: &Wanted| match one {
        Wanted::Postgres(Some(major)) => format!("postgresql-{major}"),
        Wanted::Postgres(None) => "postgresql".to_owned(),
        Wanted::Nats => "nats-server".to_owned(),
    };
    wanted.iter().map(package).collect::<Vec<_>>().join(" ")
}

fn names(wanted: &[Wanted]) -> String {
    let name = |one: &Wanted| match one {
        Wanted::Postgres(Some(major)) => format!("Postgres {major}"),
        Wanted::Postgres(None) => "Postgres (14 or newer)".to_owned(),
        Wanted::Nats => "nats-server (2.9 or newer)".to_owned(),
    };
    wanted.iter().map(name).collect::<Vec<_>>().join(" and ")
}
