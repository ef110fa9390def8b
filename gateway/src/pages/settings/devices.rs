//! `/settings/notifications/devices`: which devices are told while no page is open there.

use axum::Form;
use axum::extract::State;
use axum::response::Response;
use proto::room::{NewDevice, PushQuery};
use proto::{Reason, Refusal};
use serde::Deserialize;
use uuid::Uuid;

use super::notifications::HERE;
use crate::error::AppError;
use crate::middleware::appearance;
use crate::pages::redirect;
use crate::push::parse_target;
use crate::session::{Caller, SignedIn};
use crate::state::AppState;

/// What a browser says of itself; or a device that is to go.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    endpoint: String,
    key: String,
    auth: String,
    /// Not empty: who wrote and what is told.
    words: String,
    /// Not empty: this device is told no more.
    remove: String,
}

/// `POST /settings/notifications/devices`
pub(crate) async fn change(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    Caller(client): Caller,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let user = session.person.id;
    let query = if typed.remove.is_empty() {
        // Where there is no key, no page of ours asks for it.
        state.push().key().ok_or(Refusal::new(Reason::Malformed))?;
        let target = parse_target(state.push().outgoing(), &typed.endpoint, &typed.key, &typed.auth)?;
        let device = NewDevice {
            session: session.id,
            target,
            agent: client.agent,
            language: appearance::current().language.tag().to_owned(),
            words: !typed.words.is_empty(),
        };
        PushQuery::Add { user, device }
    } else {
        let device: Uuid = typed.remove.parse().map_err(|_| Refusal::new(Reason::Malformed))?;
        PushQuery::Remove { user, device }
    };
    state.actions().change_devices(&session, query).await?;
    Ok(redirect(&format!("{HERE}#devices")))
}
