//! The pages: each parses its form once, asks or commands the services, and draws what came back.
//!
//! A form that is refused is drawn again with everything that was typed (passwords excepted), with the status of the refusal.

pub(crate) mod admin;
pub(crate) mod blocks;
pub(crate) mod commands;
pub(crate) mod confirm;
pub(crate) mod custom_emoji;
mod date;
pub(crate) mod direct;
pub(crate) mod emoji;
pub(crate) mod file;
pub(crate) mod files;
pub(crate) mod forgot;
pub(crate) mod formatting;
pub(crate) mod home;
pub(crate) mod inbox;
pub(crate) mod invite;
pub(crate) mod invites;
pub(crate) mod jump;
pub(crate) mod keeping;
pub(crate) mod keys;
pub(crate) mod level;
pub(crate) mod lightbox;
pub(crate) mod link_picture;
pub(crate) mod members;
pub(crate) mod membership;
pub(crate) mod messages;
pub(crate) mod names;
pub(crate) mod not_found;
pub(crate) mod offline;
pub(crate) mod own_invites;
pub(crate) mod people;
pub(crate) mod picker;
pub(crate) mod picture;
pub(crate) mod profile;
mod proof;
mod queries;
pub(crate) mod register;
pub(crate) mod reports;
pub(crate) mod reset;
pub(crate) mod room;
pub(crate) mod room_files;
pub(crate) mod room_ref;
pub(crate) mod room_settings;
pub(crate) mod rooms;
pub(crate) mod saved;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod setup;
pub(crate) mod sidebar;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod socket;
pub(crate) mod star;
pub(crate) mod status;
pub(crate) mod styleguide;
pub(crate) mod threads;
pub(crate) mod unread;
pub(crate) mod unsubscribe;
pub(crate) mod uploads;
pub(crate) mod welcome;
pub(crate) mod well_known;

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use proto::{Nonce, Reason, Refusal};

use crate::config::PublicUrl;
use crate::draw::Page;
use crate::error::{AppError, retry_after, status};
use crate::middleware::appearance;
use crate::session::encoded;
use crate::state::AppState;

/// A page that shows what was asked for.
fn render<P: Page>(state: &AppState, page: &P) -> Result<Response, AppError> {
    Ok(Html(state.draw().page_in(page, appearance::current())?).into_response())
}

/// A page whose form was refused.
fn render_refused<P: Page>(state: &AppState, page: &P, refusal: &Refusal) -> Result<Response, AppError> {
    render_refused_with_status(state, page, status(refusal.code), refusal)
}

fn render_refused_with_status<P: Page>(
    state: &AppState,
    page: &P,
    status: StatusCode,
    refusal: &Refusal,
) -> Result<Response, AppError> {
    let mut response = (status, render(state, page)?).into_response();
    if let Some(seconds) = retry_after(refusal) {
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    Ok(response)
}

/// On to another page, by GET.
fn redirect(address: &str) -> Response {
    Redirect::to(&encoded(address)).into_response()
}

/// The whole address of a path, as it is sent to others: under the public URL, else as the browser reached us.
fn absolute_url(state: &AppState, headers: &HeaderMap, path: &str) -> String {
    let origin = state.config().public_url.as_ref().map(PublicUrl::origin).map_or_else(
        || {
            let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
            format!("http://{host}")
        },
        ToString::to_string,
    );
    format!("{origin}{path}")
}

/// The nonce a form carried.
fn form_nonce(text: &str) -> Result<Nonce, Refusal> {
    text.parse().map_err(|_| Refusal::new(Reason::FormIncomplete))
}

/// The nonce with which a refused form is drawn again: the same one where the same command may still succeed.
fn retry_nonce(refusal: &Refusal, text: &str) -> Nonce {
    text.parse().ok().filter(|_| !refusal.code.is_definite()).unwrap_or_default()
}
