//! Tables have a history, functions have a present.

use std::time::Duration;

use chassis::postgres::long_work::{session_of, unless_silent};
use chassis::postgres::{MigrateError, Release, Schema, SqlFile};
use refinery::{Migration, Runner};
use services::testbed::proxy::{Behaviour, Proxy};
use tokio_postgres::Client;

use crate::{connect, settings};

pub(crate) const ONE: &[SqlFile] = &[SqlFile {
    name: "answer",
    text: "create or replace function x.answer() returns int language sql as 'select 1'",
}];
pub(crate) const TWO: &[SqlFile] = &[SqlFile {
    name: "answer",
    text: "create or replace function x.answer() returns int language sql as 'select 2'",
}];

pub(crate) fn schema(release: &str, files: &'static [SqlFile]) -> Schema {
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

#[tokio::test]
async fn bounds_for_everyday_statements_do_not_bind_a_migration() {
    let url = services::testbed::postgres().await;
    let (holder, mut client) = (connect(&url).await, connect(&url).await);
    // As a role or a database may have it.
    client
        .batch_execute("set statement_timeout = '100ms'; set idle_session_timeout = '100ms'")
        .await
        .expect("set");
    // Meanwhile another migrates.
    let lock = "select pg_advisory_lock(('x' || substr(encode(sha256('hubbub migrates x'), 'hex'), 1, 16))::bit(64)::bigint)";
    holder.batch_execute(lock).await.expect("the lock");
    let release = async {
        let waits = "select count(*) from pg_locks where locktype = 'advisory' and not granted";
        while holder.query_one(waits, &[]).await.expect("a count").get::<_, i64>(0) == 0 {
            tokio::task::yield_now().await;
        }
        holder.batch_execute("select pg_sleep(0.5)").await.expect("it takes its time");
        holder.batch_execute("select pg_advisory_unlock_all()").await.expect("done");
    };
    let (migrated, ()) = tokio::join!(async { schema("1.0.0", ONE).migrate(&mut client).await }, release);
    migrated.expect("it waits as long as it takes");
    assert_eq!(answer(&client).await, 1);
    let bound = client.query_one("show statement_timeout", &[]).await.expect("a setting");
    assert_eq!(bound.get::<_, &str>(0), "0", "as the role has it");
}

#[tokio::test]
async fn long_work_is_waited_for_and_silence_is_not() {
    let url = services::testbed::postgres().await;
    let proxy = Proxy::to(&url).await.expect("a proxy");
    let (client, watching) = (connect(proxy.url()).await, settings(&url, Duration::from_secs(5)));
    let session = session_of(&client).await.expect("a session");
    // Longer than silence may last.
    let work = unless_silent(session, &watching, client.batch_execute("select pg_sleep(11)")).await;
    work.expect("the server was at it").expect("slept");
    proxy.set_open(Behaviour::Hold);
    let silent = unless_silent(session, &watching, client.batch_execute("select 1"));
    let silent = tokio::time::timeout(Duration::from_secs(120), silent).await.expect("it is not waited for");
    assert!(silent.expect_err("silent").to_string().contains("said nothing"));
}

#[tokio::test]
async fn a_database_that_does_not_take_every_character_is_not_migrated() {
    let url = crate::database("encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'").await;
    let refused = schema("1.0.0", ONE).migrate(&mut connect(&url).await).await.expect_err("refused");
    assert_eq!(refused.to_string(), "the database's encoding is LATIN1; Hubbub needs UTF8");
}

#[tokio::test]
async fn a_schema_of_something_else_is_left_as_it_is() {
    let url = services::testbed::postgres().await;
    let mut client = connect(&url).await;
    client.batch_execute("create schema x; create table x.account (id int)").await.expect("made");
    let refused = schema("1.0.0", ONE).migrate(&mut client).await.expect_err("refused");
    assert_eq!(
        refused.to_string(),
        "schema x holds tables of something else: give Hubbub a database of its own"
    );
    let tables = "select count(*) from pg_class where relnamespace = 'x'::regnamespace and relkind = 'r'";
    assert_eq!(client.query_one(tables, &[]).await.expect("counted").get::<_, i64>(0), 1, "nothing was made");
    client.batch_execute("drop table x.account").await.expect("dropped");
    schema("1.0.0", ONE).migrate(&mut client).await.expect("an empty one will do");
}
