//! `hubbub doctor`: whether everything that a start needs is there, without starting anything.

use std::io::Write;
use std::time::Duration;

use chassis::config::{Secret, Vars};
use chassis::{Bus, BusConfig, BusTls};
use gateway::PublicUrl;
use services::programs::Shelf;

use crate::cli::Target;
use crate::database;
use crate::error::CliError;

/// What it means not to say under which address people come.
const NO_ADDRESS: &str =
    "HUBBUB_PUBLIC_URL is not set; links for invites and passwords name whatever host the browser asked for";
/// How long NATS may take to let us in.
const DEADLINE: Duration = Duration::from_secs(5);

/// The verb: a line for each check, and an error if one fails.
pub(crate) async fn doctor(target: &Target) -> Result<(), CliError> {
    let mut vars = Vars::from_env();
    let database = vars.optional_secret("DATABASE_URL", database::EXAMPLE, "where the database is");
    let nats = vars.optional_secret("NATS_URL", "nats://127.0.0.1:4222", "where NATS is");
    let address = vars.optional::<PublicUrl>(
        "HUBBUB_PUBLIC_URL",
        "https://chat.example.org",
        "the address people type",
    );
    let tls = BusTls::from_vars(&mut vars);
    vars.finish()?;
    let shelf = Shelf::machine();
    let findings = [
        ("Postgres", postgres(database.as_ref(), &shelf).await),
        ("NATS", bus(nats, tls, &shelf).await),
        ("folder", folder(target)),
    ];
    let mut out = std::io::stdout();
    for (name, finding) in &findings {
        let (mark, words) = match finding {
            Ok(words) => ("ok  ", words),
            Err(words) => ("FAIL", words),
        };
        // Whoever closed our output does not want to know.
        let _ = writeln!(out, "{mark}  {name}: {words}");
    }
    // Wrong only once others can reach it, which nobody here knows.
    let _ = match &address {
        Some(url) => writeln!(out, "ok    address: people come to {}", url.origin()),
        None => writeln!(out, "warn  address: {NO_ADDRESS}"),
    };
    match findings.iter().filter(|(_, finding)| finding.is_err()).count() {
        0 => Ok(()),
        1 => Err(CliError::Failed("one check failed".into())),
        bad => Err(CliError::Failed(format!("{bad} checks failed"))),
    }
}

async fn postgres(given: Option<&Secret>, shelf: &Shelf) -> Result<String, String> {
    if let Some(url) = given {
        let client = database::connect(url.reveal()).await.map_err(|error| error.to_string())?;
        let problems = database::problems(&client).await.map_err(|error| error.to_string())?;
        if !problems.is_empty() {
            return Err(problems.join("; "));
        }
        return Ok("the database in DATABASE_URL is as Hubbub needs it".to_owned());
    }
    Ok(match shelf.postgres(None) {
        Some(found) => format!("{} on this machine, in {}", found.major, found.server.display()),
        None => "not installed; `hubbub up` will fetch it from the distribution".to_owned(),
    })
}

async fn bus(given: Option<Secret>, tls: BusTls, shelf: &Shelf) -> Result<String, String> {
    if let Some(url) = given {
        let config = BusConfig { url, prefix: String::new(), name: "hubbub-doctor".into(), tls };
        let bus = Bus::connect(&config).await.map_err(|error| error.to_string())?;
        bus.ready(DEADLINE).await;
        let state = bus.state().map_err(|why| format!("the server in NATS_URL does not work: {why}"));
        return state.map(|()| "the server in NATS_URL answers".to_owned());
    }
    Ok(match shelf.nats() {
        Some(found) => {
            format!("{}.{} on this machine, in {}", found.version.0, found.version.1, found.server.display())
        }
        None => "not installed; `hubbub up` will fetch it from the distribution".to_owned(),
    })
}

fn folder(target: &Target) -> Result<String, String> {
    let data = target.data.display();
    match std::fs::metadata(&target.data) {
        Ok(found) if found.is_dir() => Ok(format!("{data} exists; `hubbub up` will use it")),
        Ok(_) => Err(format!("{data} is not a folder; choose another --data")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Ok(format!("{data} does not exist yet; `hubbub up` will create it"))
        }
        Err(error) => Err(format!("{data}: {error}")),
    }
}
