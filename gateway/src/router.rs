//! Every address of the gateway on one screen. The layers around them are in `middleware.rs`.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::routing::{get, post};

use crate::app::Desk;
use crate::pages::{
    home, invite, invites, membership, messages, profile, register, reset, room, rooms, settings, sign_in,
    sign_out, socket,
};
use crate::{assets, middleware};

/// All addresses, with everything around them.
pub(crate) fn router(desk: &Desk) -> Router {
    let strangers = Router::new()
        .route("/register", get(register::ask).post(register::register))
        .route("/login", get(sign_in::ask).post(sign_in::sign_in))
        .route("/invite/{code}", get(invite::invite))
        .route("/reset/{token}", get(reset::ask).post(reset::reset));

    let people = Router::new()
        .route("/", get(home::home))
        .route("/logout", post(sign_out::sign_out))
        .route("/rooms", get(rooms::browse).post(rooms::create))
        .route("/r/{slug}", get(room::room))
        .route("/r/{slug}/m/{seq}", get(room::permalink))
        .route(
            "/r/{slug}/messages",
            get(room::back).post(messages::post).layer(DefaultBodyLimit::max(messages::FORM_MAX)),
        )
        .route("/r/{slug}/join", get(room::back).post(membership::join))
        .route("/r/{slug}/leave", get(room::back).post(membership::leave))
        .route("/u/{username}", get(profile::profile))
        .route("/settings", get(settings::settings))
        .route("/settings/name", get(settings::back).post(settings::rename))
        .route("/settings/looks", get(settings::back).post(settings::looks))
        .route("/settings/password", get(settings::back).post(settings::password))
        .route("/settings/sessions", get(settings::back).post(settings::end))
        .route("/ws", get(socket::open));

    let admins = Router::new()
        .route("/admin/people/invites", get(invites::invites).post(invites::make))
        .route("/admin/people/invites/{id}/revoke", get(invites::back).post(invites::revoke))
        .route("/admin/people/sign-up", get(invites::back).post(invites::sign_up));

    let files = Router::new()
        .route("/static/{hash}/{*path}", get(assets::asset))
        .route("/favicon.ico", get(assets::favicon))
        .route("/robots.txt", get(assets::robots));

    let routes =
        strangers.merge(people).merge(admins).merge(files).fallback(|| async { StatusCode::NOT_FOUND });
    middleware::around(routes, desk)
}
