//! People at the door of an auth-service: over a real bus, on a real database.

mod admin;
mod admin_acts;
mod feed;
mod forgotten;
mod invites;
mod place;
mod registering;
mod secrets;
mod sessions;
mod settings;
mod signing_in;
mod stage;
