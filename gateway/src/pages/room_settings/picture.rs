//! `…/settings/picture`: what stands for a room, for its owners and for admins.

use axum::Form;
use axum::extract::{Request, State};
use axum::response::Response;
use proto::room::{Action, RoomSetting};
use proto::{PictureId, Refusal};

use super::{Editor, FormInput, change, render_again};
use crate::error::AppError;
use crate::files::Shape;
use crate::pages::uploads::picture::{self, Typed};
use crate::state::AppState;

/// `POST …/picture` (`picture`): the middle of it stands for the room from now on.
pub(crate) async fn send(
    State(state): State<AppState>,
    editor: Editor,
    request: Request,
) -> Result<Response, AppError> {
    // Who may not change the room sends nothing.
    let before = editor.room(&state).await?.picture;
    let mut sent_with = Typed::default();
    let sent = picture::receive(&state, editor.session(), request, Shape::Square, &mut sent_with).await;
    let typed = FormInput { nonce: sent_with.nonce, ..FormInput::default() };
    match sent {
        Ok(sent) => set(&state, editor, &typed, before, Some(sent)).await,
        Err(refusal) => render_again(&state, &editor, &typed, &refusal.on("picture")).await,
    }
}

/// `POST …/picture/remove`: a sign stands for it again.
pub(crate) async fn remove(
    State(state): State<AppState>,
    editor: Editor,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let before = editor.room(&state).await?.picture;
    set(&state, editor, &typed, before, None).await
}

/// The one before is let go of once nothing shows it; should the room refuse, the one that was sent.
async fn set(
    state: &AppState,
    editor: Editor,
    typed: &FormInput,
    before: Option<PictureId>,
    next: Option<PictureId>,
) -> Result<Response, AppError> {
    let action: Result<Action, Refusal> = Ok(Action::Configure { setting: RoomSetting::Picture(next) });
    let answer = change(state, editor, typed, action, "picture").await?;
    let unused = if answer.status().is_redirection() { before } else { next };
    if let Some(unused) = unused.filter(|_| before != next) {
        picture::forget(state, unused).await;
    }
    Ok(answer)
}
