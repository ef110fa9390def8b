//! `/admin/installation`: what the installation is called, what new people read first, and what calls those who chose nothing. For admins; auth decides who is one.

use axum::Form;
use axum::extract::{Query, State};
use axum::response::Response;
use proto::Refusal;
use proto::auth::{AdminAction, Session};
use proto::text::{DeniedFiles, Greeting, InstallationName};
use serde::Deserialize;

use super::{SignedInAdmin, default_level, previews};
use crate::catalogue::Text;
use crate::draw::{Errors, InstallationPage};
use crate::error::AppError;
use crate::pages::{queries, redirect, render, render_refused};
use crate::state::AppState;

/// Where it is.
const HERE: &str = "/admin/installation";

/// What was saved last: one of our own words.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Saved {
    saved: String,
}

/// The forms.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct FormInput {
    installation: String,
    greeting: String,
    denied: String,
}

/// `GET /admin/installation`
pub(crate) async fn installation(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Query(saved): Query<Saved>,
) -> Result<Response, AppError> {
    let notice = match saved.saved.as_str() {
        "name" => Some(Text::new("installation-did-name")),
        "greeting" => Some(Text::new("installation-did-greeting")),
        "level" => Some(Text::new("installation-did-level")),
        "previews" => Some(Text::new("installation-did-previews")),
        "files" => Some(Text::new("installation-did-files")),
        _ => None,
    };
    render(&state, &InstallationPage { notice, ..page(&state, &session).await? })
}

/// The addresses of its forms, asked for by a reload or a link back.
pub(crate) async fn to_page() -> Response {
    redirect(HERE)
}

/// `POST /admin/installation/name`
pub(crate) async fn name(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let change = InstallationName::parse(&typed.installation).map(|name| AdminAction::SetName { name });
    if let Err(refusal) = save(&state, &session, change).await {
        let page = InstallationPage { called: typed.installation, ..page(&state, &session).await? };
        return refused(&state, page, &refusal);
    }
    Ok(redirect(&format!("{HERE}?saved=name")))
}

/// `POST /admin/installation/greeting`
pub(crate) async fn greeting(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let change = Greeting::parse(&typed.greeting).map(|greeting| AdminAction::SetGreeting { greeting });
    if let Err(refusal) = save(&state, &session, change).await {
        let page = InstallationPage { greeting: typed.greeting, ..page(&state, &session).await? };
        return refused(&state, page, &refusal);
    }
    Ok(redirect(&format!("{HERE}?saved=greeting")))
}

/// `POST /admin/installation/files` (`denied`): which files nobody may send from now on.
pub(crate) async fn files(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let change = DeniedFiles::parse(&typed.denied).map(|denied| AdminAction::SetDeniedFiles { denied });
    if let Err(refusal) = save(&state, &session, change).await {
        let page = InstallationPage { denied: typed.denied, ..page(&state, &session).await? };
        return refused(&state, page, &refusal);
    }
    Ok(redirect(&format!("{HERE}?saved=files")))
}

async fn save(
    state: &AppState,
    session: &Session,
    change: Result<AdminAction, Refusal>,
) -> Result<(), Refusal> {
    state.actions().administer(session, change?).await?;
    state.refresh_installation().await;
    Ok(())
}

fn refused(state: &AppState, page: InstallationPage, refusal: &Refusal) -> Result<Response, AppError> {
    render_refused(state, &InstallationPage { errors: Errors::from(refusal), ..page }, refusal)
}

async fn page(state: &AppState, session: &Session) -> Result<InstallationPage, AppError> {
    let (sidebar, level, previews) = tokio::try_join!(
        queries::sidebar(state, session, None),
        default_level::get(state, session),
        previews::get(state, session)
    )?;
    Ok(InstallationPage {
        level,
        previews,
        ..InstallationPage::new(sidebar, &state.installation()?, state.title())
    })
}
