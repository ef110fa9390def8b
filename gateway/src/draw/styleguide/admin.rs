//! The screens of administration.

use proto::auth::{DirectoryLine, InviteLine, Link, Person, SignUp};
use proto::id::GENERAL;
use proto::room::OrgRole;
use proto::{Nonce, Reason};
use uuid::Uuid;

use super::people::{ingrid, maximiliane, nadia, rosa, taro, tomas, wrong};
use super::rooms::{mine, session};
use super::{NOON, Screen, inside};
use crate::draw::{
    CreateForm, Errors, InviteRow, InvitesPage, LinkFor, Made, PeoplePage, PersonRow, Sidebar,
};

/// As long as a real one.
const TOKEN: &str = "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq";

pub(super) const SCREENS: [Screen; 6] = [
    ("admin_people", |renderer| renderer.page(&people(&everyone()))),
    ("admin_people_none", |renderer| renderer.page(&PeoplePage { search: "antn".into(), ..people(&[]) })),
    ("admin_people_made", |renderer| {
        let link = Link { person: Some(maximiliane()), ..link() };
        let address = format!("https://chat.example.org/reset/{TOKEN}");
        renderer.page(&PeoplePage { made: Some(LinkFor::new(true, &link, address)), ..people(&everyone()) })
    }),
    ("admin_people_wrong", |renderer| {
        let errors = wrong("username", Reason::UsernameTaken).and("email", Reason::EmailForm);
        let create = CreateForm {
            open: true,
            username: "rosa".into(),
            email: "rosa".into(),
            org_role: "member".into(),
            errors,
            ..CreateForm::default()
        };
        renderer.page(&PeoplePage { create, ..people(&everyone()) })
    }),
    ("admin_invites", |renderer| renderer.page(&invites(true))),
    ("admin_invites_empty", |renderer| renderer.page(&invites(false))),
];

pub(super) fn state() -> Sidebar {
    let mut sidebar = inside(&mine());
    sidebar.admin = true;
    sidebar
}

fn everyone() -> Vec<DirectoryLine> {
    let line = |person: Person, org_role, rank, sessions| DirectoryLine {
        email: format!("{}@example.org", person.username),
        email_confirmed: sessions != 1,
        last_seen: (sessions > 0).then_some(NOON),
        invited_by: (sessions == 2).then(nadia),
        person,
        org_role,
        role_when_active: rank,
        since: NOON,
        sessions,
    };
    vec![
        line(ingrid(), OrgRole::Owner, OrgRole::Owner, 3),
        line(nadia(), OrgRole::Admin, OrgRole::Admin, 1),
        line(maximiliane(), OrgRole::Member, OrgRole::Member, 2),
        line(taro(), OrgRole::Member, OrgRole::Member, 0),
        line(tomas(), OrgRole::Inactive, OrgRole::Member, 0),
        line(rosa(), OrgRole::Member, OrgRole::Member, 1),
    ]
}

fn people(lines: &[DirectoryLine]) -> PeoplePage {
    let me = session(OrgRole::Owner);
    PeoplePage {
        sidebar: state(),
        total: lines.len() as i64,
        more: !lines.is_empty(),
        people: lines.iter().map(|line| PersonRow::of(line, &me, NOON)).collect(),
        search: String::new(),
        search_encoded: String::new(),
        offset: 0,
        per_page: 50,
        owner: true,
        create: CreateForm::default(),
        made: None,
        notice: None,
        errors: Errors::none(),
    }
}

fn link() -> Link {
    Link { person: None, expires_at: NOON + time::Duration::days(7) }
}

pub(super) fn invites(some: bool) -> InvitesPage {
    let line = |uses: i32, most: i32, revoked: bool| InviteLine {
        id: Uuid::from_u128(7),
        by: nadia(),
        made_at: NOON,
        expires_at: NOON + time::Duration::days(7),
        uses,
        most,
        revoked,
        usable: !revoked && uses < most,
    };
    let lines = [line(3, 10, false), line(1, 1, false), line(0, 5, true)];
    let address = format!("https://chat.example.org/invite/{TOKEN}");
    InvitesPage {
        room: String::new(),
        common: GENERAL,
        sidebar: state(),
        sign_up: SignUp::Invite,
        members_invite: some,
        at: "/admin/people/invites",
        invites: if some { lines.iter().map(InviteRow::from).collect() } else { vec![] },
        made: some.then(|| Made::new(&link(), address).mailed("tomas@example.org", Ok(()))),
        mails: true,
        email: String::new(),
        uses: "1".into(),
        days: "7".into(),
        nonce: Nonce::new(),
        notice: None,
        errors: if some { Errors::none() } else { wrong("uses", Reason::NotANumber) },
    }
}
