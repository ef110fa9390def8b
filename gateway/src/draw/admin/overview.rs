//! `/admin`: the installation at a glance.

use chassis::Health;
use chassis::peers::Sighting;
use proto::auth::SignUp;
use proto::node::NodeKind;
use proto::room::{FollowerStatus, Totals};
use proto::{At, NodeId};
use serde::Serialize;

use crate::catalogue::Text;
use crate::draw::when::ago;
use crate::draw::{Page, Sidebar, UsedFiles};

/// A follower that is behind for longer does not keep up: it sweeps once a minute.
const LONG: time::Duration = time::Duration::minutes(3);

/// The page. What nobody could tell in time is none.
#[derive(Clone, Debug, Serialize)]
pub struct OverviewPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// How many accounts there are.
    pub people: Option<i64>,
    /// How many rooms and messages there are.
    pub rooms: Option<Totals>,
    /// How much is kept of files.
    pub files: Option<UsedFiles>,
    /// Who may make an account.
    pub sign_up: SignUp,
    /// The processes heard of, the kinds together.
    pub nodes: Vec<NodeRow>,
    /// Some auth-service reaches the database.
    pub people_well: bool,
    /// Some room-service reaches the database.
    pub rooms_well: bool,
    /// The operator said under which address people come: otherwise links are made from what browsers say.
    pub address_known: bool,
    /// This gateway is connected to NATS.
    pub bus_well: bool,
    /// How far the work behind the log has come.
    pub followers: Vec<FollowerRow>,
    /// This gateway's release.
    pub version: &'static str,
}

/// One process.
#[derive(Clone, Debug, Serialize)]
pub struct NodeRow {
    /// The first digits of its id, as the logs have it.
    pub id: String,
    /// "gateway", "room-service", "auth-service".
    pub name: &'static str,
    /// `gateway`, `room`, `auth`.
    pub kind: &'static str,
    /// Its release.
    pub version: String,
    /// How it is: `well`, `degraded`, `unwell`, `leaving`, `suspect`, `gone`.
    pub health: &'static str,
    /// It does its work.
    pub well: bool,
    /// What it says is wrong, in the words of its log.
    pub why: Option<String>,
    /// How much it has at hand.
    pub load: u32,
    /// "5 days ago": when it started.
    pub since: Option<Text>,
    /// It drew this page.
    pub this: bool,
}

/// One follower: work that is done because something happened in rooms.
#[derive(Clone, Debug, Serialize)]
pub struct FollowerRow {
    /// Its name, for which the catalogue has words.
    pub name: String,
    /// It keeps up, and has given up nothing.
    pub well: bool,
    /// Rooms in which something waits.
    pub rooms: i64,
    /// "5 minutes ago": since when the oldest waits.
    pub waiting_since: Option<Text>,
    /// Events it gave up.
    pub skipped: i64,
    /// Why the last one failed, in the words of the log.
    pub error: Option<String>,
}

impl FollowerRow {
    /// A follower as room-service sees it.
    pub fn of(status: FollowerStatus, now: At) -> Self {
        let waits_long = status.waiting_since.is_some_and(|since| now - since > LONG);
        Self {
            well: !waits_long && status.skipped == 0 && status.error.is_none(),
            name: status.name,
            rooms: status.rooms,
            waiting_since: status.waiting_since.map(|at| ago(at, now)),
            skipped: status.skipped,
            error: status.error,
        }
    }
}

impl NodeRow {
    /// A process as it was heard last.
    pub fn of(node: &Sighting, this: NodeId, now: At) -> Self {
        let beat = &node.beat;
        let (kind, name) = match beat.kind {
            NodeKind::Gateway => ("gateway", "gateway"),
            NodeKind::Room => ("room", "room-service"),
            NodeKind::Auth => ("auth", "auth-service"),
        };
        Self {
            id: beat.node.to_string().chars().take(8).collect(),
            name,
            kind,
            version: beat.version.clone(),
            health: match node.health {
                Health::Well if beat.why.is_some() => "degraded",
                Health::Well => "well",
                Health::Unwell => "unwell",
                Health::Leaving => "leaving",
                Health::Suspect => "suspect",
                Health::Gone => "gone",
            },
            well: node.health == Health::Well && beat.why.is_none(),
            why: beat.why.clone(),
            load: beat.load,
            since: beat.since.map(|at| ago(at, now)),
            this: beat.node == this,
        }
    }

    /// Whether any process of this kind does its work.
    pub fn is_any_well(nodes: &[Sighting], kind: NodeKind) -> bool {
        nodes.iter().any(|node| node.beat.kind == kind && node.health == Health::Well)
    }
}

impl Page for OverviewPage {
    const TEMPLATE: &'static str = "admin/overview.html";
}
