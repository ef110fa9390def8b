//! What of a room somebody wants to be told about, over the real database: their own, in all their windows.

use proto::Code;
use proto::node::UserHint;
use proto::room::{
    Action, AdminActor, AdminQuery, AdminReply, Level, LevelBy, MyRoom, NotificationQuery, OrgRole, Query,
    Reply,
};
use proto::subject;
use proto::text::Broadcast;

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

#[tokio::test(flavor = "multi_thread")]
async fn what_an_admin_sets_for_everyone_holds_where_they_chose_nothing_and_is_told_as_such() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let (ann, bob) = (Person::new("Ann"), Person::new("Bob"));
    let room = fixture.room(&node, &ann, "tea").await;
    done(&fixture.send(&node, &bob.wants(room, Action::Join)).await);
    let seq = done(&fixture.send(&node, &ann.posts(room, "tea?")).await);
    let set = async |level, org_role| {
        let admin_actor = AdminActor { id: ann.id(), org_role };
        let query = AdminQuery::SetDefaultLevel { level, name: "Ann".into() };
        fixture.ask(&node, &Query::Admin { admin_actor, query }).await
    };
    let stands = async || {
        let level = mine(&fixture, &node, room, &bob).await;
        let query = Query::Concern { room, viewer: bob.viewer(), seq };
        let Reply::Concern(concern, _, by) = fixture.ask(&node, &query).await else { panic!("a concern") };
        assert_eq!(concern.level, level.level);
        (concern.level, by, level.waiting())
    };
    assert_eq!(stands().await, (Level::Mentions, LevelBy::Nobody, 0));
    assert!(matches!(set(Level::Everything, OrgRole::Member).await, Reply::Refused(_)));
    assert!(matches!(set(Level::Hidden, OrgRole::Admin).await, Reply::Refused(_)));
    let everything = Reply::Admin(AdminReply::DefaultLevel(Level::Everything));
    let everyone = subject::user_evt(Broadcast::Room.id());
    let mut hints = fixture.bus.subscribe(&everyone).await.expect("subscribed");
    for _ in 0..2 {
        assert_eq!(set(Level::Everything, OrgRole::Admin).await, everything);
    }
    let heard = tokio::time::timeout(DEADLINE, hints.next()).await.expect("in time").expect("a hint");
    assert_eq!(heard.read::<UserHint>().expect("a hint"), UserHint::Rooms);
    fixture.bus.publish(&everyone, &UserHint::Personal).await;
    let heard = tokio::time::timeout(DEADLINE, hints.next()).await.expect("in time").expect("a hint");
    assert_eq!(heard.read::<UserHint>().expect("a hint"), UserHint::Personal, "once");
    assert_eq!(stands().await, (Level::Everything, LevelBy::Installation, 1));
    let choose = async |level| {
        fixture
            .ask(
                &node,
                &Query::Notifications { query: NotificationQuery::SetDefaultLevel { user: bob.id(), level } },
            )
            .await
    };
    choose(Some(Level::Nothing)).await;
    assert_eq!(stands().await, (Level::Nothing, LevelBy::Person, 0));
    fixture.ask(&node, &Query::SetLevel { room, user: bob.id(), level: Level::Mentions }).await;
    assert_eq!(stands().await, (Level::Mentions, LevelBy::Room, 0));
    let Reply::NotificationSettings(settings) = choose(None).await else { panic!("settings") };
    assert_eq!((settings.level, settings.for_everyone), (None, Some(Level::Everything)));

    let admin_actor = AdminActor { id: ann.id(), org_role: OrgRole::Admin };
    let query = AdminQuery::AdminEvents {
        by: None,
        to: None,
        action: "set_default_level".into(),
        until: None,
        limit: 10,
    };
    let Reply::Admin(AdminReply::AdminEvents { admin_events, .. }) =
        fixture.ask(&node, &Query::Admin { admin_actor, query }).await
    else {
        panic!("an audit")
    };
    let told = admin_events.iter().map(|act| (act.actor, act.before.as_deref(), act.after.as_deref()));
    assert_eq!(told.collect::<Vec<_>>(), [(ann.id(), Some("mentions"), Some("everything"))], "once");
}
