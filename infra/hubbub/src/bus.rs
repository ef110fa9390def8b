//! The users of NATS, one for each kind of process, each with exactly what `proto::subject` lets it do. `up` makes its own
//! server's users of them, and `infra/nats/users.conf` is written by them.

use std::time::Duration;

use chassis::config::Vars;
use chassis::{Bus, BusConfig};
use proto::node::NodeKind;
use proto::subject::{Rights, rights};
use services::nats::User;

use crate::error::CliError;

/// How long NATS may take to let us in.
const DEADLINE: Duration = Duration::from_secs(5);

/// A user for each kind, in the order of [`NodeKind::ALL`].
///
/// # Errors
/// Those of `password`.
pub fn users<E>(mut password: impl FnMut(NodeKind) -> Result<String, E>) -> Result<Vec<User>, E> {
    let user = |kind: NodeKind| {
        let Rights { publish, subscribe } = rights(kind);
        Ok(User { name: kind.as_str().to_owned(), password: password(kind)?, publish, subscribe })
    };
    NodeKind::ALL.into_iter().map(user).collect()
}

/// Whether the server in NATS_URL works, if one is given: asked before anything is started that needs it.
pub(crate) async fn check_given() -> Result<(), CliError> {
    let mut vars = Vars::from_env();
    let given = BusConfig::optional_from_vars(&mut vars, "hubbub-up");
    vars.finish()?;
    let Some(config) = given else { return Ok(()) };
    check(&config).await.map_err(CliError::Failed)
}

/// Whether that server works.
///
/// # Errors
/// Why not.
pub(crate) async fn check(config: &BusConfig) -> Result<(), String> {
    let bus = Bus::connect(config).await.map_err(|error| error.to_string())?;
    bus.ready(DEADLINE).await;
    bus.state().map_err(|why| format!("the server in NATS_URL does not work: {why}"))
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::path::Path;

    use super::*;

    #[test]
    fn what_operators_give_nats_lets_each_kind_do_what_it_needs_and_nothing_else() {
        let variable =
            |kind: NodeKind| Ok::<_, Infallible>(format!("${}_PASSWORD", kind.as_str().to_uppercase()));
        let Ok(users) = users(variable);
        let written = format!(
            "# Written by `UPDATE_GOLDEN=1 cargo test -p hubbub operators`, from proto/src/subject/rights.rs.\n\n\
             # GATEWAY_PASSWORD, ROOM_PASSWORD and AUTH_PASSWORD, in a file of their own.\n\
             include \"secrets/passwords.conf\"\n\n{}",
            services::nats::users(&users)
        );
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../nats/users.conf");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&path, &written).expect("written");
        }
        let kept = std::fs::read_to_string(&path).expect("there");
        assert_eq!(kept, written, "run `UPDATE_GOLDEN=1 cargo test -p hubbub operators`");
    }
}
