//! `/settings/notifications/rooms` and `…/keywords`: what of rooms calls one who chose nothing for them, and words that do.

use axum::Form;
use axum::extract::State;
use axum::response::Response;
use proto::room::Keyword;
use proto::room::{Level, NotificationQuery, Query};
use proto::{Reason, Refusal};
use serde::Deserialize;

use super::notifications::{HERE, page};
use crate::draw::Errors;
use crate::error::AppError;
use crate::pages::{redirect, render_refused};
use crate::session::SignedIn;
use crate::state::AppState;

/// The form of the level.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Choice {
    level: String,
}

/// The form of the keywords.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Words {
    keyword: String,
    /// One that is to go; empty: the other is to be added.
    remove: String,
}

/// `POST /settings/notifications/rooms` (`level`)
pub(crate) async fn choose_level(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Form(choice): Form<Choice>,
) -> Result<Response, AppError> {
    let level = match &*choice.level {
        // As it is for everyone.
        "" => None,
        level => Some(Level::parse(level).ok_or(Refusal::new(Reason::Malformed))?),
    };
    let set =
        Query::Notifications { query: NotificationQuery::SetDefaultLevel { user: session.person.id, level } };
    state.actions().change_notifications(&session, set).await?;
    Ok(redirect(HERE))
}

/// `POST /settings/notifications/keywords` (`keyword` or `remove`)
pub(crate) async fn change(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Form(typed): Form<Words>,
) -> Result<Response, AppError> {
    let user = session.person.id;
    let changed = async {
        let query = if typed.remove.is_empty() {
            Query::Notifications {
                query: NotificationQuery::AddKeyword { user, keyword: Keyword::parse(&typed.keyword)? },
            }
        } else {
            Query::Notifications {
                query: NotificationQuery::RemoveKeyword { user, keyword: Keyword::parse(&typed.remove)? },
            }
        };
        state.actions().change_notifications(&session, query).await
    };
    let Err(refusal) = changed.await else { return Ok(redirect(&format!("{HERE}#keywords"))) };
    let (_, mut page) = page(&state, &session).await?;
    (page.keyword, page.errors) = (typed.keyword, Errors::from(&refusal));
    render_refused(&state, &page, &refusal)
}
