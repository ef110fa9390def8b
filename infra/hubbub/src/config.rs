//! `hubbub config`: the settings that a process would read from this environment.

use std::io::Write;

use chassis::config::Vars;
use chassis::telemetry;

use crate::cli::{Config, Kind};
use crate::error::CliError;

/// The verb.
pub(crate) fn config(config: Config) -> Result<(), CliError> {
    let (Config::Check { of } | Config::Show { of }) = config;
    let mut vars = Vars::from_env();
    match of {
        Kind::Gateway => drop(gateway::Config::from_vars(&mut vars)),
        Kind::Room => drop(room_service::Config::from_vars(&mut vars)),
        Kind::Auth => drop(auth_service::Config::from_vars(&mut vars)),
    }
    telemetry::Settings::from_vars(&mut vars);
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
