//! Direct conversations over a real database: the same people are the same room, and to all others there is none.

use proto::room::{
    Action, AdminActor, AdminQuery, AdminReply, Around, Fact, Kind, MarkerQuery, OrgRole, Query, Reply, Role,
    RoomFilter, RoomOrder, RoomView,
};
use proto::{Code, Reason, RoomId, UserId};

use crate::fixture::{Fixture, Node, Person, done, is_sound, refused};

/// People whom auth-service knows, with what they are to the organisation.
pub(crate) async fn known(fixture: &Fixture, people: &[(&Person, &str)]) {
    fixture
        .db
        .batch_execute(
            "create schema if not exists auth;
             create table if not exists auth.standing (user_id uuid primary key, org_role text not null)",
        )
        .await
        .expect("what auth-service tells");
    for (person, org_role) in people {
        let tell = "insert into auth.standing values ($1, $2)
            on conflict (user_id) do update set org_role = excluded.org_role";
        fixture.db.execute(tell, &[&person.id().0, org_role]).await.expect("told");
    }
}

fn wants(who: &Person, others: &[&Person]) -> Query {
    Query::Direct { actor: who.0.clone(), others: others.iter().map(|other| other.id()).collect() }
}

async fn direct(fixture: &Fixture, node: &Node, who: &Person, others: &[&Person]) -> RoomView {
    match fixture.ask(node, &wants(who, others)).await {
        Reply::Room(view) => *view,
        other => panic!("a conversation: {other:?}"),
    }
}

async fn rooms(fixture: &Fixture) -> i64 {
    let count = "select count(*) from chat.room where kind = 'direct'";
    fixture.db.query_one(count, &[]).await.expect("counted").get(0)
}

#[tokio::test]
async fn the_same_people_are_the_same_room_even_if_both_ask_at_once_of_two_nodes() {
    let fixture = Fixture::new().await;
    let nodes = (fixture.node().await, fixture.node().await);
    let (ann, bob, eve) = (Person::new("Ann"), Person::new("Bob"), Person::new("Eve"));
    known(&fixture, &[(&ann, "member"), (&bob, "member"), (&eve, "admin")]).await;
    let (of_ann, of_bob) = ([&bob], [&ann, &bob, &ann]);
    let (one, other) =
        tokio::join!(direct(&fixture, &nodes.0, &ann, &of_ann), direct(&fixture, &nodes.1, &bob, &of_bob));
    assert_eq!((one.room, rooms(&fixture).await), (other.room, 1));
    assert_eq!((one.others, other.others), (vec![bob.id()], vec![ann.id()]));
    assert_eq!((one.kind, one.members, one.name.as_str()), (Kind::Direct, 2, ""));
    assert_eq!(one.mine.map(|mine| mine.role), Some(Role::Member));
    assert_eq!(one.address.to_string(), format!("/d/{}", one.room));

    let three = direct(&fixture, &nodes.0, &eve, &[&ann, &bob]).await;
    let notes = direct(&fixture, &nodes.0, &ann, &[&ann]).await;
    assert_eq!((notes.members, notes.others.len(), rooms(&fixture).await), (1, 0, 3));
    assert_ne!(three.room, one.room, "with somebody more it is another");

    done(&fixture.send(&nodes.0, &ann.posts(one.room, "hello")).await);
    done(&fixture.send(&nodes.1, &bob.posts(one.room, "hello, Ann")).await);
    let log = fixture.log(&nodes.0, one.room).await;
    is_sound(&log);
    let mut participants = vec![ann.id(), bob.id()];
    participants.sort_unstable();
    let created = Fact::Created { room_name: String::new(), room_kind: Kind::Direct, participants };
    assert_eq!((&log[0].fact, log.len()), (&created, 3));
}

