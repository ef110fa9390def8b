//! `/reports` and `/admin/reports`: what was reported, for those who moderate the rooms it was said in, and for admins. Refused, the list
//! is drawn again with what was typed.

use axum::Form;
use axum::extract::{Query, State};
use axum::response::Response;
use proto::auth::Session;
use proto::room::{ReportCase, ReportOutcome, ReportQuery, ReportReply, ReportScope, Reported};
use proto::{At, Refusal, RoomId, Seq, UserId};
use serde::Deserialize;

use super::admin::SignedInAdmin;
use super::{form_nonce, queries, redirect, render, render_refused, retry_nonce};
use crate::actions::reports::Closing;
use crate::catalogue::Text;
use crate::draw::{CaseRow, Errors, ReportsPage};
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// Cases to a page.
const PER_PAGE: u16 = 25;

/// Which of them, and what was done last: one of our own words.
#[derive(Clone, Deserialize, Default)]
#[serde(default)]
pub(crate) struct Part {
    /// Of one room.
    room: Option<RoomId>,
    /// `closed`, or the open ones.
    show: String,
    offset: u32,
    done: String,
}

/// The forms of a case.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct CloseInput {
    room: String,
    seq: Seq,
    text_rev: Seq,
    how: String,
    minutes: String,
    reason: String,
    nonce: String,
    /// The list that it stood in is that of one room.
    of: Option<RoomId>,
}

/// `GET /reports`
pub(crate) async fn moderated(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Query(part): Query<Part>,
) -> Result<Response, AppError> {
    render(&state, &page(&state, &session, ReportScope::Moderated, &part).await?)
}

/// `GET /admin/reports`
pub(crate) async fn all(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Query(part): Query<Part>,
) -> Result<Response, AppError> {
    render(&state, &page(&state, &session, ReportScope::All, &part).await?)
}

/// `POST /reports`
pub(crate) async fn close_moderated(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Form(typed): Form<CloseInput>,
) -> Result<Response, AppError> {
    close(&state, &session, ReportScope::Moderated, &typed).await
}

/// `POST /admin/reports`
pub(crate) async fn close_any(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Form(typed): Form<CloseInput>,
) -> Result<Response, AppError> {
    close(&state, &session, ReportScope::All, &typed).await
}

async fn close(
    state: &AppState,
    session: &Session,
    scope: ReportScope,
    typed: &CloseInput,
) -> Result<Response, AppError> {
    let room = typed.room.parse().map_err(|_| Refusal::not_found())?;
    let of = Reported { room, seq: typed.seq, text_rev: typed.text_rev };
    let closed = async {
        let nonce = form_nonce(&typed.nonce)?;
        let (how, minutes, reason) = (&*typed.how, &*typed.minutes, &*typed.reason);
        state.actions().close_report(session, scope, of, Closing { how, minutes, reason, nonce }).await
    };
    let refusal = match closed.await {
        Ok(outcome) => {
            let of_room = typed.of.map(|room| format!("&room={room}")).unwrap_or_default();
            return Ok(redirect(&format!("{}?done={}{of_room}", base(scope), outcome.as_str())));
        }
        Err(refusal) => refusal,
    };
    let part = Part { room: typed.of, ..Part::default() };
    let mut page = page(state, session, scope, &part).await.map_err(|_| AppError::from(refusal.clone()))?;
    page.errors = Errors { form: Some(Text::from(&refusal)), ..Errors::none() };
    if let Some(case) = page.cases.iter_mut().find(|case| case.is(of)) {
        case.give_back(&typed.how, &typed.reason, retry_nonce(&refusal, &typed.nonce));
    }
    render_refused(state, &page, &refusal)
}

fn base(scope: ReportScope) -> &'static str {
    match scope {
        ReportScope::Moderated => "/reports",
        ReportScope::All => "/admin/reports",
    }
}

async fn page(
    state: &AppState,
    session: &Session,
    scope: ReportScope,
    part: &Part,
) -> Result<ReportsPage, Refusal> {
    let closed = part.show == "closed";
    let query = ReportQuery::List { scope, room: part.room, closed, offset: part.offset, limit: PER_PAGE };
    let (reply, sidebar) =
        tokio::try_join!(state.actions().reports(session, query), queries::sidebar(state, session, None))?;
    let ReportReply::Cases { cases, more, counts } = reply else { return Err(Refusal::unavailable()) };
    let people = queries::people(state, &ids(&cases)).await;
    let now = At::now_utc();
    Ok(ReportsPage {
        sidebar,
        base: base(scope),
        room: part.room,
        room_name: part.room.and_then(|_| cases.first()).map(|case| case.room_name.clone()),
        next: more.then(|| part.offset + cases.len() as u32),
        cases: cases.iter().map(|case| CaseRow::of(case, scope, &people, now)).collect(),
        closed,
        counts,
        notice: sentence(&part.done),
        errors: Errors::none(),
    })
}

/// Everybody whose name stands on the page.
fn ids(cases: &[ReportCase]) -> Vec<UserId> {
    let of = |case: &ReportCase| {
        let closed = case.closed.map(|closed| closed.by);
        case.reports
            .iter()
            .map(|report| report.reporter)
            .chain([case.author])
            .chain(closed)
            .collect::<Vec<_>>()
    };
    cases.iter().flat_map(of).collect()
}

fn sentence(done: &str) -> Option<Text> {
    use ReportOutcome::{Banned, Deleted, Dismissed, Muted};
    let outcome = [Dismissed, Deleted, Muted, Banned].into_iter().find(|outcome| outcome.as_str() == done)?;
    Some(Text::new("reports-did").with("outcome", outcome.as_str()))
}
