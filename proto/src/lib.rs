#![doc = include_str!("../README.md")]

pub mod auth;
pub mod frame;
pub mod id;
pub mod node;
pub mod refusal;
pub mod room;
pub mod subject;
pub mod text;

pub use id::{FileId, NodeId, Nonce, PictureId, RoomId, Seq, SessionId, UserId};
pub use refusal::{Code, Reason, Refusal};

/// A moment, in UTC; written as RFC 3339 on every wire.
pub type At = time::OffsetDateTime;
