//! Two people talk.

use e2e::{Cluster, Person};
use proto::id::GENERAL;

use crate::PROGRAM;

#[tokio::test(flavor = "multi_thread")]
async fn what_one_says_the_other_hears_at_another_gateway() {
    let cluster = Cluster::start(PROGRAM, 2, 2, 1).await;
    let ann = Person::register(cluster.address(0), "ann").await;
    let bob = Person::register(cluster.address(1), "bob").await;
    let (mut ann, mut bob) = (ann.connect().await, bob.connect().await);
    assert!(ann.rooms.iter().any(|room| room.room == GENERAL), "ann is not in general: {:?}", ann.rooms);
    ann.open_room(GENERAL, None).await;
    bob.open_room(GENERAL, None).await;

    let seq = ann.send(GENERAL, "Good morning, Bob.").await;
    let heard = bob.next_event(GENERAL).await;
    let message = heard.message.expect("a message");
    assert_eq!((heard.seq, message.body.as_str()), (seq, "Good morning, Bob."));

    let seq = bob.send(GENERAL, "Good morning, Ann!").await;
    let heard = loop {
        let heard = ann.next_event(GENERAL).await;
        if heard.seq == seq {
            break heard;
        }
    };
    assert_eq!(heard.message.expect("a message").body, "Good morning, Ann!");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_without_javascript_talk_by_forms() {
    let cluster = Cluster::start(PROGRAM, 1, 1, 1).await;
    let ann = Person::register(cluster.address(0), "ann").await;
    let bob = Person::register(cluster.address(0), "bob").await;
    let page = ann.post_message("general", "By hand, as in the old days.").await;
    assert!(page.status.is_success(), "{page:?}");
    bob.sees("/r/general", "By hand, as in the old days.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn home_shows_who_is_here_at_any_gateway() {
    let cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let ann = Person::register(cluster.address(0), "ann").await;
    let bob = Person::register(cluster.address(1), "bob").await;
    let here = "<ul class=\"people here\">";
    assert!(!bob.get("/").await.text.contains(here), "nobody is here yet");
    // In a room that nobody has open at Bob's gateway.
    let mut at_work = ann.connect().await;
    at_work.open_room(GENERAL, None).await;
    let home = bob.sees("/", here).await;
    assert!(home.text.contains("href=\"/u/ann\""), "{}", home.text);
}
