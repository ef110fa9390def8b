//! The page of the installation's own emoji.

use proto::PictureId;
use serde::Serialize;

use super::{Errors, Page, Sidebar};
use crate::catalogue::Text;

/// `GET /emoji/custom`: all there are, and where one may, a form to add one. The same for admins, with who may.
#[derive(Clone, Debug, Serialize)]
pub struct CustomEmojiPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// Where the forms are sent.
    pub at: &'static str,
    /// Who looks may add some.
    pub adds: bool,
    /// Members add emoji, too.
    pub members_emoji: bool,
    /// By name.
    pub emoji: Vec<CustomEmojiRow>,
    /// As typed.
    pub name: String,
    /// A sentence that is no error.
    pub notice: Option<Text>,
    /// What was wrong; fields `name`, `picture`.
    pub errors: Errors,
}

/// One of them.
#[derive(Clone, Debug, Serialize)]
pub struct CustomEmojiRow {
    /// How it is called.
    pub name: String,
    /// How it looks.
    pub picture: PictureId,
    /// Who added it; empty: nobody can tell at the moment.
    pub by: String,
    /// Who looks may remove it.
    pub removable: bool,
}

impl Page for CustomEmojiPage {
    const TEMPLATE: &'static str = "emoji/custom.html";
}

/// The same at `/admin/emoji`.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct AnyEmojiPage(pub CustomEmojiPage);

impl Page for AnyEmojiPage {
    const TEMPLATE: &'static str = "admin/emoji.html";
}