#[tokio::test]
async fn nobody_begins_one_with_who_is_not_there_and_nothing_is_half_done() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let (ann, gone, gus) = (Person::new("Ann"), Person::new("Gone"), Person::guest("Gus"));
    let (unknown, bob) = (Person::new("Nobody"), Person::new("Bob"));
    known(&fixture, &[(&ann, "member"), (&gone, "inactive"), (&gus, "guest"), (&bob, "member")]).await;
    let is_refused = async |who: &Person, others: &[&Person], reason: Reason| match fixture
        .ask(&node, &wants(who, others))
        .await
    {
        Reply::Refused(refusal) => assert_eq!(refusal.reason, reason),
        other => panic!("it should have been refused: {other:?}"),
    };
    for others in [&[&unknown][..], &[&gone], &[&bob, &gone], &[&gus]] {
        is_refused(&ann, others, Reason::DirectNobody).await;
    }
    is_refused(&gus, &[&ann], Reason::DirectNobody).await;
    let crowd: Vec<Person> = (0..12).map(|n| Person::new(&format!("P{n}"))).collect();
    is_refused(&ann, &crowd.iter().collect::<Vec<_>>(), Reason::DirectTooMany { max: 11 }).await;
    let made = "select (select count(*) from chat.room) + (select count(*) from chat.event) + (select count(*) from chat.member)";
    let made: i64 = fixture.db.query_one(made, &[]).await.expect("counted").get(0);
    assert_eq!(made, 2, "the common room and its first event");

    let shared = fixture.room(&node, &ann, "harbour").await;
    done(&fixture.send(&node, &ann.wants(shared, Action::Add { user: gus.id(), whom: String::new() })).await);
    let with_gus = direct(&fixture, &node, &gus, &[&ann]).await;
    assert_eq!(direct(&fixture, &node, &ann, &[&gus]).await.room, with_gus.room);
    // What is there stays theirs, whatever becomes of one of them.
    known(&fixture, &[(&gus, "inactive")]).await;
    assert_eq!(direct(&fixture, &node, &ann, &[&gus]).await.room, with_gus.room);
}

#[tokio::test]
async fn unknown_foreign_and_never_made_are_one_answer_to_everything() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let (ann, bob) = (Person::new("Ann"), Person::new("Bob"));
    let mut eve = Person::new("Eve");
    eve.0.org_role = OrgRole::Owner;
    known(&fixture, &[(&ann, "member"), (&bob, "member"), (&eve, "owner")]).await;
    let foreign = direct(&fixture, &node, &ann, &[&bob]).await.room;
    done(&fixture.send(&node, &ann.posts(foreign, "between us")).await);
    let before = fixture.log(&node, foreign).await.len();

    let queries = |room: RoomId| {
        let (viewer, user) = (eve.viewer(), eve.id());
        [
            Query::Get { room, viewer },
            Query::Open { room, user, after: None },
            Query::Page { room, viewer, part: Around::Latest, limit: 50 },
            Query::Page { room, viewer, part: Around::These(vec![2]), limit: 50 },
            Query::Members { room, viewer, banned: false, among: None, offset: 0, limit: 50 },
            Query::MyRoom { room, user },
            Query::Role { room, user },
            Query::Markers { query: MarkerQuery::Mark { room, user, seq: 1, generation: None } },
            Query::Markers { query: MarkerQuery::MarkUnread { room, user, seq: 1 } },
            Query::Markers { query: MarkerQuery::Get { room, user } },
            Query::Hide { room, user },
        ]
    };
    let actions = || {
        [
            Action::Join,
            Action::Leave,
            Action::Add { user: eve.id(), whom: String::new() },
            Action::Remove { user: ann.id(), ban: true, minutes: None, reason: None, whom: String::new() },
            Action::Pin { target: 2 },
            Action::Delete { target: 2, reason: None },
            Action::Archive,
            Action::Cancel,
        ]
    };
    for unknown in [RoomId::new(), RoomId::made_by(ann.id(), proto::Nonce::new())] {
        for (of_foreign, of_unknown) in queries(foreign).iter().zip(&queries(unknown)) {
            let answer = fixture.ask(&node, of_foreign).await;
            assert_eq!(answer, fixture.ask(&node, of_unknown).await, "{of_foreign:?}");
        }
        for action in actions() {
            let answer = fixture.send(&node, &eve.wants(foreign, action.clone())).await;
            assert_eq!(answer, fixture.send(&node, &eve.wants(unknown, action.clone())).await, "{action:?}");
            assert_eq!(refused(&answer), Code::NotFound);
        }
    }
    assert_eq!(refused(&fixture.send(&node, &eve.posts(foreign, "hello?")).await), Code::NotFound);
    assert_eq!(fixture.log(&node, foreign).await.len(), before);
}

