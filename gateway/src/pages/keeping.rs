//! What a browser may keep of a page, to show it when nobody answers: home, and the rooms one is a member of. A page that may be kept says
//! so in one header; any other says that it never is. The service worker (`static/js/worker.js`) reads it. Whose page it is, of which log
//! and which release, is said along with it, so that nothing of another person, log or release is ever shown.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proto::auth::Session;

use crate::draw::RoomPage;
use crate::middleware::appearance;
use crate::state::AppState;

const KEEP: HeaderName = HeaderName::from_static("hubbub-keep");
const NEVER: HeaderValue = HeaderValue::from_static("never");
const NOBODY: HeaderValue = HeaderValue::from_static("nobody");

/// A page that may be kept: what it is, as the header has it.
pub(super) struct Keepable(String);

impl Keepable {
    /// Home.
    pub(super) fn home() -> Self {
        Self("page=home".into())
    }

    /// What was said last in a room, for its members. To others it is a preview, and none of theirs.
    pub(super) fn room(page: &RoomPage) -> Option<Self> {
        page.room.mine.as_ref()?;
        let others: Vec<&str> = page.others.iter().map(|other| &*other.face.name).collect();
        let called = if others.is_empty() { page.room.name.clone() } else { others.join(", ") };
        // Notes to oneself are called like their writer.
        let called = if called.is_empty() { page.sidebar.me.name.clone() } else { called };
        let name = utf8_percent_encode(&called, NON_ALPHANUMERIC);
        Some(Self(format!("page=room&room={}&name={name}", page.room.room)))
    }

    /// The page, which may be kept for this person. While nobody can say which log it is of it is not: it could not be told from a page
    /// of before a restore.
    pub(super) async fn said_of(&self, page: Response, state: &AppState, session: &Session) -> Response {
        let Some(log) = state.live().log().await else { return page };
        let (what, user, release) = (&self.0, session.person.id, state.assets().hash());
        says(page, &format!("{what}&user={user}&log={log}&release={release}&look={}", look()))
    }
}

/// The page that stands for one that is not there. It is about nobody, and the same for everyone who wants pages to look alike.
pub(super) fn as_stand_in(page: Response, state: &AppState) -> Response {
    says(page, &format!("page=offline&release={}&look={}", state.assets().hash(), look()))
}

/// The page of somebody who is not signed in: whatever is kept of anybody goes.
pub(super) fn for_nobody(mut page: Response) -> Response {
    page.headers_mut().insert(KEEP, NOBODY);
    page
}

/// What no page says of itself: it is never kept.
pub(crate) fn never_unless_said(answer: &mut HeaderMap) {
    let kind = answer.get(header::CONTENT_TYPE);
    if kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        answer.entry(KEEP).or_insert(NEVER);
    }
}

fn says(mut page: Response, what: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(what) {
        page.headers_mut().insert(KEEP, value);
    }
    page
}

/// How the browser wants its pages: with another language or other colours the stand-in is fetched anew.
fn look() -> String {
    let wanted = appearance::current();
    format!("{}.{}.{}", wanted.language.tag(), wanted.theme.as_str(), wanted.density.as_str())
}
