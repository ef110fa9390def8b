//! Connections that stay open and carry nothing: people go on within seconds, and nothing is lost.

use std::time::{Duration, Instant};

use e2e::{Cluster, End, Person};
use proto::id::GENERAL;
use services::testbed::proxy::Behaviour;

use crate::PROGRAM;
use crate::chat::{nothing_was_lost, talk};

/// How long it may take until something said is acknowledged: twice of what is aimed at, for machines are busy.
const SOON: Duration = Duration::from_secs(8);

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_to_the_bus_that_falls_silent_is_made_anew_and_people_go_on_within_seconds() {
    let cluster = Cluster::start_linked(PROGRAM, [1, 1, 1], &[]).await;
    let address = [cluster.address(0)];
    let mut people = Vec::new();
    for name in ["ann", "bob"] {
        people.push(Person::register(address[0], name).await.participate(GENERAL, &address));
    }
    talk(&people, 0).await;
    let mut round = 0;
    for behaviour in [Behaviour::Hold, Behaviour::HoldRequests, Behaviour::HoldAnswers, Behaviour::LoseServer]
    {
        for link in cluster.links().iter().filter(|link| link.end == End::Nats) {
            round += 1;
            link.set_open(behaviour);
            let since = Instant::now();
            talk(&people, round).await;
            let took = since.elapsed();
            eprintln!("{} {behaviour:?}: acknowledged after {took:?}", link.name());
            assert!(took < SOON, "{} {behaviour:?}: {took:?}", link.name());
        }
    }
    nothing_was_lost(&cluster, &people).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_cut_off_from_the_bus_says_so_and_catches_up() {
    let cluster = Cluster::start_linked(PROGRAM, [2, 1, 1], &[]).await;
    let (cut, well) = (cluster.address(0), cluster.address(1));
    let ann = Person::register(cut, "ann").await.participate(GENERAL, &[cut]);
    let bob = Person::register(well, "bob").await.participate(GENERAL, &[well]);
    let people = [ann, bob];
    talk(&people, 0).await;
    let link = cluster.links().iter().find(|link| link.end == End::Nats && link.who == e2e::Who::Gateway(0));
    let link = link.expect("a link");
    link.set(Behaviour::Hold);
    let not_ready = async {
        while !cluster.node(e2e::Who::Gateway(0)).ops("/readyz").await.contains("not connected") {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(e2e::DEADLINE, not_ready).await.expect("it says so");
    people[1].say("bob says 0.9");
    link.set(Behaviour::Pass);
    talk(&people, 1).await;
    nothing_was_lost(&cluster, &people).await;
}