#[tokio::test]
async fn nobody_comes_or_goes_and_nobody_is_above_another() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let (ann, bob) = (Person::new("Ann"), Person::new("Bob"));
    let mut owner = Person::new("Olga");
    owner.0.org_role = OrgRole::Owner;
    known(&fixture, &[(&ann, "member"), (&bob, "member"), (&owner, "owner")]).await;
    let room = direct(&fixture, &node, &ann, &[&bob, &owner]).await.room;
    let said = done(&fixture.send(&node, &ann.posts(room, "between us")).await);
    let name = proto::text::RoomName::parse("ours").expect("a name");
    for action in [
        Action::Join,
        Action::Leave,
        Action::Add { user: UserId::new(), whom: String::new() },
        Action::Remove { user: ann.id(), ban: false, minutes: None, reason: None, whom: String::new() },
        Action::Appoint { user: ann.id(), role: Role::Owner },
        Action::Rename { name },
        Action::Archive,
    ] {
        let answer = fixture.send(&node, &owner.wants(room, action.clone())).await;
        let proto::room::Answer::Refused(refusal) = answer else { panic!("{action:?} was done") };
        assert_eq!(refusal.reason, Reason::NotInDirect, "{action:?}");
    }
    let delete = Action::Delete { target: said, reason: None };
    assert_eq!(refused(&fixture.send(&node, &owner.wants(room, delete.clone())).await), Code::Forbidden);
    done(&fixture.send(&node, &bob.wants(room, Action::Pin { target: said })).await);
    done(&fixture.send(&node, &ann.wants(room, delete)).await);
    let inside = "select count(*) from chat.member where room_id = $1 and role = 'member'";
    let inside: i64 = fixture.db.query_one(inside, &[&room.0]).await.expect("counted").get(0);
    assert_eq!(inside, 3);
}

#[tokio::test]
async fn an_admin_sees_a_number_and_opens_one_only_before_the_eyes_of_its_people() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let (ann, bob) = (Person::new("Ann"), Person::new("Bob"));
    let mut admin = Person::new("Olga");
    admin.0.org_role = OrgRole::Admin;
    known(&fixture, &[(&ann, "member"), (&bob, "member"), (&admin, "admin")]).await;
    let room = direct(&fixture, &node, &ann, &[&bob]).await.room;
    let admin_actor = AdminActor { id: admin.id(), org_role: OrgRole::Admin };
    let asks = async |query| match fixture.ask(&node, &Query::Admin { admin_actor, query }).await {
        Reply::Admin(reply) => reply,
        other => panic!("an answer for admins: {other:?}"),
    };
    let AdminReply::Totals(totals) = asks(AdminQuery::Totals).await else { panic!("totals") };
    assert_eq!(totals.direct, 0, "nothing is said yet");
    done(&fixture.send(&node, &ann.posts(room, "between us")).await);
    let AdminReply::Totals(totals) = asks(AdminQuery::Totals).await else { panic!("totals") };
    assert_eq!((totals.direct, totals.public, totals.private), (1, 1, 0));
    let all = AdminQuery::Rooms { search: String::new(), offset: 0, limit: 100 };
    let AdminReply::Rooms { rooms, total } = asks(all).await else { panic!("rooms") };
    assert_eq!((rooms.len(), total), (1, 1), "the common room alone");

    let search = |room| AdminQuery::Search {
        words: "between".into(),
        author: None,
        room,
        from: None,
        before: None,
        limit: 10,
    };
    let found = async |room| match asks(search(room)).await {
        AdminReply::Found { messages, .. } => messages.len(),
        other => panic!("messages: {other:?}"),
    };
    assert_eq!((found(None).await, found(Some(room)).await), (0, 0));
    let delete =
        admin.wants(room, Action::Delete { target: 2, reason: None }).by(proto::room::Authority::Admin);
    assert_eq!(refused(&fixture.send(&node, &delete).await), Code::Forbidden, "not unseen");
    let look = admin.wants(room, Action::Inspect).by(proto::room::Authority::Admin);
    done(&fixture.send(&node, &look).await);
    assert_eq!((found(None).await, found(Some(room)).await), (0, 1));
    let page = Query::Page { room, viewer: bob.viewer(), part: Around::Latest, limit: 50 };
    let Reply::Page(page) = fixture.ask(&node, &page).await else { panic!("a page") };
    assert_eq!((page.lines.len(), page.lines[0].actor), (1, admin.id()), "its people are told");
    for action in [Action::Archive, Action::DeleteRoom] {
        let command = admin.wants(room, action).by(proto::room::Authority::Admin);
        assert_eq!(refused(&fixture.send(&node, &command).await), Code::NotFound);
    }
}

