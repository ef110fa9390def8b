//! `/u/{username}`: a person's card. By their id it leads there: messages know ids.

use axum::extract::{Path, State};
use axum::response::Response;
use proto::auth::{Profile, Question, Reply};
use proto::text::Username;
use proto::{Refusal, UserId};

use super::{ask, drawn, go};
use crate::app::Desk;
use crate::draw::ProfilePage;
use crate::error::Fault;
use crate::session::SignedIn;

/// `GET /u/{username}`. No username has the length of an id.
pub(crate) async fn profile(
    State(desk): State<Desk>,
    SignedIn(session): SignedIn,
    Path(name): Path<String>,
) -> Result<Response, Fault> {
    if let Ok(id) = name.parse::<UserId>() {
        let people = desk.live().people().get(&[id]).await;
        let person = people.get(&id).ok_or_else(Refusal::not_found)?;
        return Ok(go(&format!("/u/{}", person.username)));
    }
    let username = Username::parse(&name).map_err(|_| Refusal::not_found())?;
    let (profile, sidebar) = tokio::try_join!(find(&desk, username), ask::sidebar(&desk, &session, None))?;
    drawn(&desk, &ProfilePage::new(sidebar, &profile))
}

async fn find(desk: &Desk, username: Username) -> Result<Profile, Refusal> {
    match desk.cluster().ask_auth(uuid::Uuid::new_v4(), &Question::Profile { username }).await? {
        Reply::Profile(profile) => profile.ok_or_else(Refusal::not_found),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}
