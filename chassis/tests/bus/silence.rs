//! Connections that fall silent, are cut, or lead to something that is no NATS.

use std::time::Duration;

use chassis::{Bus, BusConfig, RequestError, Secret};
use futures_util::future::join_all;
use services::testbed::proxy::{Behaviour, Proxy};

use super::{DEADLINE, bus, shout};

/// A bus by way of a proxy, and another that is not.
async fn two(prefix: &str) -> (Proxy, Bus, Bus) {
    let url = services::testbed::nats().await;
    let proxy = Proxy::to(&url).await.expect("a proxy");
    let (proxied, direct) = (bus(proxy.url(), prefix).await, bus(&url, prefix).await);
    (proxy, proxied, direct)
}

async fn connected_anew(bus: &Bus, generation: u64) {
    let mut connection = bus.connection();
    let anew = connection.wait_for(|now| now.up && now.generation > generation);
    tokio::time::timeout(DEADLINE, anew).await.expect("in time").expect("open");
}

#[tokio::test]
async fn a_connection_that_carries_nothing_is_made_anew_and_its_subscriptions_survive() {
    use Behaviour::{Cut, Hold, HoldAnswers, HoldRequests, LoseClient, LoseServer, Reset};
    for behaviour in [Hold, HoldRequests, HoldAnswers, LoseServer, LoseClient, Cut, Reset] {
        let (proxy, proxied, direct) = two(&format!("silence-{behaviour:?}")).await;
        shout(&proxied, "room.query.x").await;
        shout(&direct, "room.query.y").await;
        let generation = proxied.connection().borrow().generation;
        proxy.set_open(behaviour);
        connected_anew(&proxied, generation).await;
        proxied.barrier().await.expect("in force again");
        let heard: String = direct.ask("room.query.x", &"hear me", DEADLINE).await.expect("answered");
        let said: String = proxied.ask("room.query.y", &"and i you", DEADLINE).await.expect("answered");
        assert_eq!((heard.as_str(), said.as_str()), ("HEAR ME", "AND I YOU"), "{behaviour:?}");
    }
}

#[tokio::test]
async fn a_connection_that_is_only_slow_is_kept() {
    let (proxy, proxied, direct) = two("slow").await;
    shout(&direct, "room.query.y").await;
    let generation = proxied.connection().borrow().generation;
    proxy.set(Behaviour::Delay(Duration::from_millis(300)));
    for _ in 0..6 {
        let said: String = proxied.ask("room.query.y", &"slowly", DEADLINE).await.expect("answered");
        assert_eq!(said, "SLOWLY");
    }
    assert_eq!(proxied.connection().borrow().generation, generation);
}

#[tokio::test]
async fn a_connection_that_carries_less_than_is_said_is_made_anew() {
    let (proxy, proxied, direct) = two("throttled").await;
    shout(&direct, "room.query.y").await;
    let generation = proxied.connection().borrow().generation;
    // Something comes back all the time, and each later than the one before.
    proxy.set_open(Behaviour::Throttle(110));
    let mut connection = proxied.connection();
    let anew = connection.wait_for(|now| now.up && now.generation > generation);
    tokio::time::timeout(Duration::from_secs(60), anew).await.expect("in time").expect("open");
    let said: String = proxied.ask("room.query.y", &"in time", DEADLINE).await.expect("answered");
    assert_eq!(said, "IN TIME");
}

#[tokio::test]
async fn while_nothing_passes_it_is_down_and_says_why_and_then_it_is_up() {
    let (proxy, proxied, _) = two("held").await;
    proxy.set(Behaviour::Hold);
    let mut connection = proxied.connection();
    let down = connection.wait_for(|now| !now.up);
    tokio::time::timeout(DEADLINE, down).await.expect("in time").expect("open");
    assert_eq!(proxied.ask::<_, String>("room.query.x", &"?", DEADLINE).await, Err(RequestError::Down));
    assert_eq!(reason(&proxied).await, "not connected: no greeting of a NATS came within 2 s");
    proxy.set(Behaviour::Pass);
    assert!(proxied.ready(DEADLINE).await);
    assert_eq!(proxied.state(), Ok(()));
}

