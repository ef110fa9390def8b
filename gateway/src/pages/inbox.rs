//! `/inbox`: what waits for somebody and why; done with, snoozed, and brought back.

use axum::Form;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;
use proto::auth::Session;
use proto::room::notification::Why;
use proto::room::{Conversation, INBOX_PAGE, Inbox, InboxPart, InboxQuery, Query, Reply};
use proto::{At, Reason, Refusal, RoomId, Seq, UserId};
use serde::Deserialize;
use time::format_description::well_known::Rfc3339;

use super::{queries, redirect, render, render_refused};
use crate::actions::saved::Reminder;
use crate::catalogue::Text;
use crate::draw::{InboxPage, InboxParts, InboxShown, Undo};
use crate::error::AppError;
use crate::session::SignedIn;
use crate::state::AppState;

/// Which part of the list, and what was put away a moment ago.
#[derive(Clone, Deserialize, Default)]
#[serde(default)]
pub(crate) struct Wanted {
    show: String,
    offset: u32,
    undo: Option<RoomId>,
    root: Seq,
}

/// The form of one conversation.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct One {
    room: Option<RoomId>,
    /// The message its thread began with; 0: the room itself.
    root: Seq,
    /// Up to here.
    seq: Seq,
    /// Which part of the list it was in.
    show: String,
    when: String,
    date: String,
    at: String,
}

/// The form of all of them.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct All {
    /// When the latest that is shown was said.
    said_until: String,
}

/// `GET /inbox` (`show`, `offset`).
pub(crate) async fn inbox(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    UrlQuery(wanted): UrlQuery<Wanted>,
) -> Result<Response, AppError> {
    render(&state, &page(&state, &session, &wanted).await?)
}

async fn page(state: &AppState, session: &Session, wanted: &Wanted) -> Result<InboxPage, Refusal> {
    let shown = InboxShown::named(&wanted.show);
    let (rooms, inbox) = tokio::try_join!(
        queries::my_rooms(state, session),
        list(state, session.person.id, shown.part(), shown.why(), wanted.offset)
    )?;
    let people = queries::people(state, &authors(&inbox)).await;
    let sidebar = queries::sidebar_of(state, session, &rooms, None);
    let parts = InboxParts { rooms: &rooms, inbox: &inbox, people: &people, now: At::now_utc() };
    let mut page = InboxPage::new(sidebar, shown, &parts);
    page.next = inbox.more.then(|| wanted.offset.saturating_add(INBOX_PAGE.into()));
    page.undo = wanted.undo.map(|room| Undo { room, root: wanted.root });
    Ok(page)
}

async fn list(
    state: &AppState,
    user: UserId,
    part: InboxPart,
    why: Option<Why>,
    offset: u32,
) -> Result<Inbox, Refusal> {
    match state
        .cluster()
        .ask_room(user.0, &Query::Inbox { query: InboxQuery::List { user, part, why, offset } })
        .await?
    {
        Reply::Inbox(inbox) => Ok(inbox),
        other => Err(queries::unexpected(&other)),
    }
}

fn authors(inbox: &Inbox) -> Vec<UserId> {
    let said = inbox.items.iter().flat_map(|item| std::iter::once(&item.said).chain(&item.root));
    let mut authors: Vec<UserId> = said.map(|said| said.author).collect();
    authors.sort_unstable();
    authors.dedup();
    authors
}

/// Where a form was sent to, a reload asks for its address.
pub(crate) async fn to_page(SignedIn(_): SignedIn) -> Response {
    redirect("/inbox")
}

/// `POST /inbox/done` (`room`, `root`, `seq`, `show`). Done twice is done once, so the form carries no nonce.
pub(crate) async fn done(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Form(one): Form<One>,
) -> Result<Response, AppError> {
    let conversation = one.conversation()?;
    state.actions().put_away(&session, conversation, one.seq).await?;
    let undo = format!("undo={}&root={}", conversation.room, one.root);
    Ok(redirect(&InboxShown::named(&one.show).address_with(&undo)))
}

/// `POST /inbox/all-done` (`said_until`): what was said later stays.
pub(crate) async fn all_done(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Form(all): Form<All>,
) -> Result<Response, AppError> {
    let said_until = At::parse(&all.said_until, &Rfc3339).map_err(|_| Refusal::new(Reason::Malformed))?;
    state.actions().put_all_away(&session, said_until).await?;
    Ok(redirect("/inbox"))
}

/// `POST /inbox/snooze` (`room`, `root`, `seq`, `show`, `when`, `date`, `at`). Refused, the page says why.
pub(crate) async fn snooze(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Form(one): Form<One>,
) -> Result<Response, AppError> {
    let conversation = one.conversation()?;
    let until = Reminder { when: one.when, date: one.date, at: one.at };
    let Err(refusal) = state.actions().snooze(&session, conversation, one.seq, &until).await else {
        return Ok(redirect(&InboxShown::named(&one.show).address_with("")));
    };
    let wanted = Wanted { show: one.show, ..Wanted::default() };
    let page = page(&state, &session, &wanted).await.map_err(|_| AppError::from(refusal.clone()))?;
    render_refused(&state, &InboxPage { error: Some(Text::from(&refusal)), ..page }, &refusal)
}

/// `POST /inbox/back` (`room`, `root`, `show`): what was put away of it waits again.
pub(crate) async fn back(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Form(one): Form<One>,
) -> Result<Response, AppError> {
    state.actions().bring_back(&session, one.conversation()?).await?;
    Ok(redirect(&InboxShown::named(&one.show).address_with("")))
}

/// Where to go once something was said in a conversation: back to the list, where it is done with, if it was said there.
pub(super) async fn answered(
    state: &AppState,
    session: &Session,
    conversation: Conversation,
    upto: Seq,
    show: &str,
) -> Option<String> {
    if upto < 1 {
        return None;
    }
    // It was said, and that is what counts: should this fail, the row stays until it is read.
    let _ = state.actions().put_away(session, conversation, upto).await;
    Some(InboxShown::named(show).address_with(""))
}

impl One {
    fn conversation(&self) -> Result<Conversation, Refusal> {
        let room = self.room.ok_or_else(|| Refusal::new(Reason::Malformed))?;
        Ok(Conversation { room, root: (self.root > 0).then_some(self.root) })
    }
}
