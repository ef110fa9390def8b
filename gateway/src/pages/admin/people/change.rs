//! What admins do about people. What is refused is said above the list; links are on the page that answers, and nowhere else.

use axum::Form;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use proto::auth::{Access, AdminAction, NewAccount, Session, Token};
use proto::room::OrgRole;
use proto::text::{DisplayName, Email, Username};
use proto::{Reason, Refusal, UserId};
use serde::Deserialize;

use super::page;
use crate::draw::{CreateForm, Errors, LinkFor, in_query};
use crate::error::AppError;
use crate::pages::admin::SignedInAdmin;
use crate::pages::proof::Proved;
use crate::pages::queries;
use crate::pages::uploads::picture;
use crate::pages::{absolute_url, redirect, render, render_refused};
use crate::session::token;
use crate::state::AppState;

/// All fields of all forms of this page; `q` and `offset` say where in the list somebody stood.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct FormInput {
    q: String,
    offset: u32,
    username: String,
    email: String,
    display_name: String,
    org_role: String,
}

/// `POST /admin/people`: an account for somebody, who chooses their password by a link.
pub(crate) async fn create(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    headers: HeaderMap,
    Proved(typed): Proved<FormInput>,
) -> Result<Response, AppError> {
    let token = token()?;
    let made = match typed.person(&token) {
        Ok(change) => state
            .actions()
            .make_link(&session, change)
            .await
            .map_err(|refusal| (Errors::from(&refusal), refusal)),
        Err(errors) => Err((errors, Refusal::new(Reason::FormInvalid))),
    };
    let mut page = page(&state, &session, "", 0).await?;
    match made {
        Ok(link) => {
            page.made = Some(LinkFor::new(true, &link, reset_address(&state, &headers, &token)));
            render(&state, &page)
        }
        Err((errors, refusal)) => {
            let FormInput { username, email, display_name, org_role, .. } = typed;
            page.create = CreateForm { open: true, username, email, display_name, org_role, errors };
            render_refused(&state, &page, &refusal)
        }
    }
}

/// `POST /admin/people/{user}/role`: guest, member, admin, owner, or inactive.
pub(crate) async fn org_role(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Path(user): Path<UserId>,
    Proved(typed): Proved<FormInput>,
) -> Result<Response, AppError> {
    let changed = match read(&typed.org_role, user) {
        Some(change) => state.actions().administer(&session, change).await,
        None => Err(Refusal::new(Reason::UnknownOrgRole)),
    };
    let word = if typed.org_role == "inactive" { "deactivated" } else { "org_role" };
    answer(&state, &session, &typed, changed, word).await
}

/// `POST /admin/people/{user}/sessions`: all of them end.
pub(crate) async fn end_sessions(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Path(user): Path<UserId>,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let ended = state.actions().administer(&session, AdminAction::EndSessions { user }).await;
    answer(&state, &session, &typed, ended, "sessions").await
}

/// `POST /admin/people/{user}/reset`: a link with which they choose another password, once.
pub(crate) async fn reset(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Path(user): Path<UserId>,
    headers: HeaderMap,
    Proved(typed): Proved<FormInput>,
) -> Result<Response, AppError> {
    let token = token()?;
    match state.actions().make_link(&session, AdminAction::MakeResetLink { user, link: token.hash() }).await {
        Ok(link) => {
            let mut page = page(&state, &session, &typed.q, typed.offset).await?;
            page.made = Some(LinkFor::new(false, &link, reset_address(&state, &headers, &token)));
            render(&state, &page)
        }
        Err(refusal) => answer(&state, &session, &typed, Err(refusal), "").await,
    }
}

/// `POST /admin/people/{user}/email`: the address that is shown is theirs.
pub(crate) async fn confirm_email(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Path(user): Path<UserId>,
    Proved(typed): Proved<FormInput>,
) -> Result<Response, AppError> {
    let confirmed = match Email::parse(&typed.email) {
        Ok(email) => state.actions().administer(&session, AdminAction::ConfirmEmail { user, email }).await,
        Err(refusal) => Err(refusal),
    };
    // Said above the list: the row has no field to say it beside.
    let confirmed = confirmed.map_err(|refusal| Refusal { field: None, ..refusal });
    answer(&state, &session, &typed, confirmed, "email").await
}

/// `POST /admin/people/{user}/avatar`: their picture is taken away, at once and for good.
pub(crate) async fn remove_avatar(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Path(user): Path<UserId>,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let known = queries::people(&state, &[user]).await;
    let removed = state.actions().administer(&session, AdminAction::RemoveAvatar { user }).await;
    if removed.is_ok() {
        state.people().forget(user);
        if let Some(avatar) = known.get(&user).and_then(|person| person.avatar) {
            picture::forget(&state, avatar).await;
        }
    }
    answer(&state, &session, &typed, removed, "avatar").await
}

async fn answer(
    state: &AppState,
    session: &Session,
    typed: &FormInput,
    outcome: Result<(), Refusal>,
    word: &str,
) -> Result<Response, AppError> {
    match outcome {
        Ok(()) => {
            let FormInput { q, offset, .. } = typed;
            Ok(redirect(&format!("/admin/people?done={word}&offset={offset}&q={}", in_query(q))))
        }
        Err(refusal) => {
            let mut page = page(state, session, &typed.q, typed.offset).await?;
            page.errors = Errors::from(&refusal);
            render_refused(state, &page, &refusal)
        }
    }
}

impl FormInput {
    /// The account as typed, or all that is wrong with it.
    fn person(&self, token: &Token) -> Result<AdminAction, Errors> {
        let name = if self.display_name.trim().is_empty() { &self.username } else { &self.display_name };
        let org_role = OrgRole::parse(&self.org_role).unwrap_or(OrgRole::Member);
        match (Username::parse(&self.username), Email::parse(&self.email), DisplayName::parse(name)) {
            (Ok(username), Ok(email), Ok(display_name)) => {
                let access = Access::Link(token.hash());
                let account = NewAccount { username, email, display_name, org_role, access };
                Ok(AdminAction::CreateAccount(account))
            }
            (username, email, name) => {
                let wrong = [username.err(), email.err(), name.err()];
                Err(wrong.iter().flatten().fold(Errors::none(), Errors::and_refusal))
            }
        }
    }
}

/// A role, or one of two words: `inactive` keeps somebody out, `active` lets them in again in the role they had.
fn read(word: &str, user: UserId) -> Option<AdminAction> {
    match word {
        "active" => Some(AdminAction::Reactivate { user }),
        word => match OrgRole::parse(word)? {
            OrgRole::Inactive => Some(AdminAction::Deactivate { user }),
            org_role => Some(AdminAction::SetRole { user, org_role }),
        },
    }
}

fn reset_address(state: &AppState, headers: &HeaderMap, token: &Token) -> String {
    absolute_url(state, headers, &format!("/reset/{}", token.reveal()))
}
