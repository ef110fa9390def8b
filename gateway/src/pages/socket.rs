//! `GET /ws`: a socket is opened. Who may is decided here; what happens from then on is `live`'s.

use axum::Extension;
use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use chassis::telemetry::{Origin, metrics};
use proto::frame::{FRAME_MAX, PROTOCOL_HTML, PROTOCOL_JSON};
use proto::{Reason, Refusal};

use crate::config::PublicUrl;
use crate::error::AppError;
use crate::live::outbox::BATCH_BYTES;
use crate::live::{Form, Reader};
use crate::middleware::{AddressPlace, appearance};
use crate::session::token_in;
use crate::state::AppState;

/// Bytes read at once: nearly every frame is smaller, and each socket has such a buffer for as long as it lives.
const READ_BUFFER: usize = 512;
/// Bytes gathered before they are written: all that is taken from an outbox at once.
const WRITE_BUFFER: usize = 2 * BATCH_BYTES;

/// The most bytes that wait to be written: any frame of ours fits, and what the library answers by itself is bounded.
const WRITE_BUFFER_MAX: usize = 4 * 1024 * 1024;

/// A cookie, an `Origin` of this installation, a subprotocol we speak, a living session: in this order, so that another site learns
/// nothing about the session.
pub(crate) async fn open(
    State(state): State<AppState>,
    headers: HeaderMap,
    address: Option<Extension<AddressPlace>>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, AppError> {
    let token = token_in(&headers, &state)?.ok_or_else(Refusal::auth_required)?;
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if !is_ours(state.config().public_url.as_ref(), text(header::ORIGIN), text(header::HOST)) {
        return Err(elsewhere());
    }
    let upgrade = upgrade.map_err(|rejection| AppError::of_status(rejection.into_response().status()))?;
    let upgrade = upgrade.protocols([PROTOCOL_HTML, PROTOCOL_JSON]);
    let form = match upgrade.selected_protocol().and_then(|chosen| chosen.to_str().ok()) {
        Some(PROTOCOL_HTML) => Form::Html,
        Some(PROTOCOL_JSON) => Form::Json,
        _ => return Err(unspoken()),
    };
    let session = state.live().sessions().resume(&token).await?.ok_or_else(Refusal::auth_required)?;
    state.rate_limiter().other(session.person.id)?;
    let place = state.limits().socket(session.person.id, session.id).map_err(too_many)?;
    let upgrade = upgrade
        .max_frame_size(FRAME_MAX)
        .max_message_size(FRAME_MAX)
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_write_buffer_size(WRITE_BUFFER_MAX);
    let reader = Reader { form, language: appearance::current().language };
    let (live, origin) = (state.live().clone(), Origin::here());
    // A task of its own serves it: this one is as large as an upgrade, and ends.
    Ok(upgrade.on_upgrade(move |socket| {
        live.serve(socket, session, reader, origin, (place, address));
        std::future::ready(())
    }))
}

/// Whether a page of this installation opened the socket: its `Origin` is the public address, or where none is configured, names
/// the same host and port as `Host`. Programs that hold a cookie must say an `Origin` too.
fn is_ours(public_url: Option<&PublicUrl>, origin: Option<&str>, host: Option<&str>) -> bool {
    let Some(origin) = origin else { return false };
    match public_url {
        Some(url) => origin == url.origin(),
        None => {
            let origin: Option<Uri> =
                origin.parse().ok().filter(|uri: &Uri| matches!(uri.scheme_str(), Some("http" | "https")));
            let authority = origin.as_ref().and_then(Uri::authority).map(Authority::as_str);
            authority.zip(host).is_some_and(|(theirs, ours)| theirs.eq_ignore_ascii_case(ours))
        }
    }
}

fn too_many(max: usize) -> AppError {
    metrics::held_back("sockets");
    Refusal::from(Reason::TooManySockets { max }).after_ms(30_000).into()
}

fn elsewhere() -> AppError {
    Refusal::new(Reason::ForeignSocket).into()
}

fn unspoken() -> AppError {
    AppError { status: StatusCode::BAD_REQUEST, refusal: Reason::UnknownProtocol.into(), typed: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_a_public_address_only_its_own_pages_open_sockets() {
        let url: PublicUrl = "https://chat.example.org".parse().expect("a URL");
        let ours = |origin: &str| is_ours(Some(&url), Some(origin), Some("chat.example.org"));
        assert!(ours("https://chat.example.org"));
        for foreign in [
            "http://chat.example.org",
            "https://chat.example.org:8443",
            "https://chat.example.org.evil.example",
            "https://evil-chat.example.org",
            "https://evil.example",
            "null",
            "",
            "https://chat.example.org/",
            "chat.example.org",
        ] {
            assert!(!ours(foreign), "{foreign:?}");
        }
        assert!(!is_ours(Some(&url), None, Some("chat.example.org")));
    }

    #[test]
    fn without_one_the_host_that_was_asked_for_counts() {
        let ours = |origin: &str| is_ours(None, Some(origin), Some("127.0.0.1:8080"));
        assert!(ours("http://127.0.0.1:8080") && ours("https://127.0.0.1:8080"));
        for foreign in [
            "http://127.0.0.1:8081",
            "http://127.0.0.1",
            "http://localhost:8080",
            "null",
            "",
            "ftp://127.0.0.1:8080",
            "//127.0.0.1:8080",
        ] {
            assert!(!ours(foreign), "{foreign:?}");
        }
        assert!(
            !is_ours(None, Some("http://127.0.0.1:8080"), None)
                && !is_ours(None, None, Some("127.0.0.1:8080"))
        );
    }
}
