//! `/admin`: how much there is, who may join, and how the processes of the cluster are.

use axum::extract::State;
use axum::response::Response;
use proto::At;
use proto::auth::{Query, Reply, Session};
use proto::node::NodeKind;
use proto::room::{AdminQuery, AdminReply, FollowerStatus, Totals};

use super::SignedInAdmin;
use crate::draw::{FollowerRow, NodeRow, OverviewPage, Sidebar};
use crate::error::AppError;
use crate::pages::settings::used_files;
use crate::pages::{queries, render};
use crate::state::AppState;

/// `GET /admin`. What cannot be told at the moment is left out: this is the page one looks at then.
pub(crate) async fn overview(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
) -> Result<Response, AppError> {
    let (sidebar, people, totals, files, followers) = tokio::join!(
        queries::sidebar(&state, &session, None),
        people(&state, &session),
        totals(&state, &session),
        used_files(&state, session.person.id),
        followers(&state, &session)
    );
    let now = At::now_utc();
    let nodes = state.cluster().peers().all();
    let page = OverviewPage {
        sidebar: sidebar.unwrap_or_else(|_| bare(&session)),
        people,
        rooms: totals,
        files,
        sign_up: state.installation()?.sign_up,
        nodes: nodes.iter().map(|node| NodeRow::of(node, state.config().node, now)).collect(),
        people_well: NodeRow::is_any_well(&nodes, NodeKind::Auth),
        rooms_well: NodeRow::is_any_well(&nodes, NodeKind::Room),
        address_known: state.config().public_url.is_some(),
        bus_well: state.cluster().bus().connection().borrow().up,
        followers: followers.into_iter().map(|status| FollowerRow::of(status, now)).collect(),
        version: chassis::VERSION,
    };
    render(&state, &page)
}

/// What stands beside the page is of the rooms.
fn bare(session: &Session) -> Sidebar {
    let mut sidebar = Sidebar::new(&session.person, &[], None);
    sidebar.admin = true;
    sidebar
}

async fn people(state: &AppState, session: &Session) -> Option<i64> {
    let actor = session.person.id;
    let query = Query::Directory { actor, search: String::new(), offset: 0, limit: 0 };
    match state.cluster().ask_auth(actor.0, &query).await {
        Ok(Reply::Directory { total, .. }) => Some(total),
        _ => None,
    }
}

async fn totals(state: &AppState, session: &Session) -> Option<Totals> {
    match super::query(state, session, AdminQuery::Totals).await {
        Ok(AdminReply::Totals(totals)) => Some(totals),
        _ => None,
    }
}

async fn followers(state: &AppState, session: &Session) -> Vec<FollowerStatus> {
    match super::query(state, session, AdminQuery::Followers).await {
        Ok(AdminReply::Followers(followers)) => followers,
        _ => Vec::new(),
    }
}
