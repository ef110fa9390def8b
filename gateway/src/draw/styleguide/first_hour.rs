//! The first hour: an owner's registration and setup, invites, where a new person begins; and what is said of links that do not
//! work.

use proto::auth::{Installation, Invitation, LinkState, Person, SignUp};
use proto::id::GENERAL;
use proto::node::Availability;
use proto::room::{
    Edge, Kind, Level, Membership, Message, OrgRole, Page as Stretch, Role, RoomSettings, RoomView,
};
use proto::text::{Greeting, InstallationName};
use proto::{Reason, RoomId};
use uuid::Uuid;

use super::people::{ingrid, maximiliane, nadia, wrong};
use super::rooms::{my_room, session};
use super::talk::conversation;
use super::{NOON, Screen, inside, rooms, slug};
use crate::catalogue::Text;
use crate::draw::{
    ClosedPage, Composer, ConfirmPage, DeadInvitePage, Errors, Face, ForgotPage, InstallationPage, Invited,
    OwnerPage, RegisterPage, RoomPage, SeenFace, SetupInvite, SetupPage, Sidebar, UnsubscribePage, Welcome,
};

/// As wide as names may be.
const WIDE: &str = "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW";
const GREETING: &str = "We run the festival, the boats and a kitchen that never closes. Ask anything; nobody minds. The office is open Monday to Thursday.";

pub(super) const SCREENS: [Screen; 31] = [
    ("owner", |renderer| renderer.page(&OwnerPage::default())),
    ("owner_wrong", |renderer| renderer.page(&owner())),
    ("register_invited", |renderer| renderer.page(&invited(&nadia(), Some("harbour festival")))),
    ("register_invited_long", |renderer| renderer.page(&invited(&wide(), Some(&WIDE.repeat(2)[..80])))),
    ("setup", |renderer| renderer.page(&setup(&[], "Harbour Collective"))),
    ("setup_done", |renderer| {
        let mine = [my_room("announcements", "announcements", 0), my_room("نادي-القراءة", "نادي القراءة", 0)];
        let page = setup(&mine, "Harbour Collective");
        renderer.page(&SetupPage { invite: Some(link()), named: true, demo: Some("demo".into()), ..page })
    }),
    ("setup_long", |renderer| {
        let page = setup(&rooms::mine(), WIDE);
        let errors = wrong("name", Reason::RoomNameAlike { other: "harbour festiva1".into() });
        renderer.page(&SetupPage { alike: true, room: WIDE.into(), errors, ..page })
    }),
    ("welcome", |renderer| {
        renderer.page(&welcome(&nadia(), OrgRole::Member, Some(GREETING), &[], Vec::new()))
    }),
    ("welcome_owner", |renderer| renderer.page(&welcome(&nadia(), OrgRole::Owner, None, &[], Vec::new()))),
    ("welcome_done", |renderer| {
        let mine = rooms::mine();
        renderer.page(&welcome(&ingrid(), OrgRole::Member, Some(GREETING), &mine, Vec::new()))
    }),
    ("welcome_within", |renderer| {
        renderer.page(&welcome(&nadia(), OrgRole::Member, Some(GREETING), &[], conversation()))
    }),
    ("welcome_long", |renderer| {
        let greeting = WIDE.repeat(8);
        renderer.page(&welcome(&wide(), OrgRole::Member, Some(&greeting), &rooms::many(), Vec::new()))
    }),
    ("invite_expired", |renderer| renderer.page(&dead(Some(LinkState::Expired), &ingrid(), true))),
    ("invite_used", |renderer| renderer.page(&dead(Some(LinkState::Used), &nadia(), false))),
    ("invite_revoked", |renderer| renderer.page(&dead(Some(LinkState::Revoked), &maximiliane(), false))),
    ("invite_unknown", |renderer| renderer.page(&dead(None, &ingrid(), false))),
    ("closed", |renderer| renderer.page(&ClosedPage::closed())),
    ("closed_invite", |renderer| renderer.page(&ClosedPage::by_invitation())),
    ("reset_expired", |renderer| renderer.page(&ClosedPage::reset(Some(LinkState::Expired)))),
    ("reset_used", |renderer| renderer.page(&ClosedPage::reset(Some(LinkState::Used)))),
    ("reset_unknown", |renderer| renderer.page(&ClosedPage::reset(None))),
    ("confirm", |renderer| renderer.page(&confirmation(false))),
    ("confirm_done", |renderer| renderer.page(&confirmation(true))),
    ("confirm_expired", |renderer| renderer.page(&ClosedPage::confirmation(Some(LinkState::Expired)))),
    ("unsubscribe", |renderer| renderer.page(&unsubscribe(false))),
    ("unsubscribe_done", |renderer| renderer.page(&unsubscribe(true))),
    ("unsubscribe_unknown", |renderer| renderer.page(&ClosedPage::unsubscribe())),
    ("forgot", |renderer| renderer.page(&ForgotPage::default())),
    ("forgot_sent", |renderer| renderer.page(&ForgotPage { sent: true, ..ForgotPage::default() })),
    ("forgot_no_mail", |renderer| renderer.page(&ClosedPage::forgotten())),
    ("admin_installation", |renderer| {
        let notice = Some(Text::new("installation-did-greeting"));
        let page =
            InstallationPage::new(inside(&rooms::mine()), &installation(), "Harbour Collective".into());
        renderer.page(&InstallationPage { notice, ..page })
    }),
];

