//! A load generator over the public protocol, open loop, with a bare broadcast server beside it as the yardstick.
//!
//! `bin/load.rs` calls [`main`]. `cli` says what may be asked, `scenario` what it means in people and rooms, `target` is
//! the cluster under load and `raw` the bare server; a `crowd` of sockets is connected to each and `phase` drives them at
//! one rate. What arrives is judged by `recorder`, what it costs is read by `process`, `bus` and `sql`, and `report` shows
//! both. One thread does it all, so that the generator takes as little as it can of the machine it measures.

mod accounts;
mod budget;
mod bus;
mod cli;
mod crowd;
mod error;
mod figures;
mod histogram;
mod idle;
mod limits;
mod pacer;
mod phase;
mod process;
mod raw;
mod recorder;
mod report;
mod scenario;
mod sequence;
mod soak;
mod socket;
mod sql;
mod talk;
mod target;

use std::process::ExitCode;

use clap::Parser;
use tokio::task::LocalSet;
use tokio_util::sync::CancellationToken;

use cli::{Cli, Scenario};
use error::LoadError;
use report::Report;
use scenario::{Kind, Plan};

/// What the cluster it starts by itself is started with: the same binary, so that one build suffices.
const SERVICES: [&str; 4] = ["migrate", "gateway", "room", "auth"];

/// Does what the command line says.
pub fn main() -> ExitCode {
    if std::env::args().nth(1).is_some_and(|verb| SERVICES.contains(&verb.as_str())) {
        return hubbub::main();
    }
    match run(Cli::parse().scenario) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("load: {error}");
            error.exit_code()
        }
    }
}

fn run(scenario: Scenario) -> Result<(), LoadError> {
    if let Scenario::RawServer { listen } = scenario {
        return raw::serve(listen);
    }
    if let Scenario::Soak(options) = scenario {
        limits::provide(options.people as usize)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        return runtime.map_err(LoadError::doing("cannot start"))?.block_on(soak::run(options));
    }
    let plan = Plan::of(scenario)?;
    limits::provide(plan.people)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(LoadError::doing("cannot start"))?;
    let outcome = LocalSet::new().block_on(&runtime, measure(&plan));
    runtime.shutdown_background();
    outcome
}

/// Ctrl-C keeps what has been measured; the children go with the target and the raw server.
async fn measure(plan: &Plan) -> Result<(), LoadError> {
    let stop = CancellationToken::new();
    tokio::task::spawn_local(interrupted(stop.clone()));
    let mut report = Report::new(plan);
    let done = match plan.kind {
        Kind::Idle => idle::measure(plan, &stop, &mut report).await,
        Kind::Team | Kind::Hall => talk::measure(plan, &stop, &mut report).await,
    };
    if report.has_results() {
        report.show();
        report.write(plan.json.as_deref())?;
    }
    done?;
    report.verdict()
}

async fn interrupted(stop: CancellationToken) {
    let mut term = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).ok();
    let terminated = async {
        match &mut term {
            Some(term) => term.recv().await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated => {}
    }
    eprintln!("load: interrupted; what has been measured follows");
    stop.cancel();
}
