//! The servers that tests get.

use services::{postgres, testbed};

#[tokio::test]
async fn two_tests_get_two_databases() {
    let (one, two) = (testbed::postgres().await, testbed::postgres().await);
    assert_ne!(one, two);
    let client = postgres::connect(&one).await.expect("a connection");
    client.batch_execute("create table mark ()").await.expect("a table");
    let other = postgres::connect(&two).await.expect("a connection");
    let there = other.query_opt("select from pg_class where relname = 'mark'", &[]).await.expect("an answer");
    assert!(there.is_none(), "the second test sees the first one's table");
}

#[test]
fn a_server_outlives_the_runtime_that_started_it() {
    for _ in 0..2 {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            assert!(testbed::nats().await.starts_with("nats://"));
            let client = postgres::connect(&testbed::postgres().await).await.expect("a connection");
            client.query_one("select 1", &[]).await.expect("an answer");
        });
    }
}
