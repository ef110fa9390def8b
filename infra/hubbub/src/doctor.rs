//! `hubbub doctor`: whether everything that a start needs is there, without starting anything.

mod exposure;
mod folder;
mod mail;

use std::io::Write;
use std::path::Path;

use auth_service::MailSettings;
use chassis::BusConfig;
use chassis::config::{Secret, Vars};
use gateway::{FilePlace, Networks, PublicUrl};
use services::programs::Shelf;

use crate::bus;
use crate::cli::Target;
use crate::database;
use crate::error::CliError;
use crate::up;

/// What was found of one thing, in a sentence.
#[derive(Debug, PartialEq, Eq)]
enum Finding {
    /// It is as it should be.
    Good(String),
    /// Wrong only under circumstances that nobody here knows.
    Doubtful(String),
    /// A start would fail.
    Bad(String),
}

impl From<Result<String, String>> for Finding {
    fn from(finding: Result<String, String>) -> Self {
        finding.map_or_else(Self::Bad, Self::Good)
    }
}

/// The verb: a line for each check, and an error if one fails.
pub(crate) async fn doctor(target: &Target) -> Result<(), CliError> {
    up::check_settings()?;
    let mut vars = Vars::from_env();
    let database = vars.optional_secret("DATABASE_URL", database::EXAMPLE, "where the database is");
    let nats = BusConfig::optional_from_vars(&mut vars, "hubbub-doctor");
    let address: Option<PublicUrl> =
        vars.optional("HUBBUB_PUBLIC_URL", "https://chat.example.org", "the address people type");
    let proxies: Option<Networks> =
        vars.optional("HUBBUB_TRUSTED_PROXIES", "10.0.0.0/8", "networks separated by commas");
    let listen = vars.parsed("HUBBUB_LISTEN", "127.0.0.1:8080", "an address to listen on");
    let place = FilePlace::from_vars(&mut vars);
    let mail = MailSettings::from_vars(&mut vars);
    vars.finish()?;
    let shelf = Shelf::machine();
    let findings = [
        ("Postgres", postgres(database.as_ref(), &shelf).await.into()),
        ("NATS", nats_server(nats, &shelf).await.into()),
        ("folder", folder::look_at(&target.data).into()),
        ("files", files(place, &target.data).await.into()),
        ("mail", mail::look_at(mail, address.as_ref()).await),
        ("address", exposure::address(address.as_ref())),
        ("proxies", exposure::proxies(address.as_ref(), &proxies.unwrap_or_default(), listen)),
    ];
    let mut out = std::io::stdout();
    for (name, finding) in &findings {
        let (mark, words) = match finding {
            Finding::Good(words) => ("ok  ", words),
            Finding::Doubtful(words) => ("warn", words),
            Finding::Bad(words) => ("FAIL", words),
        };
        // Whoever closed our output does not want to know.
        let _ = writeln!(out, "{mark}  {name}: {words}");
    }
    match findings.iter().filter(|(_, finding)| matches!(finding, Finding::Bad(_))).count() {
        0 => Ok(()),
        1 => Err(CliError::Failed("one check failed".into())),
        bad => Err(CliError::Failed(format!("{bad} checks failed"))),
    }
}

/// Tried with a file, where the place is there; a folder that `up` would make is looked at with the data folder.
async fn files(given: Option<FilePlace>, data: &Path) -> Result<String, String> {
    let is_given = given.is_some();
    let place = given.unwrap_or_else(|| FilePlace::Folder(data.join("files")));
    let name = match &place {
        FilePlace::Folder(folder) if !is_given && !folder.exists() => {
            return Ok(format!("{} does not exist yet; `hubbub up` will create it", folder.display()));
        }
        FilePlace::Folder(folder) => folder.display().to_string(),
        FilePlace::Bucket(settings) => format!("the bucket {}", settings.bucket),
    };
    gateway::check_place(&place).await?;
    let shared = match place {
        FilePlace::Folder(_) => "; all gateways of an installation must share it",
        FilePlace::Bucket(_) => "",
    };
    Ok(format!("{name} takes a file, gives it back and removes it{shared}"))
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

async fn nats_server(given: Option<BusConfig>, shelf: &Shelf) -> Result<String, String> {
    if let Some(config) = given {
        return bus::check(&config).await.map(|()| "the server in NATS_URL answers".to_owned());
    }
    Ok(match shelf.nats() {
        Some(found) => {
            format!("{}.{} on this machine, in {}", found.version.0, found.version.1, found.server.display())
        }
        None => "not installed; `hubbub up` will fetch it from the distribution".to_owned(),
    })
}
