//! `/admin/people/invites`: who may join, and the invites with which. For admins; auth decides who is one.

use axum::Form;
use axum::extract::{Path, Query as UrlQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use proto::auth::{
    AccountAction, AdminAction, Installation, InviteLine, NewInvite, Query, Reply, Session, SignUp,
};
use proto::id::GENERAL;
use proto::text::Email;
use proto::{Nonce, Reason, Refusal};
use serde::Deserialize;
use uuid::Uuid;

use super::{absolute_url, form_nonce, queries, redirect, render, render_refused, retry_nonce};
use crate::catalogue::Text;
use crate::draw::{Errors, InviteRow, InvitesPage, Made, Sidebar};
use crate::error::AppError;
use crate::letters;
use crate::session::{SignedIn, token};
use crate::state::AppState;

/// What was done last: one of our own words.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Saved {
    pub(super) saved: String,
}

/// The form of a new invite.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct FormInput {
    uses: String,
    days: String,
    /// Empty: the common one.
    room: String,
    /// Whom it is mailed to; empty: nobody.
    email: String,
    nonce: String,
}

/// The form of who may join.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Choice {
    sign_up: String,
}

/// The form of whether members invite, too.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct MembersChoice {
    allowed: String,
}

/// `GET /admin/people/invites`
pub(crate) async fn invites(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    UrlQuery(saved): UrlQuery<Saved>,
) -> Result<Response, AppError> {
    let mut page = page(&state, &session).await?;
    page.notice = match saved.saved.as_str() {
        "sign_up" | "members" => Some(Text::new("invites-did-sign-up")),
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
    let made = typed.make(&state, &session, &headers).await;
    let (page, refusal) = typed.answered(page(&state, &session).await?, made);
    match refusal {
        None => render(&state, &page),
        Some(refusal) => render_refused(&state, &page, &refusal),
    }
}

impl FormInput {
    /// Makes it; the link with its whole address.
    pub(super) async fn make(
        &self,
        state: &AppState,
        session: &Session,
        headers: &HeaderMap,
    ) -> Result<Made, Refusal> {
        let (uses, days) = (number(&self.uses, "uses")?, number(&self.days, "days")?);
        let to = (!self.email.trim().is_empty()).then(|| Email::parse(&self.email)).transpose()?;
        let id = form_nonce(&self.nonce)?.0;
        let code = token()?;
        let room = (!self.room.is_empty()).then(|| self.room.parse()).transpose();
        let room = room.map_err(|_| Refusal::not_found())?;
        let change = AdminAction::MakeInvite(NewInvite { id, code: code.hash(), uses, days, room });
        let link = state.actions().make_link(session, change).await?;
        let path = format!("/invite/{}", code.reveal());
        let made = Made::new(&link, absolute_url(state, headers, &path));
        let Some(to) = to else { return Ok(made) };
        let mailed = mail(state, session, id, to.clone(), &path).await;
        Ok(made.mailed(to.as_str(), mailed.as_ref().copied()))
    }

    /// The page with what came of it.
    pub(super) fn answered(
        self,
        page: InvitesPage,
        made: Result<Made, Refusal>,
    ) -> (InvitesPage, Option<Refusal>) {
        match made {
            Ok(made) => (InvitesPage { made: Some(made), ..page }, None),
            Err(refusal) => {
                let (nonce, errors) = (retry_nonce(&refusal, &self.nonce), Errors::from(&refusal));
                let Self { uses, days, room, email, .. } = self;
                (InvitesPage { nonce, uses, days, room, email, errors, ..page }, Some(refusal))
            }
        }
    }
}

/// `POST /admin/people/members-invite`
pub(crate) async fn members_invite(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Form(choice): Form<MembersChoice>,
) -> Result<Response, AppError> {
    let allowed = match choice.allowed.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(Refusal::new(Reason::Malformed).into()),
    };
    state.actions().administer(&session, AdminAction::SetMembersInvite { allowed }).await?;
    Ok(redirect("/admin/people/invites?saved=members"))
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

/// Has an invite mailed. It is there whether or not that works.
async fn mail(
    state: &AppState,
    session: &Session,
    invite: Uuid,
    to: Email,
    path: &str,
) -> Result<(), Refusal> {
    let origin = state.mail_origin().ok_or_else(|| Refusal::new(Reason::NoMail))?;
    let letter = letters::invite(state, &origin, session, format!("{origin}{path}"));
    let letter = letter.map_err(|_| Refusal::unavailable())?;
    state.actions().change_account(session, AccountAction::MailInvite { invite, to, letter }).await
}

/// A number as typed; which ones are fine is for auth to say.
fn number(text: &str, field: &'static str) -> Result<u16, Refusal> {
    text.trim().parse().map_err(|_| Refusal::new(Reason::NotANumber).on(field))
}

async fn page(state: &AppState, session: &Session) -> Result<InvitesPage, AppError> {
    let (lines, installation, sidebar) =
        tokio::try_join!(all(state, session), present(state), queries::sidebar(state, session, None))?;
    let mails = state.mail_origin().is_some();
    Ok(InvitesPage { mails, ..blank("/admin/people/invites", sidebar, &installation, &lines) })
}

/// The page with an empty form, which is sent to `at`.
pub(super) fn blank(
    at: &'static str,
    sidebar: Sidebar,
    installation: &Installation,
    lines: &[InviteLine],
) -> InvitesPage {
    InvitesPage {
        sidebar,
        sign_up: installation.sign_up,
        members_invite: installation.members_invite,
        at,
        invites: lines.iter().map(InviteRow::from).collect(),
        made: None,
        uses: "1".to_owned(),
        days: "7".to_owned(),
        room: String::new(),
        common: GENERAL,
        mails: false,
        email: String::new(),
        nonce: Nonce::new(),
        notice: None,
        errors: Errors::none(),
    }
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
pub(super) async fn present(state: &AppState) -> Result<Installation, Refusal> {
    match state.cluster().ask_auth(Uuid::nil(), &Query::Installation).await? {
        Reply::Installation(installation) => Ok(installation),
        _ => Err(Refusal::unavailable()),
    }
}
