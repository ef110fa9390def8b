//! The screens of administration on which admins go their rounds: the installation at a glance, its rooms, its messages, its record.

use chassis::Health;
use chassis::peers::Sighting;
use proto::auth::{AuditEntry, SignUp};
use proto::node::{Heartbeat, NodeKind};
use proto::room::{AdminEvent, FollowerStatus, FoundMessage, Kind, Role, RoomRecord, Totals};
use proto::{NodeId, Nonce, Reason};
use uuid::Uuid;

use super::admin::state;
use super::people::{ingrid, maximiliane, nadia, rosa, tomas, wrong};
use super::talk::conversation;
use super::{NOON, Screen, room_id, rooms, slug};
use crate::draw::file_usage;
use crate::draw::{
    ACTIONS, AllMessagesPage, AllRoomsPage, AnyRoomPage, AuditPage, AuditRow, Errors, FollowerRow, FoundRow,
    Looking, NodeRow, OverviewPage, RoomChoice, RoomRow,
};

pub(super) const SCREENS: [Screen; 11] = [
    ("admin", |renderer| renderer.page(&overview(true))),
    ("admin_ill", |renderer| renderer.page(&overview(false))),
    ("admin_rooms", |renderer| renderer.page(&all_rooms(&records()))),
    ("admin_rooms_none", |renderer| {
        renderer.page(&AllRoomsPage { search: "attic".into(), ..all_rooms(&[]) })
    }),
    ("admin_room", |renderer| renderer.page(&one_room(false))),
    ("admin_room_wrong", |renderer| {
        let errors = wrong("sure", Reason::NotTheRoomName);
        let mut page = one_room(true);
        (page.forms.sure, page.forms.errors) = ("Board".into(), errors);
        renderer.page(&page)
    }),
    ("admin_messages", |renderer| renderer.page(&messages(true))),
    ("admin_messages_none", |renderer| {
        renderer.page(&AllMessagesPage { search: "attic".into(), filtered: true, ..messages(false) })
    }),
    ("admin_messages_private", |renderer| {
        let looking = Looking { room: room_id("board"), name: "board".into(), nonce: Nonce::new() };
        renderer.page(&AllMessagesPage {
            looking: Some(looking),
            closed: true,
            filtered: true,
            ..messages(false)
        })
    }),
    ("admin_audit", |renderer| renderer.page(&audit(true))),
    ("admin_audit_none", |renderer| {
        let errors = wrong("by", Reason::UsernameUnknown);
        renderer.page(&AuditPage { by: "antn".into(), filtered: true, errors, ..audit(false) })
    }),
];

fn overview(well: bool) -> OverviewPage {
    let node = |n: u128, kind, health| Sighting {
        beat: Heartbeat {
            node: NodeId(Uuid::from_u128(n << 100)),
            kind,
            version: "0.1.0".into(),
            load: 12,
            leaving: false,
            well: health == Health::Well,
            since: Some(NOON - time::Duration::days(5)),
            files: None,
            why: (health == Health::Unwell).then(|| "postgres: does not answer".to_owned()),
        },
        health,
    };
    let ill = if well { Health::Well } else { Health::Unwell };
    let nodes = [
        node(0x7a1, NodeKind::Gateway, Health::Well),
        node(0x7a2, NodeKind::Gateway, if well { Health::Well } else { Health::Leaving }),
        node(0x7a3, NodeKind::Room, ill),
        node(0x7a4, NodeKind::Room, if well { Health::Well } else { Health::Suspect }),
        node(0x7a5, NodeKind::Auth, Health::Well),
    ];
    OverviewPage {
        sidebar: state(),
        people: Some(12),
        rooms: well.then_some(Totals { public: 5, private: 2, archived: 1, direct: 9, messages: 20_481 }),
        files: well.then(|| file_usage::example(2)),
        sign_up: SignUp::Invite,
        nodes: nodes.iter().map(|seen| NodeRow::of(seen, nodes[0].beat.node, NOON)).collect(),
        people_well: true,
        rooms_well: well,
        address_known: false,
        bus_well: true,
        followers: vec![FollowerRow::of(follower(well), NOON)],
        version: "0.1.0",
    }
}

fn follower(well: bool) -> FollowerStatus {
    FollowerStatus {
        name: "deactivated".into(),
        rooms: if well { 0 } else { 3 },
        waiting_since: (!well).then_some(NOON - time::Duration::minutes(12)),
        skipped: i64::from(!well),
        error: (!well).then(|| "a row that cannot be read: expected a role".into()),
    }
}

