//! Migrations and the pool, at a real Postgres.

#[path = "postgres/tls.rs"]
mod tls;

use std::time::Duration;

use chassis::postgres::{MigrateError, Pool, Release, Schema, Settings, SqlFile, StoreError};
use refinery::{Migration, Runner};
use tokio_postgres::{Client, NoTls};

const ONE: &[SqlFile] = &[SqlFile {
    name: "answer",
    text: "create or replace function x.answer() returns int language sql as 'select 1'",
}];
const TWO: &[SqlFile] = &[SqlFile {
    name: "answer",
    text: "create or replace function x.answer() returns int language sql as 'select 2'",
}];

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("Postgres");
    tokio::spawn(connection);
    client
}

fn schema(release: &str, files: &'static [SqlFile]) -> Schema {
    let steps = [Migration::unapplied("V1__first", "create table x.thing (id int)").expect("a step")];
    let release = Release::parse(release).expect("a release");
    Schema { release, ..Schema::new("x", Runner::new(&steps), files) }
}

async fn answer(client: &Client) -> i32 {
    client.query_one("select x.answer()", &[]).await.expect("it answers").get(0)
}

#[tokio::test]
async fn a_function_is_applied_when_its_text_differs() {
    let url = services::testbed::postgres().await;
    let mut client = connect(&url).await;
    schema("1.0.0", ONE).migrate(&mut client).await.expect("migrated");
    assert_eq!(answer(&client).await, 1);
    schema("1.0.0", TWO).migrate(&mut client).await.expect("migrated");
    assert_eq!(answer(&client).await, 2);

    // What is recorded as applied is not applied again.
    client.batch_execute("drop function x.answer()").await.expect("dropped");
    schema("1.0.0", TWO).migrate(&mut client).await.expect("migrated");
    assert!(client.query_one("select x.answer()", &[]).await.is_err());
}

#[tokio::test]
async fn an_older_release_leaves_the_functions_of_a_newer_one_alone() {
    let url = services::testbed::postgres().await;
    let mut client = connect(&url).await;
    schema("1.9.0", ONE).migrate(&mut client).await.expect("migrated");
    schema("1.10.0", TWO).migrate(&mut client).await.expect("migrated");
    schema("1.9.0", ONE).migrate(&mut client).await.expect("migrated");
    assert_eq!(answer(&client).await, 2);
    // The newer one is the one to ask even where both say the same.
    schema("1.11.0", TWO).migrate(&mut client).await.expect("migrated");
    schema("1.10.0", ONE).migrate(&mut client).await.expect("migrated");
    assert_eq!(answer(&client).await, 2);
}

#[tokio::test]
async fn of_the_files_all_are_applied_or_none() {
    const BAD: &[SqlFile] = &[TWO[0], SqlFile { name: "bad", text: "create function x.bad() nonsense" }];
    let url = services::testbed::postgres().await;
    let mut client = connect(&url).await;
    schema("1.0.0", ONE).migrate(&mut client).await.expect("migrated");
    let failed = schema("1.0.0", BAD).migrate(&mut client).await;
    assert!(matches!(failed, Err(MigrateError::File { file: "bad", .. })), "{failed:?}");
    assert_eq!(answer(&client).await, 1);
    schema("1.0.0", TWO).migrate(&mut client).await.expect("the lock is free again");
}

#[tokio::test]
async fn several_may_migrate_at_once() {
    let url = services::testbed::postgres().await;
    let all = (0..6).map(async |_| {
        let mut client = connect(&url).await;
        schema("1.0.0", ONE).migrate(&mut client).await
    });
    for outcome in futures_util::future::join_all(all).await {
        outcome.expect("one works, the others wait");
    }
    assert_eq!(answer(&connect(&url).await).await, 1);
}

fn settings(url: &str, statement: Duration) -> Settings {
    Settings::new(url, "chassis-test", statement).expect("an address")
}

#[tokio::test]
async fn a_read_whose_connection_is_cut_is_run_again() {
    let url = services::testbed::postgres().await;
    let pool = Pool::new(&settings(&url, Duration::from_secs(5)), 1);
    let knife = connect(&url).await;
    assert_eq!(pool.read("select 1", &[]).await.expect("rows").len(), 1);
    let cut = "select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'chassis-test' and datname = current_database()";
    assert_eq!(knife.query(cut, &[]).await.expect("cut").len(), 1);
    assert_eq!(pool.read("select 1", &[]).await.expect("rows").len(), 1);
}

#[tokio::test]
async fn a_statement_has_a_bound_and_says_which_constraint_it_met() {
    let url = services::testbed::postgres().await;
    let pool = Pool::new(&settings(&url, Duration::from_millis(200)), 2);
    let slow = pool.write("select pg_sleep(60)", &[]).await.expect_err("too slow");
    assert_eq!(slow.word(), "57014");
    let within = pool.read_within(Duration::from_millis(50), "select pg_sleep(60)", &[]).await;
    assert!(within.expect("an answer").is_none());

    pool.write("create table thing (id int constraint thing_is_small check (id < 10))", &[])
        .await
        .expect("made");
    let met = pool.write("insert into thing values (10)", &[]).await.expect_err("too large");
    assert_eq!(met.constraint(), Some("thing_is_small"));
    assert!(!met.to_string().contains("10)"), "values stay out of logs: {met}");
    assert!(matches!(met, StoreError::Failed(_)));
}
