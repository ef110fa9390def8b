//! Emoji of the installation's own: `/emoji/custom` for everyone, with a form for those who may add some, and `/admin/emoji` for admins,
//! who say whether members may. Auth decides; this only asks.

use axum::extract::{Path, Query as UrlQuery, Request, State};
use axum::response::Response;
use axum::{Form, Json};
use proto::auth::{AdminAction, Session};
use proto::room::OrgRole;
use proto::text::EmojiName;
use proto::{Reason, Refusal};
use serde::Deserialize;
use serde_json::{Value, json};

use super::admin::SignedInAdmin;
use super::settings::Saved;
use super::uploads::picture::{self, Typed};
use super::{queries, redirect, render, render_refused};
use crate::catalogue::Text;
use crate::draw::{AnyEmojiPage, CustomEmojiPage, CustomEmojiRow, Errors};
use crate::emoji::called;
use crate::error::AppError;
use crate::files::Shape;
use crate::session::SignedIn;
use crate::state::AppState;

/// Where the page is.
const HERE: &str = "/emoji/custom";
const ANY: &str = "/admin/emoji";

/// Whether members add emoji: `yes` or `no`.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct MembersChoice {
    allowed: String,
}

/// `GET /emoji/custom`
pub(crate) async fn all(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    UrlQuery(saved): UrlQuery<Saved>,
) -> Result<Response, AppError> {
    show(&state, page(&state, &session, HERE).await?, &saved)
}

/// `GET /admin/emoji`
pub(crate) async fn any(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    UrlQuery(saved): UrlQuery<Saved>,
) -> Result<Response, AppError> {
    show(&state, page(&state, &session, ANY).await?, &saved)
}

/// The addresses of its forms, asked for by a reload or a link back.
pub(crate) async fn to_page() -> Response {
    redirect(HERE)
}

/// The same of those of admins.
pub(crate) async fn to_any() -> Response {
    redirect(ANY)
}

/// `GET /emoji/list`: what is written for each, and where it is, for the picker of a script.
pub(crate) async fn list(State(state): State<AppState>, SignedIn(_): SignedIn) -> Json<Value> {
    let list = state.emoji().get();
    let entry = |one: &proto::auth::Emoji| {
        json!([format!(":{}:", one.name), format!("/picture/{}/128", one.picture)])
    };
    Json(list.emoji.iter().map(entry).collect())
}

/// `POST /emoji/custom` (`name`, `picture`)
pub(crate) async fn add(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    request: Request,
) -> Result<Response, AppError> {
    add_at(&state, &session, HERE, request).await
}

/// `POST /admin/emoji`: the same by an admin.
pub(crate) async fn add_any(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    request: Request,
) -> Result<Response, AppError> {
    add_at(&state, &session, ANY, request).await
}

/// `POST /emoji/custom/{name}/remove`: those who wrote its name are shown the name from now on.
pub(crate) async fn remove(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(name): Path<String>,
) -> Result<Response, AppError> {
    remove_at(&state, &session, HERE, &name).await
}

/// `POST /admin/emoji/{name}/remove`
pub(crate) async fn remove_any(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Path(name): Path<String>,
) -> Result<Response, AppError> {
    remove_at(&state, &session, ANY, &name).await
}

/// `POST /admin/emoji/members`
pub(crate) async fn members(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Form(choice): Form<MembersChoice>,
) -> Result<Response, AppError> {
    let allowed = match choice.allowed.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(Refusal::new(Reason::Malformed).into()),
    };
    state.actions().administer(&session, AdminAction::SetMembersEmoji { allowed }).await?;
    state.refresh_installation().await;
    Ok(redirect(&format!("{ANY}?saved=members")))
}

