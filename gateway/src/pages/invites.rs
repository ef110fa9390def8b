//! `/admin/people/invites`: who may join, and the invites with which. For admins; auth decides who is one.

use axum::Form;
use axum::extract::{Path, Query as UrlQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use proto::auth::{AdminAction, InviteLine, NewInvite, Query, Reply, Session, SignUp};
use proto::{Nonce, Reason, Refusal};
use serde::Deserialize;
use uuid::Uuid;

use super::{absolute_url, form_nonce, queries, redirect, render, render_refused, retry_nonce};
use crate::catalogue::Text;
use crate::draw::{Errors, InviteRow, InvitesPage, Made};
use crate::error::AppError;
use crate::session::{SignedIn, token};
use crate::state::AppState;

/// What was done last: one of our own words.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Saved {
    saved: String,
}

/// The form of a new invite.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct FormInput {
    uses: String,
    days: String,
    /// Empty: the common one.
    room: String,
    nonce: String,
}

/// The form of who may join.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Choice {
    sign_up: String,
}

/// `GET /admin/people/invites`
pub(crate) async fn invites(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    UrlQuery(saved): UrlQuery<Saved>,
) -> Result<Response, AppError> {
    let mut page = page(&state, &session).await?;
    page.notice = match saved.saved.as_str() {
        "sign_up" => Some(Text::new("invites-did-sign-up")),
        "revoked" => Some(Text::new("invites-did-revoke")),
        _ => None,
    };
    render(&state, &page)
}

/// The addresses of its forms, asked for by a reload or a link back.
pub(crate) async fn to_page() -> Response {
    redirect("/admin/people/invites")
}

/// `POST /admin/people/invites`: the link is on the page that answers, and not found else.
pub(crate) async fn make(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    headers: HeaderMap,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let made = async {
        let (uses, days) = (number(&typed.uses, "uses")?, number(&typed.days, "days")?);
        let id = form_nonce(&typed.nonce)?.0;
        let code = token()?;
        let room = (!typed.room.is_empty()).then(|| typed.room.parse()).transpose();
        let room = room.map_err(|_| Refusal::not_found())?;
        let change = AdminAction::MakeInvite(NewInvite { id, code: code.hash(), uses, days, room });
        Ok((state.actions().make_link(&session, change).await?, code))
    };
    match made.await {
        Ok((link, code)) => {
            let address = absolute_url(&state, &headers, &format!("/invite/{}", code.reveal()));
            let page = InvitesPage { made: Some(Made::new(&link, address)), ..page(&state, &session).await? };
            render(&state, &page)
        }
        Err(refusal) => {
            let page = InvitesPage {
                nonce: retry_nonce(&refusal, &typed.nonce),
                uses: typed.uses,
                days: typed.days,
                room: typed.room,
                errors: Errors::from(&refusal),
                ..page(&state, &session).await?
            };
            render_refused(&state, &page, &refusal)
        }
    }
}

/// `POST /admin/people/invites/{id}/revoke`
pub(crate) async fn revoke(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let invite = id.parse().map_err(|_| Refusal::not_found())?;
    state.actions().administer(&session, AdminAction::RevokeInvite { invite }).await?;
    Ok(redirect("/admin/people/invites?saved=revoked"))
}

/// `POST /admin/people/sign-up`
pub(crate) async fn sign_up(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Form(choice): Form<Choice>,
) -> Result<Response, AppError> {
    let sign_up = SignUp::parse(&choice.sign_up).ok_or_else(|| Refusal::new(Reason::UnknownSignUp))?;
    state.actions().administer(&session, AdminAction::SetSignUp { sign_up }).await?;
    Ok(redirect("/admin/people/invites?saved=sign_up"))
}

/// A number as typed; which ones are fine is for auth to say.
fn number(text: &str, field: &'static str) -> Result<u16, Refusal> {
    text.trim().parse().map_err(|_| Refusal::new(Reason::NotANumber).on(field))
}

async fn page(state: &AppState, session: &Session) -> Result<InvitesPage, AppError> {
    let (lines, sign_up, sidebar) =
        tokio::try_join!(all(state, session), present(state), queries::sidebar(state, session, None))?;
    Ok(InvitesPage {
        sidebar,
        sign_up,
        invites: lines.iter().map(InviteRow::from).collect(),
        made: None,
        uses: "1".to_owned(),
        days: "7".to_owned(),
        room: String::new(),
        nonce: Nonce::new(),
        notice: None,
        errors: Errors::none(),
    })
}

async fn all(state: &AppState, session: &Session) -> Result<Vec<InviteLine>, Refusal> {
    let actor = session.person.id;
    match state.cluster().ask_auth(actor.0, &Query::Invites { actor }).await? {
        Reply::Invites(lines) => Ok(lines),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}

/// As it is now, not as this gateway last heard.
async fn present(state: &AppState) -> Result<SignUp, Refusal> {
    match state.cluster().ask_auth(Uuid::nil(), &Query::Installation).await? {
        Reply::Installation(installation) => Ok(installation.sign_up),
        _ => Err(Refusal::unavailable()),
    }
}
