//! Authors have read what they wrote: their markers follow their own posts.

use proto::node::UserHint;

use proto::room::{Action, Marker, Query, Reply};
use proto::subject;

use crate::fixture::{DEADLINE, Fixture, Person, done};

#[tokio::test]
async fn an_own_post_is_read_and_the_other_tabs_hear_of_it() {
    let fixture = Fixture::new().await;
    let (node, ann, bob) = (fixture.node().await, Person::new("Ann"), Person::new("Bob"));
    let room = fixture.room(&node, &ann, "tea").await;
    done(&fixture.send(&node, &bob.wants(room, Action::Join)).await);
    let mut hints = fixture.bus.subscribe(&subject::user_evt(ann.id())).await.expect("an subscription");
    fixture.bus.barrier().await.expect("in force");
    let seq = done(&fixture.send(&node, &ann.posts(room, "hi")).await);
    let heard = tokio::time::timeout(DEADLINE, hints.next()).await.expect("in time").expect("open");
    assert_eq!(
        heard.read::<UserHint>().expect("a hint"),
        UserHint::Marker { room, marker: Marker { read_seq: seq, read_msg: 1, ..Marker::default() } }
    );
    for (person, unread) in [(&ann, 0), (&bob, 1)] {
        let Reply::Rooms(rooms) = fixture.ask(&node, &Query::Rooms { user: person.id() }).await else {
            panic!("rooms")
        };
        assert_eq!(rooms[0].last_msg - rooms[0].read_msg, unread);
    }
}
