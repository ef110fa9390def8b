//! `hubbub admin`: what an operator does to people and rooms, straight in the database. Services that run find out by the feed
//! and the logs.

mod rooms;
mod seed;
mod table;
mod users;

use std::io::Write;

use crate::cli::{About, Admin};
use crate::trouble::{Trouble, worded};

/// The verb.
pub(crate) async fn admin(admin: Admin) -> Result<(), Trouble> {
    match admin.about {
        About::User(about) => users::user(about).await,
        About::Room(about) => rooms::room(about).await,
        About::Invite(about) => users::invite(about).await,
        About::Seed(about) => seed::seed(about).await,
    }
}

/// Reads a word of the command line.
fn parse<T: TryFrom<String, Error = proto::Refusal>>(text: &str) -> Result<T, Trouble> {
    T::try_from(text.to_owned()).map_err(|refusal| Trouble::Refused(worded(&refusal)))
}

fn say(words: &str) {
    // Whoever closed our output does not want to know.
    let _ = writeln!(std::io::stdout(), "{words}");
}