#[tokio::test]
async fn nobody_waits_for_a_connection_that_takes_nothing_any_more() {
    let (proxy, proxied, direct) = two("full").await;
    shout(&direct, "room.query.y").await;
    let generation = proxied.connection().borrow().generation;
    proxy.set_open(Behaviour::Hold);
    // More than the kernel and the client hold together.
    let much = "x".repeat(256 * 1024);
    let sending = join_all((0..100).map(|_| proxied.publish("room.evt.x", &much)));
    tokio::time::timeout(DEADLINE, sending).await.expect("nobody waits");
    connected_anew(&proxied, generation).await;
    // What was asked for while nothing was taken may have it made anew once more, and takes a question along.
    let asking = async {
        while proxied.ask::<_, String>("room.query.y", &"again", Duration::from_secs(1)).await.is_err() {}
    };
    tokio::time::timeout(DEADLINE, asking).await.expect("answered");
}

/// What is said of a connection that does not come about.
async fn reason(bus: &Bus) -> String {
    let saying = async {
        loop {
            match bus.state() {
                Err(why) if why != "not connected" => return why,
                _ => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    };
    tokio::time::timeout(DEADLINE, saying).await.expect("a reason in time")
}

async fn reason_at(url: &str) -> String {
    let config = BusConfig {
        url: Secret::new(url),
        prefix: String::new(),
        name: "test".to_owned(),
        tls: chassis::BusTls::default(),
    };
    reason(&Bus::connect(&config).await.expect("an address")).await
}

#[tokio::test]
async fn what_cannot_be_connected_to_says_why() {
    let url = services::testbed::nats().await;
    let (_, address) = url.split_once('@').expect("a token and an address");
    let wrong = reason_at(&format!("nats://wrong@{address}")).await;
    assert_eq!(wrong, "not connected: it refuses the user, password or token in NATS_URL");
    let no_tls = reason_at(&url.replace("nats://", "tls://")).await;
    assert_eq!(no_tls, "not connected: it offers no TLS, and NATS_URL asks for it with tls://");
    let database = services::testbed::postgres().await;
    let (_, there) = database.split_once('@').expect("a user and an address");
    let (postgres, _) = there.split_once('/').expect("a name");
    let postgres = reason_at(&format!("nats://token@{postgres}")).await;
    assert_eq!(postgres, "not connected: no greeting of a NATS came within 2 s");
    let nobody = reason_at("nats://127.0.0.1:1").await;
    assert_eq!(nobody, "not connected: nobody listens there");
    let proxy = Proxy::to(&url).await.expect("a proxy");
    proxy.set(Behaviour::Cut);
    let cut = reason_at(proxy.url()).await;
    assert_eq!(cut, "not connected: it closed the connection without a greeting");
}

#[tokio::test]
async fn a_nats_that_is_full_is_waited_for() {
    let server = services::testbed::start_nats_with(&[], "max_connections: 1").await.expect("starts");
    let proxy = Proxy::to(&server.url).await.expect("a proxy");
    let _first = bus(proxy.url(), "").await;
    let config = BusConfig {
        url: Secret::new(&server.url),
        prefix: String::new(),
        name: "second".to_owned(),
        tls: chassis::BusTls::default(),
    };
    let second = Bus::connect(&config).await.expect("an address");
    let why = reason(&second).await;
    assert_eq!(why, "not connected: it takes no more connections (its max_connections)");
    proxy.set(Behaviour::Cut);
    assert!(second.ready(DEADLINE).await, "there is a place now");
}

#[tokio::test]
async fn an_answer_longer_than_nats_takes_comes_in_parts_and_what_is_longer_still_is_said_to_be_at_once() {
    // As users that may answer as often as ours may, and no more.
    let users = super::rights::users();
    let server = services::testbed::start_nats_with(&users, "max_payload: 64KB").await.expect("starts");
    let (one, two) = (bus(&server.url_of(&users[1]), "").await, bus(&server.url_of(&users[0]), "").await);
    let mut questions = one.subscribe("room.query.x").await.expect("subscribes");
    one.barrier().await.expect("in force");
    let answering = one.clone();
    tokio::spawn(async move {
        while let Some(heard) = questions.next().await {
            let length: usize = heard.read().expect("a number");
            answering.answer(&heard, &"x".repeat(length)).await;
        }
    });
    let short: String = two.ask("room.query.x", &1_000, DEADLINE).await.expect("an answer");
    assert_eq!(short.len(), 1_000);
    for length in [65_534, 65_535, 130_000, 512 * 1024, 1_000_000] {
        let long: String = two.ask("room.query.x", &length, DEADLINE).await.expect("an answer");
        assert!(long.len() == length && long.bytes().all(|byte| byte == b'x'), "{length}: {}", long.len());
    }
    let too_long = two.ask::<_, String>("room.query.x", &2_000_000, DEADLINE).await;
    assert_eq!(too_long, Err(RequestError::TooLong));
    let question = "x".repeat(100_000);
    assert_eq!(two.ask::<_, String>("room.query.x", &question, DEADLINE).await, Err(RequestError::TooLong));
    let why = two.takes_our_messages().expect_err("too little");
    assert_eq!(why, "NATS takes messages of at most 64 KiB (max_payload); Hubbub needs 512 KiB");
    assert_eq!(two.state().expect_err("it will not do"), why);
    let usual = bus(&services::testbed::nats().await, "usual").await;
    assert_eq!(usual.takes_our_messages(), Ok(()));
}

#[tokio::test]
async fn a_nats_that_another_takes_the_place_of_is_met_again_with_the_limits_of_the_new_one() {
    let server = services::testbed::start_nats().await.expect("starts");
    let (one, two) = (bus(&server.url, "").await, bus(&server.url, "").await);
    shout(&one, "room.query.x").await;
    assert_eq!(one.takes_our_messages(), Ok(()));
    server.process.kill();
    server.process.ended().await;
    for bus in [&one, &two] {
        bus.connection().wait_for(|now| !now.up).await.expect("told");
    }
    let place = services::testbed::start_nats_in_place_of(&server, "max_payload: 64KB").await;
    let server = place.expect("starts");
    assert!(one.ready(DEADLINE).await && two.ready(DEADLINE).await);
    one.barrier().await.expect("in force again");
    let said: String = two.ask("room.query.x", &"hello again", DEADLINE).await.expect("answered");
    assert_eq!(said, "HELLO AGAIN");
    assert!(one.takes_our_messages().is_err());
    // And one that lets nobody in any more.
    server.process.kill();
    server.process.ended().await;
    let place =
        services::testbed::start_nats_in_place_of(&server, "authorization { token: \"another\" }").await;
    let _server = place.expect("starts");
    let refused = async {
        while one.state() != Err("not connected: it refuses the user, password or token in NATS_URL".into()) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(DEADLINE, refused).await.expect("said in time");
}

#[tokio::test]
async fn a_prefix_that_begins_no_subject_is_refused() {
    let url = Secret::new(services::testbed::nats().await);
    for prefix in ["acme.", ".acme", "a b", "*", ">"] {
        let config = BusConfig {
            url: url.clone(),
            prefix: prefix.to_owned(),
            name: "test".to_owned(),
            tls: chassis::BusTls::default(),
        };
        let refused = Bus::connect(&config).await.expect_err("no prefix");
        assert!(refused.to_string().contains("HUBBUB_NATS_PREFIX"), "{refused}");
        let vars = [("NATS_URL", url.reveal()), ("HUBBUB_NATS_PREFIX", prefix)];
        let vars = vars.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let mut vars = chassis::Vars::from_map(vars.into());
        BusConfig::from_vars(&mut vars, "test");
        let problems = vars.finish().expect_err("a problem").to_string();
        assert!(
            problems.contains("HUBBUB_NATS_PREFIX") && problems.contains("cannot begin a subject"),
            "{problems}"
        );
    }
}
