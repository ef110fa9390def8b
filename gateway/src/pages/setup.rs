//! `/setup`: what whoever has claimed an installation begins with. Each step saves by itself and leads back; "Open" and "Skip"
//! end it, and it is not shown again: all of it is in administration.

use axum::Form;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use proto::auth::{AdminAction, LinkState, NewInvite, Session};
use proto::room::Kind;
use proto::text::InstallationName;
use proto::{Nonce, Reason, RoomId};
use serde::Deserialize;
use uuid::Uuid;

use super::admin::SignedInAdmin;
use super::{absolute_url, form_nonce, invite, queries, redirect, render, render_refused, retry_nonce};
use crate::actions::rooms::NewRoom;
use crate::draw::{Errors, SetupInvite, SetupPage};
use crate::error::AppError;
use crate::middleware::appearance;
use crate::session::token;
use crate::state::AppState;

/// Where it is.
const HERE: &str = "/setup";
/// Of an invite made here.
const USES: u16 = 50;
const DAYS: u16 = 7;

/// What its address may carry, and each of its forms: the invite that was made, of which nothing else knows the code.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Along {
    invite: String,
    /// What was saved just now: one of our own words.
    saved: String,
}

/// The forms.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct FormInput {
    invite: String,
    installation: String,
    name: String,
    /// The name that they were warned about.
    meant: Option<String>,
    nonce: String,
}

/// `GET /setup`
pub(crate) async fn form(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    headers: HeaderMap,
    Query(along): Query<Along>,
) -> Result<Response, AppError> {
    if state.installation()?.set_up {
        return Ok(redirect("/"));
    }
    let page = page(&state, &session, &headers, &along.invite).await?;
    render(&state, &SetupPage { named: along.saved == "name", ..page })
}

/// The addresses of its forms, asked for by a reload or a link back.
pub(crate) async fn to_page() -> Response {
    redirect(HERE)
}

/// `POST /setup`: that was it.
pub(crate) async fn finish(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
) -> Result<Response, AppError> {
    state.actions().administer(&session, AdminAction::FinishSetup).await?;
    state.refresh_installation().await;
    Ok(redirect("/r/general"))
}

/// `POST /setup/name`
pub(crate) async fn name(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    headers: HeaderMap,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let named = async {
        let name = InstallationName::parse(&typed.installation)?;
        state.actions().administer(&session, AdminAction::SetName { name }).await
    };
    if let Err(refusal) = named.await {
        let page = page(&state, &session, &headers, &typed.invite).await?;
        let errors = Errors::from(&refusal);
        return render_refused(&state, &SetupPage { called: typed.installation, errors, ..page }, &refusal);
    }
    state.refresh_installation().await;
    Ok(redirect(&back(&typed.invite, "name")))
}

/// `POST /setup/invite`: the code goes along from here on, so that the link stays on the page whatever else is saved.
pub(crate) async fn make_invite(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let id = form_nonce(&typed.nonce)?.0;
    let code = token()?;
    let invite = NewInvite { id, code: code.hash(), uses: USES, days: DAYS, room: None };
    state.actions().make_link(&session, AdminAction::MakeInvite(invite)).await?;
    Ok(redirect(&back(code.reveal(), "")))
}

/// `POST /setup/room`: a public room.
pub(crate) async fn room(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    headers: HeaderMap,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let made = async {
        let meant = typed.meant.as_deref();
        let wanted = NewRoom { name: &typed.name, meant, kind: Kind::Public, topic: "", people: "" };
        state.actions().create_room(&session, form_nonce(&typed.nonce)?, wanted).await
    };
    if let Err(refusal) = made.await {
        let page = page(&state, &session, &headers, &typed.invite).await?;
        let page = SetupPage {
            alike: matches!(refusal.reason, Reason::RoomNameAlike { .. }),
            nonce: retry_nonce(&refusal, &typed.nonce),
            room: typed.name,
            errors: Errors::from(&refusal),
            ..page
        };
        return render_refused(&state, &page, &refusal);
    }
    Ok(redirect(&back(&typed.invite, "")))
}

/// `POST /setup/demo`: a room whose messages show what can be done. Sent twice, it is there once.
pub(crate) async fn demo(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    state.actions().create_demo(&session, demo_nonce(&session), appearance::current().language).await?;
    Ok(redirect(&back(&typed.invite, "")))
}

fn back(invite: &str, saved: &str) -> String {
    let query = [("invite", invite), ("saved", saved)].into_iter().filter(|(_, value)| !value.is_empty());
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
    if query.is_empty() { HERE.to_owned() } else { format!("{HERE}?{query}") }
}

/// Always the same for one person.
fn demo_nonce(session: &Session) -> Nonce {
    Nonce(Uuid::new_v5(&session.person.id.0, b"demo"))
}

async fn page(
    state: &AppState,
    session: &Session,
    headers: &HeaderMap,
    code: &str,
) -> Result<SetupPage, AppError> {
    let (sidebar, found) =
        tokio::try_join!(queries::sidebar(state, session, None), invite::invitation(state, code))?;
    let demo = RoomId::made_by(session.person.id, demo_nonce(session));
    let address = || absolute_url(state, headers, &format!("/invite/{code}"));
    let found = found.filter(|invitation| invitation.state == LinkState::Usable);
    let invite = found.map(|invitation| SetupInvite::new(code.to_owned(), address(), &invitation));
    Ok(SetupPage { invite, ..SetupPage::new(sidebar, state.title(), demo) })
}
