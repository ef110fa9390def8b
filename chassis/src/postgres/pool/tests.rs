//! What a pool does with its connections when nobody asks it to.

use super::*;

#[tokio::test]
async fn connections_that_are_not_needed_are_given_back() {
    let url = services::testbed::postgres().await;
    let settings = Settings::new(&url, "chassis-test", Duration::from_secs(5)).expect("an address");
    let pool = Pool::new(&settings, 4);
    let reads = futures_util::future::join_all((0..4).map(|_| pool.read("select pg_sleep(0.05)", &[])));
    assert!(reads.await.iter().all(Result::is_ok));
    assert!(pool.connections.status().size > 1);
    upkeep::give_back(&pool.connections, Duration::from_secs(60));
    assert!(pool.connections.status().size > 1, "they have only just been used");
    upkeep::give_back(&pool.connections, Duration::ZERO);
    assert_eq!(pool.connections.status().size, 0);
    assert_eq!(pool.read("select 1", &[]).await.expect("rows").len(), 1);
}
