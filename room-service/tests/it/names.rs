//! Names and addresses, which span rooms: claimed before a room is renamed, given back if it is not.

use proto::room::{Action, Answer, Kind, Query, Reply};
use proto::text::{RoomName, Slug};
use proto::{Code, RoomId};

use crate::fixture::{Fixture, Person, again, done, refused};

fn rename(name: &str) -> Action {
    Action::Rename { name: RoomName::parse(name).expect("a name") }
}

/// Names and addresses that are held for a renaming.
async fn claims(fixture: &Fixture) -> i64 {
    let claims = "select (select count(*) from chat.name where claim is not null)
        + (select count(*) from chat.address where claim is not null)";
    fixture.db.query_one(claims, &[]).await.expect("a number").get(0)
}

/// A renaming that ended in the middle, so long ago.
async fn abandoned(fixture: &Fixture, room: RoomId, name: &str, ago: &str) {
    let claim = "with n as (
            insert into chat.name (key, skeleton, room_id, claim, claimed_at) select $2, $2, $1, gen_random_uuid(), now() - $3::text::interval
        )
        insert into chat.address (slug, room_id, claim) select $2, $1, gen_random_uuid()";
    fixture.db.execute(claim, &[&room.0, &name, &ago]).await.expect("claimed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_renaming_gives_the_name_and_the_address_back() {
    let fixture = Fixture::new().await;
    let (node, olga, eve) = (fixture.node().await, Person::new("Olga"), Person::new("Eve"));
    let room = fixture.room(&node, &olga, "tea").await;
    assert_eq!(refused(&fixture.send(&node, &eve.wants(room, rename("coffee"))).await), Code::Forbidden);
    assert_eq!(claims(&fixture).await, 0);
    let coffee = fixture.room(&node, &eve, "coffee").await;
    let slug = Slug::parse("coffee").expect("a slug");
    let Reply::Room(view) = fixture.ask(&node, &Query::Find { slug, viewer: eve.viewer() }).await else {
        panic!("a room")
    };
    assert_eq!(view.room, coffee);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_rename_a_room_never_touches_the_name() {
    let fixture = Fixture::new().await;
    let (node, olga, eve) = (fixture.node().await, Person::new("Olga"), Person::new("Eve"));
    let room = fixture.room(&node, &olga, "tea").await;
    // Somebody is just making a room of this name: whoever wants it, too, has to wait for them.
    let making = format!(
        "begin; insert into chat.name (key, skeleton, room_id, claim) values ('coffee', 'coffee', '{0}', '{0}')",
        room.0
    );
    fixture.db.batch_execute(&making).await.expect("under way");
    assert_eq!(refused(&fixture.send(&node, &eve.wants(room, rename("coffee"))).await), Code::Forbidden);
    fixture.db.batch_execute("rollback").await.expect("over");
    done(&fixture.send(&node, &olga.wants(room, rename("coffee"))).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renamed_rooms_former_name_is_free_and_its_former_address_is_not() {
    let fixture = Fixture::new().await;
    let (node, olga) = (fixture.node().await, Person::new("Olga"));
    let room = fixture.room(&node, &olga, "tea").await;
    let command = olga.wants(room, rename("coffee"));
    done(&fixture.send(&node, &command).await);
    assert!(matches!(fixture.send(&node, &again(&command)).await, Answer::Done(repeat) if repeat.dup));
    assert_eq!(claims(&fixture).await, 0);
    assert_eq!(refused(&fixture.send(&node, &olga.creates("Coffee")).await), Code::Taken);
    let other = fixture.room(&node, &olga, "tea").await;
    let Reply::Room(view) = fixture.ask(&node, &Query::Get { room: other, viewer: olga.viewer() }).await
    else {
        panic!("a room")
    };
    assert_eq!(view.address.last().as_str(), "tea-2");
    assert_eq!(refused(&fixture.send(&node, &olga.wants(room, rename("tea"))).await), Code::Taken);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_a_lost_process_held_is_anyones_after_a_minute() {
    let fixture = Fixture::new().await;
    let (node, olga) = (fixture.node().await, Person::new("Olga"));
    let room = fixture.room(&node, &olga, "tea").await;
    abandoned(&fixture, room, "fresh", "10 seconds").await;
    abandoned(&fixture, room, "stale", "2 minutes").await;
    assert_eq!(refused(&fixture.send(&node, &olga.creates("fresh")).await), Code::Taken);
    done(&fixture.send(&node, &olga.creates("stale")).await);
    done(&fixture.send(&node, &olga.wants(room, rename("fresh"))).await);
    assert_eq!(refused(&fixture.send(&node, &olga.wants(room, rename("stale"))).await), Code::Taken);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_rooms_name_is_nobodys_business() {
    let fixture = Fixture::new().await;
    let (node, olga) = (fixture.node().await, Person::new("Olga"));
    let name = RoomName::parse("board").expect("a name");
    let mut create = olga.creates("board");
    create.action = Action::Create { name, kind: Kind::Private };
    done(&fixture.send(&node, &create).await);
    done(&fixture.send(&node, &olga.wants(create.room, rename("tea"))).await);
    for name in ["board", "tea"] {
        fixture.room(&node, &olga, name).await;
    }
    done(&fixture.send(&node, &olga.wants(create.room, rename("board"))).await);
    assert_eq!(claims(&fixture).await, 0);
}
