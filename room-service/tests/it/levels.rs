//! What of a room somebody wants to be told about, over the real database: their own, in all their windows.

use proto::Code;
use proto::node::UserHint;
use proto::room::{Action, Level, MyRoom, Query, Reply};
use proto::subject;

use crate::fixture::{DEADLINE, Fixture, Node, Person, done};

async fn mine(fixture: &Fixture, node: &Node, room: proto::RoomId, who: &Person) -> MyRoom {
    let Reply::Rooms { rooms, .. } = fixture.ask(node, &Query::MyRoom { room, user: who.id() }).await else {
        panic!("a room")
    };
    rooms.into_iter().next().expect("theirs")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_level_and_a_star_are_their_member_s_own_and_told_to_their_sockets() {
    let fixture = Fixture::new().await;
    let (node, other) = (fixture.node().await, fixture.node().await);
    let (ann, bob) = (Person::new("Ann"), Person::new("Bob"));
    let room = fixture.room(&node, &ann, "tea").await;
    let set = |level| Query::SetLevel { room, user: bob.id(), level };
    let refused = fixture.ask(&node, &set(Level::Nothing)).await;
    assert!(
        matches!(refused, Reply::Refused(refusal) if refusal.code == Code::NotFound),
        "there is no level outside"
    );

    done(&fixture.send(&node, &bob.wants(room, Action::Join)).await);
    assert_eq!(mine(&fixture, &other, room, &bob).await.level, Level::Mentions, "unless they choose");
    let mut hints = fixture.bus.subscribe(&subject::user_evt(bob.id())).await.expect("subscribed");
    for level in Level::all() {
        assert_eq!(fixture.ask(&node, &set(level)).await, Reply::Level(level));
        assert_eq!(mine(&fixture, &other, room, &bob).await.level, level);
        let heard = tokio::time::timeout(DEADLINE, hints.next()).await.expect("in time").expect("a hint");
        assert_eq!(heard.read::<UserHint>().expect("a hint"), UserHint::MembershipAdded { room });
    }
    assert_eq!(mine(&fixture, &node, room, &ann).await.level, Level::Mentions, "nobody else's");
    let star = |who: &Person| Query::Star { room, user: who.id(), starred: true };
    assert_eq!(fixture.ask(&node, &star(&bob)).await, Reply::Starred(true));
    let starred =
        (mine(&fixture, &other, room, &bob).await.starred, mine(&fixture, &other, room, &ann).await.starred);
    assert_eq!(starred, (true, false));
    assert!(
        matches!(fixture.ask(&node, &star(&Person::new("Eve"))).await, Reply::Refused(refusal) if refusal.code == Code::NotFound)
    );
    done(&fixture.send(&node, &bob.wants(room, Action::Leave)).await);
    done(&fixture.send(&node, &bob.wants(room, Action::Join)).await);
    assert_eq!(
        mine(&fixture, &node, room, &bob).await.level,
        Level::Hidden,
        "who comes back has chosen already"
    );
}
