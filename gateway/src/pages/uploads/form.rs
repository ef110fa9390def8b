//! `/r/{slug}/upload`, `?thread=` for one of its threads: files and a few words, where there is no script. The form is taken as it comes: no file is held in memory.

use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Path, Query as UrlQuery, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use proto::auth::Session;
use proto::room::permissions::Asker;
use proto::room::{ActionKind, Authority, File, FileQuery, RoomView};
use proto::text::{Body, FileName, MediaType};
use proto::{FileId, Reason, Refusal, Seq, UserId};
use serde::Deserialize;

use super::{check_kind, finish};
use crate::actions::{files, messages};
use crate::draw::{Composer, UploadPage};
use crate::error::AppError;
use crate::files::Receiver;
use crate::middleware::drawn_for::FIELD as DRAWN_FOR;
use crate::pages::messages::{check_broadcast, sign_in_first};
use crate::pages::room::page_of;
use crate::pages::{form_nonce, queries, redirect, render, render_refused, retry_nonce};
use crate::session::{MaybeSession, SignedIn};
use crate::state::AppState;

/// `GET /r/{slug}/upload`. Scripts take from it what they draw their files with.
pub(crate) async fn form(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
    UrlQuery(place): UrlQuery<Place>,
) -> Result<Response, AppError> {
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    Asker::viewing(session.org_role, &view).check(Authority::Member, place.posting())?;
    state.files().writable()?;
    let sidebar = queries::sidebar(&state, &session, Some(view.room)).await?;
    render(&state, &UploadPage::new(sidebar, view, place.thread, Composer::fresh()))
}

/// Where the message is to be said: in the room, or in a thread of it.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct Place {
    thread: Option<Seq>,
}

impl Place {
    fn posting(self) -> ActionKind {
        if self.thread.is_some() { ActionKind::PostInThread } else { ActionKind::Post }
    }
}

/// What was typed, and what was sent with it.
#[derive(Default)]
struct Typed {
    body: String,
    nonce: String,
    /// `yes`: they know how many people it calls.
    sure: String,
    files: Vec<FileId>,
}

/// `POST /r/{slug}/upload` (`body`, `nonce`, then `files`). Refused, the words are given back; browsers give back no files.
pub(crate) async fn send(
    State(state): State<AppState>,
    MaybeSession(session): MaybeSession,
    Path(slug): Path<String>,
    UrlQuery(place): UrlQuery<Place>,
    request: Request,
) -> Result<Response, AppError> {
    let Some(session) = session else {
        return sign_in_first(&state, format!("{}/upload", page_of(&slug)), "");
    };
    state.rate_limiter().other(session.person.id)?;
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    Asker::viewing(session.org_role, &view).check(Authority::Member, place.posting())?;
    let at_most = content_length(request.headers());
    let form = Multipart::from_request(request, &state).await.map_err(|_| unreadable())?;
    let mut typed = Typed::default();
    match post(&state, &session, (&view, place), (form, at_most), &mut typed).await {
        Ok(address) => Ok(redirect(&address)),
        Err(refusal) => {
            give_up(&state, session.person.id, &typed.files).await;
            let nonce = retry_nonce(&refusal, &typed.nonce);
            let composer = Composer::refused(&typed.body, nonce, &refusal);
            let sidebar = queries::sidebar(&state, &session, Some(view.room)).await?;
            render_refused(&state, &UploadPage::new(sidebar, view, place.thread, composer), &refusal)
        }
    }
}

