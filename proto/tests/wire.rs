//! The wire, pinned: one readable JSON file per frame and event under `tests/golden`. A changed file in a diff is the
//! review of the protocol. `UPDATE_GOLDEN=1 cargo test -p proto` writes them anew.

use std::collections::HashMap;
use std::fmt::Debug;
use std::net::{IpAddr, Ipv4Addr};

use proto::auth::{Quiet, QuietHours, Status};
use proto::frame::{
    ActionFrame, ClientFrame, EventFrame, Limits, MyRoomFrame, PresentPerson, ReactionFrame, ServerFrame,
    SettingsFrame, ShownPerson,
};
use proto::node::Availability;
use proto::room::notification::Why;
use proto::room::{
    Action, ActionKind, Actor, Answer, Around, Arrangement, Authority, Command, Conversation, Done, Edge,
    Event, Fact, File, FileQuery, Fingerprint, FirstContact, InboxPart, InboxQuery, Keyword, Kind, LeastRole,
    Level, LinkFound, LinkOutcome, LinkPicture, LinkPreview, LinkQuery, Marker, MarkerQuery, Message,
    Minutes, Moment, Named, NotificationQuery, OrgRole, OwnReactions, Personal, Picture, Previews, PutAway,
    Quote, ReactedMessage, ReactionCount, Reactions, Role, RoomAddress, RoomSetting, RoomSort, SavedQuery,
    SlowMode, Thread, ThreadFace, Viewer,
};
use proto::text::{
    AltText, Body, FileName, MediaType, ModerationReason, Reaction, RoomName, Slug, StatusEmoji, StatusText,
    Topic, Username, ZoneName,
};
use proto::{At, Code, FileId, Nonce, PictureId, Refusal, RoomId, Seq, SessionId, UserId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

const PICTURE: PictureId = PictureId(Uuid::from_u128(0xface));
const FILE: FileId = FileId(Uuid::from_u128(0xf11e));
const ROOM: RoomId = RoomId(Uuid::from_u128(0x10));
const ROSA: UserId = UserId(Uuid::from_u128(0x20));
const TOMAS: UserId = UserId(Uuid::from_u128(0x21));
const GUEST: Viewer = Viewer { user: ROSA, org_role: OrgRole::Guest };
const NONCE: Nonce = Nonce(Uuid::from_u128(0x30));
const SESSION: SessionId = SessionId(Uuid::from_u128(0x40));
const LOG: Uuid = Uuid::from_u128(0x50);

fn at() -> At {
    time::macros::datetime!(2026-11-23 09:31:00.25 UTC)
}

#[track_caller]
fn pinned<T: Serialize + DeserializeOwned + PartialEq + Debug>(name: &str, value: &T) {
    let json = serde_json::to_string_pretty(value).expect("writes") + "\n";
    let path = format!("{}/tests/golden/{name}.json", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &json).expect("written");
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(json, golden, "{name} is written differently than before");
    assert_eq!(&serde_json::from_str::<T>(&golden).expect("reads"), value, "{name} reads back");
}

fn message() -> Message {
    Message {
        seq: 41,
        msg_no: Some(17),
        rev: 43,
        text_rev: 43,
        author: ROSA,
        name: "Rosa Silva".into(),
        avatar: None,
        at: at(),
        body: "The *jetty* is booked.".into(),
        html: "<p>The <em>jetty</em> is booked.</p>".into(),
        reply_to: Some(Box::new(Quote {
            seq: 40,
            text_rev: 42,
            author: TOMAS,
            name: "Tomas".into(),
            html: "<p>Is the jetty booked?</p>".into(),
            files: 0,
            edited: true,
            deleted: false,
        })),
        thread: Some(Box::new(Thread {
            root: 41,
            replies: 2,
            last_seq: 44,
            last_at: at(),
            faces: vec![ThreadFace { user: TOMAS, name: "Tomas".into(), avatar: None }],
        })),
        files: vec![file("plan.pdf", "application/pdf"), picture()],
        previews: Previews { links: vec![link()], removed: false },
        edited_at: Some(at()),
        history: true,
        deleted_at: None,
        reactions: reactions(),
        nonce: NONCE,
    }
}

fn link() -> LinkPreview {
    LinkPreview {
        href: "https://jetty.example/booking#now".into(),
        site: "Jetty".into(),
        title: "Bookings".into(),
        description: "Who has the jetty when.".into(),
        picture: Some(LinkPicture { id: FILE, width: 452, height: 237 }),
    }
}

fn file(name: &str, media_type: &str) -> File {
    let media_type = MediaType::parse(media_type).expect("a type");
    File::new(FILE, FileName::parse(name).expect("a name"), 1_800_000, media_type)
}

fn picture() -> File {
    let alt = AltText::parse("Lanterns at dusk").expect("words");
    let picture =
        Picture { width: 4000, height: 3000, blur: Some("iVBORw0KGgo=".into()), round_ms: Some(400) };
    File { alt: Some(alt), picture: Some(picture), ..file("lanterns.webp", "image/webp") }
}

fn reactions() -> Reactions {
    let count = |reaction: &str, count, since| ReactionCount { reaction: reaction.into(), count, since };
    [count("👍", 2, 42), count("lgtm", 1, 43)].into_iter().collect()
}

fn reaction(text: &str) -> Reaction {
    Reaction::parse(text).expect("a reaction")
}

fn marker() -> Marker {
    Marker { read_seq: 41, read_msg: 17, generation: 2, mentions: 1, here: 0, away: away() }
}

fn away() -> Option<PutAway> {
    Some(PutAway { msg: 19, until: Some(at()), mentions: 2 })
}

fn tomas() -> Named {
    Named { name: Username::parse("tomas").expect("a name"), user: TOMAS }
}

fn event(fact: Fact) -> Event {
    Event { room: ROOM, seq: 41, at: at(), actor: ROSA, name: "Rosa Silva".into(), nonce: NONCE, fact }
}

#[test]
fn events_are_pinned() {
    let facts = [
        Fact::Created {
            room_name: "harbour festival".into(),
            room_kind: Kind::Public,
            participants: Vec::new(),
        },
        Fact::Posted { message: Box::new(message()) },
        Fact::Edited { message: Box::new(message()) },
        Fact::Deleted {
            target: 40,
            author: Some(TOMAS),
            reason: ModerationReason::parse("Advertising").ok(),
            whom: "Tomas".into(),
        },
        Fact::Pinned { target: 40 },
        Fact::Unpinned { target: 40 },
        Fact::Reacted { target: 40, reaction: reaction("👍🏽"), count: 2 },
        Fact::Unreacted { target: 40, reaction: reaction("lgtm"), count: 0 },
        Fact::Previewed { target: 41, previews: Box::new(Previews { links: vec![link()], removed: false }) },
        Fact::Joined,
        Fact::Left,
        Fact::Removed {
            user: TOMAS,
            banned: true,
            until: None,
            reason: Some(ModerationReason::parse("Advertising").expect("a reason")),
            whom: "Tomas".into(),
        },
        Fact::Muted {
            user: TOMAS,
            until: at(),
            reason: ModerationReason::parse("Advertising").ok(),
            whom: "Tomas".into(),
        },
        Fact::Unmuted { user: TOMAS, whom: "Tomas".into() },
        Fact::Added { user: TOMAS, whom: "Tomas".into() },
        Fact::Unbanned { user: TOMAS, whom: "Tomas".into() },
        Fact::Renamed {
            room_name: "lantern festival".into(),
            slug: Slug::parse("lantern-festival").expect("a slug"),
            before: "harbour festival".into(),
        },
        Fact::Described { topic: Topic::parse("Lanterns and boats").expect("a topic") },
        Fact::Configured { setting: RoomSetting::SlowMode(SlowMode::new(30).expect("seconds")) },
        Fact::Archived,
        Fact::Restored,
        Fact::Blocked,
        Fact::Unblocked,
        Fact::Inspected,
        Fact::RoomDeleted,
        Fact::Appointed { user: TOMAS, role: Role::Moderator },
        Fact::Void,
    ];
    for fact in facts {
        let name = format!("event_{}", fact.kind());
        pinned(&name, &*event(fact).disclosed());
    }
}

#[test]
fn commands_and_answers_are_pinned() {
    let body = || Body::parse("Hello").expect("a body");
    let actions = [
        (
            "create",
            Action::Create { name: RoomName::parse("harbour festival").expect("a name"), kind: Kind::Public },
        ),
        ("post", Action::Post { body: body(), reply_to: Some(3), files: Vec::new() }),
        ("post_files", Action::Post { body: Body::none(), reply_to: None, files: vec![FILE] }),
        (
            "post_in_thread",
            Action::PostInThread { root: 40, body: body(), also_in_room: true, files: Vec::new() },
        ),
        (
            "post_naming",
            Action::Post {
                body: Body::parse("Hello @tomas").expect("a body"),
                reply_to: None,
                files: Vec::new(),
            },
        ),
        ("edit", Action::Edit { target: 4, body: body(), text_rev: Some(4), without: Vec::new() }),
        ("edit_without", Action::Edit { target: 4, body: Body::none(), text_rev: None, without: vec![FILE] }),
        ("delete", Action::Delete { target: 4, reason: None }),
        ("pin", Action::Pin { target: 4 }),
        ("unpin", Action::Unpin { target: 4 }),
        ("preview", Action::Preview { target: 4, text_rev: 4, links: vec![link()] }),
        ("remove_previews", Action::RemovePreviews { target: 4 }),
        ("react", Action::React { target: 4, reaction: reaction("👍🏽") }),
        ("unreact", Action::Unreact { target: 4, reaction: reaction("lgtm") }),
        ("join", Action::Join),
        ("leave", Action::Leave),
        (
            "remove",
            Action::Remove { user: TOMAS, ban: true, minutes: None, reason: None, whom: String::new() },
        ),
        (
            "kick",
            Action::Remove {
                user: TOMAS,
                ban: false,
                minutes: None,
                reason: Some(ModerationReason::parse("Advertising").expect("a reason")),
                whom: "Tomas".into(),
            },
        ),
        (
            "create_private",
            Action::Create { name: RoomName::parse("board").expect("a name"), kind: Kind::Private },
        ),
        ("add", Action::Add { user: TOMAS, whom: "Tomas".into() }),
        ("delete_another", Action::Delete { target: 4, reason: ModerationReason::parse("Advertising").ok() }),
        (
            "ban_for_a_day",
            Action::Remove {
                user: TOMAS,
                ban: true,
                minutes: Minutes::new(1_440).ok(),
                reason: None,
                whom: String::new(),
            },
        ),
        (
            "mute",
            Action::Mute {
                user: TOMAS,
                minutes: Minutes::new(60).expect("an hour"),
                reason: ModerationReason::parse("Advertising").ok(),
                whom: "Tomas".into(),
            },
        ),
        ("unmute", Action::Unmute { user: TOMAS, whom: "Tomas".into() }),
        ("unban", Action::Unban { user: TOMAS, whom: "Tomas".into() }),
        ("rename", Action::Rename { name: RoomName::parse("lantern festival").expect("a name") }),
        ("describe", Action::Describe { topic: Topic::parse("Lanterns").expect("a topic") }),
        ("configure", Action::Configure { setting: RoomSetting::Posting(LeastRole::Moderator) }),
        ("archive", Action::Archive),
        ("restore", Action::Restore),
        ("appoint", Action::Appoint { user: TOMAS, role: Role::Owner }),
        ("cancel", Action::Cancel),
        ("inspect", Action::Inspect),
        ("delete_room", Action::DeleteRoom),
        ("delete_by_admin", Action::Delete { target: 4, reason: None }),
        (
            "remove_by_system",
            Action::Remove { user: TOMAS, ban: false, minutes: None, reason: None, whom: String::new() },
        ),
    ];
    for (name, action) in actions {
        let actor = Actor { id: ROSA, name: "Rosa Silva".into(), org_role: OrgRole::Member };
        let named = if name == "post_naming" { vec![tomas()] } else { Vec::new() };
        let authority = match name {
            "inspect" | "delete_room" | "delete_by_admin" => Authority::Admin,
            "remove_by_system" => Authority::System,
            _ => Authority::Member,
        };
        let command = Command {
            again: name == "cancel",
            named,
            ..Command::new(ROOM, actor, NONCE, action).by(authority)
        };
        pinned(&format!("command_{name}"), &command);
    }
    pinned("answer_done", &Answer::Done(Done { seq: 41, at: at(), dup: true }));
    pinned("answer_cancelled", &Answer::Cancelled);
    pinned("answer_refused", &Answer::Refused(Refusal::rate_limited(800)));
}

#[test]
fn client_frames_are_pinned() {
    let frames = [
        ("hello", ClientFrame::Hello { log: Some(LOG), rooms: HashMap::from([(ROOM, 41)]) }),
        ("open", ClientFrame::Open { id: 1, room: ROOM, after: Some(41) }),
        ("close", ClientFrame::Close { id: 2, room: ROOM }),
        ("command_post", command("post", None, Some(40), Some("Hello"), true)),
        ("command_post_in_thread", in_thread()),
        ("command_edit", command("edit", Some(40), None, Some("Hello"), false)),
        ("command_delete", command("delete", Some(40), None, None, true)),
        ("command_react", command("react", Some(40), None, None, false)),
        ("command_cancel", command("cancel", None, None, None, false)),
        (
            "page",
            ClientFrame::Page {
                id: 5,
                room: ROOM,
                thread: None,
                before: Some(41),
                after: None,
                around: None,
                limit: Some(50),
            },
        ),
        ("read", ClientFrame::Read { room: ROOM, seq: 41, generation: Some(2) }),
        ("read_thread", ClientFrame::ReadThread { room: ROOM, root: 40, seq: 44 }),
        ("unread", ClientFrame::Unread { room: ROOM, seq: 40 }),
        ("typing", ClientFrame::Typing { room: ROOM }),
        ("attention", ClientFrame::Attention { here: false }),
        ("ping", ClientFrame::Ping { n: 7 }),
    ];
    for (name, frame) in frames {
        let named = name.strip_prefix("command_").map(|action| ("command", action));
        let (kind, action) = named.unwrap_or((name, name));
        assert_eq!((frame.kind(), frame.label()), (kind, action));
        pinned(&format!("client_{name}"), &frame);
    }
    pinned("client_command_post_files", &with_files());
    assert_eq!(command("no such action", None, None, None, false).label(), "command");
}

fn command(
    action: &str,
    target: Option<Seq>,
    reply_to: Option<Seq>,
    body: Option<&str>,
    again: bool,
) -> ClientFrame {
    let (action, body) = (action.to_owned(), body.map(str::to_owned));
    let text_rev = target.filter(|_| action == "edit");
    let reaction = (action == "react").then(|| "👍".to_owned());
    let action = ActionFrame {
        action,
        target,
        reply_to,
        also_in_room: false,
        body,
        reaction,
        reason: None,
        text_rev,
        files: Vec::new(),
        without: Vec::new(),
    };
    ClientFrame::Command { id: 3, room: ROOM, nonce: NONCE, again, action }
}

fn with_files() -> ClientFrame {
    let frame = command("post", None, None, Some(""), false);
    let ClientFrame::Command { id, room, nonce, again, action } = frame else { unreachable!("a command") };
    ClientFrame::Command { id, room, nonce, again, action: ActionFrame { files: vec![FILE], ..action } }
}

fn in_thread() -> ClientFrame {
    let frame = command("post_in_thread", Some(40), None, Some("Hello"), false);
    let ClientFrame::Command { id, room, nonce, again, action } = frame else { unreachable!("a command") };
    ClientFrame::Command { id, room, nonce, again, action: ActionFrame { also_in_room: true, ..action } }
}

#[test]
fn what_needs_nothing_but_its_message_is_known_by_its_name() {
    let kinds = ActionKind::all().map(ActionKind::as_str);
    let found: Vec<_> = kinds.filter_map(|kind| Action::on_message(kind, 40)).collect();
    assert_eq!(
        found,
        [
            Action::Delete { target: 40, reason: None },
            Action::Pin { target: 40 },
            Action::Unpin { target: 40 },
            Action::RemovePreviews { target: 40 }
        ]
    );
    assert_eq!(Action::on_message("no such action", 40), None);
}

#[test]
fn server_frames_are_pinned() {
    let room = || MyRoomFrame {
        room: ROOM,
        address: Slug::parse("harbour-festival").expect("a slug").into(),
        name: "harbour festival".into(),
        picture: None,
        others: Vec::new(),
        hidden_msg: None,
        kind: Kind::Public,
        role: Role::Member,
        head: 41,
        last_msg: 17,
        read_seq: 40,
        read_msg: 16,
        generation: 2,
        mentions: 1,
        away: away(),
        level: Level::Mentions,
        starred: false,
    };
    let conversation = || MyRoomFrame {
        address: RoomAddress::Direct(ROOM),
        name: "Tomas".into(),
        picture: None,
        others: vec![TOMAS],
        hidden_msg: Some(3),
        kind: Kind::Direct,
        ..room()
    };
    let event = |kind: &str, settings, message, html| {
        ServerFrame::Event(Box::new(EventFrame {
            previews: None,
            room: ROOM,
            seq: 41,
            kind: kind.into(),
            at: at(),
            actor: Some(ROSA),
            name: "Rosa Silva".into(),
            nonce: Some(NONCE),
            target: None,
            user: None,
            settings,
            thread: None,
            reaction: None,
            message,
            html,
        }))
    };
    let reacted = match event("reacted", None, None, None) {
        ServerFrame::Event(event) => ServerFrame::Event(Box::new(EventFrame {
            target: Some(40),
            reaction: Some(ReactionFrame { token: "👍".into(), count: 2 }),
            ..*event
        })),
        frame => frame,
    };
    let emoji = StatusEmoji::parse("🍜").ok();
    let drawn = |message, html| event("posted", None, message, html);
    let settings = |name: Option<&str>, address: Option<&str>, topic: Option<&str>| SettingsFrame {
        name: name.map(str::to_owned),
        address: address.map(|path| path.parse().expect("an address")),
        topic: topic.map(str::to_owned),
    };
    let limits = Limits { body: Body::MAX, frame: proto::frame::FRAME_MAX, commands_per_s: 10, burst: 100 };
    let ack = |seq, cancelled| ServerFrame::Ack {
        id: 3,
        room: ROOM,
        nonce: NONCE,
        seq,
        at: seq.map(|_| at()),
        dup: false,
        cancelled,
    };
    let page = |messages, html| ServerFrame::Page {
        id: 5,
        room: ROOM,
        head: 41,
        messages,
        html,
        mine: vec![OwnReactions { seq: 41, mine: vec!["👍".into()] }],
        more: Edge { before: true, after: false },
    };
    let frames = [
        (
            "welcome",
            ServerFrame::Welcome {
                user: ROSA,
                org_role: OrgRole::Member,
                session: SESSION,
                log: LOG,
                heartbeat_ms: 25_000,
                retry_ms: [500, 30_000],
                limits,
            },
        ),
        ("rooms", ServerFrame::Rooms { rooms: vec![room()], more: false }),
        ("rooms_more", ServerFrame::Rooms { rooms: vec![room()], more: true }),
        ("org_role", ServerFrame::OrgRole { org_role: OrgRole::Guest }),
        ("room", ServerFrame::Room { room: room() }),
        ("room_direct", ServerFrame::Room { room: conversation() }),
        ("room_gone", ServerFrame::RoomGone { room: ROOM }),
        ("opened", ServerFrame::Opened { id: 1, room: ROOM, head: 41, reset: false }),
        ("event_json", drawn(Some(message()), None)),
        ("event_html", drawn(None, Some("<article></article>".into()))),
        (
            "event_renamed",
            event(
                "renamed",
                Some(settings(Some("Quay"), Some("/r/quay"), None)),
                None,
                Some("<p></p>".into()),
            ),
        ),
        (
            "event_described",
            event("described", Some(settings(None, None, Some("Ropes"))), None, Some("<p></p>".into())),
        ),
        ("event_reacted", reacted),
        (
            "reactions",
            ServerFrame::Reactions {
                room: ROOM,
                from: 42,
                upto: 90,
                messages: vec![ReactedMessage {
                    seq: 41,
                    rev: 88,
                    reactions: reactions(),
                    mine: vec!["👍".into()],
                }],
            },
        ),
        ("ack", ack(Some(41), false)),
        ("ack_cancelled", ack(None, true)),
        (
            "error",
            ServerFrame::Error {
                id: Some(3),
                room: None,
                code: Code::Busy,
                message: "Try again.".into(),
                retry_ms: Some(1_000),
            },
        ),
        (
            "error_of_room",
            ServerFrame::Error {
                id: None,
                room: Some(ROOM),
                code: Code::Unavailable,
                message: "Try again.".into(),
                retry_ms: Some(500),
            },
        ),
        ("gap", ServerFrame::Gap { room: ROOM }),
        ("head", ServerFrame::Head { room: ROOM, head: 41, last_msg: 17 }),
        ("page_json", page(Some(vec![message()]), None)),
        ("page_html", page(None, Some("<article></article>".into()))),
        ("typing", ServerFrame::Typing { room: ROOM, user: ROSA, name: "Rosa Silva".into() }),
        (
            "presence",
            ServerFrame::Presence {
                room: ROOM,
                count: 1,
                people: vec![PresentPerson {
                    id: ROSA,
                    name: "Rosa Silva".into(),
                    avatar: Some(PICTURE),
                    away: true,
                }],
            },
        ),
        (
            "people",
            ServerFrame::People {
                people: vec![
                    ShownPerson {
                        id: ROSA,
                        avatar: Some(PICTURE),
                        status: Status::of(emoji, StatusText::parse("Lunch").ok(), Some(at())),
                        availability: Some(Availability::Away),
                        invisible: false,
                        quiet: None,
                    },
                    ShownPerson {
                        id: TOMAS,
                        avatar: None,
                        status: None,
                        availability: None,
                        invisible: true,
                        quiet: Some(Box::new(Quiet {
                            until: Some(at()),
                            hours: QuietHours::new(1_200, 450, 31).ok(),
                            zone: ZoneName::parse("Europe/Lisbon").ok(),
                        })),
                    },
                ],
                all: false,
            },
        ),
        ("marker", ServerFrame::Marker { room: ROOM, marker: marker() }),
        ("mention", ServerFrame::Mention { room: ROOM, seq: 42, marker: marker() }),
        (
            "personal",
            ServerFrame::Personal(Personal {
                threads: 2,
                snoozed: vec![Moment(at())],
                reports: 3,
                reminders: vec![Moment(at())],
                saved: [(ROOM, vec![41, 44])].into(),
                blocked: vec![TOMAS],
                arrangement: Arrangement { version: 3, sort: RoomSort::Hand, ..Arrangement::default() },
            }),
        ),
        ("state", ServerFrame::State { sending: true, receiving: false }),
        ("goaway", ServerFrame::Goaway { in_ms: 10_000 }),
        ("pong", ServerFrame::Pong { n: 7 }),
    ];
    for (name, frame) in frames {
        pinned(&format!("server_{name}"), &frame);
    }
}

#[test]
fn every_query_about_rooms_reads_back() {
    use proto::room::{
        AdminActor, AdminQuery, MessageCursor, Query, ReportOutcome, ReportQuery, ReportReason, ReportScope,
        Reported, RoomFilter, RoomOrder,
    };
    use proto::text::ReportNote;
    let admin_actor = AdminActor { id: ROSA, org_role: OrgRole::Admin };
    let queries = [
        Query::Open { room: ROOM, user: ROSA, after: Some(3) },
        Query::Page { room: ROOM, viewer: GUEST, part: Around::Latest, limit: 50 },
        Query::Page { room: ROOM, viewer: GUEST, part: Around::Around(7), limit: 50 },
        Query::Page { room: ROOM, viewer: GUEST, part: Around::Since(at()), limit: 1 },
        Query::Browse {
            viewer: GUEST,
            show: RoomFilter::Joined,
            order: RoomOrder::Name,
            search: "tea".into(),
            offset: 0,
            limit: 30,
        },
        Query::Members { room: ROOM, viewer: GUEST, banned: true, among: None, offset: 30, limit: 30 },
        Query::Markers { query: MarkerQuery::Mark { room: ROOM, user: ROSA, seq: 4, generation: Some(1) } },
        Query::Markers { query: MarkerQuery::MarkUnread { room: ROOM, user: ROSA, seq: 4 } },
        Query::Markers { query: MarkerQuery::Get { room: ROOM, user: ROSA } },
        Query::Markers { query: MarkerQuery::GetAll { room: ROOM, users: vec![ROSA], calling: None } },
        Query::Fill { after: vec![(ROOM, 4)] },
        Query::Reactors { room: ROOM, viewer: GUEST, seq: 41 },
        Query::Saved { query: SavedQuery::Save { room: ROOM, viewer: GUEST, seq: 41 } },
        Query::Saved { query: SavedQuery::Remind { room: ROOM, viewer: GUEST, seq: 41, at: Some(at()) } },
        Query::Saved { query: SavedQuery::Remind { room: ROOM, viewer: GUEST, seq: 41, at: None } },
        Query::Saved { query: SavedQuery::Remove { room: ROOM, user: ROSA, seq: 41 } },
        Query::Saved { query: SavedQuery::Get { room: ROOM, viewer: GUEST, seq: 41 } },
        Query::Saved { query: SavedQuery::List { viewer: GUEST, offset: 0, limit: 50 } },
        Query::Personal { user: ROSA },
        Query::Log,
        Query::Files { query: FileQuery::Upload { file: FILE, user: ROSA } },
        Query::Files { query: FileQuery::Stored { user: ROSA, file: picture(), sha256: vec![7] } },
        Query::Files { query: FileQuery::Describe { file: FILE, user: ROSA, alt: picture().alt } },
        Query::MyRoom { room: ROOM, user: ROSA },
        Query::Direct {
            actor: Actor { id: ROSA, name: "Rosa Silva".into(), org_role: OrgRole::Member },
            others: vec![TOMAS],
        },
        Query::Hide { room: ROOM, user: ROSA },
        Query::Star { room: ROOM, user: ROSA, starred: true },
        Query::SetLevel { room: ROOM, user: ROSA, level: Level::Nothing },
        Query::Concern { room: ROOM, viewer: GUEST, seq: 9 },
        Query::Inbox {
            query: InboxQuery::List {
                user: ROSA,
                part: InboxPart::Snoozed,
                why: Some(Why::Thread),
                offset: 30,
            },
        },
        Query::Inbox {
            query: InboxQuery::PutAway {
                user: ROSA,
                conversation: Conversation { room: ROOM, root: Some(4) },
                seq: 9,
                until: Some(at()),
            },
        },
        Query::Inbox { query: InboxQuery::PutAllAway { user: ROSA, said_until: at() } },
        Query::Inbox {
            query: InboxQuery::BringBack {
                user: ROSA,
                conversation: Conversation { room: ROOM, root: None },
            },
        },
        Query::Notifications { query: NotificationQuery::Settings { user: ROSA } },
        Query::Notifications {
            query: NotificationQuery::SetDefaultLevel { user: ROSA, level: Some(Level::Everything) },
        },
        Query::Notifications {
            query: NotificationQuery::AddKeyword {
                user: ROSA,
                keyword: Keyword::parse("shed key").expect("a keyword"),
            },
        },
        Query::Notifications {
            query: NotificationQuery::RemoveKeyword {
                user: ROSA,
                keyword: Keyword::parse("日本").expect("a keyword"),
            },
        },
        Query::Links { query: LinkQuery::Take { most: 8 } },
        Query::Links {
            query: LinkQuery::Settle {
                outcomes: vec![LinkOutcome { href: link().href, found: LinkFound::Page(Box::new(link())) }],
            },
        },
        Query::Links { query: LinkQuery::Keep { picture: FILE, size: 30_000 } },
        Query::Links { query: LinkQuery::Picture { picture: FILE, viewer: GUEST } },
        Query::FirstContact { user: ROSA },
        Query::SetFirstContact { user: ROSA, first_contact: FirstContact::SharedRoom },
        Query::Reports {
            viewer: GUEST,
            query: ReportQuery::File {
                room: ROOM,
                seq: 41,
                reason: ReportReason::Spam,
                note: ReportNote::parse("Three times today.").ok(),
            },
        },
        Query::Reports {
            viewer: GUEST,
            query: ReportQuery::Close {
                scope: ReportScope::Moderated,
                of: Reported { room: ROOM, seq: 41, text_rev: 43 },
                outcome: ReportOutcome::Muted,
                name: "Rosa Silva".into(),
            },
        },
        Query::Admin { admin_actor, query: AdminQuery::Totals },
        Query::Admin { admin_actor, query: AdminQuery::DefaultLevel },
        Query::Admin {
            admin_actor,
            query: AdminQuery::SetPreviews { shown: true, name: "Rosa Silva".into() },
        },
        Query::Admin {
            admin_actor,
            query: AdminQuery::SetDefaultLevel { level: Level::Everything, name: "Rosa Silva".into() },
        },
        Query::Admin {
            admin_actor,
            query: AdminQuery::Search {
                words: "tea".into(),
                author: Some(TOMAS),
                room: Some(ROOM),
                from: None,
                before: Some(MessageCursor { at: at(), room: ROOM, seq: 7 }),
                limit: 50,
            },
        },
    ];
    for query in queries {
        let json = serde_json::to_string(&query).expect("writes");
        assert_eq!(serde_json::from_str::<Query>(&json).expect("reads"), query);
    }
}

#[test]
fn every_command_about_people_reads_back() {
    use proto::auth::{
        AccountAction, Action, AdminAction, ClientInfo, Command, Letter, NewSession, TokenHash,
    };
    let from = ClientInfo { address: IpAddr::V4(Ipv4Addr::LOCALHOST), agent: "a browser".into() };
    let token = TokenHash("0".repeat(64));
    let password = || proto::text::Password::try_out("correct horse");
    let (user, keep) = (ROSA, proto::SessionId::new());
    let actions = [
        Action::LogIn {
            login: "rosa".into(),
            password: password(),
            session: NewSession { token: token.clone(), from: from.clone() },
        },
        Action::MailResetLink {
            login: "rosa".into(),
            letter: Letter { subject: "Hello".into(), text: Letter::NAME.into(), html: Letter::TOKEN.into() },
            from,
        },
        Action::LogOut { token: token.clone() },
        Action::UseResetLink { token: token.clone(), password: password() },
        Action::UseConfirmation { token: token.clone() },
        Action::Account {
            user,
            change: AccountAction::ChangePassword {
                keep,
                old: password(),
                new: password(),
                token: token.clone(),
            },
        },
        Action::Account { user, change: AccountAction::Prove { session: keep, password: password() } },
        Action::Admin { actor: ROSA, change: AdminAction::SetRole { user, org_role: OrgRole::Guest } },
        Action::Admin { actor: ROSA, change: AdminAction::MakeResetLink { user, link: token } },
    ];
    for action in actions {
        let name = action.name();
        let written = serde_json::to_value(Command::new(action)).expect("writes");
        let read: Command = serde_json::from_value(written.clone()).expect("reads");
        assert_eq!(read.action.name(), name);
        assert_eq!(serde_json::to_value(read).expect("writes"), written);
    }
}

#[test]
fn an_older_release_knows_no_turns_and_is_understood() {
    let marker = r#"{"read_seq":4,"read_msg":2}"#;
    assert_eq!(
        serde_json::from_str::<Marker>(marker).expect("reads"),
        Marker { read_seq: 4, read_msg: 2, ..Marker::default() }
    );
    let mark =
        format!(r#"{{"ask":"markers","query":{{"ask":"mark","room":"{ROOM}","user":"{ROSA}","seq":4}}}}"#);
    let expected = proto::room::Query::Markers {
        query: MarkerQuery::Mark { room: ROOM, user: ROSA, seq: 4, generation: None },
    };
    assert_eq!(serde_json::from_str::<proto::room::Query>(&mark).expect("reads"), expected);
}

#[test]
fn a_fingerprint_never_changes() {
    // Prints are kept with events for ever: this number must stay what it is.
    let action =
        Action::Post { body: Body::parse("Hello").expect("a body"), reply_to: None, files: Vec::new() };
    pinned("fingerprint_of_hello", &Fingerprint::of(Authority::Member, &action));
}

#[test]
fn what_somebody_is_called_is_no_part_of_a_fingerprint() {
    let remove = |whom: &str| Action::Remove {
        user: TOMAS,
        ban: true,
        minutes: None,
        reason: None,
        whom: whom.into(),
    };
    let fingerprint = |action| Fingerprint::of(Authority::Member, &action);
    assert_eq!(fingerprint(remove("Tomas")), fingerprint(remove("")));
    let older = format!(r#"{{"action":"remove","user":"{TOMAS}","ban":true}}"#);
    assert_eq!(serde_json::from_str::<Action>(&older).expect("reads"), remove(""));
}

#[test]
fn the_same_action_by_another_right_is_another_command() {
    let of = |authority| Fingerprint::of(authority, &Action::Archive);
    assert_ne!(of(Authority::Member), of(Authority::Admin));
    assert_ne!(of(Authority::Admin), of(Authority::System));
}

#[test]
fn unknown_fields_are_ignored_and_unknown_types_are_not() {
    let known = format!(r#"{{"t":"typing","room":"{ROOM}","colour":"teal"}}"#);
    assert_eq!(
        serde_json::from_str::<ClientFrame>(&known).expect("reads"),
        ClientFrame::Typing { room: ROOM }
    );
    assert!(serde_json::from_str::<ClientFrame>(r#"{"t":"dance"}"#).is_err());
}
