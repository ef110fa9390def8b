//! A picture that is to stand for somebody or something, out of a form. It is taken as it comes, and kept in the store until it is
//! drawn; only what was drawn stays.

use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest, Request};
use proto::auth::Session;
use proto::{FileId, PictureId, Reason, Refusal};

use super::form::{broken, check_person, unreadable, words};
use crate::files::{FileStore, Receiver};
use crate::middleware::drawn_for::FIELD as DRAWN_FOR;
use crate::state::AppState;

/// The most bytes of what is sent: as large as photos are.
const MOST: u64 = 20 * MIB;
const MIB: u64 = 1024 * 1024;

/// Takes the picture of a form (`person`, perhaps a `nonce`, then `picture`).
///
/// # Errors
/// There is none, or it cannot be shown; the form is somebody else's.
pub(in crate::pages) async fn receive(
    state: &AppState,
    session: &Session,
    request: Request,
    nonce: &mut String,
) -> Result<PictureId, Refusal> {
    state.rate_limiter().other(session.person.id)?;
    let store = state.files().writable()?;
    let mut form = Multipart::from_request(request, state).await.map_err(|_| unreadable())?;
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name() {
            Some(DRAWN_FOR) => check_person(session, &words(field).await?)?,
            Some("nonce") => *nonce = words(field).await?,
            Some("picture") => return take(state, store, session, field).await,
            _ => {}
        }
    }
    Err(Reason::NotAPicture.into())
}

/// A picture that stands for nobody any more. Should this fail, it is swept.
pub(in crate::pages) async fn forget(state: &AppState, picture: PictureId) {
    let Ok(store) = state.files().store() else { return };
    if let Err(error) = store.remove_small_picture(picture).await {
        tracing::warn!(%error, picture.id = %picture, "a picture could not be removed");
    }
}

async fn take(
    state: &AppState,
    store: &FileStore,
    session: &Session,
    field: Field<'_>,
) -> Result<PictureId, Refusal> {
    let sent = FileId::new();
    let _sending = state.files().send(session.person.id, sent)?;
    let incoming = Receiver::new(store, sent, 0).take(field, MOST, false).await;
    let made = match incoming {
        Ok(incoming) if !incoming.whole => Err(unreadable()),
        Ok(incoming) if incoming.stored == 0 => Err(Reason::NotAPicture.into()),
        Ok(incoming) => state.files().make_square(store, sent, incoming.stored).await,
        Err(refusal) if refusal.reason == Reason::UploadDiffers => {
            Err(Reason::FileTooLarge { max: MOST / MIB }.into())
        }
        Err(refusal) => Err(refusal),
    };
    // As a file that nobody knows it would be swept, a day later.
    let _ = store.remove(sent).await;
    made
}
