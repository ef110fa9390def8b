//! The product as people see it: real browsers on the real cluster.

mod absence;
mod changes;
mod fixture;
mod following;
mod home;
mod keyboard;
mod long;
mod looks;
mod names;
mod plain;
mod reading;
mod rooms;
mod tabs;
mod talking;
mod unread;

/// The twin of the one command.
const PROGRAM: &str = env!("CARGO_BIN_EXE_hubbub-e2e");
