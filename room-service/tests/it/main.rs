//! room-service against a real Postgres and a real NATS.

mod admin;
mod append;
mod author_markers;
mod fixture;
mod mentions;
mod moderation;
mod query_handler;
mod service;
mod storms;
