//! The list of my rooms that stands beside every page inside. Of very many it has those that matter now; `/rooms?show=joined` has all.

use std::cmp::Reverse;

use proto::auth::Person;
use proto::node::Availability;
use proto::room::{Kind, Level, MyRoom, OrgRole, Role, RoomSort};
use proto::{At, PictureId, RoomId, UserId};
use serde::Serialize;

use super::direct::{self, DirectLine};
use super::inbox_count::inbox_count;
use super::message::Drawn;
use super::{Face, SectionLines, ShownStatus, initials};

/// The most rooms in the list.
const LISTED: usize = 100;

/// Who is looking, and their rooms.
#[derive(Clone, Debug, Serialize)]
pub struct Sidebar {
    /// Who is looking.
    pub me: Face,
    /// What they are up to.
    pub status: Option<ShownStatus>,
    /// Others are not to see whether they are here.
    pub invisible: bool,
    /// How many conversations wait: rooms, and threads one follows.
    pub inbox: i64,
    /// When one does not want to be disturbed, as the wire has it; empty: nothing was chosen.
    pub quiet: String,
    /// One does not now.
    pub is_quiet: bool,
    /// Their username, under the name.
    pub username: String,
    /// Those of them that stand at the top.
    pub starred: Vec<RoomLine>,
    /// Their other rooms with a name, in the order given; of more than a hundred with those, a hundred.
    pub rooms: Vec<RoomLine>,
    /// Their sections with what of these stands in them.
    pub sections: Vec<SectionLines>,
    /// Which section a room stands in, if it is not at the top.
    pub placed: Vec<(RoomId, u32)>,
    /// Their direct conversations, the last active first; of more than a hundred, a hundred.
    pub direct: Vec<DirectLine>,
    /// In which order its rooms stand.
    pub sort: RoomSort,
    /// How often that was changed, or what is folded away.
    pub arranged: i64,
    /// The parts of it that are folded away.
    pub folds: Vec<&'static str>,
    /// There are rooms that the list leaves out.
    pub folded: bool,
    /// There are conversations that their list leaves out.
    pub direct_folded: bool,
    /// Unread messages in all of them that are to call who is looking.
    pub unread: i64,
    /// Whom they have blocked.
    pub blocked: Vec<UserId>,
    /// Threads of theirs with something new.
    pub threads: i64,
    /// Reminders of theirs that are due.
    pub due: usize,
    /// They moderate some room.
    pub moderates: bool,
    /// What was reported in rooms they moderate and nobody has dealt with.
    pub reports: i64,
    /// What of it is for who is looking: mentions, and all that is said in direct conversations.
    pub mentions: i64,
    /// What who is looking is to the organisation.
    pub org_role: OrgRole,
    /// Who is looking is an admin: there is a way into administration.
    pub admin: bool,
    /// Who is looking makes rooms, and finds those of others.
    pub creates: bool,
    /// The row a browser fills in while a message of theirs is under way.
    blank: Drawn,
}

/// One room in the list.
#[derive(Clone, Debug, Serialize)]
pub struct RoomLine {
    /// Which.
    pub id: RoomId,
    /// Its address.
    pub address: String,
    /// Its name.
    pub name: String,
    /// One or two letters, for the narrow list.
    pub initials: String,
    /// What stands for it, in place of the sign.
    pub picture: Option<PictureId>,
    /// Only members know of it.
    pub private: bool,
    /// The page shows it.
    pub current: bool,
    /// Messages not read yet.
    pub unread: i64,
    /// Unread mentions of me that I did not put away.
    pub mentions: i64,
    /// What is unread there and not put away.
    pub open: i64,
    /// What I put away, as the wire has it; empty: nothing.
    pub away: String,
    /// Read up to this seq.
    pub read_seq: i64,
    /// Read up to this message number.
    pub read_msg: i64,
    /// How often the marker was moved back on purpose.
    pub generation: i64,
    /// Number of messages so far.
    pub last_msg: i64,
    /// What of it is to call me.
    pub level: Level,
    /// It stands at the top of the list.
    pub starred: bool,
    /// When something last happened there.
    #[serde(skip)]
    pub active_at: At,
}

