//! Authors have read what they wrote.

use proto::node::UserHint;

use proto::room::{Marker, Question, Reply, Wish};
use proto::subject;

use crate::house::{House, PATIENCE, Person, done};

#[tokio::test]
async fn an_own_post_is_read_and_the_other_tabs_hear_of_it() {
    let house = House::new().await;
    let (node, ann, bob) = (house.node().await, Person::new("Ann"), Person::new("Bob"));
    let room = house.room(&node, &ann, "tea").await;
    done(&house.send(&node, &bob.wants(room, Wish::Join)).await);
    let mut hints = house.bus.subscribe(&subject::user_evt(ann.id())).await.expect("an ear");
    house.bus.barrier().await.expect("in force");
    let seq = done(&house.send(&node, &ann.posts(room, "hi")).await);
    let heard = tokio::time::timeout(PATIENCE, hints.next()).await.expect("in time").expect("open");
    assert_eq!(
        heard.read::<UserHint>().expect("a hint"),
        UserHint::Marker { room, marker: Marker { read_seq: seq, read_msg: 1, ..Marker::default() } }
    );
    for (person, unread) in [(&ann, 0), (&bob, 1)] {
        let Reply::Rooms(rooms) = house.ask(&node, &Question::Rooms { user: person.id() }).await else {
            panic!("rooms")
        };
        assert_eq!(rooms[0].last_msg - rooms[0].read_msg, unread);
    }
}
