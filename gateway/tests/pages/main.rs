//! Browsers at the gateway's door, over real services: what people are shown, what is refused, and that nothing typed is lost.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod accounts;
mod away;
mod browser;
mod changes;
mod doors;
mod house;
mod joining;
mod manners;
mod messages;
mod office;
mod people;
mod people_of_rooms;
mod promises;
mod rights;
mod rooms;
mod socket;
