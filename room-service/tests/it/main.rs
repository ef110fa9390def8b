//! room-service against a real Postgres and a real NATS.

mod append;
mod authors;
mod house;
mod keepers;
mod mentions;
mod office;
mod questions;
mod service;
mod storms;
