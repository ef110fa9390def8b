//! The screens about rooms: one room, its people, its settings, all rooms.

use proto::auth::{Person, Session};
use proto::node::Availability;
use proto::room::{
    Edge, Kind, LeastRole, Level, Listing, MemberLine, Membership, Message, MessageList, Mute, MyRoom,
    OrgRole, Page as Stretch, Role, RoomCounts, RoomSettings, RoomView, SlowMode,
};
use proto::text::{Body, ModerationReason};
use proto::{Nonce, Reason, Seq, SessionId, UserId};
use uuid::Uuid;

use super::people::{ingrid, maximiliane, nadia, person, rosa, taro, tomas, wrong};
use super::talk::{conversation, right_to_left, said};
use super::{NOON, Screen, inside, room_id, slug};
use crate::catalogue::Text;
use crate::draw::{
    AddForm, BrowsePage, Composer, DeletePage, EditPage, Errors, ListPage, ListingRow, MemberRow,
    MembersPage, NewRoomForm, NewRoomPage, ReplyPage, Rights, RoomPage, RoomSettingsPage, RoomsPart,
    SeenFace, Sidebar,
};

/// As long as names of rooms may be.
const LONG: &str = "the room about everything that did not fit into any other room we have";

pub(super) const SCREENS: [Screen; 35] = [
    ("room", |renderer| renderer.page(&room(view(), conversation()))),
    ("room_empty", |renderer| renderer.page(&RoomPage { present: vec![], ..room(view(), vec![]) })),
    ("room_owner", |renderer| renderer.page(&room(owned(), conversation()))),
    ("room_visitor", |renderer| renderer.page(&room(RoomView { mine: None, ..view() }, conversation()))),
    ("room_muted", |renderer| renderer.page(&room(muted(), conversation()))),
    ("room_announcements", |renderer| renderer.page(&room(announced(), conversation()))),
    ("room_slow", |renderer| renderer.page(&room(slow(), conversation()))),
    ("room_archived", |renderer| renderer.page(&room(RoomView { archived: true, ..view() }, conversation()))),
    ("room_long", |renderer| {
        let topic =
            "A topic which is also far too long to be shown on one line of any list anywhere, and goes on";
        let (name, topic) = (LONG.to_owned(), topic.to_owned());
        renderer.page(&room(RoomView { name, topic, address: slug("long").into(), ..view() }, conversation()))
    }),
    ("room_right_to_left", |renderer| {
        let (name, topic) = ("نادي القراءة".to_owned(), "كتاب كل شهر، والنقاش مساء كل جمعة".to_owned());
        let view = RoomView { name, topic, address: slug("نادي-القراءة").into(), ..view() };
        renderer.page(&room(view, right_to_left()))
    }),
    ("room_older", |renderer| {
        let mut page = room(view(), conversation());
        page.timeline.more = Edge { before: true, after: true };
        renderer.page(&page)
    }),
    ("room_message", |renderer| {
        let session = session(OrgRole::Member);
        let page = room(view(), conversation()).chosen(11, &session);
        renderer.page(&page.unwrap_or_else(|| unreachable!("it is in the conversation")))
    }),
    ("room_pins", |renderer| renderer.page(&listed(MessageList::Pins, vec![11, 9]))),
    ("room_pins_none", |renderer| renderer.page(&listed(MessageList::Pins, Vec::new()))),
    ("room_failed", |renderer| {
        let mut page = room(view(), conversation());
        page.composer.body = "what was typed\nand is kept".into();
        page.composer.error = Some(Reason::Unavailable.into());
        renderer.page(&page)
    }),
    ("message_edit", |renderer| renderer.page(&edit(None))),
    ("message_edit_wrong", |renderer| {
        renderer.page(&edit(Some(Reason::MessageTooLong { max: Body::MAX / 1_024 }.into())))
    }),
    ("message_delete", |renderer| {
        let message = said(9, &ingrid(), -8, "<p>And the long cable.</p>");
        renderer.page(&DeletePage::new(inside(&mine()), view(), &message))
    }),
    ("message_delete_another", |renderer| {
        let message = said(9, &tomas(), -8, "<p>And the long cable.</p>");
        renderer.page(&DeletePage::new(inside(&mine()), owned(), &message))
    }),
    ("message_reply", |renderer| renderer.page(&reply(None))),
    ("message_reply_wrong", |renderer| renderer.page(&reply(Some(Reason::RepliedMessageDeleted.into())))),
    ("browse", |renderer| renderer.page(&browse(listings(), ""))),
    ("browse_found", |renderer| renderer.page(&browse(listings(), "harbour"))),
    ("browse_none_found", |renderer| renderer.page(&browse(vec![], "harbour"))),
    ("browse_empty", |renderer| renderer.page(&browse(vec![], ""))),
    ("browse_guest", |renderer| {
        let mut page = browse(listings(), "");
        (page.sidebar.creates, page.tabs) = (false, Vec::new());
        renderer.page(&page)
    }),
    ("new_room", |renderer| renderer.page(&new_room(NewRoomForm::fresh()))),
    ("new_room_wrong", |renderer| {
        let (topic, people) = ("What’s for lunch, and whose turn it is".into(), "rosa, antn".into());
        let errors =
            wrong("name", Reason::RoomNameTaken).and("people", Reason::PersonUnknown { name: "antn".into() });
        let name = "kitchen".into();
        renderer.page(&new_room(NewRoomForm { name, topic, people, errors, ..NewRoomForm::fresh() }))
    }),
    ("members", |renderer| renderer.page(&members(Role::Owner))),
    ("members_member", |renderer| renderer.page(&members(Role::Member))),
    ("members_wrong", |renderer| {
        let mut page = members(Role::Owner);
        let errors = wrong("username", Reason::UsernameUnknown);
        page.add = AddForm { username: "antn".into(), errors, ..AddForm::default() };
        page.errors = Errors { form: Some(Reason::TooLong { max: 200 }.into()), ..Errors::none() };
        page.members[3].reason = Some("Advertising".into());
        renderer.page(&page)
    }),
    ("room_settings", |renderer| renderer.page(&RoomSettingsPage::new(inside(&mine()), owned()))),
    ("room_settings_wrong", |renderer| {
        let errors = wrong("name", Reason::RoomNameTaken);
        let mut page = RoomSettingsPage::new(inside(&mine()), owned());
        page.forms.errors = errors;
        renderer.page(&page)
    }),
    ("room_settings_archived", |renderer| {
        renderer.page(&RoomSettingsPage::new(inside(&mine()), RoomView { archived: true, ..owned() }))
    }),
    ("room_full_list", |renderer| {
        let page = room(view(), conversation());
        renderer.page(&RoomPage { sidebar: Sidebar::new(&maximiliane(), &many(), Some(view().room)), ..page })
    }),
];

