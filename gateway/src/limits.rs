//! How much of this gateway one address, one person and one session may hold at once. Made once from the configuration; the listener,
//! the middleware and `/ws` take places here.

use std::net::IpAddr;

use proto::{SessionId, UserId};
use rustix::process::{Resource, getrlimit};

use crate::config::Config;
use crate::places::{Place, Places};

/// Files that a gateway opens beside its connections: the bus, the ops port, the log, what is sent to a collector.
const OTHER_FILES: usize = 128;

/// The places there are.
#[derive(Debug)]
pub(crate) struct Limits {
    /// Connections at once, sockets included.
    pub(crate) connections: usize,
    /// Connections of an address; behind a trusted proxy, its requests under way and its sockets.
    pub(crate) addresses: Places<IpAddr>,
    people: Places<UserId>,
    sessions: Places<SessionId>,
}

/// The places one socket holds.
#[derive(Debug)]
pub(crate) struct SocketPlace {
    _person: Place<UserId>,
    _session: Place<SessionId>,
}

impl Limits {
    /// Those that were asked for, as far as the files go that this process may open.
    pub(crate) fn new(config: &Config) -> Self {
        let files = getrlimit(Resource::Nofile).current.and_then(|files| usize::try_from(files).ok());
        let connections = connections(config.connections, files.unwrap_or(usize::MAX));
        if connections < config.connections {
            tracing::warn!(wanted = config.connections, connections, "the limit of open files allows fewer");
        }
        let share = connections * usize::from(config.address_percent) / 100;
        let sockets = config.sockets_per_person;
        Self {
            connections,
            addresses: Places::new(config.connections_per_address.min(share)),
            people: Places::new(sockets),
            // One browser with many tabs leaves some for the person's other devices.
            sessions: Places::new(sockets - sockets / 4),
        }
    }

    /// A place for a socket; if there is none, how many there are.
    pub(crate) fn socket(&self, user: UserId, session: SessionId) -> Result<SocketPlace, usize> {
        let person = self.people.take(user).ok_or(self.people.most())?;
        let session = self.sessions.take(session).ok_or(self.sessions.most())?;
        Ok(SocketPlace { _person: person, _session: session })
    }
}

fn connections(wanted: usize, files: usize) -> usize {
    wanted.min(files.saturating_sub(OTHER_FILES).max(files / 2).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_for_other_things_are_left() {
        assert_eq!(connections(20_000, 65_536), 20_000);
        assert_eq!(connections(20_000, 1_024), 896);
        assert_eq!(connections(20_000, 64), 32);
    }
}
