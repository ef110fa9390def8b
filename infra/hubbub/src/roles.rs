//! The roles of the services in the Postgres that `up` runs: each may do what its work needs, and none owns anything.

use std::collections::HashMap;

use proto::node::NodeKind;
use services::secret;
use tokio_postgres::Client;

use crate::error::CliError;

/// The kinds of process that have tables.
pub(crate) const ALL: [NodeKind; 2] = [NodeKind::Auth, NodeKind::Room];

const GRANTS: &str = include_str!("../../postgres/grants.sql");

/// Gives each service its role with a new password, and the role what is its own; gives the addresses, made of the owner's. `client`
/// is the owner's.
pub(crate) async fn grant(client: &Client, owner: &str) -> Result<HashMap<NodeKind, String>, CliError> {
    let mut addresses = HashMap::new();
    for kind in ALL {
        let (role, password) = (format!("hubbub_{}", kind.as_str()), secret::generate()?);
        let there = client.query_opt("select from pg_roles where rolname = $1", &[&role]).await;
        let verb = if there.map_err(failed)?.is_some() { "alter" } else { "create" };
        let sql = format!("{verb} role {role} login password '{password}'");
        client.batch_execute(&sql).await.map_err(failed)?;
        if let Some((_, server)) = owner.rsplit_once('@') {
            addresses.insert(kind, format!("postgres://{role}:{password}@{server}"));
        }
    }
    client.batch_execute(GRANTS).await.map_err(failed)?;
    Ok(addresses)
}

fn failed(error: tokio_postgres::Error) -> CliError {
    CliError::while_doing("cannot make the roles of the services")(error)
}
