//! Reactions without a script: the buttons under messages, the page where one is chosen, and the page of who reacted.

use std::collections::HashMap;

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use proto::auth::{Person, Session};
use proto::room::{self, Action, ActionKind, Around, Reactors, Reply, RoomView};
use proto::{Nonce, Reason, Refusal, Seq, UserId};
use serde::Deserialize;

use super::one::{Address, address, check, number};
use crate::actions;
use crate::catalogue::Text;
use crate::draw::{ReactPage, ReactorsPage, ReactorsPart, ReactorsRow};
use crate::error::AppError;
use crate::pages::{queries, redirect, render, render_refused};
use crate::session::SignedIn;
use crate::state::AppState;

/// A button of the room's page: the message and the reaction, `41 👍`, by what is done with it.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Pressed {
    react: Option<String>,
    unreact: Option<String>,
}

impl Pressed {
    fn parse(self) -> Result<(Seq, Action), Refusal> {
        let is_taken_back = self.react.is_none();
        let button = self.react.or(self.unreact).ok_or(Reason::FormIncomplete)?;
        let (seq, reaction) = button.split_once(' ').ok_or(Reason::FormIncomplete)?;
        let target = number(seq)?;
        let action = if is_taken_back {
            actions::messages::unreact(target, reaction)?
        } else {
            actions::messages::react(target, reaction)?
        };
        Ok((target, action))
    }
}

/// `POST /r/{slug}/reactions` (`react` or `unreact`). Done twice is done once, so the form carries no nonce.
pub(crate) async fn press(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path(slug): Path<String>,
    Form(pressed): Form<Pressed>,
) -> Result<Response, AppError> {
    let (target, action) = pressed.parse()?;
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    state.actions().command(&session, view.room, Nonce::new(), action).await?;
    Ok(redirect(&address(&view.address.to_string(), target)))
}

/// `GET /r/{slug}/m/{seq}/react`.
pub(crate) async fn form(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
) -> Result<Response, AppError> {
    let seq = number(&seq)?;
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    render(&state, &page(&state, &session, view, seq).await?)
}

/// What was chosen, or typed.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Chosen {
    reaction: String,
}

/// `POST /r/{slug}/m/{seq}/react` (`reaction`).
pub(crate) async fn react(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
    Form(chosen): Form<Chosen>,
) -> Result<Response, AppError> {
    let target = number(&seq)?;
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    let reacting = async {
        let action = actions::messages::react(target, &chosen.reaction)?;
        state.actions().command(&session, view.room, Nonce::new(), action).await
    };
    let Err(refusal) = reacting.await else {
        return Ok(redirect(&address(&view.address.to_string(), target)));
    };
    let error = AppError::from(refusal.clone());
    let page = page(&state, &session, view, target).await.map_err(|_| error)?;
    render_refused(&state, &page.refused(&chosen.reaction, Text::from(&refusal)), &refusal)
}

async fn page(state: &AppState, session: &Session, view: RoomView, seq: Seq) -> Result<ReactPage, Refusal> {
    let (mut page, sidebar) = tokio::try_join!(
        queries::messages(state, session, view.room, Around::These(vec![seq])),
        queries::sidebar(state, session, Some(view.room))
    )?;
    let message = page.messages.pop().ok_or(Reason::MessageMissing)?;
    check(session, &view, &message, ActionKind::React)?;
    let mine = page.mine.pop().map(|own| own.mine).unwrap_or_default();
    Ok(ReactPage::new(sidebar, view, &message, mine).offering(&state.emoji().get()))
}

/// Of one reaction alone, for what is shown above it.
#[derive(Deserialize)]
pub(crate) struct Part {
    reaction: Option<String>,
}

/// `GET /r/{slug}/m/{seq}/reactions`: who reacted, to whoever may read the room.
pub(crate) async fn reactors(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Path((slug, seq)): Address,
    Query(part): Query<Part>,
) -> Result<Response, AppError> {
    let seq = number(&seq)?;
    let view = queries::room_by_slug(&state, &session, &slug).await?;
    let mut reactors = ask(&state, &session, &view, seq).await?;
    let Some(token) = part.reaction else {
        let sidebar = queries::sidebar(&state, &session, Some(view.room)).await?;
        let reactions = rows(&state, &session, &reactors).await;
        return render(&state, &ReactorsPage { sidebar, room: view, seq, reactions });
    };
    reactors.retain(|one| one.reaction == token);
    render(&state, &ReactorsPart { reactions: rows(&state, &session, &reactors).await })
}

async fn ask(
    state: &AppState,
    session: &Session,
    view: &RoomView,
    seq: Seq,
) -> Result<Vec<Reactors>, Refusal> {
    let query = room::Query::Reactors { room: view.room, viewer: session.into(), seq };
    match state.cluster().ask_room(view.room.0, &query).await? {
        Reply::Reactors(reactors) => Ok(reactors),
        other => Err(queries::unexpected(&other)),
    }
}

async fn rows(state: &AppState, session: &Session, reactors: &[Reactors]) -> Vec<ReactorsRow> {
    let mut ids: Vec<UserId> = reactors.iter().flat_map(|one| &one.people).map(|(user, _)| *user).collect();
    ids.sort_unstable();
    ids.dedup();
    let people: HashMap<UserId, Person> = queries::people(state, &ids).await;
    let name = |user: UserId| people.get(&user).map(Person::shown_name);
    reactors.iter().map(|one| ReactorsRow::new(one, session.person.id, name)).collect()
}
