//! `/settings/appearance`: how this browser shows everything.

use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use serde::Deserialize;

use crate::catalogue::Language;
use crate::draw::{Appearance, Density, Theme};
use crate::middleware::appearance::{self, kept};
use crate::pages::redirect;
use crate::session::SignedIn;
use crate::state::AppState;

/// The form of the appearance.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Choice {
    theme: String,
    density: String,
    language: String,
}

/// `POST /settings/appearance`: kept by this browser alone.
pub(crate) async fn choose(
    State(state): State<AppState>,
    SignedIn(_): SignedIn,
    Form(choice): Form<Choice>,
) -> Response {
    let (theme, density) = (Theme::read(&choice.theme), Density::read(&choice.density));
    let chosen = Language::parse(&choice.language);
    let language = chosen.unwrap_or(appearance::current().language);
    let appearance = Appearance { theme, density, language, language_chosen: chosen.is_some() };
    let jar = kept(appearance, state.is_https()).into_iter().fold(CookieJar::new(), CookieJar::add);
    (jar, redirect("/settings?saved=appearance")).into_response()
}