async fn add_at(
    state: &AppState,
    session: &Session,
    at: &'static str,
    request: Request,
) -> Result<Response, AppError> {
    let mut typed = Typed::default();
    let Err(refusal) = make(state, session, request, &mut typed).await else {
        return Ok(redirect(&format!("{at}?saved=added")));
    };
    let page = CustomEmojiPage {
        name: typed.name,
        errors: Errors::from(&refusal),
        ..page(state, session, at).await?
    };
    if at == ANY {
        render_refused(state, &AnyEmojiPage(page), &refusal)
    } else {
        render_refused(state, &page, &refusal)
    }
}

/// Who may not is told so before anything is kept; a name that will not do costs no picture either.
async fn make(
    state: &AppState,
    session: &Session,
    request: Request,
    typed: &mut Typed,
) -> Result<(), Refusal> {
    if !adds(state, session)? {
        return Err(Reason::AdminsOnly.into());
    }
    let received = picture::receive(state, session, request, Shape::Emoji, typed).await;
    let picture = received.map_err(|refusal| refusal.on("picture"))?;
    let added = async {
        let name = EmojiName::parse(&typed.name)?;
        state.actions().administer(session, AdminAction::AddEmoji { name, picture }).await
    };
    match added.await {
        Ok(()) => {
            refresh(state).await;
            Ok(())
        }
        // Whether it was added is not known for sure: then it is swept, should it not be.
        Err(refusal) if refusal.code.is_try_again() => Err(refusal),
        Err(refusal) => {
            picture::forget(state, picture).await;
            Err(refusal)
        }
    }
}

async fn remove_at(
    state: &AppState,
    session: &Session,
    at: &'static str,
    name: &str,
) -> Result<Response, AppError> {
    let list = state.emoji().get();
    let name = EmojiName::parse(name).map_err(|_| Refusal::not_found())?;
    let picture = called(&list, name.as_str()).map(|emoji| emoji.picture);
    state.actions().administer(session, AdminAction::RemoveEmoji { name }).await?;
    refresh(state).await;
    if let Some(picture) = picture {
        picture::forget(state, picture).await;
    }
    Ok(redirect(&format!("{at}?saved=removed")))
}

async fn refresh(state: &AppState) {
    state.refresh_installation().await;
    if let Ok(installation) = state.installation() {
        state.emoji().seen(installation.emoji_version).await;
    }
}

fn adds(state: &AppState, session: &Session) -> Result<bool, Refusal> {
    let least = if state.installation()?.members_emoji { OrgRole::Member } else { OrgRole::Admin };
    Ok(state.files().are_kept() && session.org_role >= least)
}

fn show(state: &AppState, mut page: CustomEmojiPage, saved: &Saved) -> Result<Response, AppError> {
    page.notice = match saved.word() {
        "added" => Some(Text::new("emoji-did-add")),
        "removed" => Some(Text::new("emoji-did-remove")),
        "members" => Some(Text::new("emoji-did-members")),
        _ => None,
    };
    if page.at == ANY { render(state, &AnyEmojiPage(page)) } else { render(state, &page) }
}

async fn page(state: &AppState, session: &Session, at: &'static str) -> Result<CustomEmojiPage, AppError> {
    let (list, installation) = (state.emoji().get(), state.installation()?);
    let mut by: Vec<_> = list.emoji.iter().map(|emoji| emoji.by).collect();
    by.sort_unstable();
    by.dedup();
    let (people, sidebar) = tokio::join!(queries::people(state, &by), queries::sidebar(state, session, None));
    let adds = adds(state, session)?;
    let row = |emoji: &proto::auth::Emoji| CustomEmojiRow {
        name: emoji.name.to_string(),
        picture: emoji.picture,
        by: people.get(&emoji.by).map(proto::auth::Person::shown_name).unwrap_or_default(),
        removable: session.org_role >= OrgRole::Admin || adds && emoji.by == session.person.id,
    };
    Ok(CustomEmojiPage {
        sidebar: sidebar?,
        at,
        adds,
        members_emoji: installation.members_emoji,
        emoji: list.emoji.iter().map(row).collect(),
        name: String::new(),
        notice: None,
        errors: Errors::none(),
    })
}
