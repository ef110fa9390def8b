//! The permission table against the rules, for everyone and every action; and its page in the docs.

use std::fmt::Write as _;

use proto::id::SYSTEM;
use proto::room::permissions::{Asker, OnMessage, When, Who, Whose, row};
use proto::room::{ActionKind, LeastRole, RoomSetting};
use proto::text::{RoomName, Slug, Topic};
use proto::{Reason, Refusal};

use super::*;
use crate::room::{Claim, Loaded, Needs};

const DOC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/permissions.md");

const ORG_ROLES: [OrgRole; 5] =
    [OrgRole::Inactive, OrgRole::Guest, OrgRole::Member, OrgRole::Admin, OrgRole::Owner];
const ROLES: [Option<Role>; 6] = [
    None,
    Some(Role::Former),
    Some(Role::Banned),
    Some(Role::Member),
    Some(Role::Moderator),
    Some(Role::Owner),
];
const AUTHORITIES: [Authority; 3] = [Authority::Member, Authority::Admin, Authority::System];

/// The one who asks; their own message, and Bob's.
const ME: UserId = EVE;
const MINE: Seq = 1;
const BANNED: UserId = UserId(Uuid::from_u128(5));
/// Later than it is in these tests.
const MUTED_UNTIL: At = time::macros::datetime!(1970-01-02 00:00 UTC);
const STRANGER: UserId = UserId(Uuid::from_u128(6));

/// One of each, about what is there for it in the representative room.
fn actions() -> Vec<Action> {
    let name = || RoomName::parse("tea").expect("a name");
    let whom = String::new;
    vec![
        Action::Create { name: name(), kind: Kind::Public },
        post("hello"),
        Action::PostInThread { root: MINE, body: body("hello"), also_in_room: false, files: Vec::new() },
        Action::Edit { target: MINE, body: body("hello"), text_rev: None, without: Vec::new() },
        Action::Delete { target: MINE, reason: None },
        Action::Pin { target: MINE },
        Action::Unpin { target: MINE },
        Action::Preview {
            target: MINE,
            text_rev: MINE,
            links: vec![super::previews::found("https://tea.example/")],
        },
        Action::RemovePreviews { target: MINE },
        Action::React { target: MINE, reaction: thumbs_up() },
        Action::Unreact { target: MINE, reaction: thumbs_up() },
        Action::Join,
        Action::Leave,
        Action::Remove { user: BOB, ban: false, minutes: None, reason: None, whom: whom() },
        Action::Mute {
            user: BOB,
            minutes: proto::room::Minutes::new(1).expect("a minute"),
            reason: None,
            whom: whom(),
        },
        Action::Unmute { user: BOB, whom: whom() },
        Action::Add { user: STRANGER, whom: whom() },
        Action::Unban { user: BANNED, whom: whom() },
        Action::Appoint { user: BOB, role: Role::Moderator },
        Action::Rename { name: name() },
        Action::Describe { topic: Topic::parse("tea").expect("a topic") },
        Action::Configure { setting: RoomSetting::Posting(LeastRole::Moderator) },
        Action::Archive,
        Action::Restore,
        Action::Block,
        Action::Unblock,
        Action::Inspect,
        Action::DeleteRoom,
        Action::Cancel,
    ]
}

/// A room as somebody finds it: Olga owns it, Bob is inside, somebody is banned, and the asker has said something.
fn room(me: UserId, asker: &Asker, author: UserId) -> Room {
    let mut header = Room::before(RoomId(Uuid::from_u128(9)));
    (header.head, header.last_msg, header.members, header.owners) = (7, 1, 4, 2);
    (header.kind, header.archived) = (asker.kind, asker.archived);
    if asker.kind == Kind::Direct {
        // Of two: in others nobody is blocked.
        header.members = 2;
    }
    if asker.blocked {
        header.blocks.insert(BOB);
    }
    header.settings.posting = asker.posting;
    let row = |role| Member::new(role, 1, 0);
    let mut people = vec![(OLGA, row(Role::Owner)), (BOB, row(Role::Member)), (BANNED, row(Role::Banned))];
    people.extend(asker.role.map(|role| (me, Member { muted_until: asker.muted_until, ..row(role) })));
    let needs = Needs {
        people: [me, OLGA, BOB, BANNED, STRANGER].into(),
        targets: [MINE].into(),
        reactions: [(MINE, me)].into(),
    };
    let mut room = header.clone();
    assert!(room.learn(
        &needs,
        Loaded { room: header, people, targets: vec![message(author)], reactions: Vec::new() }
    ));
    room
}

