//! `/admin/people`: everyone with an account.

use proto::At;
use proto::auth::{DirectoryLine, Link, Session};
use proto::room::OrgRole;
use serde::Serialize;

use crate::catalogue::Text;
use crate::draw::when::{ago, iso};
use crate::draw::{Errors, Face, Made, Page, Sidebar};

/// The page, and its forms gone wrong.
#[derive(Clone, Debug, Serialize)]
pub struct PeoplePage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// This page of those found.
    pub people: Vec<PersonRow>,
    /// How many are found in all.
    pub total: i64,
    /// What was looked for (`?q=`); empty: everyone.
    pub search: String,
    /// The same, as an address holds it.
    pub search_encoded: String,
    /// How many people come before this page (`?offset=`).
    pub offset: u32,
    /// People to a page.
    pub per_page: u32,
    /// There are further people.
    pub more: bool,
    /// Who is looking is an owner: they make admins and owners.
    pub owner: bool,
    /// The form that makes an account.
    pub create: CreateForm,
    /// The link just made.
    pub made: Option<LinkFor>,
    /// A sentence above the list that is no error.
    pub notice: Option<Text>,
    /// What was wrong with a form of the list.
    pub errors: Errors,
}

/// The form that makes an account: `POST /admin/people`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CreateForm {
    /// It was just refused: it is shown opened.
    pub open: bool,
    /// As typed.
    pub username: String,
    /// As typed.
    pub email: String,
    /// As typed; may be left empty: then the username is used.
    pub display_name: String,
    /// As chosen.
    pub org_role: String,
    /// What was wrong; fields `username`, `email`, `display_name`.
    pub errors: Errors,
}

/// A link just made for somebody.
#[derive(Clone, Debug, Serialize)]
pub struct LinkFor {
    /// How they are called.
    pub name: String,
    /// Their account was made with it.
    pub fresh: bool,
    /// The link.
    pub made: Made,
}

/// One person.
#[derive(Clone, Debug, Serialize)]
pub struct PersonRow {
    /// Who.
    pub face: Face,
    /// Their username.
    pub username: String,
    /// Their address.
    pub email: String,
    /// It is confirmed to be theirs.
    pub email_confirmed: bool,
    /// What they are: `inactive`, `guest`, `member`, `admin`, `owner`.
    pub org_role: OrgRole,
    /// What they are again once they are let in.
    pub rank: OrgRole,
    /// Since when.
    pub since: String,
    /// "12 minutes ago"; none: never yet.
    pub last_seen: Option<Text>,
    /// How many sessions they have.
    pub sessions: i64,
    /// Who invited them.
    pub invited_by: Option<String>,
    /// It is who looks.
    pub me: bool,
    /// Who is looking may do something about them.
    pub managed: bool,
}

impl LinkFor {
    /// A link under its whole address.
    pub fn new(fresh: bool, link: &Link, address: String) -> Self {
        let name = link.person.as_ref().map(|person| person.display_name.clone()).unwrap_or_default();
        Self { name, fresh, made: Made::new(link, address) }
    }
}

impl PersonRow {
    /// Somebody as they are listed for this session. Admins look after guests and members, owners after everyone else.
    pub fn of(line: &DirectoryLine, session: &Session, now: At) -> Self {
        let me = line.person.id == session.person.id;
        Self {
            face: Face::from(&line.person),
            username: line.person.username.clone(),
            email: line.email.clone(),
            email_confirmed: line.email_confirmed,
            org_role: line.org_role,
            rank: line.role_when_active,
            since: iso(line.since),
            last_seen: line.last_seen.map(|at| ago(at, now)),
            sessions: line.sessions,
            invited_by: line.invited_by.as_ref().map(|person| person.display_name.clone()),
            me,
            managed: !me && (session.org_role == OrgRole::Owner || line.role_when_active < OrgRole::Admin),
        }
    }
}

impl Page for PeoplePage {
    const TEMPLATE: &'static str = "admin/people.html";
}
