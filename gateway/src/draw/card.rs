//! A person's card: what is shown over a page where their name is pointed at.

use proto::auth::{Details, Profile};
use proto::node::Availability;
use proto::room::{CommonRoom, OrgRole};
use proto::text::ZoneName;
use proto::{At, UserId};
use serde::Serialize;

use super::{Face, LocalTime, Page, ShownQuiet, ShownStatus};

/// So many of the rooms in common are named.
const ROOMS: usize = 2;

/// `GET /u/{username}/card`: a part of a page.
#[derive(Clone, Debug, Serialize)]
pub struct CardPart {
    /// Who is looking.
    pub me: UserId,
    /// Whose card.
    pub person: Face,
    /// Their username.
    pub username: String,
    /// It is one's own.
    pub mine: bool,
    /// They were deactivated.
    pub gone: bool,
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
    /// What their clock shows.
    pub local: Option<LocalTime>,
    /// Some rooms that both are in.
    pub rooms: Vec<CommonRoom>,
    /// How many further ones there are.
    pub more_rooms: usize,
}

impl CardPart {
    /// The card of somebody, for whoever lives by the clock of `zone`.
    pub fn new(
        me: UserId,
        profile: &Profile,
        mut rooms: Vec<CommonRoom>,
        zone: Option<&ZoneName>,
        now: At,
    ) -> Self {
        let more_rooms = rooms.len().saturating_sub(ROOMS);
        rooms.truncate(ROOMS);
        let theirs = profile.details.zone.as_ref();
        Self {
            me,
            person: Face::from(&profile.person),
            username: profile.person.username.clone(),
            mine: me == profile.person.id,
            gone: profile.org_role == OrgRole::Inactive,
            details: profile.details.clone(),
            status: ShownStatus::to(&profile.person, zone, now),
            quiet: ShownQuiet::to(&profile.person, zone, now),
            seen: None,
            blocked: false,
            local: theirs.and_then(|theirs| LocalTime::of(theirs, zone, now)),
            rooms,
            more_rooms,
        }
    }
}

impl Page for CardPart {
    const TEMPLATE: &'static str = "people/card.html";
}