#[tokio::test]
async fn it_is_in_no_list_but_its_people_s_and_hidden_there_until_more_is_said() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let (ann, bob) = (Person::new("Ann"), Person::new("Bob"));
    known(&fixture, &[(&ann, "member"), (&bob, "member")]).await;
    let room = direct(&fixture, &node, &ann, &[&bob]).await.room;
    let mine = async |who: &Person| {
        let Reply::Rooms { rooms, .. } = fixture.ask(&node, &Query::MyRoom { room, user: who.id() }).await
        else {
            panic!("a room")
        };
        rooms.into_iter().next().expect("theirs")
    };
    assert!(!mine(&bob).await.is_listed(), "nothing is said yet");
    done(&fixture.send(&node, &ann.posts(room, "hello")).await);
    let listed = mine(&bob).await;
    assert!(listed.is_listed());
    assert_eq!((listed.others, listed.last_msg - listed.read_msg), (vec![ann.id()], 1));
    assert_eq!(fixture.ask(&node, &Query::Hide { room, user: bob.id() }).await, Reply::Hidden);
    assert!(!mine(&bob).await.is_listed() && mine(&ann).await.is_listed(), "from his list alone");
    done(&fixture.send(&node, &ann.posts(room, "still there?")).await);
    assert!(mine(&bob).await.is_listed());

    for show in [RoomFilter::Public, RoomFilter::Joined, RoomFilter::Others] {
        let search = String::new();
        let browse = Query::Browse {
            viewer: ann.viewer(),
            show,
            order: RoomOrder::Name,
            search,
            offset: 0,
            limit: 50,
        };
        let Reply::Listing { rooms, .. } = fixture.ask(&node, &browse).await else { panic!("rooms") };
        assert!(rooms.iter().all(|listing| listing.room != room), "{show:?}");
    }
    let common = Query::InCommon { user: ann.id(), with: bob.id() };
    assert_eq!(fixture.ask(&node, &common).await, Reply::InCommon(Vec::new()));
}

#[tokio::test]
async fn no_command_makes_one_or_a_room_under_its_id() {
    let fixture = Fixture::new().await;
    let node = fixture.node().await;
    let ann = Person::new("Ann");
    let named = ann.creates("tea");
    let Action::Create { name, .. } = named.action.clone() else { panic!("a room is made") };
    let nameless = proto::room::Command { action: Action::Create { name, kind: Kind::Direct }, ..named };
    assert_eq!(refused(&fixture.send(&node, &nameless).await), Code::BadRequest);
    assert_eq!(rooms(&fixture).await, 0);
    // The id of a conversation, were it known, is no id of a room that somebody makes.
    let bob = Person::new("Bob");
    known(&fixture, &[(&ann, "member"), (&bob, "member")]).await;
    let room = direct(&fixture, &node, &ann, &[&bob]).await.room;
    fixture.db.execute("delete from chat.member where room_id = $1", &[&room.0]).await.expect("done");
    let gone = "with c as (delete from chat.cursor where room_id = $1) delete from chat.room where id = $1";
    fixture.db.execute(gone, &[&room.0]).await.expect("done");
    let taken = proto::room::Command { room, nonce: proto::Nonce(room.0), ..ann.creates("quay") };
    assert_eq!(refused(&fixture.send(&node, &taken).await), Code::BadRequest);
}

/// What is in a log, as it was committed.
async fn kinds(fixture: &Fixture, room: RoomId) -> Vec<String> {
    let kinds = "select kind from chat.event where room_id = $1 order by seq";
    let rows = fixture.db.query(kinds, &[&room.0]).await.expect("a log");
    rows.iter().map(|row| row.get(0)).collect()
}

