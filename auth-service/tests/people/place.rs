//! The place itself, its door, its people.

use proto::auth::{Query, Reply};
use proto::{Code, NodeId, UserId, subject};

use super::stage::{DEADLINE, Place};

#[tokio::test]
async fn a_place_keeps_its_identity() {
    let place = Place::open().await;
    let asked = async || match place.ask(&Query::Installation).await {
        Reply::Installation(place) => place,
        other => panic!("{other:?}"),
    };
    let before = asked().await;
    assert_eq!((before.claimed, before.claim_needed), (false, false));
    let mut db = place.another_connection().await;
    auth_service::migrate(&mut db).await.expect("nothing to do");
    place.register("rosa").await;
    let after = asked().await;
    assert_eq!((after.installation, after.claimed, after.claim_needed), (before.installation, true, false));
    assert_ne!(Place::open().await.count("select count(*) from auth.installation").await, 0);
}

#[tokio::test]
async fn schema_auth_is_made_once_however_many_begin_at_once() {
    let place = Place::open().await;
    place.db.batch_execute("drop schema auth cascade").await.expect("dropped");
    let (mut one, mut two) = (place.another_connection().await, place.another_connection().await);
    let (first, second) = tokio::join!(auth_service::migrate(&mut one), auth_service::migrate(&mut two));
    first.expect("migrated");
    second.expect("migrated");
    assert_eq!(place.count("select count(*) from auth.installation").await, 1);
}

#[tokio::test]
async fn people_are_known_by_id_and_strangers_left_out() {
    let place = Place::open().await;
    let rosa = place.register("rosa").await.session.person;
    let people = async |ids| place.ask(&Query::People { ids }).await;
    let Reply::People(found) = people(vec![rosa.id, UserId::new()]).await else { panic!("people") };
    assert_eq!(found, [rosa]);
    let Reply::Refused(refusal) = people((0..501).map(|_| UserId::new()).collect()).await else {
        panic!("refused")
    };
    assert_eq!(refusal.code, Code::BadRequest);
}

#[tokio::test]
async fn beyond_so_many_questions_at_once_the_answer_is_busy() {
    let place = Place::open_with(|config| config.in_flight = 2).await;
    let mut operator = place.another_connection().await;
    let lock = operator.transaction().await.expect("begun");
    lock.batch_execute("lock table auth.installation").await.expect("locked");
    let (first, second, third) = (Query::Installation, Query::Installation, Query::Installation);
    let (one, two, three) = tokio::join!(place.ask(&first), place.ask(&second), async {
        let reply = place.ask(&third).await;
        lock.rollback().await.expect("let go");
        reply
    });
    let Reply::Refused(refusal) = three else { panic!("{three:?}") };
    assert_eq!(refusal.code, Code::Busy);
    assert!(matches!((one, two), (Reply::Installation(_), Reply::Installation(_))));
    assert!(matches!(place.ask(&third).await, Reply::Installation(_)), "there is room again");
}

#[tokio::test]
async fn what_is_not_understood_gets_an_answer_all_the_same() {
    let place = Place::open().await;
    for garbage in [r#"{"ask":"dance"}"#, r#"{"ask":"log_in","login":["a"]}"#, "7"] {
        let value: serde_json::Value = serde_json::from_str(garbage).expect("JSON");
        let subject = subject::auth_ask(place.service.node);
        let reply: Reply = place.bus.ask(&subject, &value, DEADLINE).await.expect("an answer");
        assert!(matches!(reply, Reply::Refused(refusal) if refusal.code == Code::BadRequest), "{garbage}");
    }
}

#[tokio::test]
async fn a_service_asked_to_stop_finishes_what_it_began_and_is_gone() {
    let place = Place::open().await;
    let leaver = place.another_service().await;
    let mut operator = place.another_connection().await;
    let lock = operator.transaction().await.expect("begun");
    lock.batch_execute("lock table auth.installation").await.expect("locked");
    let query = Query::Installation;
    let stopping = async {
        place.somebody_waits().await;
        leaver.life.stop();
        let subject = subject::auth_ask(leaver.node);
        let feed = Query::Feed { after: 0 };
        // Until the door is closed there are answers, afterwards it is certain that nobody is there.
        loop {
            match place.bus.ask::<_, Reply>(&subject, &feed, DEADLINE).await {
                Ok(reply) => assert!(matches!(reply, Reply::Feed(_))),
                Err(error) => break assert_eq!(error, chassis::RequestError::NobodyThere),
            }
        }
        lock.rollback().await.expect("let go");
    };
    let (reply, ()) = tokio::join!(place.ask_of(&leaver, &query), stopping);
    assert!(matches!(reply, Reply::Installation(_)));
}

#[tokio::test]
async fn a_service_whose_database_is_away_says_so_and_is_unwell() {
    let place = Place::open().await;
    let mut heartbeats =
        place.bus.subscribe(&subject::node(proto::node::NodeKind::Auth)).await.expect("listening");
    let broken = auth_service::Config {
        node: NodeId::new(),
        database: chassis::Secret::new("postgres://nobody@127.0.0.1:1/nothing"),
        ..place.config.clone()
    };
    let app = auth_service::App::build(broken).await.expect("built all the same");
    let (node, life) = (app.node(), chassis::Lifecycle::new());
    tokio::spawn(app.run_until(life.clone()));
    let unwell = async {
        loop {
            let beat: proto::node::Heartbeat =
                heartbeats.next().await.expect("a beat").read().expect("a beat");
            if beat.node == node && !beat.well {
                return;
            }
        }
    };
    tokio::time::timeout(DEADLINE, unwell).await.expect("it says that it is unwell");
    let reply: Reply =
        place.bus.ask(&subject::auth_ask(node), &Query::Installation, DEADLINE).await.expect("an answer");
    assert!(matches!(reply, Reply::Refused(refusal) if refusal.code == Code::Unavailable));
    life.stop();
}

#[tokio::test]
async fn broken_connections_to_the_database_are_not_noticed_by_those_who_ask() {
    let place = Place::open_with(|config| config.connections = 2).await;
    let rosa = place.register("rosa").await;
    for _ in 0..5 {
        let ending = "select pg_terminate_backend(pid) from pg_stat_activity
                      where datname = current_database() and application_name = 'hubbub-auth'";
        assert!(!place.db.query(ending, &[]).await.expect("ended").is_empty());
        assert!(place.resume(&rosa).await.is_some());
    }
}
