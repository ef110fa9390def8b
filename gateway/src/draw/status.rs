//! The form that says what one is up to.

use serde::Serialize;

use super::{Errors, Page, ShownStatus, Sidebar};

/// `GET /status`, and its form gone wrong.
#[derive(Clone, Debug, Serialize)]
pub struct StatusPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// What they are up to now.
    pub now: Option<ShownStatus>,
    /// As typed, or as it is.
    pub emoji: String,
    /// As typed, or as it is.
    pub text: String,
    /// When it ends, as chosen: `never`, `half_hour`, `hour`, `today`, `week` or `date`.
    pub ends: String,
    /// The day, where one is chosen.
    pub day: String,
    /// The zone by which days end.
    pub zone: String,
    /// Others are not to see whether they are here.
    pub invisible: bool,
    /// Where to go then.
    pub next: String,
    /// What was wrong; fields `emoji`, `text`, `ends`, `day`.
    pub errors: Errors,
}

impl Page for StatusPage {
    const TEMPLATE: &'static str = "people/status.html";
}
