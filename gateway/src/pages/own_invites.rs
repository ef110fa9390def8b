//! `/invites`: the invites of a member, where the installation lets members invite. Auth decides; this only asks.

use axum::Form;
use axum::extract::{Path, Query as UrlQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use proto::auth::{AdminAction, Installation, InviteLine, Query, Reply, Session};
use proto::room::OrgRole;
use proto::{Reason, Refusal};

use super::invites::{FormInput, Saved, blank, present};
use super::{queries, redirect, render, render_refused};
use crate::catalogue::Text;
use crate::draw::{InvitesPage, OwnInvitesPage};
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// Whether somebody of this role may make invites.
pub(super) fn may_invite(session: &Session, installation: &Installation) -> bool {
    let least = if installation.members_invite { OrgRole::Member } else { OrgRole::Admin };
    session.org_role >= least
}

/// `GET /invites`
pub(crate) async fn invites(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    UrlQuery(saved): UrlQuery<Saved>,
) -> Result<Response, AppError> {
    let mut page = page(&state, &session).await?;
    page.notice = (saved.saved == "revoked").then(|| Text::new("invites-did-revoke"));
    render(&state, &OwnInvitesPage(page))
}

/// The addresses of its forms, asked for by a reload or a link back.
pub(crate) async fn to_page() -> Response {
    redirect("/invites")
}

/// `POST /invites`: the link is on the page that answers, and not found else.
pub(crate) async fn make(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    headers: HeaderMap,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let made = typed.make(&state, &session, &headers).await;
    let (page, refusal) = typed.answered(page(&state, &session).await?, made);
    match refusal {
        None => render(&state, &OwnInvitesPage(page)),
        Some(refusal) => render_refused(&state, &OwnInvitesPage(page), &refusal),
    }
}

/// `POST /invites/{id}/revoke`
pub(crate) async fn revoke(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let invite = id.parse().map_err(|_| Refusal::not_found())?;
    state.actions().administer(&session, AdminAction::RevokeInvite { invite }).await?;
    Ok(redirect("/invites?saved=revoked"))
}

async fn page(state: &AppState, session: &Session) -> Result<InvitesPage, AppError> {
    let installation = present(state).await?;
    if !may_invite(session, &installation) {
        return Err(Refusal::new(Reason::AdminsOnly).into());
    }
    let (lines, sidebar) = tokio::try_join!(own(state, session), queries::sidebar(state, session, None))?;
    let mails = state.mail_origin().is_some();
    Ok(InvitesPage { mails, ..blank("/invites", sidebar, &installation, &lines) })
}

async fn own(state: &AppState, session: &Session) -> Result<Vec<InviteLine>, Refusal> {
    let user = session.person.id;
    match state.cluster().ask_auth(user.0, &Query::OwnInvites { user }).await? {
        Reply::Invites(lines) => Ok(lines),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}