/// Where to go then.
async fn post(
    state: &AppState,
    session: &Session,
    (view, place): (&RoomView, Place),
    (mut form, at_most): (Multipart, Option<u64>),
    typed: &mut Typed,
) -> Result<String, Refusal> {
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        match &*name {
            "files" => typed.files.extend(receive(state, session, (view, place), field, at_most).await?),
            "body" => typed.body = words(field).await?,
            "nonce" => typed.nonce = words(field).await?,
            "sure" => typed.sure = words(field).await?,
            DRAWN_FOR => check_person(session, &words(field).await?)?,
            _ => {}
        }
        if typed.files.len() > File::MAX {
            return Err(Reason::TooManyFiles { max: File::MAX }.into());
        }
    }
    let action = match place.thread {
        Some(root) => messages::post_in_thread(root, &typed.body, false, &typed.files)?,
        None => messages::post(&typed.body, None, &typed.files)?,
    };
    if place.thread.is_none() && typed.sure != "yes" {
        check_broadcast(session, view, &action)?;
    }
    let done = state.actions().command(session, view.room, form_nonce(&typed.nonce)?, action).await?;
    if let Some(root) = place.thread {
        return Ok(format!("{}/t/{root}#latest", view.address));
    }
    // The next page is read at once, and one's own words are no news on it. Should this fail, they are for a second.
    let _ = state.actions().mark_read(session.person.id, view.room, done.seq, None).await;
    Ok(format!("{}#latest", view.address))
}

/// A form is for whom it was drawn, and for nobody else who signs in with the same browser.
pub(super) fn check_person(session: &Session, drawn_for: &str) -> Result<(), Refusal> {
    let is_theirs = drawn_for.parse::<UserId>().ok() == Some(session.person.id);
    if is_theirs { Ok(()) } else { Err(Reason::OtherPerson.into()) }
}

/// A file of the form; none where the field was left empty. How large it is shows when it ends: no larger than the form.
async fn receive(
    state: &AppState,
    session: &Session,
    (view, place): (&RoomView, Place),
    mut field: Field<'_>,
    at_most: Option<u64>,
) -> Result<Option<FileId>, Refusal> {
    let name = field.file_name().unwrap_or_default().to_owned();
    let Some(first) = field.chunk().await.map_err(broken)? else {
        return if name.is_empty() { Ok(None) } else { Err(Reason::FileEmpty.into()) };
    };
    let store = state.files().writable()?;
    let media_type = MediaType::parse(field.content_type().unwrap_or_default())?;
    let name = FileName::parse(&name)?;
    check_kind(state, &name, &media_type)?;
    let what = (name, media_type, None);
    let file = files::begin(state.cluster(), session, (view.room, place.thread.is_some()), what).await?;
    let most = at_most.map_or(file.size, |at_most| at_most.min(file.size));
    let _sending = state.files().send(session.person.id, file.id)?;
    let chunks = futures_util::stream::once(std::future::ready(Ok(first)));
    let chunks = futures_util::StreamExt::chain(chunks, field);
    let incoming = Receiver::new(store, file.id, 0).take(chunks, most, false).await;
    let incoming = match incoming {
        Ok(incoming) if incoming.whole && incoming.stored == 0 => return Err(Reason::FileEmpty.into()),
        Ok(incoming) if incoming.whole => incoming,
        Ok(_) => return Err(unreadable()),
        Err(refusal) if refusal.reason == Reason::UploadDiffers => {
            return Err(Reason::FileTooLarge { max: most.div_ceil(1024 * 1024) }.into());
        }
        Err(refusal) => return Err(refusal),
    };
    let file = finish(state, store, session, File { size: incoming.stored, ..file }, None).await?;
    Ok(Some(file.id))
}

/// A field that is no file: never more than a message has.
pub(super) async fn words(mut field: Field<'_>) -> Result<String, Refusal> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > 4 * Body::MAX {
            return Err(Reason::MessageTooLong { max: Body::MAX / 1024 }.into());
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Nobody waits a day for what was not posted.
async fn give_up(state: &AppState, user: UserId, uploads: &[FileId]) {
    for file in uploads {
        let _ = files::done(state.cluster(), FileQuery::Cancel { file: *file, user }).await;
    }
}

pub(super) fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` gives it")]
pub(super) fn broken(error: MultipartError) -> Refusal {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Reason::FilesFull.into() } else { unreadable() }
}

pub(super) fn unreadable() -> Refusal {
    Reason::Unreadable.into()
}
