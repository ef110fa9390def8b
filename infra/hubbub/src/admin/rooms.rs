//! `hubbub admin room`: rooms listed, archived, restored, deleted.

use proto::room::{Action, Kind, RoomRecord};
use proto::text::Slug;
use room_service::admin::{AdminError, Rooms};

use super::table::day;
use super::{parse, say, table};
use crate::cli::{Listing, Room, Target};
use crate::database;
use crate::error::{CliError, worded};

/// The verb.
pub(super) async fn room(about: Room) -> Result<(), CliError> {
    match about {
        Room::List(listing) => list(&listing).await,
        Room::Archive { slug, target } => {
            let changed = act(&target, &slug, Action::Archive).await?;
            say(&format!("{slug} {}", if changed { "is archived" } else { "was already archived" }));
            Ok(())
        }
        Room::Restore { slug, target } => {
            let changed = act(&target, &slug, Action::Restore).await?;
            say(&format!("{slug} {}", if changed { "is restored" } else { "was not archived" }));
            Ok(())
        }
        Room::Delete { slug, confirm, target } => {
            if slug != confirm {
                let words = format!("nothing was deleted: --confirm must repeat {slug}");
                return Err(CliError::Refused(words));
            }
            act(&target, &slug, Action::DeleteRoom).await?;
            say(&format!("{slug} and its messages are deleted"));
            Ok(())
        }
    }
}

async fn act(target: &Target, slug: &str, action: Action) -> Result<bool, CliError> {
    let slug: Slug = parse(slug)?;
    let mut rooms = open(target).await?;
    let room = rooms.find(&slug).await.map_err(refused)?;
    rooms.act(room, action).await.map_err(refused)
}

async fn list(listing: &Listing) -> Result<(), CliError> {
    let rooms = open(&listing.target).await?.list().await.map_err(refused)?;
    if listing.json {
        return table::json(&rooms);
    }
    let row = |room: &RoomRecord| {
        let kind = if room.kind == Kind::Private { "private" } else { "" };
        let archived = if room.archived { "archived" } else { "" };
        vec![
            room.address.last(),
            room.name.clone(),
            [kind, archived].join(" ").trim().to_owned(),
            room.members.to_string(),
            room.messages.to_string(),
            day(room.made_at),
            day(room.active_at),
        ]
    };
    table::table(
        &["ADDRESS", "NAME", "KIND", "MEMBERS", "MESSAGES", "CREATED", "LAST ACTIVE"],
        rooms.iter().map(row),
    );
    Ok(())
}

/// The rooms of the database that is meant; connected to once before, to say plainly what is wrong with it.
pub(super) async fn open(target: &Target) -> Result<Rooms, CliError> {
    let url = database::address(target)?;
    database::connect(&url).await?;
    Rooms::at(&url).map_err(refused)
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
pub(super) fn refused(error: AdminError) -> CliError {
    match &error {
        AdminError::Refused(refusal) => CliError::Failed(worded(refusal)),
        other => CliError::Failed(other.to_string()),
    }
}
