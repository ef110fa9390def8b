//! `hubbub admin`: what an operator does to people and rooms, straight in the database. Running services learn of it from
//! the feed and the logs.

mod invites;
mod mail;
mod rooms;
mod search;
mod seed;
mod table;
mod users;

use std::io::Write;

use crate::cli::{About, Admin};
use crate::error::{CliError, worded};

/// The verb.
pub(crate) async fn admin(admin: Admin) -> Result<(), CliError> {
    match admin.about {
        About::User(about) => users::user(about).await,
        About::Room(about) => rooms::room(about).await,
        About::Invite(about) => invites::invite(about).await,
        About::Mail(about) => mail::mail(about).await,
        About::Search(about) => search::search(about).await,
        About::Seed(about) => seed::seed(about).await,
    }
}

/// Reads a word of the command line.
fn parse<T: TryFrom<String, Error = proto::Refusal>>(text: &str) -> Result<T, CliError> {
    T::try_from(text.to_owned()).map_err(|refusal| CliError::Refused(worded(&refusal)))
}

fn say(words: &str) {
    // Whoever closed our output does not want to know.
    let _ = writeln!(std::io::stdout(), "{words}");
}
