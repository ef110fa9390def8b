//! Rooms: listed, archived, opened again, deleted.

use proto::room::{Action, Kind, RoomRecord};
use proto::text::Slug;
use room_service::admin::{AdminError, Rooms};

use super::users::day;
use super::{parse, say, table};
use crate::cli::{Listing, Room, Target};
use crate::database;
use crate::trouble::{Trouble, worded};

/// `hubbub admin room`
pub(super) async fn room(about: Room) -> Result<(), Trouble> {
    match about {
        Room::List(listing) => list(&listing).await,
        Room::Archive { slug, target } => {
            let changed = act(&target, &slug, Action::Archive).await?;
            say(&format!("{slug} {}", if changed { "is archived" } else { "was archived already" }));
            Ok(())
        }
        Room::Restore { slug, target } => {
            let changed = act(&target, &slug, Action::Restore).await?;
            say(&format!("{slug} {}", if changed { "is open again" } else { "was not archived" }));
            Ok(())
        }
        Room::Delete { slug, sure, target } => {
            if slug != sure {
                let words = format!("nothing was deleted: --sure says {sure} and not {slug}");
                return Err(Trouble::Refused(words));
            }
            act(&target, &slug, Action::DeleteRoom).await?;
            say(&format!("{slug} is deleted, and everything that was said in it"));
            Ok(())
        }
    }
}

async fn act(target: &Target, slug: &str, action: Action) -> Result<bool, Trouble> {
    let slug: Slug = parse(slug)?;
    let mut rooms = open(target)?;
    let room = rooms.find(&slug).await.map_err(refused)?;
    rooms.act(room, action).await.map_err(refused)
}

async fn list(listing: &Listing) -> Result<(), Trouble> {
    let rooms = open(&listing.target)?.list().await.map_err(refused)?;
    if listing.json {
        return table::json(&rooms);
    }
    let head = ["address", "name", "", "members", "messages", "made", "active"].map(str::to_owned).to_vec();
    let row = |room: &RoomRecord| {
        let kind = if room.kind == Kind::Private { "private" } else { "" };
        let archived = if room.archived { "archived" } else { "" };
        vec![
            room.slug.to_string(),
            room.name.clone(),
            [kind, archived].join(" ").trim().to_owned(),
            room.members.to_string(),
            room.messages.to_string(),
            day(room.made_at),
            day(room.active_at),
        ]
    };
    table::table(&std::iter::once(head).chain(rooms.iter().map(row)).collect::<Vec<_>>());
    Ok(())
}

/// The rooms of the database that is meant.
pub(super) fn open(target: &Target) -> Result<Rooms, Trouble> {
    Rooms::at(&database::address(target)?).map_err(refused)
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
pub(super) fn refused(error: AdminError) -> Trouble {
    match &error {
        AdminError::Refused(refusal) => Trouble::Failed(worded(refusal)),
        other => Trouble::Failed(other.to_string()),
    }
}
