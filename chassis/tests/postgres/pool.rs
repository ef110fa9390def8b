//! The pool: what waits for Postgres does not wait for ever.

use std::time::Duration;

use chassis::postgres::{Pool, StoreError};
use services::testbed::proxy::{Behaviour, Proxy};

use crate::{connect, role, settings};

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
    for _ in 0..100 {
        let within = pool.read_within(Duration::from_millis(1), "select pg_sleep(60)", &[]).await;
        assert!(within.expect("an answer").is_none(), "however short it is");
    }

    pool.write("create table thing (id int constraint thing_is_small check (id < 10))", &[])
        .await
        .expect("made");
    let met = pool.write("insert into thing values (10)", &[]).await.expect_err("too large");
    assert_eq!(met.constraint(), Some("thing_is_small"));
    assert!(!met.to_string().contains("10)"), "values stay out of logs: {met}");
    assert!(matches!(met, StoreError::Failed(_)));
}

/// What a proxy does to the connections that are open; the pool's have all been used by then.
async fn warm(pool: &Pool, connections: usize) {
    let reads = (0..connections).map(|_| pool.read("select pg_sleep(0.1)", &[]));
    for outcome in futures_util::future::join_all(reads).await {
        outcome.expect("rows");
    }
}

#[tokio::test]
async fn connections_that_have_gone_silent_are_noticed_before_they_are_lent() {
    let url = services::testbed::postgres().await;
    let proxy = Proxy::to(&url).await.expect("a proxy");
    let pool = Pool::new(&settings(proxy.url(), Duration::from_secs(20)), 4);
    warm(&pool, 4).await;
    proxy.set_open(Behaviour::Hold);
    // So long nothing is heard of them.
    tokio::time::sleep(Duration::from_millis(600)).await;
    let read = tokio::time::timeout(Duration::from_secs(15), pool.read("select 1", &[])).await;
    assert_eq!(read.expect("long before the statement's deadline").expect("rows").len(), 1);
}

#[tokio::test]
async fn a_statement_on_a_silent_connection_ends_and_the_next_one_finds_another() {
    let url = services::testbed::postgres().await;
    let proxy = Proxy::to(&url).await.expect("a proxy");
    let pool =
        Pool::new(&settings(proxy.url(), Duration::from_secs(20)), 4).within(Duration::from_millis(300));
    warm(&pool, 4).await;
    proxy.set_open(Behaviour::HoldAnswers);
    let silent = pool.write("select 1", &[]).await;
    // It was lent at once, or tested before, whichever the machine's pace made of it.
    assert!(silent.is_ok() || matches!(silent, Err(StoreError::TooSlow)), "{silent:?}");
    // The other three are as silent, and none of them is lent.
    assert_eq!(pool.write("select 1", &[]).await.expect("rows").len(), 1);
    // What may be run twice is.
    proxy.set_open(Behaviour::HoldAnswers);
    assert_eq!(pool.read("select 1", &[]).await.expect("rows").len(), 1);
}

#[tokio::test]
async fn a_server_that_lets_us_in_and_says_nothing_is_not_waited_for() {
    let url = services::testbed::postgres().await;
    let proxy = Proxy::to(&url).await.expect("a proxy");
    let pool = Pool::new(&settings(proxy.url(), Duration::from_secs(60)), 4);
    proxy.set_new(Behaviour::Hold);
    let silent = tokio::time::timeout(Duration::from_secs(30), pool.read("select 1", &[])).await;
    assert!(matches!(silent.expect("it ends"), Err(StoreError::Away)));
    proxy.set_new(Behaviour::Pass);
    assert_eq!(pool.read("select 1", &[]).await.expect("rows").len(), 1);
}

#[tokio::test]
async fn a_statement_that_nobody_waits_for_any_more_stands_in_nobodys_way() {
    let url = services::testbed::postgres().await;
    let pool = Pool::new(&settings(&url, Duration::from_secs(120)), 1);
    let given_up = tokio::time::timeout(Duration::from_millis(200), pool.read("select pg_sleep(60)", &[]));
    given_up.await.expect_err("it takes a minute");
    let next = tokio::time::timeout(Duration::from_secs(20), pool.read("select 1", &[])).await;
    assert_eq!(next.expect("not behind the other").expect("rows").len(), 1);
}

#[tokio::test]
async fn a_lock_that_another_holds_is_waited_for_only_so_long() {
    let url = services::testbed::postgres().await;
    let pool = Pool::new(&settings(&url, Duration::from_secs(120)), 1);
    let mut holder = connect(&url).await;
    holder.batch_execute("create table thing (id int); insert into thing values (1)").await.expect("made");
    let held = holder.transaction().await.expect("a transaction");
    held.execute("select from thing for update", &[]).await.expect("locked");
    let waited = tokio::time::timeout(Duration::from_secs(60), pool.write("delete from thing", &[])).await;
    assert_eq!(waited.expect("it ends").expect_err("locked").word(), "55P03");
}

#[tokio::test]
async fn all_slots_taken_is_no_reason_to_wait_for_ever() {
    let url = services::testbed::postgres().await;
    let pool = Pool::new(&settings(&url, Duration::from_secs(120)), 1);
    let (slow, next) = tokio::join!(pool.read("select pg_sleep(4)", &[]), async {
        tokio::task::yield_now().await;
        pool.read("select 1", &[]).await
    });
    slow.expect("rows");
    assert_eq!(next.expect_err("nobody gave it back in time").word(), "no_slot");
}

#[tokio::test]
async fn a_server_that_gives_few_connections_is_made_do_with() {
    let url = services::testbed::postgres().await;
    let poor = role(&url, "connection limit 2").await;
    let pool = Pool::new(&settings(&poor, Duration::from_secs(20)), 8);
    warm(&pool, 2).await;
    let reads = (0..8).map(|_| pool.read("select pg_sleep(0.05)", &[]));
    for outcome in futures_util::future::join_all(reads).await {
        outcome.expect("each has its turn");
    }
}

#[tokio::test]
async fn errors_say_what_postgres_says_and_no_value_of_a_row() {
    let url = services::testbed::postgres().await;
    let pool = Pool::new(&settings(&url, Duration::from_secs(20)), 1);
    pool.write("create table thing (name text constraint thing_name_key unique)", &[]).await.expect("made");
    pool.write("insert into thing values ('a secret')", &[]).await.expect("the first");
    let twice = pool.write("insert into thing values ('a secret')", &[]).await.expect_err("the second");
    assert_eq!(
        twice.to_string(),
        "the database: SQLSTATE 23505: duplicate key value violates unique constraint \"thing_name_key\" \
         (constraint thing_name_key)"
    );
    let value = pool.read("select name::int from thing", &[]).await.expect_err("no number");
    assert_eq!(value.to_string(), "the database: SQLSTATE 22P02");
    let missing = pool.read("select from nothing", &[]).await.expect_err("no table");
    assert!(missing.to_string().contains("SQLSTATE 42P01: relation \"nothing\" does not exist"), "{missing}");
}
