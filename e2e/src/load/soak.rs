//! `soak`: people talk, react, reply in threads, edit, delete, search and upload files for a long time while their cluster's
//! connections go silent, are reset and are slowed down at random. In the end the log has each acknowledged command once, everybody
//! has heard the log and what it amounts to, and nobody waited longer than the faults explain.

mod deeds;
mod faults;
mod log;
mod memory;
mod resident;
mod visits;
mod waits;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::net::SocketAddr;
use std::time::Duration;

use futures_util::future::join_all;
use proto::{Nonce, RoomId};
use tokio::time::Instant;

use super::accounts::room_of;
use super::cli::SoakOptions;
use super::dice;
use super::error::LoadError;
use crate::{Cluster, Diary, End, Person};
use faults::Faults;
use log::Truth;
use memory::Memory;
use resident::Resident;
use visits::Visitor;
use waits::Wait;

const ROOMS: usize = 10;
/// Over so long they begin, one after the other.
const BEGINNING: Duration = Duration::from_secs(2);
/// Until all that was done is acknowledged and heard, once there are no faults any more.
const CALM: Duration = Duration::from_secs(30);

/// Runs it, and says how it went.
pub(super) async fn run(options: SoakOptions) -> Result<(), LoadError> {
    let program = std::env::current_exe().map_err(LoadError::doing("we do not know our own program"))?;
    let program = program.to_string_lossy().into_owned();
    // What is left of uploads that a fault broke off is more than one person leaves in a day.
    let settings = [("HUBBUB_GATEWAY_DRAIN_SECONDS", "0"), ("HUBBUB_ROOM_FILES_UNPOSTED", "10000")];
    let cluster = Cluster::start_linked(&program, [2, 2, 2], &settings).await;
    let mut people = people(&cluster, options.people as usize, options.seed).await;
    eprintln!("load: {} people in {ROOMS} rooms, {} min of faults", people.len(), options.minutes);

    let length = Duration::from_secs(u64::from(options.minutes) * 60);
    let (faults, memory, _) = tokio::join!(
        faults::play(cluster.links(), length, options.seed),
        Memory::watch(&cluster, length),
        live(&mut people, length),
    );
    calm(&people).await;
    let waits: Vec<Wait> =
        people.iter_mut().flat_map(|person| std::mem::take(&mut person.visitor.waits)).collect();
    join_all(people.iter_mut().map(Resident::check)).await;
    let diaries: Vec<Diary> = people.iter().map(|person| person.participant.diary()).collect();
    let mut problems = in_the_log(&cluster, &people, &diaries).await?;
    problems.extend(people.iter().flat_map(|person| person.visitor.faults.clone()));
    problems.extend(waits::judge(&diaries, &waits, &faults));
    problems.extend(memory.problems());
    show(&diaries, &faults);
    waits::show(&diaries, &waits);
    memory.show();
    drop(people);
    cluster.end().await;
    match problems.as_slice() {
        [] => Ok(()),
        problems => Err(LoadError::Failed(problems.join("\nload: "))),
    }
}

/// Registered, in their rooms, each with a browser that never gives up.
async fn people(cluster: &Cluster, count: usize, seed: u64) -> Vec<Resident> {
    let gateways: Vec<SocketAddr> =
        cluster.links().iter().filter(|link| link.end == End::Browsers).map(crate::Link::address).collect();
    let mut rooms: Vec<(RoomId, String)> = Vec::new();
    let mut people = Vec::new();
    for n in 0..count {
        let person = Person::register(gateways[n % gateways.len()], &format!("soak{n:03}")).await;
        if n < ROOMS {
            rooms.push(make_room(&person, n).await);
        } else {
            person.post(&format!("{}/join", rooms[n % ROOMS].1), &[]).await;
        }
        let mut order = gateways.clone();
        order.rotate_left(n % gateways.len());
        let room = rooms[n % ROOMS].0;
        let visitor = Visitor::new(order.iter().map(|gateway| person.at(*gateway)).collect(), room);
        let own = seed.wrapping_mul(1_000_003).wrapping_add(n as u64);
        people.push(Resident::new(room, person.participate(room, &order), visitor, own));
    }
    people
}

/// A room, and its address.
async fn make_room(person: &Person, n: usize) -> (RoomId, String) {
    let (name, nonce) = (format!("Soak {n}"), Nonce::new().to_string());
    let page = person.post("/rooms", &[("name", &name), ("kind", "public"), ("nonce", &nonce)]).await;
    (room_of(&page.text).expect("the page of a room"), page.path)
}

/// Everybody does something now and then.
async fn live(people: &mut [Resident], length: Duration) -> Vec<()> {
    let each = BEGINNING / u32::try_from(people.len()).unwrap_or(1).max(1);
    let lives = people.iter_mut().zip(0..).map(|(person, n): (_, u32)| person.live(length, each * n));
    join_all(lives).await
}

/// Waits until all that was done is acknowledged and heard by everybody there; not for ever: what is missing then is told.
async fn calm(people: &[Resident]) {
    let deadline = Instant::now() + CALM;
    let is_calm = || {
        let mut heads = BTreeMap::new();
        let told = people.iter().map(|person| {
            let (is_done, last) =
                person.participant.look_up(|diary| (diary.done() == diary.said, diary.last()));
            heads.entry(person.room).and_modify(|head: &mut i64| *head = last.max(*head)).or_insert(last);
            (person.room, is_done, last)
        });
        let told: Vec<_> = told.collect();
        told.iter().all(|(room, is_done, last)| *is_done && heads.get(room) == Some(last))
    };
    while !is_calm() && Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}

/// What everybody was told, held against the log.
async fn in_the_log(
    cluster: &Cluster,
    people: &[Resident],
    diaries: &[Diary],
) -> Result<Vec<String>, LoadError> {
    let database = cluster.database().await;
    let wrong = |error| LoadError::Failed(format!("the log cannot be read: {}", services::said(&error)));
    let (mut problems, mut rooms) = (Vec::new(), BTreeMap::new());
    for (person, diary) in people.iter().zip(diaries) {
        let truth = match rooms.entry(person.room) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let (truth, own) = Truth::read(&database, person.room).await.map_err(wrong)?;
                problems.extend(own);
                unknown.insert(truth)
            }
        };
        problems.extend(truth.problems(&person.participant.username, diary));
    }
    Ok(problems)
}

#[allow(clippy::print_stdout, reason = "figures are for people")]
fn show(diaries: &[Diary], faults: &Faults) {
    let sum = |of: fn(&Diary) -> usize| diaries.iter().map(of).sum::<usize>();
    println!("faults: {}", faults.played().len());
    let mut deeds = BTreeMap::<&str, usize>::new();
    for (_, action) in diaries.iter().flat_map(|diary| diary.acked.values()) {
        *deeds.entry(&action.action).or_default() += 1;
    }
    println!("acknowledged: {} ({deeds:?})", sum(|diary| diary.acked.len()));
    println!("refused since their message was gone: {}", sum(|diary| diary.declined.len()));
    println!("deliveries: {}", sum(|diary| diary.heard.len()));
    println!("stretches of reactions told in one: {}", sum(|diary| diary.condensed.len()));
    println!("connections made: {}, lost: {}", sum(|diary| diary.connections), sum(|diary| diary.losses));
    println!("refused with \"try again\": {}", sum(|diary| diary.refusals.len()));
}
