//! The people of a room and its settings, and the quiet lines that tell of them. The screens are written to the styleguide.

use proto::auth::Session;
use proto::room::{Level, MemberLine, OrgRole as Rank};
use proto::text::{ModerationReason, Topic};
use proto::{Reason, Refusal, SessionId};

use super::room::offers;
use super::*;
use crate::catalogue::Text;

pub(super) fn session(org_role: Rank) -> Session {
    Session {
        id: SessionId(Uuid::from_u128(1)),
        person: rosa(),
        org_role,
        expires_at: NOON,
        proved_at: NOON,
        newcomer: false,
        feed: 0,
    }
}

fn room(role: Option<Role>, archived: bool) -> RoomView {
    RoomView {
        room: RoomId(Uuid::from_u128(7)),
        address: Slug::parse("design").expect("a slug").into(),
        name: "Design <i>".into(),
        others: Vec::new(),
        topic: "What it appearance like".into(),
        kind: Kind::Private,
        archived,
        members: 3,
        head: 9,
        last_msg: 4,
        settings: proto::room::RoomSettings::default(),
        mine: role.map(|role| Membership {
            role,
            since: 1,
            read_seq: 9,
            read_msg: 4,
            level: Level::Mentions,
            starred: false,
        }),
        muted: None,
        wait_seconds: 0,
        blocked: false,
    }
}

fn members(role: Role, org_role: Rank) -> MembersPage {
    let room = room(Some(role), false);
    let rights = Rights::of(&session(org_role), &room);
    let row = |n: u128, name: &str, role| {
        let person = Person {
            id: UserId(Uuid::from_u128(n)),
            username: format!("user{n}"),
            display_name: name.into(),
            ambiguous: false,
            status: None,
            invisible: false,
            avatar: None,
            quiet: None,
        };
        MemberRow::of(
            &MemberLine { user: person.id, role, since: NOON, until: None, reason: None },
            Some(&person),
            ROSA,
            rights,
        )
    };
    let mut open = row(4, "Maximiliane von Hohenstaufen-Oberschlesien zu Wasserburg", Role::Member);
    open.reason = Some("Advertising".into());
    MembersPage {
        sidebar: sidebar(None),
        members: vec![
            row(0xa1, "Rosa", role),
            row(2, "Tomas", Role::Owner),
            row(3, "نادية", Role::Moderator),
            open,
        ],
        banned: vec![row(5, "Mallory", Role::Banned)],
        search: String::new(),
        too_many: false,
        offset: 0,
        per_page: 50,
        more: true,
        rights,
        add: AddForm {
            username: "antn".into(),
            errors: Errors::none().and("username", Reason::UsernameUnknown),
            ..AddForm::default()
        },
        notice: Some(Text::new("members-did-appoint")),
        errors: Errors::from(&Refusal::new(Reason::TooLong { max: 200 })),
        room,
    }
}

#[test]
fn the_forms_of_the_people_are_for_those_alone_who_may_use_them() {
    let acts = |role, org_role| {
        let page = draw().page(&members(role, org_role)).expect("drawn");
        ["/role\"", "/remove\"", "/unban\"", "id=\"username\"", "/settings\""]
            .map(|act| page.matches(act).count())
    };
    // The link to one's own settings stands beside every page.
    assert_eq!(acts(Role::Owner, Rank::Member), [2, 2, 1, 1, 2]);
    assert_eq!(acts(Role::Moderator, Rank::Member), [0, 1, 1, 1, 1]);
    assert_eq!(acts(Role::Member, Rank::Admin), [0, 1, 1, 1, 2]);
    assert_eq!(acts(Role::Member, Rank::Member), [0, 0, 1, 0, 1], "whom the service lists is drawn");
    let archived = Rights::of(&session(Rank::Member), &room(Some(Role::Owner), true));
    assert!(!archived.add && !archived.remove && !archived.appoint && archived.settings);
}