pub(in crate::draw) fn my_room(at: &str, name: &str, unread: i64) -> MyRoom {
    MyRoom {
        room: room_id(at),
        address: slug(at).into(),
        name: name.into(),
        others: Vec::new(),
        hidden_msg: 0,
        kind: if name == "board" { Kind::Private } else { Kind::Public },
        role: Role::Member,
        head: 400,
        last_msg: 300,
        acl: 1,
        read_seq: if at == "harbour-festival" { 7 } else { 300 },
        read_msg: 300 - unread,
        generation: 0,
        mentions: if name == "kitchen" { 2 } else { 0 },
        away: None,
        level: Level::Mentions,
        starred: false,
        active_at: NOON,
    }
}

/// A handful of rooms, in several scripts.
pub(super) fn mine() -> Vec<MyRoom> {
    vec![
        my_room("announcements", "announcements", 0),
        my_room("harbour-festival", "harbour festival", 3),
        my_room("kitchen", "kitchen", 4),
        my_room("日本語クラブ", "日本語クラブ", 0),
        my_room("board", "board", 128),
        my_room("نادي-القراءة", "نادي القراءة", 2),
        my_room("long", LONG, 0),
        my_room("random", "random", 0),
    ]
}

/// More than fit.
pub(super) fn many() -> Vec<MyRoom> {
    let more = (0..40).map(|n| my_room(&format!("team-{n}"), &format!("team {n}"), n % 7 / 5));
    mine().into_iter().chain(more).collect()
}

pub(super) fn session(org_role: OrgRole) -> Session {
    Session {
        id: SessionId(Uuid::from_u128(1)),
        person: ingrid(),
        org_role,
        expires_at: NOON,
        proved_at: NOON,
        newcomer: false,
        feed: 0,
    }
}

fn membership(role: Role) -> Option<Membership> {
    Some(Membership { role, since: 1, read_seq: 8, read_msg: 8, level: Level::Mentions, starred: false })
}

pub(super) fn view() -> RoomView {
    RoomView {
        room: room_id("harbour-festival"),
        address: slug("harbour-festival").into(),
        name: "harbour festival".into(),
        others: Vec::new(),
        topic: "Thursday to Sunday, jetty 4. Budget and rota are pinned.".into(),
        kind: Kind::Public,
        archived: false,
        members: 18,
        head: 12,
        last_msg: 12,
        settings: RoomSettings::default(),
        mine: membership(Role::Member),
        muted: None,
        wait_seconds: 0,
        blocked: false,
    }
}

fn announced() -> RoomView {
    let settings = RoomSettings { posting: LeastRole::Moderator, ..RoomSettings::default() };
    RoomView { settings, ..view() }
}

fn slow() -> RoomView {
    let slow_mode = SlowMode::new(30).unwrap_or_default();
    RoomView { settings: RoomSettings { slow_mode, ..RoomSettings::default() }, wait_seconds: 24, ..view() }
}

fn muted() -> RoomView {
    let reason = ModerationReason::parse("Please keep it about the festival").ok();
    RoomView { muted: Some(Mute { until: NOON + time::Duration::hours(6), reason }), ..view() }
}

fn owned() -> RoomView {
    RoomView { kind: Kind::Private, mine: membership(Role::Owner), ..view() }
}

