//! room-service against a real Postgres and a real NATS.

mod admin;
mod append;
mod arrangements;
mod aside;
mod author_markers;
mod direct;
mod files;
mod fixture;
mod inbox;
mod inbox_histories;
mod keywords;
mod levels;
mod mentions;
mod moderation;
mod names;
mod query_handler;
mod reactions;
mod replies;
mod reports;
mod revisions;
mod saved;
mod search;
mod service;
mod storms;
mod threads;
mod trouble;
