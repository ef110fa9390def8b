//! What every request passes through, in order, each layer with its reason. `router.rs` says what lies behind.

mod address;
pub(crate) mod appearance;
mod body;
pub(crate) mod drawn_for;
mod error_pages;
mod headers;
mod host;
mod request;
mod unread_body;

pub(crate) use address::AddressPlace;
use request::RequestId;

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use tower::ServiceBuilder;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

use crate::config::Config;
use crate::state::AppState;

/// The most bytes of a form: a message of 16 KiB in which every byte is percent-encoded, and some.
pub(crate) const FORM_MAX: usize = 64 * 1024;
/// A page is compressed for one reader: this takes a quarter of the time that the usual 6 takes, and an eighth more bytes.
const PAGE_COMPRESSION: CompressionLevel = CompressionLevel::Precise(3);
/// How long a request may take, reading its form included: longer than anything behind it waits.
const DEADLINE: Duration = Duration::from_secs(25);

/// Lays the layers around the routes. `streams` carry files: they take as long as they take, and are sent as they are.
pub(crate) fn around(routes: Router<AppState>, streams: Router<AppState>, state: &AppState) -> Router {
    let pages = ServiceBuilder::new()
        // Saves bytes. No page holds a secret next to what an attacker may put into the same request, so the
        // length tells nothing (BREACH); there are no form tokens to guess.
        .layer(CompressionLayer::new().gzip(true).quality(PAGE_COMPRESSION));
    let in_time = ServiceBuilder::new()
        // Every wait has a deadline.
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, DEADLINE))
        // Half a form does not keep its handler waiting.
        .layer(from_fn(|request, next| body::limit(body::DEADLINE, request, next)));
    // No form of ours is larger. A file has its own limits.
    let routes = checked(routes.layer(DefaultBodyLimit::max(FORM_MAX)), state).layer(in_time);
    let streams = checked(streams.layer(DefaultBodyLimit::disable()), state);
    let all = ServiceBuilder::new()
        // Gives the request its id and its span: whatever happens further in can be found in the log by it.
        .layer(from_fn_with_state(state.clone(), request::trace))
        // Tells browsers what no page of ours needs; on every answer, errors and redirects included.
        .layer(from_fn_with_state(state.clone(), headers::add_security_headers))
        // Outside of all that may answer before a body was read.
        .layer(from_fn(unread_body::close));
    drawn(routes, state).layer(pages).merge(drawn(streams, state)).layer(all).with_state(state.clone())
}

/// What draws errors, the first one outermost.
fn drawn(routes: Router<AppState>, state: &AppState) -> Router<AppState> {
    let layers = ServiceBuilder::new()
        // How this browser wants its pages; around everything that draws.
        .layer(from_fn(appearance::note))
        // Draws the one error page, whoever said no.
        .layer(from_fn_with_state(state.clone(), error_pages::draw))
        // A panic ends one request, not the process; below the drawing, so that it is drawn.
        .layer(CatchPanicLayer::custom(request::on_panic));
    routes.layer(layers)
}

/// What looks at a request before its handler, the first one outermost.
fn checked(routes: Router<AppState>, state: &AppState) -> Router<AppState> {
    let layers = ServiceBuilder::new()
        // What is asked of another host than ours is not answered, and no form of such a page.
        .layer(from_fn_with_state(state.clone(), host::check))
        // A form sent by another site is not carried out: by `Sec-Fetch-Site`, else by `Origin`.
        .layer(own_forms_only(state.config()))
        // From where it comes, behind the proxies that the operator trusts; before anything that counts attempts.
        .layer(from_fn_with_state(state.clone(), address::note))
        // A form is for whom it was drawn, and for nobody else who signs in with the same browser.
        .layer(from_fn_with_state(state.clone(), drawn_for::check));
    routes.layer(layers)
}

fn own_forms_only(config: &Config) -> CsrfLayer {
    let layer = CsrfLayer::new();
    match &config.public_url {
        // It was parsed into the form in which browsers write it, so it cannot be refused here.
        Some(url) => layer.clone().add_trusted_origin(url.origin()).unwrap_or(layer),
        None => layer,
    }
}
