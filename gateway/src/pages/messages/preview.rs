//! `POST /r/{slug}/preview`: what is being written, as the message would show it. Nothing is said, and nothing kept.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use proto::auth::Session;
use proto::room::permissions::Asker;
use proto::room::{Action, ActionKind, Authority, RoomView};
use proto::{Refusal, Seq};
use serde::Deserialize;

use super::sign_in_first;
use crate::actions::messages;
use crate::actions::slash::{self, Typed};
use crate::catalogue::Text;
use crate::draw::{HiddenField, PreviewPage};
use crate::error::AppError;
use crate::pages::room::page_of;
use crate::pages::{queries, render, render_refused};
use crate::session::MaybeSession;
use crate::state::AppState;

/// What else a form that says or changes something may carry.
const CARRIED: [&str; 4] = ["nonce", "text_rev", "also_in_room", "without"];

/// What is being written; a message of the room, where nothing is said.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Draft {
    /// A reply in this thread.
    thread: Option<Seq>,
    /// A reply to this message.
    reply: Option<Seq>,
    /// Other words of this message.
    edit: Option<Seq>,
}

/// `POST /r/{slug}/preview?edit=…` (`body`, and what its form carries besides).
pub(crate) async fn preview(
    State(state): State<AppState>,
    session: Result<MaybeSession, AppError>,
    Path(slug): Path<String>,
    Query(draft): Query<Draft>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let typed = form.iter().find(|(name, _)| name == "body").map_or("", |(_, body)| body);
    let giving_back = |refusal: Refusal| AppError::from(refusal).giving_back(typed);
    let MaybeSession(session) = session.map_err(|error| error.giving_back(typed))?;
    let Some(session) = session else { return sign_in_first(&state, page_of(&slug), typed) };
    let view = queries::room_by_slug(&state, &session, &slug).await.map_err(giving_back)?;
    let asker = Asker::viewing(session.org_role, &view);
    asker.check(Authority::Member, draft.kind()).map_err(giving_back)?;
    let sidebar = queries::sidebar(&state, &session, Some(view.room)).await.map_err(giving_back)?;
    let drawn = draw(&state, &session, &view, draft, typed).await;
    let at = view.address.to_string();
    let page = PreviewPage::new(sidebar, view, typed.to_owned(), carried(&form)).to(
        draft.address(&at),
        format!("{at}/preview{}", draft.query()),
        draft.edit.is_some(),
    );
    match drawn {
        Ok(Ok(html)) => render(&state, &page.showing(&html)),
        Ok(Err(why)) => {
            let page = page.refused(why);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&state, &page)?).into_response())
        }
        Err(refusal) => render_refused(&state, &page.refused((&refusal).into()), &refusal),
    }
}

/// What would be said, as HTML; or why nothing would.
async fn draw(
    state: &AppState,
    session: &Session,
    view: &RoomView,
    draft: Draft,
    typed: &str,
) -> Result<Result<String, Text>, Refusal> {
    match draft.read(typed)? {
        Ok(action) => state.actions().preview(session, view.room, &action).await.map(Ok),
        Err(why) => Ok(Err(why)),
    }
}

fn carried(form: &[(String, String)]) -> Vec<HiddenField> {
    let carried = form.iter().filter(|(name, _)| CARRIED.contains(&name.as_str()));
    carried.map(|(name, value)| HiddenField { name: name.clone(), value: value.clone() }).collect()
}

impl Draft {
    fn kind(self) -> ActionKind {
        match self {
            Self { edit: Some(_), .. } => ActionKind::Edit,
            Self { thread: Some(_), .. } => ActionKind::PostInThread,
            _ => ActionKind::Post,
        }
    }

    /// Where its form is sent, in the room at this path.
    fn address(self, room: &str) -> String {
        match self {
            Self { edit: Some(seq), .. } => format!("{room}/m/{seq}/edit"),
            Self { thread: Some(root), .. } => format!("{room}/t/{root}"),
            Self { reply: Some(seq), .. } => format!("{room}/m/{seq}/reply"),
            _ => format!("{room}/messages"),
        }
    }

    fn query(self) -> String {
        match self {
            Self { edit: Some(seq), .. } => format!("?edit={seq}"),
            Self { thread: Some(root), .. } => format!("?thread={root}"),
            Self { reply: Some(seq), .. } => format!("?reply={seq}"),
            _ => String::new(),
        }
    }

    /// What it would do; of what begins with a slash, and says nothing, why it is not shown.
    fn read(self, typed: &str) -> Result<Result<Action, Text>, Refusal> {
        if let Some(target) = self.edit {
            return messages::edit(target, typed, None, Vec::new()).map(Ok);
        }
        if self.reply.is_some() || !typed.starts_with('/') {
            return messages::post(typed, self.reply, &[]).map(Ok);
        }
        Ok(match slash::read(typed)? {
            Typed::Act(action @ Action::Post { .. }) => Ok(action),
            Typed::Explain(why) => Err(why),
            _ => Err(Text::new("preview-of-command")),
        })
    }
}
