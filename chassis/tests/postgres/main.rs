//! Postgres as every service uses it, at a real one: migrations, the pool, what a database must be.

mod migrating;
mod pool;
mod pooler;
mod requirements;
mod tls;

use std::time::Duration;

use chassis::postgres::Settings;
use tokio_postgres::{Client, NoTls};

pub(crate) async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("Postgres");
    tokio::spawn(connection);
    client
}

pub(crate) fn settings(url: &str, statement: Duration) -> Settings {
    Settings::new(url, "chassis-test", statement).expect("an address")
}

/// A role of its own in this database, and the address by which it comes.
pub(crate) async fn role(url: &str, options: &str) -> String {
    let name = format!("r{}", uuid::Uuid::new_v4().simple());
    let owner = connect(url).await;
    owner
        .batch_execute(&format!("create role {name} login password 'secret' {options}"))
        .await
        .expect("a role");
    let (_, place) = url.split_once('@').expect("a place");
    format!("postgres://{name}:secret@{place}")
}

/// A database of its own beside this process's others.
pub(crate) async fn database(options: &str) -> String {
    let url = services::testbed::postgres().await;
    let name = format!("d{}", uuid::Uuid::new_v4().simple());
    let create = format!("create database {name} template template0 {options}");
    connect(&url).await.batch_execute(&create).await.expect("a database");
    let (server, _) = url.rsplit_once('/').expect("a name");
    format!("{server}/{name}")
}
