//! What the processes will be told, read as they will read it: what is wrong with it is said before anything is started.

use std::net::SocketAddr;

use chassis::Vars;
use chassis::config::Problems;
use proto::node::NodeKind;

use crate::config;
use crate::error::CliError;
use crate::up::plan::{Addresses, Service, environment};
use crate::up::servers::Given;

/// Stand for servers that are not started yet.
const DATABASE: &str = "postgres://hubbub@127.0.0.1/hubbub";
const NATS: &str = "nats://127.0.0.1:4222";

/// Refuses what one of the processes would refuse.
pub(crate) fn check(given: &Given) -> Result<(), CliError> {
    let addresses = stand_ins(given);
    let mut problems = Vec::new();
    for kind in NodeKind::ALL {
        let told = environment(&stand_in(kind), &addresses, std::env::vars_os()).into_iter();
        let told = told
            .map(|(name, value)| (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned()));
        let mut vars = Vars::from_map(told.collect());
        config::read(kind, &mut vars);
        for problem in vars.finish().err().map(|problems| problems.0).unwrap_or_default() {
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Problems(problems).into()) }
}

fn stand_in(kind: NodeKind) -> Service {
    let (name, address) = (kind.as_str().to_owned(), SocketAddr::from(([127, 0, 0, 1], 1)));
    Service { kind, name, listen: (kind == NodeKind::Gateway).then_some(address), ops: address }
}

fn stand_ins(given: &Given) -> Addresses {
    let (database, nats) = (given.database_or(DATABASE), given.nats_or(NATS));
    Addresses {
        database: [NodeKind::Auth, NodeKind::Room].map(|kind| (kind, database.clone())).into(),
        nats: NodeKind::ALL.map(|kind| (kind, nats.clone())).into(),
        claim_code: given.claim_code.as_ref().map(|code| code.reveal().to_owned()),
        metrics_token: "made at the start".to_owned(),
        push_secret: "made at the start, and longer than this is".to_owned(),
        files: "files".into(),
    }
}
