//! `/upload`: a file is announced, sent (in one request or several), looked at, and then there to be posted.
//!
//! Where it broke off says `Upload-Offset`; a request that leaves more to come says `Upload-Complete: ?0`.

pub(crate) mod form;
pub(in crate::pages) mod picture;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Form, Json};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proto::auth::Session;
use proto::room::{File, FileQuery};
use proto::text::{AltText, FileName, MediaType};
use proto::{FileId, Reason, Refusal, RoomId};
use serde::Deserialize;
use serde_json::json;

use crate::actions::files;
use crate::error::AppError;
use crate::files::{FileStore, Receiver, StoreError, program};
use crate::session::SignedIn;
use crate::state::AppState;

const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const COMPLETE: HeaderName = HeaderName::from_static("upload-complete");
/// The SHA-256 of the whole file, as RFC 9530 writes it.
const DIGEST: HeaderName = HeaderName::from_static("repr-digest");

/// What is to be sent.
#[derive(Deserialize)]
pub(crate) struct Announced {
    room: RoomId,
    name: String,
    size: u64,
    #[serde(default, rename = "type")]
    media_type: String,
    #[serde(default)]
    in_thread: bool,
}

/// What is said of it.
#[derive(Deserialize)]
pub(crate) struct Described {
    #[serde(default)]
    alt: String,
}

/// `POST /upload` (`room`, `name`, `size`, `type`, `in_thread`): answers with the address to send it to.
pub(crate) async fn begin(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Form(announced): Form<Announced>,
) -> Result<Response, AppError> {
    state.files().writable()?;
    let Announced { room, name, size, media_type, in_thread } = announced;
    let (name, media_type) = (FileName::parse(&name)?, MediaType::parse(&media_type)?);
    check_kind(&state, &name, &media_type)?;
    let what = (name, media_type, Some(size));
    let file = files::begin(state.cluster(), &session, (room, in_thread), what).await?;
    let address = format!("/upload/{}", file.id);
    let said = Json(json!({ "id": file.id, "name": file.name, "size": file.size }));
    Ok((StatusCode::CREATED, [(header::LOCATION, address)], said).into_response())
}

/// `GET /upload/{file}`: how much of it is here.
pub(crate) async fn state(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(file): Path<String>,
) -> Result<Response, AppError> {
    let store = state.files().store()?;
    let upload = files::upload(state.cluster(), session.person.id, id(&file)?).await?;
    let offset = if upload.stored { upload.file.size } else { stored(store, upload.file.id).await? };
    Ok((StatusCode::NO_CONTENT, progress(offset, &upload.file, upload.stored)).into_response())
}

