//! A picture that is to stand for somebody or something, out of a form. It is taken as it comes, and kept in the store until it is
//! drawn; only what was drawn stays.

use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest, Request};
use proto::auth::Session;
use proto::{FileId, PictureId, Reason, Refusal};

use super::form::{broken, check_person, unreadable, words};
use crate::files::{FileStore, Receiver, Shape};
use crate::middleware::drawn_for::FIELD as DRAWN_FOR;
use crate::state::AppState;

const MIB: u64 = 1024 * 1024;

/// The most MiB of what is sent: as large as photos are, and as emoji are found.
fn most(shape: Shape) -> u64 {
    match shape {
        Shape::Square => 20,
        Shape::Emoji => 1,
    }
}

/// What is typed beside it.
#[derive(Debug, Default)]
pub(in crate::pages) struct Typed {
    pub(in crate::pages) nonce: String,
    pub(in crate::pages) name: String,
}

/// Takes the picture of a form (`person`, perhaps a `nonce` and a `name`, then `picture`).
///
/// # Errors
/// There is none, or it cannot be shown; the form is somebody else's.
pub(in crate::pages) async fn receive(
    state: &AppState,
    session: &Session,
    request: Request,
    shape: Shape,
    typed: &mut Typed,
) -> Result<PictureId, Refusal> {
    state.rate_limiter().other(session.person.id)?;
    let store = state.files().writable()?;
    let mut form = Multipart::from_request(request, state).await.map_err(|_| unreadable())?;
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name() {
            Some(DRAWN_FOR) => check_person(session, &words(field).await?)?,
            Some("nonce") => typed.nonce = words(field).await?,
            Some("name") => typed.name = words(field).await?,
            Some("picture") => return take(state, store, session, (field, shape)).await,
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
    (field, shape): (Field<'_>, Shape),
) -> Result<PictureId, Refusal> {
    let sent = FileId::new();
    let _sending = state.files().send(session.person.id, sent)?;
    let incoming = Receiver::new(store, sent, 0).take(field, most(shape) * MIB, false).await;
    let made = match incoming {
        Ok(incoming) if !incoming.whole => Err(unreadable()),
        Ok(incoming) if incoming.stored == 0 => Err(Reason::NotAPicture.into()),
        Ok(incoming) => state.files().make_picture(store, shape, (sent, incoming.stored)).await,
        Err(refusal) if refusal.reason == Reason::UploadDiffers => {
            Err(Reason::FileTooLarge { max: most(shape) }.into())
        }
        Err(refusal) => Err(refusal),
    };
    // As a file that nobody knows it would be swept, a day later.
    let _ = store.remove(sent).await;
    made
}
