//! What must hold of a database, asked at real ones that are not as they should be.

use std::time::Duration;

use chassis::Lifecycle;
use chassis::postgres::requirements::unmet;
use chassis::postgres::{Health, Pool, Problem, Requirement, Wanted};
use services::testbed::proxy::{Behaviour, Proxy};

use crate::migrating::{ONE, TWO, schema};
use crate::{connect, database, role, settings};

const STATEMENT: Duration = Duration::from_secs(20);

/// How long anything may take before the test has failed.
const DEADLINE: Duration = Duration::from_secs(30);

fn wanted() -> Wanted {
    Wanted::to_use(schema("1.0.0", ONE).expected())
}

async fn migrated() -> String {
    let url = services::testbed::postgres().await;
    schema("1.0.0", ONE).migrate(&mut connect(&url).await).await.expect("migrated");
    url
}

/// The sentence about the one thing that does not hold.
async fn problem(url: &str, wanted: &Wanted) -> (Requirement, String) {
    let mut problems = unmet(&settings(url, STATEMENT), wanted).await;
    assert_eq!(problems.len(), 1, "{problems:?}");
    let Problem { requirement, sentence } = problems.remove(0);
    (requirement, sentence)
}

#[tokio::test]
async fn a_database_that_was_migrated_will_do() {
    let url = migrated().await;
    assert_eq!(unmet(&settings(&url, STATEMENT), &wanted()).await, []);
}

#[tokio::test]
async fn a_database_that_only_reads_will_not_do() {
    let url = migrated().await;
    let set = "do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$";
    connect(&url).await.batch_execute(set).await.expect("set");
    let (requirement, sentence) = problem(&url, &wanted()).await;
    assert_eq!(requirement, Requirement::Writable);
    assert!(sentence.contains("read-only"), "{sentence}");
    let migrated = schema("1.0.0", ONE).migrate(&mut connect(&url).await).await;
    assert_eq!(migrated.expect_err("refused").to_string(), sentence);
}

#[tokio::test]
async fn a_database_that_is_not_of_this_release_will_not_do() {
    let empty = services::testbed::postgres().await;
    assert!(problem(&empty, &wanted()).await.1.contains("not there yet"));
    let newer = migrated().await;
    let step = "insert into x.migrations (version, name, applied_on, checksum) values (9, 'later', '', '1')";
    connect(&newer).await.batch_execute(step).await.expect("a later step");
    assert!(problem(&newer, &wanted()).await.1.contains("V9__later"));
    let older = migrated().await;
    connect(&older).await.batch_execute("delete from x.migrations").await.expect("no step");
    assert!(problem(&older, &wanted()).await.1.contains("lacks step V1__first"));
    let other = migrated().await;
    let second = Wanted::to_use(schema("1.0.0", TWO).expected());
    assert!(problem(&other, &second).await.1.contains("x.answer"));
}

#[tokio::test]
async fn a_role_without_rights_is_named() {
    let url = migrated().await;
    let stranger = role(&url, "").await;
    let (requirement, sentence) = problem(&stranger, &wanted()).await;
    assert_eq!((requirement, &*sentence), (Requirement::Rights, "the role may not use schema x"));
    let name = stranger.split(['/', ':']).nth(3).expect("its name");
    let grant =
        format!("grant usage on schema x to {name}; grant select on all tables in schema x to {name}");
    connect(&url).await.batch_execute(&grant).await.expect("granted");
    assert_eq!(problem(&stranger, &wanted()).await.1, "the role may not insert into x.thing");
    assert_eq!(problem(&stranger, &Wanted::to_migrate()).await.0, Requirement::Rights);
}

#[tokio::test]
async fn what_the_server_leaves_is_compared_with_what_is_needed() {
    let url = migrated().await;
    let poor = role(&url, "connection limit 6").await;
    let name = poor.split(['/', ':']).nth(3).expect("its name");
    let grant = format!(
        "grant usage on schema x to {name}; grant select, insert, update, delete on all tables in schema x to {name}"
    );
    connect(&url).await.batch_execute(&grant).await.expect("granted");
    assert_eq!(unmet(&settings(&poor, STATEMENT), &wanted().connections(6, "mine")).await, []);
    let other = connect(&poor).await;
    let (requirement, sentence) = problem(&poor, &wanted().connections(6, "mine")).await;
    assert_eq!(
        (requirement, &*sentence),
        (Requirement::Connections, "this process needs 6 connections, the server leaves 5")
    );
    // Its own are no others.
    other.batch_execute("set application_name = 'reads mine'").await.expect("a name");
    assert_eq!(unmet(&settings(&poor, STATEMENT), &wanted().connections(6, "mine")).await, []);
}

#[tokio::test]
async fn a_database_in_another_encoding_will_not_do() {
    let url = database("encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'").await;
    let (requirement, sentence) = problem(&url, &Wanted::to_migrate()).await;
    assert_eq!(
        (requirement, &*sentence),
        (Requirement::Encoding, "the database's encoding is LATIN1; Hubbub needs UTF8")
    );
}

#[tokio::test]
async fn a_server_that_is_silent_is_a_problem_and_not_a_wait() {
    let url = migrated().await;
    let proxy = Proxy::to(&url).await.expect("a proxy");
    proxy.set(Behaviour::Hold);
    let asked = tokio::time::timeout(DEADLINE, problem(proxy.url(), &wanted())).await;
    assert_eq!(asked.expect("it ends").0, Requirement::Reachable);
}

#[tokio::test]
async fn of_several_servers_the_one_that_writes_is_used() {
    let writes = services::testbed::start_postgres().await.expect("a server");
    let reads = services::testbed::start_postgres().await.expect("another");
    let client = connect(&reads.url("postgres")).await;
    // One password for both.
    let same = format!("alter role hubbub password '{}'", password(&writes.url("postgres")));
    client.batch_execute(&same).await.expect("the same password");
    client
        .batch_execute("alter database postgres set default_transaction_read_only = on")
        .await
        .expect("set");
    let (first, second) = (reads.port, writes.port);
    let both = writes
        .url("postgres")
        .replace(&format!("127.0.0.1:{second}"), &format!("127.0.0.1:{first},127.0.0.1:{second}"));
    let pool = Pool::new(&settings(&both, STATEMENT), 1);
    let port = "select current_setting('port')::int, current_setting('transaction_read_only')";
    let row = pool.read_one(port, &[]).await.expect("a server that writes");
    assert_eq!((row.get::<_, i32>(0), row.get::<_, &str>(1)), (i32::from(second), "off"));
}

fn password(url: &str) -> &str {
    url.split(['/', ':', '@']).nth(4).expect("a password")
}

#[tokio::test]
async fn a_process_learns_within_seconds_that_its_database_is_away_and_back() {
    let url = migrated().await;
    let proxy = Proxy::to(&url).await.expect("a proxy");
    let life = Lifecycle::new();
    let pool = Pool::new(&settings(proxy.url(), STATEMENT), 2);
    let health = Health::watch(pool, wanted(), &life);
    let until = async |well: bool| {
        let changed = async {
            while health.check().is_ok() != well {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(DEADLINE, changed).await.expect("it is noticed");
    };
    until(true).await;
    proxy.set(Behaviour::Hold);
    until(false).await;
    proxy.set(Behaviour::Pass);
    until(true).await;
    life.stop();
}