fn message(author: UserId) -> proto::room::Message {
    proto::room::Message {
        seq: MINE,
        msg_no: Some(1),
        rev: MINE,
        text_rev: MINE,
        author,
        name: String::new(),
        avatar: None,
        at: At::UNIX_EPOCH,
        body: String::new(),
        html: String::new(),
        reply_to: None,
        thread: None,
        edited_at: None,
        previews: proto::room::Previews::default(),
        history: false,
        deleted_at: None,
        files: Vec::new(),
        reactions: proto::room::Reactions::default(),
        nonce: Nonce(Uuid::nil()),
    }
}

fn askers() -> impl Iterator<Item = Asker> {
    let rooms = [
        (Kind::Public, false),
        (Kind::Public, true),
        (Kind::Private, false),
        (Kind::Private, true),
        (Kind::Direct, false),
    ];
    ORG_ROLES.into_iter().flat_map(move |org_role| {
        ROLES.into_iter().flat_map(move |role| {
            rooms.into_iter().flat_map(move |(kind, archived)| {
                [
                    (None, LeastRole::Member, false),
                    (Some(MUTED_UNTIL), LeastRole::Member, false),
                    (None, LeastRole::Moderator, false),
                    (None, LeastRole::Member, kind == Kind::Direct),
                ]
                .map(|(muted_until, posting, blocked)| Asker {
                    org_role,
                    role,
                    kind,
                    archived,
                    blocked,
                    muted_until,
                    posting,
                    broadcast: LeastRole::Member,
                })
            })
        })
    })
}

fn decided(asker: &Asker, authority: Authority, action: &Action, is_own: bool) -> Result<(), Refusal> {
    let me = if authority == Authority::System { SYSTEM } else { ME };
    let room = room(me, asker, if is_own { me } else { BOB });
    let actor = Actor { id: me, name: String::new(), org_role: asker.org_role };
    let command = Command::new(room.id, actor, Nonce::new(), action.clone()).by(authority);
    let held = Claim::Held(Slug::parse("tea").expect("a slug"));
    match room.decide(&command, Some(&held)) {
        // It was allowed, but the room is there.
        Decision::Refused(refusal) if refusal.reason == Reason::RoomExists => Ok(()),
        Decision::Refused(refusal) => Err(refusal),
        Decision::Happens(_) | Decision::Unchanged | Decision::Void(_) => Ok(()),
    }
}

#[test]
fn the_rules_decide_as_the_table_says_for_everyone() {
    for action in actions() {
        for authority in AUTHORITIES {
            for asker in askers() {
                for is_own in [true, false] {
                    let said = asker.check(authority, action.kind());
                    let said = said.and_then(|()| asker.check_author(authority, action.kind(), is_own));
                    let decided = decided(&asker, authority, &action, is_own);
                    let what = action.kind().as_str();
                    assert_eq!(decided, said, "{what} by {authority:?} of {asker:?}, their own: {is_own}");
                }
            }
        }
    }
}

#[test]
fn every_action_is_in_the_matrix() {
    let tried: Vec<_> = actions().iter().map(Action::kind).collect();
    assert_eq!(tried, ActionKind::all().collect::<Vec<_>>());
}

#[test]
fn who_is_blocked_reaches_nobody_whatever_else_they_may() {
    let owner = Asker {
        org_role: OrgRole::Owner,
        role: Some(Role::Owner),
        kind: Kind::Direct,
        archived: false,
        blocked: true,
        muted_until: None,
        posting: LeastRole::Member,
        broadcast: LeastRole::Member,
    };
    for action in actions() {
        let said = owner.check(Authority::Member, action.kind());
        let blocked = said == Err(Reason::Unreachable.into());
        let speaks =
            matches!(action, Action::Post { .. } | Action::PostInThread { .. } | Action::Edit { .. });
        let marks = matches!(action, Action::React { .. } | Action::Pin { .. } | Action::Unpin { .. });
        assert_eq!(blocked, speaks || marks, "{action:?}");
    }
}

