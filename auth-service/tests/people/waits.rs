//! Nobody waits for ever: every wait in here ends, and what it was for is answered.

use std::time::Duration;

use futures_util::future::join_all;
use proto::auth::{Query, Reply};
use proto::room::OrgRole;
use proto::{Code, Refusal};

use super::fixture::{DEADLINE, Fixture, HERE, PASSWORD, fresh_hash, login_from, username};

/// More than can wait, many times over.
const FLOOD: usize = 3_000;

fn refused(reply: Reply) -> Refusal {
    match reply {
        Reply::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

/// Memory of this process, in MiB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("a line");
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).expect("a number") / 1_024
}

#[tokio::test]
async fn a_flood_of_sign_ins_is_answered_busy_in_bounded_time_and_memory_and_the_feed_meanwhile() {
    let fixture = Fixture::open_with(|config| {
        (config.limits.failures_per_account, config.limits.failures_per_address) = (1_000_000, 1_000_000);
        (config.hashing.memory_kib, config.hashing.passes) = (19 * 1_024, 2);
        (config.hashing.at_once, config.hashing.waiting) = (1, 10);
    })
    .await;
    fixture.register("rosa").await;
    let before = resident();
    let long = "x".repeat(1_024);
    let actions: Vec<_> = (0..FLOOD).map(|n| login_from(&format!("name{n}"), &long, HERE)).collect();
    let flood = join_all(actions.iter().map(|action| fixture.sign_in(action)));
    let meanwhile = async {
        while fixture.hashes() < 2 {
            tokio::task::yield_now().await;
        }
        (fixture.feed(0).await.head, resident())
    };
    // Hashed one after the other, they would take minutes; each with memory of its own, dozens of gigabytes.
    let (outcomes, (feed, during)) =
        tokio::time::timeout(3 * DEADLINE, async { tokio::join!(flood, meanwhile) })
            .await
            .expect("all are answered");
    let codes: Vec<_> = outcomes.into_iter().map(|outcome| outcome.err().expect("nobody").code).collect();
    let hashed = codes.iter().filter(|code| **code == Code::BadRequest).count();
    assert!(codes.iter().all(|code| matches!(code, Code::Busy | Code::BadRequest)), "{codes:?}");
    assert!(hashed > 0 && hashed < FLOOD / 2, "{hashed} were tried");
    assert_eq!(feed, 0);
    assert!(during.max(resident()) < before + 256, "{before} MiB became {during} and {}", resident());
    fixture.log_in("rosa", PASSWORD).await.expect("in, once it is over");
}

#[tokio::test]
async fn while_attempts_cannot_be_counted_nobody_gets_in_and_everyone_is_answered() {
    let fixture = Fixture::open().await;
    fixture.register("rosa").await;
    let hashes = fixture.hashes();
    let mut other = fixture.another_connection().await;
    let lock = other.transaction().await.expect("begun");
    lock.batch_execute("lock table auth.throttle").await.expect("locked");
    assert_eq!(fixture.log_in("rosa", PASSWORD).await.err().expect("not counted").code, Code::Unavailable);
    assert_eq!(fixture.hashes(), hashes);
    lock.rollback().await.expect("let go");
    fixture.log_in("rosa", PASSWORD).await.expect("counted again");
}

#[tokio::test]
async fn who_waits_for_the_only_connection_or_behind_a_lock_is_answered() {
    let fixture = Fixture::open_with(|config| config.connections = 1).await;
    let mut other = fixture.another_connection().await;
    let lock = other.transaction().await.expect("begun");
    lock.batch_execute("lock table auth.org").await.expect("locked");
    let resume = Query::Resume { token: fresh_hash() };
    let waiting = async {
        // Once the first is known to wait for the lock, it has the connection.
        fixture.somebody_waits().await;
        fixture.ask(&resume).await
    };
    let (behind_the_lock, without_a_connection) = tokio::join!(fixture.ask(&Query::Installation), waiting);
    assert_eq!(refused(behind_the_lock).code, Code::Unavailable);
    // It had its turn once the other was given up, or was given up itself.
    assert!(
        matches!(without_a_connection, Reply::Session(None) | Reply::Refused(_)),
        "{without_a_connection:?}"
    );
    lock.rollback().await.expect("let go");
    let answered = async {
        while !matches!(fixture.ask(&Query::Installation).await, Reply::Installation(_)) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(DEADLINE, answered).await.expect("as before");
}

#[tokio::test]
async fn the_operator_is_told_when_the_database_does_not_answer() {
    let fixture = Fixture::owned().await;
    fixture.someone("rosa", OrgRole::Member).await;
    let mut other = fixture.another_connection().await;
    let lock = other.transaction().await.expect("begun");
    lock.batch_execute("lock table auth.account").await.expect("locked");
    let rosa = username("rosa");
    let deactivating = tokio::time::timeout(DEADLINE, fixture.people.deactivate(&rosa));
    let error = deactivating.await.expect("it ends").expect_err("nothing was done");
    assert!(error.to_string().starts_with("the database did not do it"), "{error}");
    lock.rollback().await.expect("let go");
    assert!(fixture.another_operator().deactivate(&rosa).await.expect("deactivated"));
}
