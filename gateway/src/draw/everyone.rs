//! `/people`: everyone with an account, as far as whoever looks may know them.

use std::collections::HashMap;

use proto::auth::Person;
use proto::node::Availability;
use proto::{At, UserId};
use serde::Serialize;

use super::{Face, Page, ShownStatus, Sidebar};

/// `GET /people`
#[derive(Clone, Debug, Serialize)]
pub struct EveryonePage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// This page of them.
    pub people: Vec<EveryoneRow>,
    /// Part of a name that is looked for; empty: everyone is listed.
    pub search: String,
    /// How many people come before this page (`?offset=`).
    pub offset: u32,
    /// People to a page.
    pub per_page: u32,
    /// There are further people.
    pub more: bool,
    /// Who is looking may invite others.
    pub invites: bool,
}

/// One person.
#[derive(Clone, Debug, Serialize)]
pub struct EveryoneRow {
    /// Who.
    pub face: Face,
    /// Their username.
    pub username: String,
    /// What they are up to.
    pub status: Option<ShownStatus>,
    /// Whether they are here.
    pub seen: Option<Availability>,
    /// It is who looks.
    pub me: bool,
}

impl EveryonePage {
    /// A page of people, of whom one more may have been found than fit.
    pub fn new(
        sidebar: Sidebar,
        found: &[Person],
        seen: &HashMap<UserId, Availability>,
        search: &str,
        (offset, per_page): (u32, u16),
        now: At,
    ) -> Self {
        let row = |person: &Person| EveryoneRow {
            face: Face::told_apart(person),
            username: person.username.clone(),
            status: ShownStatus::of(person, now),
            seen: seen.get(&person.id).copied(),
            me: person.id == sidebar.me.id,
        };
        Self {
            people: found.iter().take(per_page.into()).map(row).collect(),
            search: search.to_owned(),
            offset,
            per_page: per_page.into(),
            more: found.len() > usize::from(per_page),
            invites: false,
            sidebar,
        }
    }
}

impl Page for EveryonePage {
    const TEMPLATE: &'static str = "people/everyone.html";
}
