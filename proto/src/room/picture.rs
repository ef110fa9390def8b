//! Pictures: what of them is known before they are fetched, so that a page has the room for them and something to show in it.

use serde::{Deserialize, Serialize};

/// How a picture is shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Picture {
    /// Its width as it is shown, in pixels.
    pub width: u32,
    /// Its height as it is shown, in pixels.
    pub height: u32,
    /// The same in a few pixels, to be blurred: a PNG in base64. None where one sees through the picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blur: Option<String>,
    /// How long one round of it takes, in milliseconds; none: it does not move.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round_ms: Option<u32>,
}