fn room(view: RoomView, messages: Vec<Message>) -> RoomPage {
    let sidebar = Sidebar::new(&ingrid(), &mine(), Some(view.room));
    let stretch = stretch(messages);
    let (here, away) = (Availability::Here, Availability::Away);
    let present = [(ingrid(), here), (rosa(), here), (nadia(), away), (tomas(), here)];
    let present = present.iter().map(SeenFace::from).collect();
    RoomPage::new(&session(OrgRole::Member), sidebar, view, &stretch, Composer::fresh(), present)
}

/// All there is in a room.
pub(super) fn stretch(messages: Vec<Message>) -> Stretch {
    Stretch {
        head: 12,
        messages,
        mine: Vec::new(),
        lines: Vec::new(),
        more: Edge { before: false, after: false },
        following: Vec::new(),
    }
}

fn listed(list: MessageList, messages: Vec<Seq>) -> ListPage {
    let mut settings = RoomSettings::default();
    *settings.list_mut(list) = messages;
    let room = RoomView { settings, ..owned() };
    ListPage::new(&session(OrgRole::Member), inside(&mine()), room, list, &conversation())
}

fn edit(error: Option<Text>) -> EditPage {
    let body = "The jetty is booked from Thursday.\n\n* a second set of lights\n* somebody with a van".into();
    EditPage {
        sidebar: inside(&mine()),
        room: view(),
        seq: 9,
        body,
        text_rev: 9,
        files: Vec::new(),
        now: None,
        nonce: Nonce::new(),
        error,
    }
}

fn reply(error: Option<Text>) -> ReplyPage {
    let message = said(9, &rosa(), -8, "<p>Who has the long cable?</p>");
    let composer =
        Composer { body: "I do. It is in the van.".into(), nonce: Nonce::new(), error, sure: false };
    ReplyPage::new(inside(&mine()), view(), &message, composer)
}

fn listing(at: &str, name: &str, topic: &str, members: i64) -> Listing {
    let (name, topic) = (name.to_owned(), topic.to_owned());
    let kind = if at == "board" { Kind::Private } else { Kind::Public };
    let active_at = NOON - time::Duration::minutes(members * members);
    Listing { room: room_id(at), slug: slug(at), name, topic, kind, members, mine: members > 10, active_at }
}

fn listings() -> Vec<Listing> {
    let topic = "A topic which is also far too long to be shown on one line of any list anywhere";
    vec![
        listing(
            "harbour-festival",
            "harbour festival",
            "Thursday to Sunday, jetty 4. Budget and rota are pinned.",
            18,
        ),
        listing("kitchen", "kitchen", "", 1),
        listing("board", "board", "Money, dates and the rest", 12),
        listing("日本語クラブ", "日本語クラブ", "毎週金曜日", 4),
        listing("نادي-القراءة", "نادي القراءة", "كتاب كل شهر", 7),
        listing("long", LONG, topic, 240),
    ]
}

fn browse(rooms: Vec<Listing>, search: &str) -> BrowsePage {
    let part = RoomsPart { search: search.into(), offset: 30, ..RoomsPart::default() };
    let count = rooms.len() as i64;
    let counts = RoomCounts { public: count * 5, joined: count, others: count * 4 };
    let more = !rooms.is_empty();
    let rooms = rooms.into_iter().map(|room| ListingRow::of(room, NOON)).collect();
    BrowsePage::new(inside(&mine()), &part, (rooms, more), counts, 30)
}

fn new_room(form: NewRoomForm) -> NewRoomPage {
    NewRoomPage { sidebar: inside(&mine()), form }
}

fn members(role: Role) -> MembersPage {
    let room = RoomView { mine: membership(role), ..owned() };
    let rights = Rights::of(&session(OrgRole::Member), &room);
    let row = |person: &Person, role| {
        // Taro is muted for a while.
        let until = (person.id == taro().id).then(|| NOON + time::Duration::hours(6));
        let reason = until.and_then(|_| ModerationReason::parse("Advertising").ok());
        let line = MemberLine { user: person.id, role, since: NOON, until, reason };
        MemberRow::of(&line, Some(person), ingrid().id, rights)
    };
    let banned = if rights.unban { vec![row(&person(12, "Mallory"), Role::Banned)] } else { vec![] };
    let unknown = MemberLine {
        user: UserId(Uuid::from_u128(13)),
        role: Role::Member,
        since: NOON,
        until: None,
        reason: None,
    };
    MembersPage {
        sidebar: Sidebar::new(&ingrid(), &mine(), Some(room.room)),
        members: vec![
            row(&ingrid(), role),
            row(&tomas(), Role::Owner),
            row(&nadia(), Role::Moderator),
            row(&maximiliane(), Role::Member),
            row(&taro(), Role::Member),
            MemberRow::of(&unknown, None, ingrid().id, rights),
        ],
        banned,
        search: String::new(),
        too_many: false,
        offset: 0,
        per_page: 50,
        more: true,
        rights,
        add: AddForm::default(),
        notice: rights.appoint.then(|| Text::new("members-did-appoint")),
        errors: Errors::none(),
        room,
    }
}
