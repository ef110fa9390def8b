//! A load generator over the public protocol, open loop, with a bare server beside it as the yardstick.
//!
//! `bin/load.rs` calls [`main`]. `cli` says what may be asked. Each scenario is a file of its own that implements
//! `report::Measure`: `talk` (team and hall), `idle`, `login`, `page`. They share `target`, the cluster under load, and `raw`,
//! the bare server; a `crowd` of sockets that `phase` drives at one rate and `recorder` judges, or `requests`, asked at a
//! rate. What it costs is read by `process`, `bus` and `sql`, and `report` shows what was found. One thread does it all,
//! so that the generator takes as little as it can of the machine it measures.

mod accounts;
mod budget;
mod bus;
mod cli;
mod cold;
mod conversation;
mod crowd;
mod dice;
mod error;
mod figures;
mod files;
mod fill;
mod goals;
mod grow;
mod histogram;
mod http;
mod idle;
mod layout;
mod limits;
mod login;
mod options;
mod pacer;
mod page;
mod phase;
mod process;
mod progress;
mod ramp;
mod rates;
mod raw;
mod raw_pages;
mod reactions;
mod recorder;
mod report;
mod requests;
mod returns;
mod saturate;
mod sequence;
mod setup;
mod soak;
mod socket;
mod sql;
mod steps;
mod storm;
mod talk;
mod target;
mod told;

use std::process::ExitCode;

use clap::Parser;
use tokio::runtime::Builder;
use tokio::task::LocalSet;
use tokio_util::sync::CancellationToken;

use cli::{Cli, Scenario};
use error::LoadError;
use report::Measure;
use talk::Talk;

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
    match scenario {
        Scenario::Team(options) => measure(&Talk::team(options)?),
        Scenario::Hall(options) => measure(&Talk::hall(options)?),
        Scenario::Idle(options) => measure(&options),
        Scenario::Login(options) => measure(&options),
        Scenario::Page(options) => measure(&options),
        Scenario::Saturate(options) => measure(&options),
        Scenario::Storm(options) => measure(&options),
        Scenario::Cold(options) => measure(&options),
        Scenario::Conversation(options) => measure(&options),
        Scenario::Files(options) => measure(&options),
        Scenario::Grow(options) => measure(&options),
        Scenario::Goals(options) => measure(&options),
        Scenario::Soak(options) => under_faults(2 * options.people as usize, soak::run(options)),
        Scenario::Told(options) => under_faults(options.people as usize, told::run(options)),
        Scenario::RawServer { listen } => raw::serve(listen),
        Scenario::RawPages { listen, bytes } => raw_pages::serve(listen, bytes),
    }
}

/// What proves something instead of measuring it: people, and faults beside them.
fn under_faults(sockets: usize, proof: impl Future<Output = Result<(), LoadError>>) -> Result<(), LoadError> {
    limits::provide(sockets)?;
    let runtime = Builder::new_multi_thread().enable_all().build();
    runtime.map_err(LoadError::doing("cannot start"))?.block_on(proof)
}

/// Ctrl-C keeps what has been measured; the children go with the target and the bare server.
fn measure<M: Measure>(scenario: &M) -> Result<(), LoadError> {
    limits::provide(scenario.sockets())?;
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(LoadError::doing("cannot start"))?;
    let stop = CancellationToken::new();
    let outcome = LocalSet::new().block_on(&runtime, async {
        tokio::task::spawn_local(interrupted(stop.clone()));
        report::carry_out(scenario, &stop).await
    });
    runtime.shutdown_background();
    outcome
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
