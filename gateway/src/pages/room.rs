//! `/r/{slug}`: a room, for its members and for visitors.

use axum::Form;
use axum::extract::{Path, Query, RawQuery, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use proto::auth::Session;
use proto::room::{Around, Page, RoomAddress, RoomView};
use proto::{Reason, Refusal, Seq};
use serde::Deserialize;

use super::keeping::Keepable;
use super::{date, queries, redirect, render, welcome};
use crate::draw::{Composer, RoomPage, SeenFace, Sidebar};
use crate::error::AppError;
use crate::session::{SignedIn, encoded};
use crate::state::AppState;

/// Which part of the room; the newest if nothing is said.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct RoomQuery {
    before: Option<Seq>,
    after: Option<Seq>,
    around: Option<Seq>,
    /// From a day on, or a moment: `2026-11-22`.
    pub(super) at: Option<String>,
    /// One message, which has an address of its own.
    pub(super) m: Option<Seq>,
    /// The thread that begins with this message, which has one, too.
    pub(super) t: Option<Seq>,
    /// The same, to react to it.
    pub(super) react: Option<Seq>,
    /// The same, for what it said before.
    pub(super) edits: Option<Seq>,
    /// The search that found one.
    pub(super) found: Option<String>,
}

/// `GET /r/{slug}`. A former address leads to the present one.
pub(crate) async fn room(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
    Query(part): Query<RoomQuery>,
    RawQuery(query): RawQuery,
    uri: Uri,
) -> Result<Response, AppError> {
    if let Some(address) = part.elsewhere(&slug) {
        return Ok(redirect(&address));
    }
    if let Some(seq) = part.react {
        return Ok(redirect(&format!("{}/m/{seq}/react", page_of(&slug))));
    }
    if let Some(at) = &part.at {
        return Ok(redirect(&date::first_since(&state, &session, &slug, at).await?));
    }
    let (room, messages, sidebar) = queries::room_page(&state, &session, &slug, part.read()).await?;
    if !is_at(&uri, &room.address.to_string()) {
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        return Ok(Redirect::permanent(&encoded(&format!("{}{query}", room.address))).into_response());
    }
    let page = compose(&state, &session, (room, messages, sidebar), Composer::fresh()).await;
    let keepable = Keepable::room(&page).filter(|_| query.is_none());
    let page = render(&state, &page)?;
    Ok(match keepable {
        Some(keepable) => keepable.said_of(page, &state, &session).await,
        None => page,
    })
}

/// `GET` where a form of the room was sent to: a refused form was drawn there, and its address is still in the browser.
pub(crate) async fn to_page(Path(slug): Path<String>, SignedIn(_): SignedIn) -> Response {
    redirect(&page_of(&slug))
}

/// The page of the room that is called so in addresses: a direct conversation, which has no name, by its id.
pub(super) fn page_of(slug: &str) -> String {
    match slug.parse() {
        Ok(room) => RoomAddress::Direct(room).to_string(),
        Err(_) => format!("/r/{slug}"),
    }
}

/// Whether a request came to this address, however it was written.
pub(super) fn is_at(uri: &Uri, address: &str) -> bool {
    percent_encoding::percent_decode_str(uri.path()).decode_utf8_lossy() == address
}

/// The form that says: I have seen all of this.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Seen {
    /// Up to here.
    pub(super) seq: Seq,
    /// `unread`: it came from the page of all that is.
    pub(super) from: String,
}

/// `POST /r/{slug}/read`: without a script nothing else tells what was read.
pub(crate) async fn read(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
    Form(seen): Form<Seen>,
) -> Result<Response, AppError> {
    let room = queries::room_by_slug(&state, &session, &slug).await?;
    if room.mine.is_none() {
        return Err(Refusal::new(Reason::JoinFirst).into());
    }
    state.actions().mark_all_read(session.person.id, room.room, seen.seq).await?;
    Ok(redirect(&if seen.from == "unread" {
        "/unread".to_owned()
    } else {
        format!("{}#latest", room.address)
    }))
}

/// The page of a room that has been found already.
pub(super) async fn page(
    state: &AppState,
    session: &Session,
    room: RoomView,
    part: Around,
    composer: Composer,
) -> Result<RoomPage, AppError> {
    let id = room.room;
    let (messages, sidebar) = tokio::try_join!(
        queries::messages(state, session, id, part),
        queries::sidebar(state, session, Some(id))
    )?;
    Ok(compose(state, session, (room, messages, sidebar), composer).await)
}

/// The same of what has been asked for.
pub(super) async fn compose(
    state: &AppState,
    session: &Session,
    (room, messages, sidebar): (RoomView, Page, Sidebar),
    composer: Composer,
) -> RoomPage {
    let (welcome, people) =
        tokio::join!(welcome::of(state, session, &room), queries::people(state, &room.others));
    let present = state.live().present(room.room).iter().map(SeenFace::from).collect();
    let mut page = RoomPage::new(session, sidebar, room, &messages, composer, present).among(&people);
    page.files = state.files().are_kept();
    match welcome {
        Some(welcome) => page.welcoming(welcome, &session.person),
        None => page,
    }
}

impl RoomQuery {
    /// Where a message or a thread has an address of its own.
    pub(super) fn elsewhere(&self, slug: &str) -> Option<String> {
        let message = self.m.map(|seq| format!("{}/m/{seq}#m-{seq}", page_of(slug)));
        let thread = || self.t.map(|root| format!("{}/t/{root}", page_of(slug)));
        message.or_else(thread).or_else(|| self.edits_at(slug))
    }

    /// Where the earlier words of a message are.
    pub(super) fn edits_at(&self, slug: &str) -> Option<String> {
        self.edits.map(|seq| format!("{}/m/{seq}/edits", page_of(slug)))
    }

    pub(super) fn read(&self) -> Around {
        match (self.before, self.after, self.around) {
            (Some(seq), _, _) => Around::Before(seq.max(0)),
            (_, Some(seq), _) => Around::After(seq.max(0)),
            (_, _, Some(seq)) => Around::Around(seq.max(0)),
            _ => Around::Latest,
        }
    }
}
