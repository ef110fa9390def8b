//! `/styleguide`: every screen and every component in every state, for those who work on how it looks. There only
//! where the operator wants it (`HUBBUB_STYLEGUIDE`); for everyone else there is nothing here.

use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::render;
use crate::catalogue::Language;
use crate::draw::{Appearance, Density, Page, Theme, styleguide};
use crate::error::AppError;
use crate::middleware::appearance;
use crate::state::AppState;

/// How the screen is to look.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Wanted {
    theme: String,
    density: String,
    language: String,
}

/// The list of what there is to see.
#[derive(Serialize)]
struct Screens {
    screens: Vec<&'static str>,
}

impl Page for Screens {
    const TEMPLATE: &'static str = "styleguide/screens.html";
}

/// `GET /styleguide`
pub(crate) async fn screens(State(state): State<AppState>) -> Result<Response, AppError> {
    if !state.config().styleguide {
        return Err(AppError::not_found());
    }
    render(&state, &Screens { screens: styleguide::names().collect() })
}

/// `GET /styleguide/{screen}`. Scripts are left out: nobody is signed in there, and they would say so.
pub(crate) async fn screen(
    State(state): State<AppState>,
    Path(name): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, AppError> {
    if !state.config().styleguide {
        return Err(AppError::not_found());
    }
    let (theme, density) = (Theme::read(&wanted.theme), Density::read(&wanted.density));
    let now = appearance::current();
    let language = Language::parse(&wanted.language).unwrap_or(now.language);
    let appearance = Appearance { theme, density, language, ..now };
    let screen = styleguide::screen(state.draw(), &name, appearance).ok_or_else(AppError::not_found)??;
    Ok(Html(screen.replace("<script type=\"module\"", "<script type=\"text/plain\"")).into_response())
}