fn wide() -> Person {
    Person { display_name: WIDE.into(), ..nadia() }
}

fn owner() -> OwnerPage {
    OwnerPage {
        called: "Harbour Collective".into(),
        display_name: "Ingrid Moe".into(),
        username: "ingrid".into(),
        email: "ingrid".into(),
        ask_claim: true,
        claim: "pear-tree".into(),
        errors: wrong("claim", Reason::WrongSetupCode).and("email", Reason::EmailForm),
    }
}

fn invited(by: &Person, room: Option<&str>) -> RegisterPage {
    let by = Some(Face::of(by.id, &by.display_name));
    let invited = Invited { code: "code".into(), by, room: room.map(str::to_owned) };
    RegisterPage { invited: Some(invited), ..RegisterPage::default() }
}

fn setup(mine: &[proto::room::MyRoom], called: &str) -> SetupPage {
    let general = my_room("general", "general", 0);
    let rooms: Vec<_> = std::iter::once(general).chain(mine.iter().cloned()).collect();
    SetupPage::new(inside(&rooms), called.into(), RoomId(Uuid::nil()))
}

fn link() -> SetupInvite {
    let code = "9f3k7tqm2wxd9f3k7tqm2wxd9f3k7tqm2wxd9f3k7tq";
    SetupInvite::new(
        code.into(),
        format!("https://chat.harbour.example/invite/{code}"),
        &invitation(&ingrid()),
    )
}

fn invitation(by: &Person) -> Invitation {
    Invitation { by: by.clone(), room: None, state: LinkState::Usable, expires_at: NOON }
}

fn dead(state: Option<LinkState>, by: &Person, open: bool) -> DeadInvitePage {
    let found = state.map(|state| Invitation { state, ..invitation(by) });
    DeadInvitePage::new(found.as_ref(), open)
}

fn confirmation(done: bool) -> ConfirmPage {
    ConfirmPage { token: "9f3k7tqm2wxd".into(), username: nadia().username, done, errors: Errors::none() }
}

fn unsubscribe(done: bool) -> UnsubscribePage {
    UnsubscribePage { link: "9f3k7tqm2wxd".into(), done }
}

fn installation() -> Installation {
    Installation {
        id: Uuid::nil(),
        claimed: true,
        claim_needed: false,
        sign_up: SignUp::Open,
        name: InstallationName::parse("Harbour Collective").ok(),
        greeting: Greeting::parse(GREETING).ok(),
        members_invite: false,
        members_emoji: false,
        emoji_version: 0,
        denied_files: None,
        set_up: true,
        sends_mail: false,
    }
}

/// The common room as somebody finds it on their first day: empty, or with what was said before they came and since.
fn welcome(
    person: &Person,
    org_role: OrgRole,
    greeting: Option<&str>,
    mine: &[proto::room::MyRoom],
    said: Vec<Message>,
) -> RoomPage {
    let session = proto::auth::Session { person: person.clone(), newcomer: true, ..session(org_role) };
    let general = proto::room::MyRoom { room: GENERAL, ..my_room("general", "general", 0) };
    let rooms: Vec<_> = std::iter::once(general).chain(mine.iter().cloned()).collect();
    let view = RoomView {
        room: GENERAL,
        address: slug("general").into(),
        name: "general".into(),
        others: Vec::new(),
        topic: "Everything that concerns everyone".into(),
        kind: Kind::Public,
        archived: false,
        members: 42,
        head: 11,
        last_msg: 11,
        settings: RoomSettings::default(),
        mine: Some(Membership {
            role: Role::Member,
            since: 9,
            read_seq: 11,
            read_msg: 11,
            level: Level::Mentions,
            starred: false,
        }),
        muted: None,
        wait_seconds: 0,
        blocked: false,
    };
    let more = Edge { before: !said.is_empty(), after: false };
    let stretch = Stretch {
        head: 11,
        messages: said,
        mine: Vec::new(),
        lines: Vec::new(),
        more,
        following: Vec::new(),
    };
    let by = (org_role < OrgRole::Admin).then(ingrid);
    let present =
        [(ingrid(), Availability::Here), (nadia(), Availability::Away)].iter().map(SeenFace::from).collect();
    let sidebar = Sidebar::new(person, &rooms, Some(GENERAL));
    RoomPage::new(&session, sidebar, view, &stretch, Composer::fresh(), present)
        .welcoming(Welcome::new(&session, greeting, by.as_ref()), person)
}
