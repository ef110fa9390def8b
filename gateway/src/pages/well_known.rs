//! What browsers and programs ask for by themselves, at addresses that others chose: the manifest of an app, what crawlers may
//! do, where to report a fault, where a password is changed. None of it is about anybody, so strangers get it too.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use proto::{At, Reason, Refusal};
use serde_json::json;
use time::Duration;
use time::format_description::well_known::Rfc3339;

use crate::assets::A_DAY;
use crate::catalogue::Text;
use crate::error::AppError;
use crate::middleware::appearance;
use crate::state::AppState;

/// How long what is said of reporting faults may be believed. It is said anew with every answer.
const GOOD_FOR: Duration = Duration::days(180);

/// `GET /manifest.webmanifest`: this installation as an app on a phone's first page.
pub(crate) async fn manifest(State(state): State<AppState>) -> Response {
    let (name, files) = (state.title(), state.assets().prefix());
    let icon = |file: &str, sizes: &str, purpose: &str| {
        let kind = if file.ends_with("svg") { "image/svg+xml" } else { "image/png" };
        json!({"src": format!("{files}/{file}"), "sizes": sizes, "type": kind, "purpose": purpose})
    };
    let rooms = appearance::current().language.catalogue().say(&Text::new("rooms"));
    let manifest = json!({
        "id": "/",
        "name": name,
        "short_name": name,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#fcfaf6",
        "theme_color": "#f6f3ed",
        "icons": [
            icon("favicon.svg", "any", "any"),
            icon("icons/192.png", "192x192", "any"),
            icon("icons/512.png", "512x512", "any"),
            icon("icons/maskable.png", "512x512", "maskable"),
        ],
        "shortcuts": [{"name": rooms, "url": "/rooms"}],
    });
    kept("application/manifest+json", manifest.to_string())
}

/// `GET /robots.txt`: nothing here is for crawlers.
pub(crate) async fn robots() -> Response {
    kept("text/plain; charset=utf-8", "user-agent: *\ndisallow: /\n".to_owned())
}

/// `GET /.well-known/security.txt`: whom to tell of a fault, where the operator said so.
pub(crate) async fn security(State(state): State<AppState>) -> Result<Response, AppError> {
    let config = state.config();
    let contact = config.security_contact.as_ref();
    let contact = contact.ok_or_else(|| Refusal::new(Reason::NoSecurityContact))?;
    let until = (At::now_utc() + GOOD_FOR).replace_time(time::Time::MIDNIGHT);
    let until = until.format(&Rfc3339).map_err(|error| AppError::broken(&error))?;
    let mut lines = format!("Contact: {}\nExpires: {until}\nPreferred-Languages: en\n", contact.uri());
    if let Some(url) = &config.public_url {
        lines += &format!("Canonical: {}/.well-known/security.txt\n", url.origin());
    }
    Ok(kept("text/plain; charset=utf-8", lines))
}

/// `GET /.well-known/change-password`: where moderators of passwords send people.
pub(crate) async fn change_password() -> Redirect {
    Redirect::to("/settings#password-heading")
}

fn kept(kind: &'static str, body: String) -> Response {
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CACHE_CONTROL, A_DAY)];
    (headers, body).into_response()
}