#[test]
fn a_guest_acts_in_the_rooms_they_are_in_and_sees_no_other() {
    let guest = |role, kind| Asker {
        org_role: OrgRole::Guest,
        role,
        kind,
        archived: false,
        blocked: false,
        muted_until: None,
        posting: LeastRole::Member,
        broadcast: LeastRole::Member,
    };
    let check = |asker: Asker, action: &Action| asker.check(Authority::Member, action.kind());
    for kind in [Kind::Public, Kind::Private] {
        for action in actions().iter().filter(|action| action.kind() != ActionKind::Create) {
            let outside = check(guest(None, kind), action);
            assert_eq!(outside, Err(Refusal::not_found()), "{action:?}");
        }
        for action in [post("hello"), Action::Leave] {
            assert_eq!(check(guest(Some(Role::Member), kind), &action), Ok(()));
        }
    }
    let create = &actions()[0];
    assert_eq!(check(guest(None, Kind::Public), create), Err(Reason::GuestsCannotCreate.into()));
}

#[test]
fn the_docs_show_the_table() {
    let page = page();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(DOC, &page).expect("written");
    }
    let kept = std::fs::read_to_string(DOC).unwrap_or_default();
    assert_eq!(kept, page, "run `UPDATE_GOLDEN=1 cargo test -p room-service permissions`");
}

/// `docs/permissions.md`.
fn page() -> String {
    let mut page = include_str!("permissions/head.md").to_owned();
    for action in ActionKind::all() {
        let row = row(action);
        let who = if row.member == When::Never { "no one".into() } else { whose(who(row.who), row.message) };
        let _ = writeln!(
            page,
            "| `{}` | {who} | {} | {} | {} | {} | {} |",
            action.as_str(),
            when(row.member),
            when(row.admin),
            when(row.system),
            if row.direct { "yes" } else { "no" },
            if row.speaks { "no" } else { "yes" }
        );
    }
    page += include_str!("permissions/matrix.md");
    for action in ActionKind::all() {
        let cell = |org_role| {
            let of = |kind, archived| {
                ROLES.map(|role| {
                    sign(
                        &Asker {
                            org_role,
                            role,
                            kind,
                            archived,
                            blocked: false,
                            muted_until: None,
                            posting: LeastRole::Member,
                            broadcast: LeastRole::Member,
                        },
                        action,
                    )
                })
            };
            let rooms = [
                of(Kind::Public, false),
                of(Kind::Public, true),
                of(Kind::Private, false),
                of(Kind::Private, true),
                of(Kind::Direct, false),
            ];
            rooms.map(|signs| signs.into_iter().collect::<String>()).join(" ")
        };
        let (guest, member, admin) = (cell(OrgRole::Guest), cell(OrgRole::Member), cell(OrgRole::Admin));
        let _ = writeln!(page, "| `{}` | `{guest}` | `{member}` | `{admin}` |", action.as_str());
    }
    page
}

fn who(who: Who) -> &'static str {
    match who {
        Who::Nobody => "no one",
        Who::Colleague => "everyone but guests",
        Who::Reader => "everyone who may read the room",
        Who::Newcomer => "everyone who may read the room",
        Who::Inside(Role::Owner) => "owners of the room",
        Who::Inside(Role::Moderator) => "moderators and owners",
        Who::Inside(_) => "everyone inside",
        Who::OwnerOrAdmin => "owners of the room, and admins who may read it",
        Who::Involved => "everyone who is or was inside, or could join",
    }
}

fn whose(who: &str, message: Option<OnMessage>) -> String {
    match message.map(|message| message.whose) {
        None | Some(Whose::Anyones) => who.to_owned(),
        Some(Whose::Own) => format!("{who}, their own"),
        Some(Whose::OwnOrFrom(_)) => format!("{who}, their own; moderators and owners, anyone’s"),
    }
}

fn when(when: When) -> &'static str {
    match when {
        When::Never => "no",
        When::Open => "unless archived",
        When::Always => "yes",
    }
}

fn sign(asker: &Asker, action: ActionKind) -> char {
    match asker.check(Authority::Member, action).map_err(|refusal| refusal.code) {
        Ok(()) => '+',
        Err(Code::NotFound) => '-',
        Err(Code::Archived) => '=',
        Err(_) => '!',
    }
}
