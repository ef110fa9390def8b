//! The installation itself, its people, and how a service starts and stops.

use proto::auth::{Action, AdminAction, Answer, Installation, Query, Reply};
use proto::text::{Greeting, InstallationName};
use proto::{Code, NodeId, UserId, subject};
use services::testbed::proxy::{Behaviour, Proxy};

use super::fixture::{DEADLINE, Fixture, by_admin, registration};

async fn found(fixture: &Fixture) -> Installation {
    match fixture.ask(&Query::Installation).await {
        Reply::Installation(found) => found,
        other => panic!("{other:?}"),
    }
}

/// Registers, calling the installation something.
fn naming(username: &str, name: &str) -> Action {
    let mut action = registration(username);
    if let Action::Register { installation, .. } = &mut action {
        *installation = Some(InstallationName::parse(name).expect("a name"));
    }
    action
}

#[tokio::test]
async fn whoever_claims_the_installation_names_it_and_admins_name_it_anew_and_write_a_greeting() {
    let fixture = Fixture::open().await;
    assert_eq!(found(&fixture).await.name, None, "as it is configured");
    let rosa = fixture.sign_in(&naming("rosa", "Harbour")).await.expect("registered").session.person.id;
    let called = async || found(&fixture).await.name.map(String::from);
    assert_eq!(called().await.as_deref(), Some("Harbour"));
    let tomas = fixture.sign_in(&naming("tomas", "Mine now")).await.expect("registered").session.person.id;
    assert_eq!(called().await.as_deref(), Some("Harbour"), "whoever comes later names nothing");

    let name = AdminAction::SetName { name: InstallationName::parse("Boathouse").expect("a name") };
    fixture.act(by_admin(tomas, name.clone())).await.expect_err("no admin");
    fixture.act(by_admin(rosa, name)).await.expect("named");
    let greeting = Greeting::parse("Ask anything.").expect("a greeting");
    fixture.act(by_admin(rosa, AdminAction::SetGreeting { greeting })).await.expect("written");
    assert!(!found(&fixture).await.set_up);
    fixture.act(by_admin(rosa, AdminAction::FinishSetup)).await.expect("finished");
    fixture.act(by_admin(rosa, AdminAction::FinishSetup)).await.expect("so already");
    let after = found(&fixture).await;
    assert_eq!(
        (after.name.map(String::from).as_deref(), after.greeting.map(String::from).as_deref(), after.set_up),
        (Some("Boathouse"), Some("Ask anything."), true)
    );
    let entries = fixture.audit(rosa).await;
    let said: Vec<_> = entries
        .iter()
        .map(|entry| (&*entry.action, entry.before.as_deref(), entry.after.as_deref()))
        .collect();
    assert_eq!(
        said,
        [("set_greeting", Some(""), Some("Ask anything.")), ("set_name", Some("Harbour"), Some("Boathouse"))]
    );
}

#[tokio::test]
async fn an_installation_keeps_its_identity() {
    let fixture = Fixture::open().await;
    let asked = async || found(&fixture).await;
    let before = asked().await;
    assert_eq!((before.claimed, before.claim_needed), (false, false));
    let mut db = fixture.another_connection().await;
    auth_service::migrate(&mut db).await.expect("nothing to do");
    fixture.register("rosa").await;
    let after = asked().await;
    assert_eq!((after.id, after.claimed, after.claim_needed), (before.id, true, false));
    assert_ne!(Fixture::open().await.count("select count(*) from auth.org").await, 0);
}

#[tokio::test]
async fn schema_auth_is_made_once_however_many_begin_at_once() {
    let fixture = Fixture::open().await;
    fixture.db.batch_execute("drop schema auth cascade").await.expect("dropped");
    let (mut one, mut two) = (fixture.another_connection().await, fixture.another_connection().await);
    let (first, second) = tokio::join!(auth_service::migrate(&mut one), auth_service::migrate(&mut two));
    first.expect("migrated");
    second.expect("migrated");
    assert_eq!(fixture.count("select count(*) from auth.org").await, 1);
}

#[tokio::test]
async fn people_are_known_by_id_and_strangers_left_out() {
    let fixture = Fixture::open().await;
    let rosa = fixture.register("rosa").await.session.person;
    let people = async |ids| fixture.ask(&Query::People { ids }).await;
    let Reply::People(found) = people(vec![rosa.id, UserId::new()]).await else { panic!("people") };
    assert_eq!(found, [rosa]);
    let Reply::Refused(refusal) = people((0..501).map(|_| UserId::new()).collect()).await else {
        panic!("refused")
    };
    assert_eq!(refusal.code, Code::BadRequest);
}

#[tokio::test]
async fn beyond_so_many_queries_at_once_the_answer_is_busy() {
    let fixture = Fixture::open_with(|config| config.in_flight = 2).await;
    let mut operator = fixture.another_connection().await;
    let lock = operator.transaction().await.expect("begun");
    lock.batch_execute("lock table auth.org").await.expect("locked");
    let (first, second, third) = (Query::Installation, Query::Installation, Query::Installation);
    let (one, two, three) = tokio::join!(fixture.ask(&first), fixture.ask(&second), async {
        let reply = fixture.ask(&third).await;
        lock.rollback().await.expect("let go");
        reply
    });
    let Reply::Refused(refusal) = three else { panic!("{three:?}") };
    assert_eq!(refusal.code, Code::Busy);
    assert!(matches!((one, two), (Reply::Installation(_), Reply::Installation(_))));
    assert!(matches!(fixture.ask(&third).await, Reply::Installation(_)), "there is room again");
}