fn records() -> Vec<RoomRecord> {
    let some = rooms::mine().into_iter().enumerate();
    let record = |(n, room): (usize, proto::room::MyRoom)| RoomRecord {
        room: room.room,
        address: room.address,
        name: room.name,
        picture: None,
        topic: if n == 1 { "Thursday to Sunday, jetty 4.".into() } else { String::new() },
        kind: room.kind,
        archived: n == 7,
        members: 3,
        owners: i64::from(n != 2),
        messages: 300,
        made_at: NOON - time::Duration::days(30),
        active_at: NOON,
        creator: maximiliane().id,
        creator_name: maximiliane().display_name,
        mine: (n == 1).then_some(Role::Owner),
        looked: false,
    };
    some.map(record).collect()
}

fn all_rooms(records: &[RoomRecord]) -> AllRoomsPage {
    AllRoomsPage {
        sidebar: state(),
        rooms: records.iter().map(|record| RoomRow::of(record, Some(&maximiliane()), NOON)).collect(),
        total: records.len() as i64,
        search: String::new(),
        search_encoded: String::new(),
        offset: 0,
        per_page: 50,
        more: !records.is_empty(),
        notice: None,
    }
}

fn one_room(private: bool) -> AnyRoomPage {
    let records = records();
    let is_it =
        |record: &&RoomRecord| (record.kind == Kind::Private) == private && (private || record.messages > 0);
    let record = records.iter().find(is_it).unwrap_or(&records[0]);
    AnyRoomPage::new(state(), RoomRow::of(record, Some(&rosa()), NOON))
}

fn messages(some: bool) -> AllMessagesPage {
    let found = |message| FoundMessage {
        room: room_id("harbour-festival"),
        room_name: "harbour festival".into(),
        address: slug("harbour-festival").into(),
        message,
    };
    let all = conversation().into_iter().rev().map(found).filter(|_| some);
    AllMessagesPage {
        sidebar: state(),
        search: String::new(),
        author: String::new(),
        from: String::new(),
        to: String::new(),
        rooms: records().iter().map(|record| RoomChoice::of(record, None)).collect(),
        looking: None,
        closed: false,
        filtered: false,
        here: "/admin/messages".into(),
        messages: all.map(|found| FoundRow::of(&found, Some(&rosa()), true)).collect(),
        older: some.then(|| "/admin/messages?older=1".into()),
        newest: true,
        notice: None,
        errors: Errors::none(),
    }
}

fn audit(some: bool) -> AuditPage {
    let act = |n: i64, action: &str, before: &str, after: &str| {
        let word = |word: &str| Some(word.to_owned()).filter(|word| !word.is_empty());
        AuditRow::of_people(AuditEntry {
            n,
            at: NOON,
            actor: (n != 3).then(ingrid),
            action: action.into(),
            target: Some(maximiliane()),
            before: word(before),
            after: word(after),
        })
    };
    let people = [ingrid(), nadia(), tomas()].map(|person| (person.id, person)).into();
    let admin_event = |action: &str, before: &str, after: &str| {
        let admin_event = AdminEvent {
            room: room_id("board"),
            room_name: "board".into(),
            seq: 7,
            at: NOON,
            actor: nadia().id,
            actor_name: nadia().display_name,
            action: action.into(),
            target: matches!(action, "deleted" | "removed" | "muted").then(|| tomas().id),
            before: Some(before.to_owned()).filter(|word| !word.is_empty()),
            after: Some(after.to_owned()).filter(|word| !word.is_empty()),
            banned: false,
            reason: (action == "muted").then(|| "Advertising".into()),
            until: (action == "muted").then(|| NOON + time::Duration::hours(6)),
            in_force: action == "muted",
        };
        AuditRow::of_room(admin_event, &people)
    };
    let rows = vec![
        act(1, "create_account", "", "member"),
        act(2, "set_role", "member", "admin"),
        admin_event("renamed", "the committee", "board"),
        admin_event("muted", "", ""),
        admin_event("inspected", "", ""),
        act(3, "reset_password", "", ""),
        admin_event("deleted", "", ""),
        admin_event("room_deleted", "", ""),
        act(4, "deactivate", "member", "inactive"),
    ];
    AuditPage {
        sidebar: state(),
        by: String::new(),
        to: String::new(),
        action: String::new(),
        actions: ACTIONS,
        rows: if some { rows } else { vec![] },
        older: some.then(|| "/admin/audit?older=1".into()),
        newest: true,
        filtered: false,
        notice: None,
        errors: Errors::none(),
    }
}
