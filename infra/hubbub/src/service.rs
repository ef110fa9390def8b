//! One process of the cluster, told by its environment what to be: what compose, Kubernetes and `up` start.

use chassis::config::Vars;
use chassis::{Lifecycle, lifecycle, telemetry};
use proto::node::NodeKind;

use tokio::signal::unix::SignalKind;

use crate::error::CliError;

/// `hubbub gateway`
pub(crate) async fn gateway() -> Result<(), CliError> {
    let mut vars = Vars::from_env();
    let config = gateway::Config::from_vars(&mut vars);
    let settings = telemetry::Settings::from_vars(&mut vars);
    vars.finish()?;
    let telemetry = telemetry::init(NodeKind::Gateway, config.node, &settings);
    let life = life()?;
    let app = gateway::App::build(config).await.map_err(CliError::while_doing("cannot start a gateway"))?;
    app.run_until(life).await;
    telemetry.flush().await;
    Ok(())
}

/// `hubbub room`
pub(crate) async fn room() -> Result<(), CliError> {
    let mut vars = Vars::from_env();
    let config = room_service::Config::from_vars(&mut vars);
    let settings = telemetry::Settings::from_vars(&mut vars);
    vars.finish()?;
    let telemetry = telemetry::init(NodeKind::Room, config.node, &settings);
    let life = life()?;
    let app = room_service::App::build(config).await;
    app.map_err(CliError::while_doing("cannot start a room-service"))?.run_until(life).await;
    telemetry.flush().await;
    Ok(())
}

/// `hubbub auth`
pub(crate) async fn auth() -> Result<(), CliError> {
    let mut vars = Vars::from_env();
    let config = auth_service::Config::from_vars(&mut vars);
    let settings = telemetry::Settings::from_vars(&mut vars);
    vars.finish()?;
    let telemetry = telemetry::init(NodeKind::Auth, config.node, &settings);
    let life = life()?;
    let app = auth_service::App::build(config).await;
    app.map_err(CliError::while_doing("cannot start an auth-service"))?.run_until(life).await;
    telemetry.flush().await;
    Ok(())
}

fn life() -> Result<Lifecycle, CliError> {
    let life = Lifecycle::new();
    let kinds = [SignalKind::terminate(), SignalKind::interrupt()];
    lifecycle::on_signals(&life, &kinds).map_err(CliError::while_doing("cannot listen for signals"))?;
    Ok(life)
}
