//! Processes are asked to stop in mid-chat, as a new release asks them to: nobody is told of any trouble.

use std::collections::HashMap;

use e2e::{Participant, Who};
use proto::frame::{ClientFrame, Close, ServerFrame};
use proto::id::GENERAL;

use crate::chat::{chat, nothing_was_lost, say, talk};

/// Nobody's connection was lost, and nobody was refused anything, not even for a moment.
fn nobody_noticed(people: &[Participant]) {
    for person in people {
        let diary = person.diary();
        assert_eq!(diary.losses, 0, "{}", person.username);
        assert!(diary.refusals.is_empty(), "{}: {:?}", person.username, diary.refusals);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_is_asked_to_stop_sends_its_people_to_the_other_before_it_goes() {
    let (mut cluster, people) = chat().await;
    say(&people, 1);
    cluster.stop(Who::Gateway(0)).await;
    talk(&people, 2).await;
    for (person, moves) in people.iter().zip([1, 0, 1]) {
        assert_eq!(person.diary().moves, moves, "{}", person.username);
    }
    nobody_noticed(&people);
    nothing_was_lost(&cluster, &people).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_restarted_one_by_one_and_nobody_notices() {
    let (mut cluster, people) = chat().await;
    let all = [Who::Auth(0), Who::Auth(1), Who::Room(0), Who::Room(1), Who::Gateway(0), Who::Gateway(1)];
    for (n, who) in all.into_iter().enumerate() {
        say(&people, 2 * n + 1);
        cluster.stop(who).await;
        talk(&people, 2 * n + 2).await;
        cluster.restart(who).await;
    }
    talk(&people, 100).await;
    nobody_noticed(&people);
    nothing_was_lost(&cluster, &people).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_listen_is_closed_when_the_gateway_goes() {
    let (mut cluster, people) = chat().await;
    let mut deaf = e2e::Person::log_in(cluster.address(0), "ann").await.connect().await;
    deaf.say(&ClientFrame::Hello { log: None, rooms: HashMap::from([(GENERAL, 0)]) }).await;
    let stopping = cluster.stop(Who::Gateway(0));
    let parting = async {
        deaf.wait("goaway", |frame| matches!(frame, ServerFrame::Goaway { .. })).await;
        assert_eq!(deaf.closed().await, Some(Close::Restart.code()));
    };
    tokio::join!(stopping, parting);
    nobody_noticed(&people);
}
