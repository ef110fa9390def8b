//! Browsers at a gateway, over real services: what people are shown, what is refused, and that nothing typed is lost.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod access;
mod accounts;
mod admin;
mod arrangement;
mod away;
mod blocked;
mod bodies;
mod broadcast;
mod browser;
mod changes;
mod direct;
mod edits;
mod everyone;
mod files;
mod first_hour;
mod fixture;
mod floods;
mod guests;
mod home;
mod hosts;
mod http;
mod joining;
mod keeping;
mod levels;
mod messages;
mod people;
mod people_of_rooms;
mod pictures;
mod preview;
mod profile;
mod promises;
mod proof;
mod questions;
mod reactions;
mod reading;
mod releases;
mod replies;
mod reports;
mod rights;
mod rooms;
mod saved;
mod search;
mod socket;
mod threads;