pub(crate) async fn pair(fixture: &Fixture, node: &Node, who: &Person, other: &Person) -> RoomId {
    match fixture.ask(node, &Query::Pair { actor: who.0.clone(), other: other.id() }).await {
        Reply::Room(view) => view.room,
        reply => panic!("a conversation: {reply:?}"),
    }
}

async fn blocked(fixture: &Fixture, node: &Node, who: &Person) -> Vec<UserId> {
    match fixture.ask(node, &Query::Personal { user: who.id() }).await {
        Reply::Personal(personal) => personal.blocked,
        reply => panic!("what is theirs: {reply:?}"),
    }
}

#[tokio::test]
async fn whoever_blocks_a_stranger_is_written_to_by_them_no_more_and_they_hear_nothing_of_it() {
    let fixture = Fixture::new().await;
    let nodes = (fixture.node().await, fixture.node().await);
    let (ann, bob) = (Person::new("Ann"), Person::new("Bob"));
    known(&fixture, &[(&ann, "member"), (&bob, "member")]).await;
    let set = Query::SetFirstContact { user: bob.id(), first_contact: proto::room::FirstContact::Nobody };
    fixture.ask(&nodes.0, &set).await;
    let room = pair(&fixture, &nodes.0, &ann, &bob).await;
    done(&fixture.send(&nodes.0, &ann.wants(room, Action::Block)).await);
    assert_eq!(blocked(&fixture, &nodes.1, &ann).await, [bob.id()]);
    assert_eq!(blocked(&fixture, &nodes.1, &bob).await, []);
    // By another node, which has read the room anew.
    for (who, node) in [(&bob, &nodes.1), (&ann, &nodes.0)] {
        assert_eq!(refused(&fixture.send(node, &who.posts(room, "hello")).await), Code::Forbidden);
    }
    let view = direct(&fixture, &nodes.1, &bob, &[&ann]).await;
    assert!(view.blocked && view.last_msg == 0);
    let log = fixture.log(&nodes.1, room).await;
    assert!(log.iter().skip(1).all(|event| event.fact == Fact::Void && event.actor != ann.id()), "{log:?}");

    // In a conversation of more of them nothing stops.
    let eve = Person::new("Eve");
    known(&fixture, &[(&eve, "member")]).await;
    let group = pair(&fixture, &nodes.0, &ann, &eve).await;
    done(&fixture.send(&nodes.1, &eve.posts(group, "hello")).await);
    done(&fixture.send(&nodes.1, &ann.wants(room, Action::Unblock)).await);
    assert_eq!(blocked(&fixture, &nodes.0, &ann).await, []);
    done(&fixture.send(&nodes.0, &bob.posts(room, "hello")).await);
    for other in [&ann, &Person::new("Nobody")] {
        let reply = fixture.ask(&nodes.0, &Query::Pair { actor: ann.0.clone(), other: other.id() }).await;
        assert!(matches!(reply, Reply::Refused(refusal) if refusal.code == Code::NotFound));
    }
}

#[tokio::test]
async fn a_message_that_races_a_block_is_said_before_it_or_not_at_all() {
    let fixture = Fixture::new().await;
    let nodes = (fixture.node().await, fixture.node().await);
    let (ann, bob) = (Person::new("Ann"), Person::new("Bob"));
    known(&fixture, &[(&ann, "member"), (&bob, "member")]).await;
    let room = direct(&fixture, &nodes.0, &ann, &[&bob]).await.room;
    let mut said_after = 0;
    for round in 0..20 {
        // Both nodes remember the room as it stands.
        done(&fixture.send(&nodes.1, &bob.posts(room, &format!("before {round}"))).await);
        let (racing, block) = (bob.posts(room, &format!("racing {round}")), ann.wants(room, Action::Block));
        let (_, blocks) = tokio::join!(fixture.send(&nodes.1, &racing), fixture.send(&nodes.0, &block));
        done(&blocks);
        let log = kinds(&fixture, room).await;
        let at = log.iter().rposition(|kind| kind == "blocked").expect("the block");
        said_after += log[at..].iter().filter(|kind| *kind == "posted").count();
        done(&fixture.send(&nodes.0, &ann.wants(room, Action::Unblock)).await);
    }
    assert_eq!(said_after, 0);
}
