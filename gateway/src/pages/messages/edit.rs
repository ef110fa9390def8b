//! `/r/{slug}/m/{seq}/edit`: the words of a message, changed.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use proto::auth::Session;
use proto::room::{ActionKind, Message, RoomView};
use proto::{Code, FileId, Nonce, Refusal, Seq};

use super::one::{Address, address, check, find, number};
use crate::actions;
use crate::catalogue::Text;
use crate::draw::EditPage;
use crate::error::AppError;
use crate::pages::{form_nonce, queries, redirect, render, render_refused, retry_nonce};
use crate::session::SignedIn;
use crate::state::AppState;

/// `GET /r/{slug}/m/{seq}/edit`.
pub(crate) async fn form(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
) -> Result<Response, AppError> {
    let (room, message, sidebar) = find(&state, &session, &slug, &seq).await?;
    check(&session, &room, &message, ActionKind::Edit)?;
    let Message { seq, body, text_rev, .. } = message;
    let files = EditPage::files_of(&message.files, &[]);
    let (now, nonce, error) = (None, Nonce::new(), None);
    let page = EditPage { sidebar, room, seq, body, text_rev, files, now, nonce, error };
    render(&state, &page)
}

/// The form. Without `text_rev` whatever the message says now is replaced.
pub(crate) struct EditInput {
    body: String,
    nonce: String,
    text_rev: String,
    /// Ids of files, one after the other: a form names each by itself.
    without: Vec<FileId>,
}

impl EditInput {
    fn read(form: &[(String, String)]) -> Self {
        let value = |wanted: &str| {
            form.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let without = form.iter().filter(|(name, _)| name == "without");
        Self {
            body: value("body"),
            nonce: value("nonce"),
            text_rev: value("text_rev"),
            without: without.filter_map(|(_, id)| id.parse().ok()).collect(),
        }
    }
}

/// `POST /r/{slug}/m/{seq}/edit` (`body`, `nonce`, `text_rev`, and `without` for each file that is taken out).
pub(crate) async fn edit(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
    Form(typed): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let typed = EditInput::read(&typed);
    let giving_back = |refusal: Refusal| AppError::from(refusal).giving_back(&typed.body);
    let target = number(&seq)?;
    let view = queries::room_by_slug(&state, &session, &slug).await.map_err(giving_back)?;
    let changing = async {
        let action =
            actions::messages::edit(target, &typed.body, typed.text_rev.parse().ok(), typed.without.clone())?;
        state.actions().command(&session, view.room, form_nonce(&typed.nonce)?, action).await
    };
    let Err(refusal) = changing.await else {
        return Ok(redirect(&address(&view.address.to_string(), target)));
    };
    let page = draw_again(&state, &session, view, target, &typed, &refusal).await;
    render_refused(&state, &page.map_err(|_| giving_back(refusal.clone()))?, &refusal)
}

/// The form with what was typed; beside it what the message says now, where that is why.
async fn draw_again(
    state: &AppState,
    session: &Session,
    room: RoomView,
    seq: Seq,
    typed: &EditInput,
    refusal: &Refusal,
) -> Result<EditPage, Refusal> {
    let (sidebar, message) = tokio::try_join!(
        queries::sidebar(state, session, Some(room.room)),
        queries::message(state, session, room.room, seq)
    )?;
    let files = EditPage::files_of(&message.files, &typed.without);
    let (text_rev, now) = match refusal.code {
        Code::Outdated => (message.text_rev, Some(message.body)),
        _ => (typed.text_rev.parse().unwrap_or(seq), None),
    };
    let (body, nonce) = (typed.body.clone(), retry_nonce(refusal, &typed.nonce));
    let error = Some(Text::from(refusal));
    Ok(EditPage { sidebar, room, seq, body, text_rev, files, now, nonce, error })
}
