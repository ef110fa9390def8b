//! `/admin`: how much there is, who may join, and how the processes of the cluster are.

use axum::extract::State;
use axum::response::Response;
use proto::At;
use proto::auth::{Question, Reply, Session};
use proto::node::NodeKind;
use proto::room::{OfficeQuestion, OfficeReply, Tally};

use super::InOffice;
use crate::app::Desk;
use crate::draw::{NodeRow, OverviewPage, Sidebar};
use crate::error::Fault;
use crate::pages::{ask, drawn};

/// `GET /admin`. What cannot be told at the moment is left out: this is the page one looks at then.
pub(crate) async fn overview(
    State(desk): State<Desk>,
    InOffice(session): InOffice,
) -> Result<Response, Fault> {
    let (sidebar, people, tally) =
        tokio::join!(ask::sidebar(&desk, &session, None), people(&desk, &session), tally(&desk, &session));
    let now = At::now_utc();
    let nodes = desk.cluster().peers().all();
    let page = OverviewPage {
        sidebar: sidebar.unwrap_or_else(|_| bare(&session)),
        people,
        rooms: tally,
        sign_up: desk.place()?.sign_up,
        nodes: nodes.iter().map(|node| NodeRow::of(node, desk.config().node, now)).collect(),
        people_well: NodeRow::is_any_well(&nodes, NodeKind::Auth),
        rooms_well: NodeRow::is_any_well(&nodes, NodeKind::Room),
        bus_well: desk.cluster().bus().connection().borrow().up,
        version: chassis::VERSION,
    };
    drawn(&desk, &page)
}

/// What stands beside the page is of the rooms.
fn bare(session: &Session) -> Sidebar {
    let mut sidebar = Sidebar::new(&session.person, &[], None);
    sidebar.admin = true;
    sidebar
}

async fn people(desk: &Desk, session: &Session) -> Option<i64> {
    let actor = session.person.id;
    let question = Question::Directory { actor, search: String::new(), offset: 0, limit: 0 };
    match desk.cluster().ask_auth(actor.0, &question).await {
        Ok(Reply::Directory { total, .. }) => Some(total),
        _ => None,
    }
}

async fn tally(desk: &Desk, session: &Session) -> Option<Tally> {
    match super::question(desk, session, OfficeQuestion::Tally).await {
        Ok(OfficeReply::Tally(tally)) => Some(tally),
        _ => None,
    }
}
