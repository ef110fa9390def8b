//! Rooms and journals that are killed at work.

use chassis::{BusConfig, Secret};
use proto::room::{Action, Actor as Who, Answer, Command, OrgRole};
use proto::text::Body;
use proto::{NodeId, Nonce, UserId};

use super::*;

/// How long everything may take before the test has failed.
const DEADLINE: Duration = Duration::from_secs(60);

async fn directory() -> (ActorRef<DirectoryMessage>, Pool) {
    let url = services::testbed::postgres().await;
    let (mut client, connection) =
        tokio_postgres::connect(&url, tokio_postgres::NoTls).await.expect("Postgres");
    tokio::spawn(connection);
    crate::migrate(&mut client).await.expect("the migrations run");
    let settings = Settings::new(&url, "test", Duration::from_secs(5)).expect("an address");
    let pool = Pool::new(&settings, 4);
    let nats = BusConfig {
        url: Secret::new(services::testbed::nats().await),
        prefix: format!("t{}", Nonce::new().0.simple()),
        name: "test".to_owned(),
        tls: chassis::BusTls::default(),
    };
    let bus = Bus::connect(&nats).await.expect("NATS");
    let authors = AuthorMarkers::default();
    let heads = HeadsPublisher::new(NodeId::new(), authors.clone());
    let args = DirectoryArgs {
        pool: pool.clone(),
        bus,
        heads,
        authors,
        wake: Wake::default(),
        writing: settings,
        journals: 2,
        writers: Writers::new(2),
        liveness: chassis::Liveness::new(),
    };
    let directory = Directory { args, limits: Limits::default() };
    (Actor::spawn(None, directory, ()).await.expect("a directory").0, pool)
}

async fn ask(directory: &ActorRef<DirectoryMessage>, command: &Command) -> Answer {
    let (delivery, answer) = Delivery::new(command.clone());
    directory.cast(DirectoryMessage::Deliver(delivery)).expect("the directory lives");
    answer.await.unwrap_or_else(|_| Answer::Refused(Refusal::unavailable()))
}

fn wants(who: &Who, action: Action) -> Command {
    Command::new(proto::id::GENERAL, who.clone(), Nonce::new(), action)
}

#[tokio::test(flavor = "multi_thread")]
async fn rooms_and_journals_killed_at_work_lose_and_double_nothing() {
    let (directory, pool) = directory().await;
    let ann = Who { id: UserId::new(), name: "Ann".into(), org_role: OrgRole::Member };
    ask(&directory, &wants(&ann, Action::Join)).await;
    let talking = async {
        let mut said = Vec::new();
        for n in 0..60 {
            let body = Body::parse(&format!("word {n}")).expect("a body");
            let mut command = wants(&ann, Action::Post { body, reply_to: None, files: Vec::new() });
            while !matches!(ask(&directory, &command).await, Answer::Done(_)) {
                command.again = true;
            }
            // Long enough at it for each kind of actor to be killed several times.
            tokio::time::sleep(Duration::from_millis(5)).await;
            said.push(command.nonce);
        }
        said
    };
    let killing = async {
        let mut victim = 0_usize;
        loop {
            tokio::time::sleep(Duration::from_millis(60)).await;
            let children = directory.get_cell().get_children();
            if let Some(child) = children.get(victim % children.len().max(1)) {
                child.kill();
            }
            victim += 1;
        }
    };
    let said = tokio::select! {
        said = talking => said,
        () = killing => unreachable!("it kills until everything is said"),
        () = tokio::time::sleep(DEADLINE) => panic!("not everything could be said"),
    };
    let stretches = crate::store::events::fill(&pool, &[(proto::id::GENERAL, 2)]).await.expect("the log");
    let log: Vec<Nonce> = stretches[0].events.iter().map(|event| event.nonce).collect();
    assert_eq!(log, said);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_room_goes_to_sleep_and_wakes_as_it_was() {
    let (directory, _pool) = directory().await;
    let ann = Who { id: UserId::new(), name: "Ann".into(), org_role: OrgRole::Member };
    assert!(matches!(ask(&directory, &wants(&ann, Action::Join)).await, Answer::Done(done) if done.seq == 2));
    let rooms = || directory.get_cell().get_children().len() - 1;
    assert_eq!(rooms(), 1);
    directory.cast(DirectoryMessage::Rest(proto::id::GENERAL)).expect("the directory lives");
    while rooms() > 0 {
        tokio::task::yield_now().await;
    }
    assert!(
        matches!(ask(&directory, &wants(&ann, Action::Leave)).await, Answer::Done(done) if done.seq == 3)
    );
    assert_eq!(rooms(), 1);
}
