//! People and an auth-service: over a real bus, on a real database.

mod addresses;
mod administering;
mod feed;
mod fixture;
mod forgotten;
mod installation;
mod invites;
mod mailing;
mod operator;
mod profile;
mod registering;
mod repeated;
mod secrets;
mod sessions;
mod settings;
mod signing_in;
mod unread_mail;
mod waits;
