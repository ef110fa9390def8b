//! A real PgBouncer between us and Postgres.

use std::time::Duration;

use chassis::Lifecycle;
use chassis::postgres::{
    Address, Health, Pool, Problem, Requirement, Settings, Wanted, connect_once, requirements,
};
use services::testbed::pooler::Pooler;

const DEADLINE: Duration = Duration::from_secs(10);

/// What is wrong with it, as the command line asks.
async fn asked(pooler: &Pooler) -> Option<Problem> {
    let address = Address::parse(&pooler.url).expect("an address");
    let enter = async || connect_once(&address, DEADLINE).await.expect("let in");
    requirements::pooled(&enter().await, &enter().await).await.expect("asked")
}

fn settings(pooler: &Pooler) -> Settings {
    Settings::new(&pooler.url, "chassis-test", DEADLINE).expect("an address")
}

#[tokio::test]
async fn a_pooler_of_transactions_is_refused_by_name_and_one_of_sessions_works() {
    let server = services::testbed::start_postgres().await.expect("a Postgres");
    let Some(pooler) = Pooler::start(&server, "postgres", "transaction").await else { return };
    let problem = asked(&pooler).await.expect("told apart");
    assert_eq!(problem.requirement, Requirement::Session);
    assert!(problem.sentence.contains("pool_mode=session"), "{problem:?}");
    let life = Lifecycle::new();
    let health = Health::watch(Pool::new(&settings(&pooler), 2), Wanted::to_migrate(), &life);
    let until = tokio::time::Instant::now() + DEADLINE;
    while health.problems() != [problem.clone()] {
        assert!(tokio::time::Instant::now() < until, "{:?}", health.problems());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    life.stop();

    let Some(pooler) = Pooler::start(&server, "postgres", "session").await else { return };
    assert_eq!(asked(&pooler).await, None);
    let pool = Pool::new(&settings(&pooler), 2);
    for _ in 0..3 {
        let set = pool.read_one("select current_setting('statement_timeout')", &[]).await.expect("read");
        assert_eq!(set.get::<_, String>(0), "10s");
    }
    server.process.stop().await;
}