/// `PUT /upload/{file}`: its bytes, from `Upload-Offset` on.
pub(crate) async fn put(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(file): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, AppError> {
    let store = state.files().writable()?;
    let upload = files::upload(state.cluster(), session.person.id, id(&file)?).await?;
    if upload.stored {
        return Ok(whole(&upload.file));
    }
    let _sending = state.files().send(session.person.id, upload.file.id)?;
    let offset = stored(store, upload.file.id).await?;
    if number(&headers, &OFFSET)?.unwrap_or(0) != offset {
        return Err(Refusal::new(Reason::UploadElsewhere).into());
    }
    let more = headers.get(&COMPLETE).is_some_and(|value| value == "?0");
    let receiver = Receiver::new(store, upload.file.id, offset);
    let incoming = receiver.take(body.into_data_stream(), upload.file.size, more).await?;
    if incoming.stored < upload.file.size {
        // What broke off or goes on later may go on; what ended is not what was announced.
        let status = if incoming.whole { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::ACCEPTED };
        if status == StatusCode::UNPROCESSABLE_ENTITY {
            give_up(&state, store, &session, upload.file.id).await;
            return Err(Refusal::new(Reason::UploadDiffers).into());
        }
        return Ok((status, progress(incoming.stored, &upload.file, false)).into_response());
    }
    let file = finish(&state, store, &session, upload.file, digest(&headers)?).await?;
    Ok(whole(&file))
}

/// `POST /upload/{file}` (`alt`): what it shows, in words.
pub(crate) async fn describe(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(file): Path<String>,
    Form(described): Form<Described>,
) -> Result<Response, AppError> {
    let (file, user) = (id(&file)?, session.person.id);
    let alt = AltText::optional(&described.alt)?;
    files::done(state.cluster(), FileQuery::Describe { file, user, alt }).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `DELETE /upload/{file}`: it will not be posted.
pub(crate) async fn cancel(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(file): Path<String>,
) -> Result<Response, AppError> {
    let (file, user) = (id(&file)?, session.person.id);
    files::done(state.cluster(), FileQuery::Cancel { file, user }).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// All of a file is here: what it is, and that it may be posted. `wanted`: the SHA-256 it must have.
async fn finish(
    state: &AppState,
    store: &FileStore,
    session: &Session,
    file: File,
    wanted: Option<Vec<u8>>,
) -> Result<File, Refusal> {
    let inspected = store.inspect(file).await?;
    if let Some(wanted) = wanted
        && !store.was_sent(&inspected, &wanted).await?
    {
        give_up(state, store, session, inspected.file.id).await;
        return Err(Reason::UploadDiffers.into());
    }
    let kind = program(&inspected.head).unwrap_or_else(|| inspected.file.media_type.clone());
    if let Err(refusal) = check_kind(state, &inspected.file.name, &kind) {
        give_up(state, store, session, inspected.file.id).await;
        return Err(refusal);
    }
    let (file, sha256) = state.files().prepare(store, inspected).await?;
    let user = session.person.id;
    files::done(state.cluster(), FileQuery::Stored { user, file: file.clone(), sha256 }).await?;
    state.files().tidy(store, &file).await;
    Ok(file)
}

/// Refuses what an admin has denied: by what it is called and said to be before it is sent, by its content once it is there.
fn check_kind(state: &AppState, name: &FileName, media_type: &MediaType) -> Result<(), Refusal> {
    state.installation()?.denied_files.map_or(Ok(()), |denied| denied.check(name, media_type))
}

/// An upload that is not what was announced begins anew, as another. Should this fail, it is swept.
async fn give_up(state: &AppState, store: &FileStore, session: &Session, file: FileId) {
    let user = session.person.id;
    if files::done(state.cluster(), FileQuery::Cancel { file, user }).await.is_ok() {
        let _ = store.remove(file).await;
    }
}

fn progress(offset: u64, file: &File, whole: bool) -> [(HeaderName, HeaderValue); 3] {
    let complete = HeaderValue::from_static(if whole { "?1" } else { "?0" });
    [(OFFSET, offset.into()), (LENGTH, file.size.into()), (COMPLETE, complete)]
}

fn whole(file: &File) -> Response {
    (StatusCode::CREATED, progress(file.size, file, true), Json(file)).into_response()
}

async fn stored(store: &FileStore, file: FileId) -> Result<u64, Refusal> {
    store.stored(file).await.map_err(|error: StoreError| {
        tracing::error!(%error, "the file store failed");
        Refusal::unavailable()
    })
}

pub(super) fn id(text: &str) -> Result<FileId, Refusal> {
    text.parse().map_err(|_| Refusal::not_found())
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Result<Option<u64>, Refusal> {
    let Some(value) = headers.get(name) else { return Ok(None) };
    let number = value.to_str().ok().and_then(|text| text.parse().ok());
    number.map(Some).ok_or_else(|| Reason::Unreadable.into())
}

fn digest(headers: &HeaderMap) -> Result<Option<Vec<u8>>, Refusal> {
    let Some(value) = headers.get(&DIGEST) else { return Ok(None) };
    let encoded = value.to_str().ok().and_then(|text| text.strip_prefix("sha-256=:")?.strip_suffix(':'));
    let digest = encoded.and_then(|encoded| STANDARD.decode(encoded).ok());
    digest.map(Some).ok_or_else(|| Reason::Unreadable.into())
}
