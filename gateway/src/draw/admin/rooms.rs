//! `/admin/rooms`: every room, and one of them.

use proto::auth::Person;
use proto::id::SYSTEM;
use proto::room::{Kind, Role, RoomRecord};
use proto::{At, PictureId, RoomId};
use serde::Serialize;

use crate::catalogue::Text;
use crate::draw::when::{ago, iso};
use crate::draw::{Page, SettingsForms, Sidebar};

/// `GET /admin/rooms`
#[derive(Clone, Debug, Serialize)]
pub struct AllRoomsPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// This page of those found, latest first.
    pub rooms: Vec<RoomRow>,
    /// How many are found in all.
    pub total: i64,
    /// What was looked for (`?q=`); empty: everything.
    pub search: String,
    /// The same, as an address holds it.
    pub search_encoded: String,
    /// How many rooms come before this page (`?offset=`).
    pub offset: u32,
    /// Rooms to a page.
    pub per_page: u32,
    /// There are further rooms.
    pub more: bool,
    /// A sentence above the list that is no error.
    pub notice: Option<Text>,
}

/// `GET /admin/rooms/{room}`, and its forms gone wrong.
#[derive(Clone, Debug, Serialize)]
pub struct AnyRoomPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room as it is.
    pub row: RoomRow,
    /// What may be changed.
    #[serde(flatten)]
    pub forms: SettingsForms,
}

impl AnyRoomPage {
    /// The page with the room as it is.
    pub fn new(sidebar: Sidebar, row: RoomRow) -> Self {
        Self { sidebar, forms: SettingsForms::of(&row.name, &row.topic, row.picture), row }
    }
}

/// A room as admins see it.
#[derive(Clone, Debug, Serialize)]
pub struct RoomRow {
    /// Which.
    pub id: RoomId,
    /// Its address.
    pub address: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub topic: String,
    /// What stands for it, in place of the sign.
    pub picture: Option<PictureId>,
    /// Only members know of it.
    pub private: bool,
    /// Closed to new events.
    pub archived: bool,
    /// People are inside, and none of them owns it.
    pub orphaned: bool,
    /// How many people are inside.
    pub members: i64,
    /// Number of messages so far.
    pub messages: i64,
    /// When it was created.
    pub made: String,
    /// "12 minutes ago".
    pub active: Text,
    /// Who made it; none: it came with the installation.
    pub creator: Option<String>,
    /// Their username, where it is known at the moment.
    pub creator_username: String,
    /// What who looks is there.
    pub mine: Option<Role>,
}

impl RoomRow {
    /// A room as it is listed now.
    pub fn of(record: &RoomRecord, creator: Option<&Person>, now: At) -> Self {
        let name = creator.map_or(&record.creator_name, |person| &person.display_name);
        Self {
            id: record.room,
            address: record.address.to_string(),
            name: record.name.clone(),
            topic: record.topic.clone(),
            picture: record.picture,
            private: record.kind == Kind::Private,
            archived: record.archived,
            orphaned: record.owners == 0 && record.members > 0 && record.creator != SYSTEM,
            members: record.members,
            messages: record.messages,
            made: iso(record.made_at),
            active: ago(record.active_at, now),
            creator: (record.creator != SYSTEM).then(|| name.clone()),
            creator_username: creator.map(|person| person.username.clone()).unwrap_or_default(),
            mine: record.mine,
        }
    }
}

impl Page for AllRoomsPage {
    const TEMPLATE: &'static str = "admin/rooms.html";
}

impl Page for AnyRoomPage {
    const TEMPLATE: &'static str = "admin/room.html";
}