impl Sidebar {
    /// The list for `person`, with the room the page shows marked in it.
    pub fn new(person: &Person, rooms: &[MyRoom], current: Option<RoomId>) -> Self {
        let me = Face::from(person);
        let named: Vec<&MyRoom> = rooms.iter().filter(|room| room.kind != Kind::Direct).collect();
        let lines = listed(&named, current).map(|room| RoomLine::of(room, current));
        let (starred, others): (Vec<_>, Vec<_>) = lines.partition(|line| line.starred);
        Self {
            blank: Drawn::blank(me.clone()),
            me,
            status: ShownStatus::of(person, At::now_utc()),
            invisible: person.invisible,
            inbox: inbox_count(rooms, 0),
            quiet: person
                .quiet
                .as_ref()
                .and_then(|quiet| serde_json::to_string(quiet).ok())
                .unwrap_or_default(),
            is_quiet: person.quiet.as_ref().is_some_and(|quiet| quiet.holds(At::now_utc())),
            username: person.username.clone(),
            org_role: OrgRole::Member,
            admin: false,
            creates: true,
            blocked: Vec::new(),
            threads: 0,
            due: 0,
            reports: 0,
            moderates: rooms.iter().any(|room| room.kind != Kind::Direct && room.role >= Role::Moderator),
            unread: rooms.iter().filter(|room| room.is_counted()).map(unread).sum(),
            mentions: rooms.iter().filter(|room| room.is_counted()).map(for_me).sum(),
            starred,
            rooms: others,
            sort: RoomSort::Name,
            arranged: 0,
            folds: Vec::new(),
            sections: Vec::new(),
            placed: Vec::new(),
            folded: named.iter().filter(|room| room.is_listed()).count() > LISTED,
            direct: direct::lines(rooms, current),
            direct_folded: direct::is_folded(rooms),
        }
    }
}

impl Sidebar {
    /// Puts beside the conversations what the others in them are up to, as far as somebody can tell.
    pub fn show_statuses(&mut self, person: impl Fn(UserId) -> Option<Person>, now: At) {
        for line in &mut self.direct {
            line.status = line.other.and_then(&person).and_then(|person| ShownStatus::of(&person, now));
        }
    }

    /// Puts beside the conversations whether the others in them are here, as far as is known.
    pub fn show_seen(&mut self, seen: impl Fn(UserId) -> Option<Availability>) {
        for line in &mut self.direct {
            line.seen = line.other.and_then(&seen);
        }
    }

    /// Marks the room that the page shows.
    pub fn show(&mut self, room: RoomId) {
        let sections = self.sections.iter_mut().flat_map(|section| &mut section.rooms);
        let named = self.starred.iter_mut().chain(sections).chain(&mut self.rooms);
        let lines = named.chain(self.direct.iter_mut().map(|direct| &mut direct.room));
        lines.for_each(|line| line.current = line.id == room);
    }
}

/// The rooms to list, in the order given: the current one, those that stand at the top, those with mentions, with anything unread, and then the most
/// recently active.
fn listed<'a>(rooms: &[&'a MyRoom], current: Option<RoomId>) -> impl Iterator<Item = &'a MyRoom> {
    let rank = |room: &MyRoom| {
        (current == Some(room.room), room.starred, room.mentions > 0, unread(room) > 0, room.active_at)
    };
    let is_listed = |place: &usize| current == Some(rooms[*place].room) || rooms[*place].is_listed();
    let mut places: Vec<usize> = (0..rooms.len()).filter(is_listed).collect();
    places.sort_by_key(|place| Reverse(rank(rooms[*place])));
    places.truncate(LISTED);
    places.sort_unstable();
    places.into_iter().map(|place| rooms[place])
}

/// Messages in a room not read yet.
fn unread(room: &MyRoom) -> i64 {
    (room.last_msg - room.read_msg).max(0)
}

/// Those of them that are for its member: where they are named, and all that is said in a direct conversation.
fn for_me(room: &MyRoom) -> i64 {
    if room.kind == Kind::Direct { room.open() } else { room.mentions }
}

impl RoomLine {
    pub(super) fn of(room: &MyRoom, current: Option<RoomId>) -> Self {
        Self {
            id: room.room,
            address: room.address.to_string(),
            name: room.name.clone(),
            initials: initials(&room.name),
            picture: room.picture,
            private: room.kind == Kind::Private,
            current: current == Some(room.room),
            unread: unread(room),
            mentions: room.mentions,
            open: room.open(),
            away: room.away.and_then(|away| serde_json::to_string(&away).ok()).unwrap_or_default(),
            read_seq: room.read_seq,
            read_msg: room.read_msg,
            generation: room.generation,
            last_msg: room.last_msg,
            level: room.level,
            starred: room.starred,
            active_at: room.active_at,
        }
    }
}
