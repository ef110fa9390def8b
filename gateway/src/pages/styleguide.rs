//! `/styleguide`: every screen and every component in every state, for those who work on how this place looks. There only
//! where the operator wants it (`HUBBUB_STYLEGUIDE`); for everyone else there is nothing here.

use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::drawn;
use crate::app::Desk;
use crate::draw::{Density, Looks, Page, Theme, gallery};
use crate::error::Fault;
use crate::middleware::looks;

/// How the screen is to look.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Wanted {
    theme: String,
    density: String,
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
pub(crate) async fn screens(State(desk): State<Desk>) -> Result<Response, Fault> {
    if !desk.config().styleguide {
        return Err(Fault::not_found());
    }
    drawn(&desk, &Screens { screens: gallery::names().collect() })
}

/// `GET /styleguide/{screen}`. Scripts are left out: nobody is signed in there, and they would say so.
pub(crate) async fn screen(
    State(desk): State<Desk>,
    Path(name): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Fault> {
    if !desk.config().styleguide {
        return Err(Fault::not_found());
    }
    let (theme, density) = (Theme::read(&wanted.theme), Density::read(&wanted.density));
    let looks = Looks { theme, density, ..looks::current() };
    let screen = gallery::screen(desk.draw(), &name, looks).ok_or_else(Fault::not_found)??;
    Ok(Html(screen.replace("<script type=\"module\"", "<script type=\"text/plain\"")).into_response())
}
