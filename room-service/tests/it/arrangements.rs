//! How people have their lists of rooms, over the real database: kept for each of them, and told to their windows.

use proto::node::UserHint;
use proto::room::{Arrangement, ListPart, Query, Rearrange, Reply, RoomSort};
use proto::{RoomId, subject};

use crate::fixture::{DEADLINE, Fixture, Node, Person};

async fn arrange(fixture: &Fixture, node: &Node, who: &Person, change: Rearrange) -> Reply {
    fixture.ask(node, &Query::Arrange { user: who.id(), change }).await
}

async fn arrangement(fixture: &Fixture, node: &Node, who: &Person) -> Arrangement {
    let Reply::Personal(personal) = fixture.ask(node, &Query::Personal { user: who.id() }).await else {
        panic!("what is theirs")
    };
    personal.arrangement
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_arranged_on_all_devices_of_its_person_and_of_nobody_else() {
    let fixture = Fixture::new().await;
    let (node, other) = (fixture.node().await, fixture.node().await);
    let (ann, bob) = (Person::new("Ann"), Person::new("Bob"));
    let mut hints = fixture.bus.subscribe(&subject::user_evt(ann.id())).await.expect("subscribed");
    let rooms = vec![RoomId::new(), RoomId::new()];
    assert_eq!(arrange(&fixture, &node, &ann, Rearrange::Place(rooms.clone())).await, Reply::Arranged);
    let heard = tokio::time::timeout(DEADLINE, hints.next()).await.expect("a hint").expect("a hint");
    assert_eq!(heard.read::<UserHint>().expect("a hint"), UserHint::Personal);
    let found = arrangement(&fixture, &other, &ann).await;
    assert_eq!((found.version, found.sort, &found.places), (1, RoomSort::Hand, &rooms));
    assert_eq!(arrange(&fixture, &other, &ann, Rearrange::Place(rooms)).await, Reply::Arranged);
    assert_eq!(arrangement(&fixture, &node, &ann).await, found, "it was so already");
    assert_eq!(arrangement(&fixture, &node, &bob).await, Arrangement::default());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_changes_at_the_same_time_none_is_lost() {
    let fixture = Fixture::new().await;
    let (node, other) = (fixture.node().await, fixture.node().await);
    let ann = Person::new("Ann");
    let fold = |part| Rearrange::Fold { part, folded: true };
    let (one, two, three) = tokio::join!(
        arrange(&fixture, &node, &ann, fold(ListPart::Rooms)),
        arrange(&fixture, &other, &ann, fold(ListPart::Direct)),
        arrange(&fixture, &node, &ann, Rearrange::Sort(RoomSort::Activity))
    );
    assert_eq!([one, two, three], [Reply::Arranged, Reply::Arranged, Reply::Arranged]);
    let found = arrangement(&fixture, &other, &ann).await;
    assert_eq!((found.version, found.sort, found.folded.len()), (3, RoomSort::Activity, 2));
}
