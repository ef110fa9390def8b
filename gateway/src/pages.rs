//! The pages: each parses its form once, asks or commands the services, and draws what came back.
//!
//! A form that is refused is drawn again with everything that was typed (passwords excepted), with the status of the refusal.

pub(crate) mod admin;
pub(crate) mod home;
pub(crate) mod invite;
pub(crate) mod invites;
pub(crate) mod members;
pub(crate) mod membership;
pub(crate) mod messages;
pub(crate) mod names;
pub(crate) mod not_found;
pub(crate) mod profile;
mod queries;
pub(crate) mod register;
pub(crate) mod reset;
pub(crate) mod room;
pub(crate) mod room_settings;
pub(crate) mod rooms;
pub(crate) mod settings;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod socket;
pub(crate) mod styleguide;
mod welcome;
pub(crate) mod well_known;

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use proto::auth::{
    AccountAction, Action as AuthAction, AdminAction, Answer as AuthAnswer, Command as AuthCommand, Link,
    Session,
};
use proto::room::{Action, Answer, Authority, Command, Done};
use proto::{Nonce, Reason, Refusal, RoomId};

use crate::config::PublicUrl;
use crate::draw::Page;
use crate::error::{Fault, retry_after, status};
use crate::middleware::appearance;
use crate::session::{actor, encoded};
use crate::state::AppState;

/// A page that shows what was asked for.
fn drawn<P: Page>(state: &AppState, page: &P) -> Result<Response, Fault> {
    Ok(Html(state.draw().page_in(page, appearance::current())?).into_response())
}

/// A page whose form was refused.
fn refused<P: Page>(state: &AppState, page: &P, refusal: &Refusal) -> Result<Response, Fault> {
    refused_with(state, page, status(refusal.code), refusal)
}

fn refused_with<P: Page>(
    state: &AppState,
    page: &P,
    status: StatusCode,
    refusal: &Refusal,
) -> Result<Response, Fault> {
    let mut response = (status, drawn(state, page)?).into_response();
    if let Some(seconds) = retry_after(refusal) {
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    Ok(response)
}

/// On to another page, by GET.
fn go(address: &str) -> Response {
    Redirect::to(&encoded(address)).into_response()
}

/// Has something done by an auth-service that answers with no more than that.
async fn done(state: &AppState, action: AuthAction) -> Result<(), Refusal> {
    match state.cluster().command_auth(&AuthCommand::new(action)).await? {
        AuthAnswer::Done => Ok(()),
        AuthAnswer::Refused(refusal) => Err(refusal),
        AuthAnswer::SignedIn(_) | AuthAnswer::Link(_) => Err(Refusal::unavailable()),
    }
}

/// The same for what people do with their own accounts.
async fn change_account(state: &AppState, session: &Session, change: AccountAction) -> Result<(), Refusal> {
    done(state, AuthAction::Account { user: session.person.id, change }).await
}

/// The same for what admins do.
async fn administer(state: &AppState, session: &Session, change: AdminAction) -> Result<(), Refusal> {
    done(state, AuthAction::Admin { actor: session.person.id, change }).await
}

/// Has an auth-service make an invite or a link.
async fn link(state: &AppState, session: &Session, change: AdminAction) -> Result<Link, Refusal> {
    let action = AuthAction::Admin { actor: session.person.id, change };
    match state.cluster().command_auth(&AuthCommand::new(action)).await? {
        AuthAnswer::Link(link) => Ok(link),
        AuthAnswer::Refused(refusal) => Err(refusal),
        AuthAnswer::Done | AuthAnswer::SignedIn(_) => Err(Refusal::unavailable()),
    }
}

/// The whole address of a path, as it is sent to others: under the public URL, else as the browser reached us.
fn whole(state: &AppState, headers: &HeaderMap, path: &str) -> String {
    let origin = state.config().public_url.as_ref().map(PublicUrl::origin).map_or_else(
        || {
            let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
            format!("http://{host}")
        },
        ToString::to_string,
    );
    format!("{origin}{path}")
}

/// Has an action carried out as a member.
async fn command(
    state: &AppState,
    session: &Session,
    room: RoomId,
    nonce: Nonce,
    action: Action,
) -> Result<Done, Refusal> {
    command_by(Authority::Member, state, session, room, nonce, action).await
}

/// Has an action carried out by this right. It always carries `again`: a browser may send a form twice (reload, back, a
/// double click) and does not say so.
async fn command_by(
    authority: Authority,
    state: &AppState,
    session: &Session,
    room: RoomId,
    nonce: Nonce,
    action: Action,
) -> Result<Done, Refusal> {
    state.live().commands().durable(session.person.id)?;
    let named = state.live().people().named(&action).await;
    let command = Command::new(room, actor(session), nonce, action).by(authority);
    match state.cluster().command(Command { again: true, named, ..command }).await {
        Answer::Done(done) => Ok(done),
        // Taken back before it arrived: under this nonce nothing will ever happen.
        Answer::Cancelled => Err(Refusal::nonce_reused()),
        Answer::Refused(refusal) => Err(refusal),
    }
}

/// The nonce a form carried.
fn nonce(text: &str) -> Result<Nonce, Refusal> {
    text.parse().map_err(|_| Refusal::new(Reason::FormIncomplete))
}

/// The nonce with which a refused form is drawn again: the same one where the same command may still succeed.
fn nonce_after(refusal: &Refusal, text: &str) -> Nonce {
    text.parse().ok().filter(|_| !refusal.code.is_definite()).unwrap_or_default()
}
