//! What a room is called and about, closing it, opening it again, deleting it. The same forms under two addresses, for its
//! owners and for admins: [`Editor`] knows who asks, and by what right.
//!
//! Each form stands for itself; refused, the page is drawn again with what was typed.

mod editor;
pub(crate) mod picture;

use axum::Form;
use axum::extract::{Query, State};
use axum::response::Response;
use proto::room::Action;
use proto::{Reason, Refusal};
use serde::Deserialize;

use super::proof::Proved;
use super::{form_nonce, redirect, retry_nonce};
use crate::actions::settings;
use crate::catalogue::Text;
use crate::draw::{Errors, SettingsForms};
use crate::error::AppError;
use crate::state::AppState;
pub(crate) use editor::Editor;

/// What was done last: one of our own words.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Saved {
    done: String,
}

/// All fields of all forms of this page.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct FormInput {
    nonce: String,
    name: Option<String>,
    topic: Option<String>,
    posting: String,
    broadcast: String,
    seconds: String,
    history: String,
    previews: String,
    sure: Option<String>,
    /// The name that they were warned about.
    meant: Option<String>,
}

/// `GET …/settings`
pub(crate) async fn settings(
    State(state): State<AppState>,
    editor: Editor,
    Query(saved): Query<Saved>,
) -> Result<Response, AppError> {
    editor.page(&state, |forms| forms.notice = sentence(&saved.done), None).await
}

/// Where a refused form was drawn, a reload asks for its address: the page is one further up.
pub(crate) async fn to_page(editor: Editor) -> Response {
    redirect(&editor.address())
}

/// `POST …/name`: its former addresses go on leading to it.
pub(crate) async fn rename(
    State(state): State<AppState>,
    editor: Editor,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let action =
        editor.rename(&state, typed.name.as_deref().unwrap_or_default(), typed.meant.as_deref()).await;
    change(&state, editor, &typed, action, "renamed").await
}

/// `POST …/topic`
pub(crate) async fn describe(
    State(state): State<AppState>,
    editor: Editor,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    let action = settings::describe(typed.topic.as_deref().unwrap_or_default());
    change(&state, editor, &typed, action, "described").await
}

/// `POST …/posting`: who posts in the room.
pub(crate) async fn posting(
    State(state): State<AppState>,
    editor: Editor,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    change(&state, editor, &typed, settings::posting(&typed.posting), "posting").await
}

/// `POST …/broadcast`: who calls everyone.
pub(crate) async fn broadcast(
    State(state): State<AppState>,
    editor: Editor,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    change(&state, editor, &typed, settings::broadcast(&typed.broadcast), "posting").await
}

/// `POST …/slow`: how long one waits between two messages.
pub(crate) async fn slow_mode(
    State(state): State<AppState>,
    editor: Editor,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    change(&state, editor, &typed, settings::slow_mode(&typed.seconds), "slow").await
}

/// `POST …/history`: whether earlier words of edited messages are kept.
pub(crate) async fn edit_history(
    State(state): State<AppState>,
    editor: Editor,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    change(&state, editor, &typed, settings::edit_history(&typed.history), "history").await
}

/// `POST …/previews`: whether messages show what their links lead to.
pub(crate) async fn previews(
    State(state): State<AppState>,
    editor: Editor,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    change(&state, editor, &typed, settings::previews(&typed.previews), "previews").await
}

/// `POST …/archive`
pub(crate) async fn archive(
    State(state): State<AppState>,
    editor: Editor,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    change(&state, editor, &typed, Ok(Action::Archive), "archived").await
}

/// `POST …/restore`
pub(crate) async fn restore(
    State(state): State<AppState>,
    editor: Editor,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    change(&state, editor, &typed, Ok(Action::Restore), "restored").await
}

/// `POST …/delete`: whoever types the room's name, and their password not long ago, means it.
pub(crate) async fn delete_room(
    State(state): State<AppState>,
    editor: Editor,
    Proved(typed): Proved<FormInput>,
) -> Result<Response, AppError> {
    let room = editor.room(&state).await?;
    let action = settings::delete_room(&room.name, typed.sure.as_deref().unwrap_or_default());
    let deleted = async {
        let nonce = form_nonce(&typed.nonce)?;
        state.actions().command_by(editor.authority(), editor.session(), room.id, nonce, action?).await
    };
    match deleted.await {
        Ok(_) => Ok(redirect("/admin/rooms?done=deleted")),
        Err(refusal) => render_again(&state, &editor, &typed, &refusal).await,
    }
}

async fn change(
    state: &AppState,
    mut editor: Editor,
    typed: &FormInput,
    action: Result<Action, Refusal>,
    done: &'static str,
) -> Result<Response, AppError> {
    let room = editor.room(state).await.map_err(|error| error.giving_back(typed.words()))?;
    let changed = async {
        let nonce = form_nonce(&typed.nonce)?;
        state.actions().command_by(editor.authority(), editor.session(), room.id, nonce, action?).await?;
        // It may have another address by now.
        editor.follow(state, room.id).await
    };
    match changed.await {
        Ok(()) => Ok(redirect(&format!("{}?done={done}", editor.address()))),
        Err(refusal) => render_again(state, &editor, typed, &refusal).await,
    }
}

async fn render_again(
    state: &AppState,
    editor: &Editor,
    typed: &FormInput,
    refusal: &Refusal,
) -> Result<Response, AppError> {
    let drawn = editor.page(state, |forms| typed.fill(forms, refusal), Some(refusal)).await;
    drawn.map_err(|error| error.giving_back(typed.words()))
}

impl FormInput {
    fn words(&self) -> &str {
        self.name.as_deref().or(self.topic.as_deref()).unwrap_or_default()
    }

    /// The forms with what was typed into them, and what was wrong with it.
    fn fill(&self, forms: &mut SettingsForms, refusal: &Refusal) {
        let typed =
            [(&self.name, &mut forms.name), (&self.topic, &mut forms.topic), (&self.sure, &mut forms.sure)];
        for (text, field) in typed {
            if let Some(text) = text {
                field.clone_from(text);
            }
        }
        forms.nonce = retry_nonce(refusal, &self.nonce);
        forms.alike = matches!(refusal.reason, Reason::RoomNameAlike { .. });
        forms.errors = Errors::from(refusal);
    }
}

fn sentence(done: &str) -> Option<Text> {
    Some(match done {
        "renamed" => Text::new("room-settings-did-rename"),
        "described" => Text::new("room-settings-did-topic"),
        "picture" => Text::new("room-settings-did-picture"),
        "posting" => Text::new("room-settings-did-posting"),
        "slow" => Text::new("room-settings-did-slow"),
        "history" => Text::new("room-settings-did-history"),
        "previews" => Text::new("room-settings-did-previews"),
        "archived" => Text::new("room-settings-did-archive"),
        "restored" => Text::new("room-settings-did-restore"),
        _ => return None,
    })
}
