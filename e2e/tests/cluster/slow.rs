//! Somebody's network takes nothing for a while, in a room where a lot is said.

use e2e::{Cluster, Person};
use proto::frame::{ClientFrame, ServerFrame};
use proto::id::GENERAL;

use crate::PROGRAM;

/// Together more than the kernel's buffers and the gateway's outbox hold.
const WRITERS: usize = 4;
const MESSAGES: usize = 90;

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_who_takes_nothing_is_told_of_the_gap_and_holds_nobody_up() {
    let cluster = Cluster::start(PROGRAM, 1, 1, 1).await;
    let mut slow = Person::register(cluster.address(0), "slow").await.connect().await;
    let mut last = slow.open_room(GENERAL, None).await;

    let writing = (0..WRITERS).map(|n| {
        let address = cluster.address(0);
        async move {
            let mut writer = Person::register(address, &format!("writer{n}")).await.connect().await;
            for _ in 0..MESSAGES {
                writer.send(GENERAL, &"long words ".repeat(1_400)).await;
            }
        }
    });
    futures_util::future::join_all(writing).await;

    let is_told = |frame: &ServerFrame| {
        matches!(frame, ServerFrame::Event(event) if event.room == GENERAL)
            || matches!(frame, ServerFrame::Gap { room } if *room == GENERAL)
    };
    loop {
        match slow.wait("an event or a gap", is_told).await {
            ServerFrame::Event(event) => {
                assert_eq!(event.seq, last + 1, "a hole that was not told");
                last = event.seq;
            }
            ServerFrame::Gap { .. } => break,
            other => panic!("{other:?}"),
        }
    }
    // Nothing of the room comes before it is opened again, and then everything, or the word that it was too much.
    let id = slow.id();
    slow.say(&ClientFrame::Open { id, room: GENERAL, after: Some(last) }).await;
    let answer = slow
        .wait("the answer, and no event before it", |frame| {
            is_told(frame) || matches!(frame, ServerFrame::Opened { .. })
        })
        .await;
    let ServerFrame::Opened { head, reset, .. } = answer else {
        panic!("{answer:?} before the room was opened")
    };
    assert!(head > last);
    while !reset && last < head {
        let event = slow.next_event(GENERAL).await;
        assert_eq!(event.seq, last + 1);
        last = event.seq;
    }
}
