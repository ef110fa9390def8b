//! `hubbub config`: the settings that a process would read from this environment.

use std::io::Write;

use chassis::config::Vars;
use chassis::telemetry;
use proto::node::NodeKind;

use crate::cli::{Config, Kind};
use crate::error::CliError;

/// Reads what a process of that kind reads; what is wrong is left with `vars`.
pub(crate) fn read(kind: NodeKind, vars: &mut Vars) {
    match kind {
        NodeKind::Gateway => drop(gateway::Config::from_vars(vars)),
        NodeKind::Room => drop(room_service::Config::from_vars(vars)),
        NodeKind::Auth => drop(auth_service::Config::from_vars(vars)),
    }
    telemetry::Settings::from_vars(vars);
}

/// The verb.
pub(crate) fn config(config: Config) -> Result<(), CliError> {
    let (Config::Check { of } | Config::Show { of }) = config;
    let mut vars = Vars::from_env();
    let kind = match of {
        Kind::Gateway => NodeKind::Gateway,
        Kind::Room => NodeKind::Room,
        Kind::Auth => NodeKind::Auth,
    };
    read(kind, &mut vars);
    let mut out = std::io::stdout();
    if let Config::Show { .. } = config {
        let width = vars.read().iter().map(|one| one.variable.len()).max().unwrap_or_default();
        for one in vars.read() {
            // Whoever closed our output does not want to know.
            let _ = writeln!(out, "{:width$}  {}  # {}", one.variable, one.value, one.source);
        }
    }
    vars.finish()?;
    if let Config::Check { .. } = config {
        let _ = writeln!(out, "settings are valid");
    }
    Ok(())
}
