//! Who is here, as others see it: by several devices, at several gateways, and after one of them was killed.

use std::time::{Duration, Instant};

use e2e::{Cluster, Person, Socket, Who};
use proto::UserId;
use proto::frame::{ClientFrame, ServerFrame};
use proto::id::GENERAL;
use proto::node::Availability::{self, Away, Here};

use crate::PROGRAM;

/// A gateway that is gone takes its people along within this time.
const FORGOTTEN: Duration = Duration::from_secs(30);

/// Takes what is told of somebody, in its order, until they are shown like this.
async fn shows(socket: &mut Socket, user: UserId, expected: Option<Availability>) {
    let told = |frame: &ServerFrame| match frame {
        ServerFrame::People { people, all } => {
            let told = people.iter().find(|person| person.id == user);
            told.map_or(all.then_some(None), |person| Some(person.availability))
        }
        _ => None,
    };
    let is_about_them = |frame: &ServerFrame| told(frame).is_some();
    while told(&socket.wait(&format!("{expected:?}"), is_about_them).await) != Some(expected) {}
}

/// The same of a room: until they are named among those in it, or not.
async fn names(socket: &mut Socket, user: UserId, expected: bool) {
    let is_named = |frame: &ServerFrame| matches!(frame, ServerFrame::Presence { people, .. } if people.iter().any(|one| one.id == user));
    while is_named(&socket.wait("who is in the room", is_presence).await) != expected {}
}

fn is_presence(frame: &ServerFrame) -> bool {
    matches!(frame, ServerFrame::Presence { .. })
}

/// Whose address a username is.
async fn id_of(cluster: &Cluster, username: &str) -> UserId {
    let database = cluster.database().await;
    let row = database.query_one("select id from auth.account where username = $1", &[&username]).await;
    UserId(row.expect("a person").get("id"))
}

/// What others see of somebody on their profile, without a script.
fn reads(seen: &str) -> String {
    format!("aria-hidden=\"true\"></span> {seen}</p>")
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_here_by_any_of_their_devices_and_offline_soon_after_their_gateway_is_killed() {
    let mut cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (east, west) = (cluster.address(0), cluster.address(1));
    let ann = Person::register(east, "ann").await;
    let ben = Person::register(west, "ben").await;
    assert!(ben.post("/d", &[("people", "ann")]).await.path.starts_with("/d/"));
    let ann_id = id_of(&cluster, "ann").await;

    let mut list = ben.connect().await;
    let mut laptop = ann.connect().await;
    shows(&mut list, ann_id, Some(Here)).await;
    laptop.say(&ClientFrame::Attention { here: false }).await;
    shows(&mut list, ann_id, Some(Away)).await;
    let phone = ann.at(west).connect().await;
    shows(&mut list, ann_id, Some(Here)).await;
    assert!(ben.get("/u/ann").await.text.contains(&reads("Here")));
    drop(phone);
    shows(&mut list, ann_id, Some(Away)).await;
    assert!(ben.get("/u/ann").await.text.contains(&reads("Away")));
    // Whoever comes later finds her as she is.
    shows(&mut ben.connect().await, ann_id, Some(Away)).await;
    laptop.say(&ClientFrame::Attention { here: true }).await;
    shows(&mut list, ann_id, Some(Here)).await;

    let killed = Instant::now();
    cluster.kill(Who::Gateway(0)).await;
    shows(&mut list, ann_id, None).await;
    assert!(killed.elapsed() < FORGOTTEN, "{:?}", killed.elapsed());
    ben.sees("/u/ann", &reads("Offline")).await;
    let _back = ann.at(west).connect().await;
    shows(&mut list, ann_id, Some(Here)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_want_to_be_seen_is_offline_to_everyone_and_does_not_type() {
    let cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let ann = Person::register(cluster.address(0), "ann").await;
    let ben = Person::register(cluster.address(1), "ben").await;
    ben.post("/d", &[("people", "ann")]).await;
    let ann_id = id_of(&cluster, "ann").await;
    let (mut list, mut laptop) = (ben.connect().await, ann.connect().await);
    shows(&mut list, ann_id, Some(Here)).await;
    laptop.open_room(GENERAL, None).await;
    list.open_room(GENERAL, None).await;
    names(&mut list, ann_id, true).await;

    ann.post("/status", &[("invisible", "yes")]).await;
    shows(&mut list, ann_id, None).await;
    names(&mut list, ann_id, false).await;
    laptop
        .wait("her own list tells her", |frame| {
            matches!(frame, ServerFrame::People { people, .. } if people.iter().any(|one| one.id == ann_id && one.invisible))
        })
        .await;
    laptop.say(&ClientFrame::Typing { room: GENERAL }).await;
    ben.sees("/u/ann", &reads("Offline")).await;
    assert!(!ben.get("/").await.text.contains("href=\"/u/ann\""), "nor on the page where one starts");

    ann.post("/status", &[]).await;
    let is_typing = |frame: &ServerFrame| matches!(frame, ServerFrame::Typing { .. });
    let is_news = |frame: &ServerFrame| is_typing(frame) || is_presence(frame);
    let heard = list.wait("her, and not before that she typed", is_news).await;
    assert!(is_presence(&heard), "{heard:?}");
    shows(&mut list, ann_id, Some(Here)).await;
    // The same while she is seen.
    laptop.say(&ClientFrame::Typing { room: GENERAL }).await;
    list.wait("that she types", is_typing).await;
}
