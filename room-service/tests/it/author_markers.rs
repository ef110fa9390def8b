//! Authors have read what they wrote: their markers follow their own posts.

use proto::node::{Heads, UserMarker};

use proto::room::{Action, Marker, MarkerQuery, Query, Reply};
use proto::subject;

use crate::fixture::{DEADLINE, Fixture, Person, done};

#[tokio::test]
async fn an_own_post_is_read_and_the_other_tabs_hear_of_it_with_the_heads() {
    let fixture = Fixture::new().await;
    let (node, ann, bob) = (fixture.node().await, Person::new("Ann"), Person::new("Bob"));
    let room = fixture.room(&node, &ann, "tea").await;
    done(&fixture.send(&node, &bob.wants(room, Action::Join)).await);
    let mut published = fixture.bus.subscribe(subject::ROOM_HEADS).await.expect("a subscription");
    fixture.bus.barrier().await.expect("in force");
    let seq = done(&fixture.send(&node, &ann.posts(room, "hi")).await);
    let told = async {
        loop {
            let heads = published.next().await.expect("open").read::<Heads>().expect("heads");
            let stands = heads.heads.iter().find(|head| head.room == room).map(|head| head.head);
            let markers: Vec<_> = heads.markers.into_iter().filter(|moved| moved.room == room).collect();
            // Not after the head: until then the post counts as unread.
            assert!(stands < Some(seq) || !markers.is_empty());
            if !markers.is_empty() {
                return markers;
            }
        }
    };
    let told = tokio::time::timeout(DEADLINE, told).await.expect("in time");
    let marker = Marker { read_seq: seq, read_msg: 1, ..Marker::default() };
    assert_eq!(told, [UserMarker { user: ann.id(), room, marker }]);
    for (person, unread) in [(&ann, 0), (&bob, 1)] {
        let Reply::Rooms { rooms, .. } =
            fixture.ask(&node, &Query::Rooms { user: person.id(), after: None }).await
        else {
            panic!("rooms")
        };
        assert_eq!(rooms[0].last_msg - rooms[0].read_msg, unread);
    }
}

#[tokio::test]
async fn the_marker_of_a_last_post_is_moved_before_the_service_stops() {
    let fixture = Fixture::new().await;
    let (node, ann) = (fixture.node().await, Person::new("Ann"));
    let room = fixture.room(&node, &ann, "tea").await;
    done(&fixture.send(&node, &ann.posts(room, "and goodbye")).await);
    node.stop().await;
    let other = fixture.node().await;
    let Reply::Rooms { rooms, .. } = fixture.ask(&other, &Query::Rooms { user: ann.id(), after: None }).await
    else {
        panic!("rooms")
    };
    assert_eq!((rooms[0].last_msg, rooms[0].read_msg), (1, 1));
}

#[tokio::test]
async fn a_reading_that_meets_the_first_marker_being_written_is_a_members_all_the_same() {
    let fixture = Fixture::new().await;
    let (node, ann, bob) = (fixture.node().await, Person::new("Ann"), Person::new("Bob"));
    let room = fixture.room(&node, &ann, "tea").await;
    done(&fixture.send(&node, &bob.wants(room, Action::Join)).await);
    let seq = done(&fixture.send(&node, &ann.posts(room, "hi")).await);
    let writing = format!(
        "begin; insert into chat.marker (user_id, room_id, read_seq, read_msg) values ('{}', '{}', {seq}, 1)",
        bob.id().0,
        room.0
    );
    fixture.db.batch_execute(&writing).await.expect("under way");
    let reading =
        Query::Markers { query: MarkerQuery::Mark { room, user: bob.id(), seq, generation: Some(0) } };
    let meanwhile = async {
        let waits = "select exists (select from pg_locks where not granted)";
        while !fixture.db.query_one(waits, &[]).await.expect("an answer").get::<_, bool>(0) {
            tokio::task::yield_now().await;
        }
        fixture.db.batch_execute("commit").await.expect("written");
    };
    let (reply, ()) = tokio::join!(fixture.ask(&node, &reading), meanwhile);
    assert!(matches!(reply, Reply::Marked(Marker { read_seq, .. }) if read_seq == seq), "{reply:?}");
}
