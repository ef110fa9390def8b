//! `hubbub doctor`: whether what a start needs is there, looked at without starting anything.

use std::io::Write;
use std::time::Duration;

use chassis::config::{Secret, Vars};
use chassis::{Bus, BusConfig};
use services::programs::Shelf;

use crate::cli::Target;
use crate::database;
use crate::trouble::Trouble;

/// How long NATS may take to let us in.
const DEADLINE: Duration = Duration::from_secs(5);

/// The verb: a line for each thing, and a bad end if one of them will not do.
pub(crate) async fn doctor(target: &Target) -> Result<(), Trouble> {
    let mut vars = Vars::from_env();
    let database = vars.optional_secret("DATABASE_URL", database::EXAMPLE, "where the database is");
    let nats = vars.optional_secret("NATS_URL", "nats://127.0.0.1:4222", "where NATS is");
    vars.finish()?;
    let shelf = Shelf::machine();
    let findings = [
        ("Postgres", postgres(database.as_ref(), &shelf).await),
        ("NATS", bus(nats, &shelf).await),
        ("folder", folder(target)),
    ];
    let mut out = std::io::stdout();
    for (name, finding) in &findings {
        let (mark, words) = match finding {
            Ok(words) => ("good", words),
            Err(words) => ("BAD ", words),
        };
        // Whoever closed our output does not want to know.
        let _ = writeln!(out, "{mark}  {name}: {words}");
    }
    match findings.iter().filter(|(_, finding)| finding.is_err()).count() {
        0 => Ok(()),
        1 => Err(Trouble::Failed("one thing will not do".into())),
        bad => Err(Trouble::Failed(format!("{bad} things will not do"))),
    }
}

async fn postgres(given: Option<&Secret>, shelf: &Shelf) -> Result<String, String> {
    if let Some(url) = given {
        let client = database::connect(url.reveal()).await.map_err(|trouble| trouble.to_string())?;
        let migrated = database::is_claimed(&client).await.is_ok();
        let state = if migrated { "and holds our tables" } else { "and is empty: `hubbub migrate` is next" };
        return Ok(format!("that of DATABASE_URL answers, {state}"));
    }
    Ok(match shelf.postgres(None) {
        Some(found) => format!("{} on this machine, in {}", found.major, found.server.display()),
        None => "not on this machine: `hubbub up` fetches it from the distribution".to_owned(),
    })
}

async fn bus(given: Option<Secret>, shelf: &Shelf) -> Result<String, String> {
    if let Some(url) = given {
        let config = BusConfig { url, prefix: String::new(), name: "hubbub-doctor".into() };
        let bus = Bus::connect(&config).await.map_err(|error| error.to_string())?;
        bus.ready(DEADLINE).await;
        let state = bus.state().map_err(|why| format!("that of NATS_URL will not do: {why}"));
        return state.map(|()| "that of NATS_URL answers".to_owned());
    }
    Ok(match shelf.nats() {
        Some(found) => {
            format!("{}.{} on this machine, in {}", found.version.0, found.version.1, found.server.display())
        }
        None => "not on this machine: `hubbub up` fetches it from the distribution".to_owned(),
    })
}

fn folder(target: &Target) -> Result<String, String> {
    let data = target.data.display();
    match std::fs::metadata(&target.data) {
        Ok(found) if found.is_dir() => Ok(format!("{data} is there, and `hubbub up` goes on with it")),
        Ok(_) => Err(format!("{data} is no folder; choose another --data")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Ok(format!("{data} is not there yet: `hubbub up` makes it"))
        }
        Err(error) => Err(format!("{data}: {error}")),
    }
}
