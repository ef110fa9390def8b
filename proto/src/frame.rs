//! What a browser may say and hear over `GET /ws`: JSON text frames, each an object with a type `t`.
//!
//! Unknown fields are ignored, unknown types answered with an error. Under load the server may put several frames
//! into one JSON array. `docs/protocol.md` explains them; `tests/golden` pins them.

mod client;
mod close;
mod event;
mod lists;
mod server;

pub use client::{ActionFrame, ClientFrame};
pub use close::Close;
pub use event::{EventFrame, ReactionFrame, SettingsFrame, ThreadFrame};
pub use lists::{MyRoomFrame, PresentPerson, ShownPerson};
pub use server::{Limits, ServerFrame};

/// Subprotocol in which messages are drawn as JSON, for programs.
pub const PROTOCOL_JSON: &str = "hubbub.v1.json";
/// Subprotocol in which messages are drawn as HTML, for browsers.
pub const PROTOCOL_HTML: &str = "hubbub.v1.html";
/// The most bytes of one frame from a client.
pub const FRAME_MAX: usize = 64 * 1024;
/// The most rooms in one frame of the list of them.
pub const ROOMS_OF_FRAME: usize = 200;
/// The most rooms one `hello` may reopen.
pub const HELLO_ROOMS: usize = 200;