#[test]
fn of_messages_is_offered_what_the_table_allows() {
    let offered = |role: Option<Role>, org_role, archived| {
        let mut room = room(role, archived);
        room.settings.pins = vec![7];
        let offers = Offers::of(&session(org_role), &room);
        let on = |is_own, seq| {
            let offers = serde_json::to_value(offers.on(is_own, seq, &room.settings)).expect("JSON");
            let offers = offers.as_array().expect("a list").iter();
            offers
                .map(|offer| offer["action"].as_str().expect("a name").to_owned())
                .collect::<Vec<_>>()
                .join(" ")
        };
        [on(true, 3), on(false, 3), on(false, 7)]
    };
    let member = offered(Some(Role::Member), Rank::Member, false);
    assert_eq!(
        member,
        [
            "reply thread edit delete remove_previews react unread save why",
            "reply thread react unread save report why",
            "reply thread react unread save report why"
        ]
    );
    let moderator = [("edit delete pin", ""), ("delete pin", " report"), ("delete unpin", " report")]
        .map(|(some, last)| format!("reply thread {some} remove_previews react unread save{last} why"));
    assert_eq!(offered(Some(Role::Moderator), Rank::Member, false), moderator);
    assert_eq!(
        offered(Some(Role::Member), Rank::Admin, false),
        moderator,
        "admins count as moderators inside"
    );
    assert_eq!(offered(None, Rank::Admin, false), ["save why", "save report why", "save report why"]);
    let archived = ["unread save why", "unread save report why", "unread save report why"];
    assert_eq!(offered(Some(Role::Owner), Rank::Owner, true), archived);
}

#[test]
fn every_action_on_messages_has_words_and_an_icon() {
    let draw = draw();
    let actions: Vec<_> = offers::all().collect();
    assert!(actions.contains(&"pin") && actions.contains(&"unread"), "{actions:?}");
    let mut words = std::collections::BTreeSet::new();
    for action in &actions {
        let icon = draw.component("Icon", "name", action, ENGLISH).expect("drawn");
        assert!(icon.contains("<path"), "templates/parts/_icon.html: {action}");
        let mut arguments = fluent_bundle::FluentArgs::new();
        arguments.set("action", *action);
        words.insert(ENGLISH.catalogue().format("message-action", &arguments).expect("words"));
    }
    assert_eq!(words.len(), actions.len(), "each has its own: {words:?}");
}

#[test]
fn quiet_lines_say_who_whom_and_why_and_nothing_in_them_is_a_tag() {
    let line = |fact| draw().event(&event(fact), ENGLISH).expect("drawn").expect("a line");
    let removed = |whom: &str| Fact::Removed {
        user: TOMAS,
        banned: true,
        until: None,
        reason: Some(ModerationReason::parse("<b>Spam").expect("a reason")),
        whom: whom.into(),
    };
    let said = line(removed("Tom<as"));
    assert!(
        said.contains("banned <b dir=\"auto\">Tom&lt;as</b>") && said.contains("&lt;b&gt;Spam</q>"),
        "{said}"
    );
    assert!(line(removed("")).contains("<b dir=\"auto\">someone</b>"));
    for (fact, words) in [
        (Fact::Added { user: TOMAS, whom: "Tomas".into() }, "added"),
        (Fact::Unbanned { user: TOMAS, whom: "Tomas".into() }, "unbanned"),
        (Fact::Pinned { target: 4 }, "pinned a message"),
        (Fact::Unpinned { target: 4 }, "unpinned a message"),
        (Fact::Archived, "archived this room"),
        (Fact::Restored, "unarchived this room"),
        (Fact::Described { topic: Topic::parse("").expect("none") }, "removed the topic"),
        (Fact::Described { topic: Topic::parse("Tea").expect("a topic") }, ">Tea</q>"),
    ] {
        let said = line(fact);
        assert!(said.contains(words), "{said}");
    }
}
