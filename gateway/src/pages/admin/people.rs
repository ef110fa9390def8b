//! `/admin/people`: everyone with an account.

pub(crate) mod change;

use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;
use proto::auth::{DirectoryLine, Query, Reply, Session};
use proto::room::OrgRole;
use proto::{At, Refusal};
use serde::Deserialize;

use super::SignedInAdmin;
use crate::catalogue::Text;
use crate::draw::{CreateForm, Errors, PeoplePage, PersonRow, in_query};
use crate::error::AppError;
use crate::pages::{queries, redirect, render};
use crate::state::AppState;

/// People to a page.
const PER_PAGE: u16 = 50;

/// Which part of the list, and what was done last: one of our own words.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct ListQuery {
    q: String,
    offset: u32,
    done: String,
}

/// `GET /admin/people`
pub(crate) async fn people(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    UrlQuery(part): UrlQuery<ListQuery>,
) -> Result<Response, AppError> {
    let mut page = page(&state, &session, &part.q, part.offset).await?;
    page.notice = sentence(&part.done);
    render(&state, &page)
}

/// Where the answer to a form was drawn, a reload asks for its address: the list is further up.
pub(crate) async fn to_page(SignedInAdmin(_): SignedInAdmin) -> Response {
    redirect("/admin/people")
}

async fn page(
    state: &AppState,
    session: &Session,
    search: &str,
    offset: u32,
) -> Result<PeoplePage, AppError> {
    let search = search.trim();
    let ((lines, total), sidebar) =
        tokio::try_join!(directory(state, session, search, offset), queries::sidebar(state, session, None))?;
    let now = At::now_utc();
    Ok(PeoplePage {
        sidebar,
        people: lines.iter().map(|line| PersonRow::of(line, session, now)).collect(),
        total,
        search: search.to_owned(),
        search_encoded: in_query(search),
        offset,
        per_page: PER_PAGE.into(),
        more: i64::from(offset) + i64::from(PER_PAGE) < total,
        owner: session.org_role == OrgRole::Owner,
        create: CreateForm::default(),
        made: None,
        notice: None,
        errors: Errors::none(),
    })
}

async fn directory(
    state: &AppState,
    session: &Session,
    search: &str,
    offset: u32,
) -> Result<(Vec<DirectoryLine>, i64), Refusal> {
    let actor = session.person.id;
    let query = Query::Directory { actor, search: search.to_owned(), offset, limit: PER_PAGE };
    match state.cluster().ask_auth(actor.0, &query).await? {
        Reply::Directory { people, total } => Ok((people, total)),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}

fn sentence(done: &str) -> Option<Text> {
    Some(match done {
        "org_role" => Text::new("admin-people-did-role"),
        "deactivated" => Text::new("admin-people-did-deactivate"),
        "email" => Text::new("admin-people-did-email"),
        "avatar" => Text::new("admin-people-did-avatar"),
        "sessions" => Text::new("admin-people-did-sign-out"),
        _ => return None,
    })
}
