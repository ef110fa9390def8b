//! `hubbub`: the one program a person runs.
//!
//! Without a verb, or with `up`, it runs the whole cluster on this machine. With `gateway`, `auth` or `room` it is one
//! process of it. It is a library with a one-line `main`, so that the tests of the cluster can have a twin of it.

mod admin;
pub mod bus;
mod cli;
mod config;
mod database;
mod doctor;
mod error;
mod health;
mod roles;
mod service;
mod up;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Verb};
use crate::error::CliError;

/// Hashing passwords takes and gives back blocks of 19 MiB; the system's allocator keeps them for ever.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Does what the command line says.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    chassis::files::raise_limit();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("hubbub: cannot start threads: {error}");
            return ExitCode::FAILURE;
        }
    };
    let outcome = runtime.block_on(run(cli));
    // Not waiting for whoever still fetches packages.
    runtime.shutdown_background();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hubbub: {error}");
            error.exit_code()
        }
    }
}

async fn run(cli: Cli) -> Result<(), CliError> {
    match cli.verb.unwrap_or(Verb::Up(cli.up)) {
        Verb::Up(options) => up::up(options).await,
        Verb::Gateway => service::gateway().await,
        Verb::Room => service::room().await,
        Verb::Auth => service::auth().await,
        Verb::Migrate(target) => database::migrate_from(&target).await,
        Verb::Admin(admin) => admin::admin(admin).await,
        Verb::Doctor(target) => doctor::doctor(&target).await,
        Verb::Config(config) => config::config(config),
        Verb::Healthcheck(check) => health::check(&check).await,
    }
}
