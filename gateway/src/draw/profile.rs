//! `/u/{username}`: the card others see; and the form of what one says of oneself.

use proto::At;
use proto::auth::{Details, Profile};
use proto::node::Availability;
use proto::room::{CommonRoom, OrgRole as Rank};
use proto::text::{About, JobTitle, Pronouns, ZoneName};
use serde::Serialize;

use super::when::iso;
use super::{Face, LocalTime, Page, ShownQuiet, ShownStatus, Sidebar};

/// `GET /u/{username}`
#[derive(Clone, Debug, Serialize)]
pub struct ProfilePage {
    /// My rooms.
    pub sidebar: Sidebar,
    /// Whose card.
    pub person: Face,
    /// Their username.
    pub username: String,
    /// When they joined.
    pub since: String,
    /// What they are to the organisation.
    pub role: Rank,
    /// They were deactivated.
    pub gone: bool,
    /// It is my own card.
    pub mine: bool,
    /// What they say of themselves.
    pub details: Details,
    /// What they are up to.
    pub status: Option<ShownStatus>,
    /// They do not want to be disturbed now.
    pub quiet: Option<ShownQuiet>,
    /// Whether they are here.
    pub seen: Option<Availability>,
    /// Whoever looks has blocked them.
    pub blocked: bool,
    /// What their clock shows, where they say by which they live.
    pub local: Option<LocalTime>,
    /// The rooms that both of us are in.
    pub rooms: Vec<CommonRoom>,
}

/// The form of what one says of oneself: as typed, or as it is.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DetailsForm {
    /// At most [`Pronouns::MAX`].
    pub pronouns: String,
    /// At most [`JobTitle::MAX`].
    pub title: String,
    /// The name of a zone; empty: none.
    pub zone: String,
    /// At most [`About::MAX`].
    pub about: String,
    /// The zones to choose from, and the chosen one if it is none of them.
    pub zones: Vec<String>,
}

impl ProfilePage {
    /// The card of somebody, for whoever lives by the clock of `mine`.
    pub fn new(
        sidebar: Sidebar,
        profile: &Profile,
        rooms: Vec<CommonRoom>,
        mine: Option<&ZoneName>,
        now: At,
    ) -> Self {
        let person = Face::from(&profile.person);
        let zone = profile.details.zone.as_ref();
        Self {
            mine: sidebar.me.id == person.id,
            sidebar,
            person,
            username: profile.person.username.clone(),
            since: iso(profile.since),
            role: profile.org_role,
            gone: profile.org_role == Rank::Inactive,
            local: zone.and_then(|zone| LocalTime::of(zone, mine, now)),
            details: profile.details.clone(),
            status: ShownStatus::to(&profile.person, mine, now),
            quiet: ShownQuiet::to(&profile.person, mine, now),
            seen: None,
            blocked: false,
            rooms,
        }
    }
}

impl DetailsForm {
    /// What somebody says of themselves.
    pub fn of(details: &Details) -> Self {
        let Details { pronouns, title, zone, about } = details;
        Self::typed(
            pronouns.as_ref().map_or("", Pronouns::as_str),
            title.as_ref().map_or("", JobTitle::as_str),
            zone.as_ref().map_or("", ZoneName::as_str),
            about.as_ref().map_or("", About::as_str),
        )
    }

    /// What was typed.
    pub fn typed(pronouns: &str, title: &str, zone: &str, about: &str) -> Self {
        let mut zones: Vec<String> = ZoneName::offered().into_iter().map(str::to_owned).collect();
        // A browser may go by an older spelling. What is no zone is given back by the note beside the field alone.
        if ZoneName::parse(zone).is_ok() && !zones.iter().any(|offered| offered == zone) {
            zones.insert(0, zone.to_owned());
        }
        Self { pronouns: pronouns.into(), title: title.into(), zone: zone.into(), about: about.into(), zones }
    }
}

impl Page for ProfilePage {
    const TEMPLATE: &'static str = "people/profile.html";
}
