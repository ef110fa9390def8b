//! The product as people see it: real browsers on the real cluster.

mod absence;
mod arrangement;
mod blocked;
mod bodies;
mod broadcast;
mod calls;
mod cards;
mod changes;
mod direct;
mod drawer;
mod first_hour;
mod fixture;
mod following;
mod formatting;
mod home;
mod inbox;
mod keyboard;
mod light;
mod long;
mod looks;
mod many_rooms;
mod moderation;
mod names;
mod offline;
mod pictures;
mod plain;
mod presence;
mod profile;
mod pushes;
mod reactions;
mod reading;
mod replies;
mod reports;
mod roles;
mod rooms;
mod saved;
mod search;
mod still;
mod tabs;
mod talking;
mod threads;
mod unread;
mod unread_page;
mod uploads;

/// The twin of the one command.
const PROGRAM: &str = env!("CARGO_BIN_EXE_hubbub-e2e");
