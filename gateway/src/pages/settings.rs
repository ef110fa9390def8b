//! `/settings`: one's own name and sessions; profile, password and appearance are further down. Each has a form of its own; refused, the
//! page is drawn again with what was typed.

pub(crate) mod appearance;
pub(crate) mod avatar;
pub(crate) mod devices;
pub(crate) mod email;
pub(crate) mod keywords;
pub(crate) mod mail;
pub(crate) mod messages;
pub(crate) mod notifications;
pub(crate) mod password;
pub(crate) mod profile;

use axum::Form;
use axum::extract::{Query as UrlQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use proto::auth::{AccountAction, OwnAccount, Query, Reply, Session, SessionLine};
use proto::room::OrgRole;
use proto::text::DisplayName;
use proto::{At, Refusal, SessionId, UserId};
use serde::Deserialize;

use super::{queries, redirect, render, render_refused};
use crate::actions::files;
use crate::catalogue::Text;
use crate::draw::{DetailsForm, Errors, Participant, SessionRow, SettingsPage, UsedFiles};
use crate::error::AppError;
use crate::session::{SignedIn, token_in};
use crate::state::AppState;

/// What was done last: one of our own words.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Saved {
    saved: String,
}

/// The form of the name.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Name {
    display_name: String,
}

/// The form of one session; without one it is about all others.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct End {
    session: String,
}

/// `GET /settings`
pub(crate) async fn settings(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    UrlQuery(saved): UrlQuery<Saved>,
) -> Result<Response, AppError> {
    let mut page = page(&state, &session).await?;
    page.notice = saved.sentence();
    render(&state, &page)
}

/// Where a refused form was drawn, a reload or a link back asks for its address: the page is one further up.
pub(crate) async fn to_page() -> Response {
    redirect("/settings")
}

/// `POST /settings/name`: everyone sees it within a second; what they said before is theirs under the new name too.
pub(crate) async fn rename(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    headers: HeaderMap,
    Form(typed): Form<Name>,
) -> Result<Response, AppError> {
    let renamed = async {
        let display_name = DisplayName::parse(&typed.display_name)?;
        state.actions().change_account(&session, AccountAction::Rename { display_name }).await
    };
    if let Err(refusal) = renamed.await {
        let mut page = page(&state, &session).await?;
        (page.display_name, page.errors) = (typed.display_name, Errors::from(&refusal));
        return render_refused(&state, &page, &refusal);
    }
    // The feed tells every gateway; this one need not wait for it.
    state.people().forget(session.person.id);
    if let Some(token) = token_in(&headers, &state)? {
        state.live().sessions().forget(&token);
    }
    Ok(redirect("/settings?saved=name"))
}

/// `POST /settings/sessions`: ends one, or all others.
pub(crate) async fn end(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Form(form): Form<End>,
) -> Result<Response, AppError> {
    let change = if form.session.is_empty() {
        AccountAction::EndOtherSessions { keep: session.id }
    } else {
        let ending: SessionId = form.session.parse().map_err(|_| Refusal::not_found())?;
        AccountAction::EndSession { session: ending }
    };
    state.actions().change_account(&session, change).await?;
    Ok(redirect("/settings?saved=sessions"))
}

impl Saved {
    /// The word itself.
    pub(in crate::pages) fn word(&self) -> &str {
        &self.saved
    }

    fn sentence(&self) -> Option<Text> {
        match self.saved.as_str() {
            "name" => Some(Text::new("settings-did-name")),
            "avatar" => Some(Text::new("settings-did-avatar")),
            "no-avatar" => Some(Text::new("settings-did-no-avatar")),
            "profile" => Some(Text::new("settings-did-profile")),
            "email" => Some(Text::new("settings-did-email")),
            "email-mailed" => Some(Text::new("settings-did-email-mailed")),
            "confirmation" => Some(Text::new("settings-did-confirmation")),
            "password" => Some(Text::new("settings-did-password")),
            "appearance" => Some(Text::new("settings-did-appearance")),
            "unblocked" => Some(Text::new("settings-did-unblock")),
            "messages" => Some(Text::new("settings-did-messages")),
            "sessions" => Some(Text::new("settings-did-sessions")),
            _ => None,
        }
    }
}

/// How much somebody has uploaded; the page does without it where nobody can tell.
pub(crate) async fn used_files(state: &AppState, user: UserId) -> Option<UsedFiles> {
    if !state.files().are_kept() {
        return None;
    }
    let usage = files::usage(state.cluster(), user).await.ok()?;
    Some(UsedFiles::new(&usage, state.files().orphans()))
}

async fn page(state: &AppState, session: &Session) -> Result<SettingsPage, AppError> {
    let (lines, own, first_contact, files, sidebar) = tokio::try_join!(
        sessions(state, session),
        own_account(state, session),
        messages::chosen(state, session),
        async { Ok(used_files(state, session.person.id).await) },
        queries::sidebar(state, session, None)
    )?;
    let people = queries::people(state, &sidebar.blocked).await;
    let participant = |user: &UserId| Participant::of(*user, people.get(user));
    let blocked = sidebar.blocked.iter().map(participant).collect();
    let now = At::now_utc();
    Ok(SettingsPage {
        blocked,
        sidebar,
        display_name: session.person.display_name.clone(),
        pictures: state.files().are_kept(),
        details: DetailsForm::of(&own.details),
        email: own.email,
        email_confirmed: own.email_confirmed,
        mails: state.mail_origin().is_some(),
        sessions: lines.iter().map(|line| SessionRow::of(line, session.id, now)).collect(),
        first_contact,
        files,
        admin: matches!(session.org_role, OrgRole::Admin | OrgRole::Owner),
        notice: None,
        errors: Errors::none(),
    })
}

async fn sessions(state: &AppState, session: &Session) -> Result<Vec<SessionLine>, Refusal> {
    let user = session.person.id;
    match state.cluster().ask_auth(user.0, &Query::Sessions { user }).await? {
        Reply::Sessions(lines) => Ok(lines),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}

pub(in crate::pages) async fn own_account(
    state: &AppState,
    session: &Session,
) -> Result<OwnAccount, Refusal> {
    let user = session.person.id;
    match state.cluster().ask_auth(user.0, &Query::Account { user }).await? {
        Reply::Account(own) => own.ok_or_else(Refusal::revoked),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}
