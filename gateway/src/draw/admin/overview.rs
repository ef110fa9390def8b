//! `/admin`: the place at a glance.

use chassis::Health;
use chassis::peers::Sighting;
use proto::auth::SignUp;
use proto::node::NodeKind;
use proto::room::Totals;
use proto::{At, NodeId};
use serde::Serialize;

use crate::catalogue::Text;
use crate::draw::when::ago;
use crate::draw::{Page, Sidebar};

/// The page. What nobody could tell in time is none.
#[derive(Clone, Debug, Serialize)]
pub struct OverviewPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// How many accounts there are.
    pub people: Option<i64>,
    /// How many rooms and messages there are.
    pub rooms: Option<Totals>,
    /// Who may make an account.
    pub sign_up: SignUp,
    /// The processes heard of, the kinds together.
    pub nodes: Vec<NodeRow>,
    /// Some auth-service reaches the database.
    pub people_well: bool,
    /// Some room-service reaches the database.
    pub rooms_well: bool,
    /// This gateway is connected to NATS.
    pub bus_well: bool,
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
    /// How it is: `well`, `unwell`, `leaving`, `suspect`, `gone`.
    pub health: &'static str,
    /// It does its work.
    pub well: bool,
    /// How much it has at hand.
    pub load: u32,
    /// "5 days ago": when it started.
    pub since: Option<Text>,
    /// It drew this page.
    pub this: bool,
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
                Health::Well => "well",
                Health::Unwell => "unwell",
                Health::Leaving => "leaving",
                Health::Suspect => "suspect",
                Health::Gone => "gone",
            },
            well: node.health == Health::Well,
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