#[tokio::test]
async fn what_is_not_understood_gets_an_answer_all_the_same() {
    let fixture = Fixture::open().await;
    let node = fixture.service.node;
    for malformed in [r#"{"query":"dance"}"#, r#"{"query":"people","ids":"a"}"#, "7"] {
        let value: serde_json::Value = serde_json::from_str(malformed).expect("JSON");
        let subject = subject::auth_query(node);
        let reply: Reply = fixture.bus.ask(&subject, &value, DEADLINE).await.expect("a reply");
        assert!(matches!(reply, Reply::Refused(refusal) if refusal.code == Code::BadRequest), "{malformed}");
    }
    for malformed in
        [r#"{"action":{"action":"dance"}}"#, r#"{"key":"","action":{"action":"log_in","login":["a"]}}"#, "7"]
    {
        let value: serde_json::Value = serde_json::from_str(malformed).expect("JSON");
        let subject = subject::auth_command(node);
        let answer: Answer = fixture.bus.ask(&subject, &value, DEADLINE).await.expect("an answer");
        assert!(
            matches!(answer, Answer::Refused(refusal) if refusal.code == Code::BadRequest),
            "{malformed}"
        );
    }
}

#[tokio::test]
async fn a_service_asked_to_stop_finishes_what_it_began_and_is_gone() {
    let fixture = Fixture::open().await;
    let leaver = fixture.another_service().await;
    let mut operator = fixture.another_connection().await;
    let lock = operator.transaction().await.expect("begun");
    lock.batch_execute("lock table auth.org").await.expect("locked");
    let mut heartbeats =
        fixture.bus.subscribe(&subject::node(proto::node::NodeKind::Auth)).await.expect("listening");
    fixture.bus.barrier().await.expect("in force");
    let query = Query::Installation;
    let stopping = async {
        fixture.somebody_waits().await;
        leaver.life.stop();
        let leaving = async {
            loop {
                let heartbeat: proto::node::Heartbeat =
                    heartbeats.next().await.expect("a heartbeat").read().expect("a heartbeat");
                if heartbeat.node == leaver.node && heartbeat.leaving {
                    return;
                }
            }
        };
        tokio::time::timeout(DEADLINE, leaving).await.expect("it says that it leaves");
        // Longer than this a statement is not waited for.
        lock.rollback().await.expect("let go");
        let subject = subject::auth_query(leaver.node);
        let feed = Query::Feed { after: 0 };
        // Until it unsubscribes there are answers, afterwards it is certain that nobody is there.
        loop {
            match fixture.bus.ask::<_, Reply>(&subject, &feed, DEADLINE).await {
                // It leaves once nobody has asked for a moment: sooner than a lock may be waited for.
                Ok(reply) => {
                    assert!(matches!(reply, Reply::Feed(_)));
                    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
                }
                Err(error) => break assert_eq!(error, chassis::RequestError::NobodyThere),
            }
        }
    };
    let (reply, ()) = tokio::join!(fixture.ask_of(&leaver, &query), stopping);
    assert!(matches!(reply, Reply::Installation(_)));
}

#[tokio::test]
async fn a_service_whose_database_is_away_says_so_and_is_unwell() {
    let fixture = Fixture::open().await;
    let mut heartbeats =
        fixture.bus.subscribe(&subject::node(proto::node::NodeKind::Auth)).await.expect("listening");
    let broken = auth_service::Config {
        node: NodeId::new(),
        database: chassis::Secret::new("postgres://nobody@127.0.0.1:1/nothing"),
        ..fixture.config.clone()
    };
    let app = auth_service::App::build(broken).await.expect("built all the same");
    let (node, life) = (app.node(), chassis::Lifecycle::new());
    tokio::spawn(app.run_until(life.clone()));
    let unwell = async {
        loop {
            let heartbeat: proto::node::Heartbeat =
                heartbeats.next().await.expect("a heartbeat").read().expect("a heartbeat");
            if heartbeat.node == node && !heartbeat.well {
                return;
            }
        }
    };
    tokio::time::timeout(DEADLINE, unwell).await.expect("it says that it is unwell");
    let reply: Reply =
        fixture.bus.ask(&subject::auth_query(node), &Query::Installation, DEADLINE).await.expect("an answer");
    assert!(matches!(reply, Reply::Refused(refusal) if refusal.code == Code::Unavailable));
    life.stop();
}

#[tokio::test]
async fn broken_connections_to_the_database_are_not_noticed_by_those_who_ask() {
    let fixture = Fixture::open_with(|config| config.connections = 2).await;
    let rosa = fixture.register("rosa").await;
    for _ in 0..5 {
        let ending = "select pg_terminate_backend(pid) from pg_stat_activity
                      where datname = current_database() and application_name like 'hubbub-auth%'";
        assert!(!fixture.db.query(ending, &[]).await.expect("ended").is_empty());
        assert!(fixture.resume(&rosa).await.is_some());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn silent_connections_to_the_database_are_not_waited_for() {
    let fixture = Fixture::open().await;
    let rosa = fixture.register("rosa").await;
    let proxy = Proxy::to(fixture.config.database.reveal()).await.expect("a proxy");
    let service = fixture.service_at(proxy.url()).await;
    let resume = Query::Resume { token: rosa.token.clone() };
    futures_util::future::join_all((0..8).map(|_| fixture.ask_of(&service, &resume))).await;
    proxy.set_open(Behaviour::Hold);
    // Each at once, in one attempt: nobody has to ask again.
    for reply in futures_util::future::join_all((0..8).map(|_| fixture.ask_of(&service, &resume))).await {
        assert!(matches!(&reply, Reply::Session(Some(_))), "{reply:?}");
    }
}
