//! Figures of the whole: from a frame sent at one gateway to the event heard at the other, what each process holds in
//! memory, how long a warm start takes. `cargo bench -p e2e`; figures, not tests: they depend on the machine.

#![allow(clippy::print_stdout, reason = "figures are for people")]

use std::time::{Duration, Instant};

use e2e::{Cluster, Person, Who};
use proto::id::GENERAL;

const PROGRAM: &str = env!("CARGO_BIN_EXE_hubbub-e2e");
/// Below the ten commands a second that one person may send, with the burst spent on warming up.
const PACE: Duration = Duration::from_millis(105);
const SENDS: usize = 300;

#[tokio::main]
async fn main() {
    let cluster = Cluster::start(PROGRAM, 2, 2, 1).await;
    say("idle", &cluster);
    let (mut ann, mut bob) = (
        Person::register(cluster.address(0), "ann").await.connect().await,
        Person::register(cluster.address(1), "bob").await.connect().await,
    );
    ann.open_room(GENERAL, None).await;
    bob.open_room(GENERAL, None).await;
    for n in 0..50 {
        ann.send(GENERAL, &format!("warming up {n}")).await;
        bob.next_event(GENERAL).await;
    }
    let (mut acked, mut seen) = (Vec::new(), Vec::new());
    for n in 0..SENDS {
        let begun = Instant::now();
        let (sent, heard) = tokio::join!(
            async {
                ann.send(GENERAL, &format!("number {n}")).await;
                begun.elapsed()
            },
            async {
                bob.next_event(GENERAL).await;
                begun.elapsed()
            }
        );
        acked.push(sent);
        seen.push(heard);
        tokio::time::sleep(PACE).await;
    }
    tell("send to ack ", acked);
    tell("send to seen", seen);
    say("afterwards", &cluster);
}

fn tell(what: &str, mut took: Vec<Duration>) {
    took.sort();
    let at = |share: usize| took[(took.len() * share / 100).min(took.len() - 1)];
    println!("{what}: p50 {:?}, p99 {:?}, worst {:?}", at(50), at(99), at(100));
}

fn say(when: &str, cluster: &Cluster) {
    for who in [Who::Gateway(0), Who::Room(0), Who::Auth(0)] {
        let status = std::fs::read_to_string(format!("/proc/{}/status", cluster.node(who).pid()));
        let line = status.unwrap_or_default();
        let rss = line.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("unknown").trim();
        println!("{when}: {who:?} holds {rss}");
    }
}
