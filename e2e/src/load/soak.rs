//! `soak`: people talk for a long time while their cluster's connections go silent, are reset and are slowed down at
//! random. In the end the log has each acknowledged message once, everybody has heard the log, and nobody waited longer
//! than the faults explain.

mod faults;
mod waits;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use proto::{Nonce, RoomId};
use tokio::time::Instant;
use tokio_postgres::Row;
use uuid::Uuid;

use super::accounts::room_of;
use super::cli::SoakOptions;
use super::error::LoadError;
use super::process::Processes;
use crate::{Cluster, Diary, End, Participant, Person, Who};
use faults::Faults;

const ROOMS: usize = 10;
/// Between two things that one person says.
const PAUSE: Duration = Duration::from_secs(2);
/// Until all that was said is acknowledged and heard, once there are no faults any more.
const CALM: Duration = Duration::from_secs(30);
/// How often memory is looked at.
const MEMORY: Duration = Duration::from_secs(60);
/// Memory is flat if in the end it is not more than so many times what it was after a fifth of the time.
const GROWTH: f64 = 1.25;

/// Runs it, and says how it went.
pub(super) async fn run(options: SoakOptions) -> Result<(), LoadError> {
    let program = std::env::current_exe().map_err(LoadError::doing("we do not know our own program"))?;
    let program = program.to_string_lossy().into_owned();
    let settings = [("HUBBUB_GATEWAY_DRAIN_SECONDS", "0")];
    let cluster = Cluster::start_linked(&program, [2, 2, 2], &settings).await;
    let people = people(&cluster, options.people as usize).await;
    eprintln!("load: {} people in {ROOMS} rooms, {} min of faults", people.len(), options.minutes);

    let length = Duration::from_secs(u64::from(options.minutes) * 60);
    let (faults, memory, ()) = tokio::join!(
        faults::play(cluster.links(), length, options.seed),
        watch_memory(&cluster, length),
        talk(&people, length),
    );
    calm(&people).await;
    let diaries: Vec<Diary> = people.iter().map(|(_, person)| person.diary()).collect();
    let mut problems = in_the_log(&cluster, &people, &diaries).await?;
    problems.extend(waits::judge(&diaries, &faults));
    problems.extend(grown(&memory));
    show(&diaries, &faults, &memory);
    drop(people);
    cluster.end().await;
    match problems.as_slice() {
        [] => Ok(()),
        problems => Err(LoadError::Failed(problems.join("\nload: "))),
    }
}

/// Registered, in their rooms, each with a browser that never gives up.
async fn people(cluster: &Cluster, count: usize) -> Vec<(RoomId, Participant)> {
    let gateways: Vec<SocketAddr> =
        cluster.links().iter().filter(|link| link.end == End::Browsers).map(crate::Link::address).collect();
    let mut rooms: Vec<(RoomId, String)> = Vec::new();
    let mut people = Vec::new();
    for n in 0..count {
        let person = Person::register(gateways[n % gateways.len()], &format!("soak{n:03}")).await;
        if n < ROOMS {
            let nonce = Nonce::new();
            let fields =
                [("name", format!("Soak {n}")), ("kind", "public".into()), ("nonce", nonce.to_string())];
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let page = person.post("/rooms", &fields).await;
            rooms.push((room_of(&page.text).expect("the page of a room"), page.path));
        } else {
            person.post(&format!("{}/join", rooms[n % ROOMS].1), &[]).await;
        }
        let mut order = gateways.clone();
        order.rotate_left(n % gateways.len());
        let room = rooms[n % ROOMS].0;
        people.push((room, person.participate(room, &order)));
    }
    people
}

/// Everybody says something now and then, one after the other.
async fn talk(people: &[(RoomId, Participant)], length: Duration) {
    let begun = Instant::now();
    let mut tick = tokio::time::interval(PAUSE / u32::try_from(people.len()).unwrap_or(1));
    for (n, (_, person)) in people.iter().cycle().enumerate() {
        tick.tick().await;
        if begun.elapsed() > length {
            return;
        }
        // Who waits is not made to wait more: one says nothing new while the last words are still under way.
        let diary = person.diary_counts();
        if diary.0 == diary.1 {
            person.say(&format!("number {n}"));
        }
    }
}

/// Waits until all that was said is acknowledged and heard by everybody there; not for ever: what is missing then is told.
async fn calm(people: &[(RoomId, Participant)]) {
    let deadline = Instant::now() + CALM;
    let is_calm = || {
        let mut heads = BTreeMap::new();
        let diaries: Vec<_> = people.iter().map(|(room, person)| (room, person.diary())).collect();
        for (room, diary) in &diaries {
            let last = diary.heard.keys().next_back().copied().unwrap_or(0);
            heads.entry(**room).and_modify(|head: &mut i64| *head = last.max(*head)).or_insert(last);
        }
        diaries.iter().all(|(room, diary)| {
            diary.acked.len() == diary.said && diary.heard.keys().next_back() == heads.get(room)
        })
    };
    while !is_calm() && Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}

/// What everybody was told, held against the log: each acknowledged message is there once, everybody heard all of it in order.
async fn in_the_log(
    cluster: &Cluster,
    people: &[(RoomId, Participant)],
    diaries: &[Diary],
) -> Result<Vec<String>, LoadError> {
    let database = cluster.database().await;
    let wrong = |error| LoadError::Failed(format!("the log cannot be read: {}", services::said(&error)));
    let mut problems = Vec::new();
    for ((room, person), diary) in people.iter().zip(diaries) {
        // Of a void nobody is told which command it was.
        let log = "select seq, case when kind <> 'void' then nonce end from chat.event where room_id = $1 order by seq";
        let rows = database.query(log, &[&room.0]).await.map_err(wrong)?;
        let nonce = |row: &Row| row.get::<_, Option<Uuid>>(1).map(Nonce);
        let log: BTreeMap<i64, Option<Nonce>> = rows.iter().map(|row| (row.get(0), nonce(row))).collect();
        let name = &person.username;
        problems.extend(diary.faults.iter().map(|fault| format!("{name}: {fault}")));
        if diary.acked.len() != diary.said {
            problems.push(format!("{name} said {} and {} were acknowledged", diary.said, diary.acked.len()));
        }
        let kept = diary.acked.iter().filter(|(seq, (nonce, _))| log.get(seq) == Some(&Some(*nonce))).count();
        if kept != diary.acked.len() {
            problems.push(format!(
                "{name}: {} acknowledged messages are not in the log",
                diary.acked.len() - kept
            ));
        }
        let heard: BTreeMap<i64, Option<Nonce>> =
            diary.heard.iter().map(|(seq, (nonce, _))| (*seq, *nonce)).collect();
        if heard != log {
            problems.push(format!("{name} heard {} events of {}, or others", heard.len(), log.len()));
        }
    }
    Ok(problems)
}

/// The memory of each kind of process, in MiB, minute by minute.
type Memory = BTreeMap<&'static str, Vec<u64>>;

async fn watch_memory(cluster: &Cluster, length: Duration) -> Memory {
    let mut processes = Processes::default();
    for node in cluster.nodes() {
        let group = match node.who {
            Who::Gateway(_) => "gateway",
            Who::Room(_) => "room",
            Who::Auth(_) => "auth",
        };
        processes.add(group, node.pid());
    }
    let (begun, mut memory) = (Instant::now(), Memory::new());
    let mut tick = tokio::time::interval(MEMORY);
    while begun.elapsed() < length {
        tick.tick().await;
        for (group, usage) in processes.snapshot() {
            memory.entry(group).or_default().push(usage.memory_kib / 1_024);
        }
    }
    memory
}

fn grown(memory: &Memory) -> Vec<String> {
    let grown = memory.iter().filter_map(|(group, minutes)| {
        let (early, last) = (*minutes.get(minutes.len() / 5)?, *minutes.last()?);
        (last as f64 > early as f64 * GROWTH).then(|| format!("{group} grew from {early} to {last} MiB"))
    });
    grown.collect()
}

#[allow(clippy::print_stdout, reason = "figures are for people")]
fn show(diaries: &[Diary], faults: &Faults, memory: &Memory) {
    let sum = |of: fn(&Diary) -> usize| diaries.iter().map(of).sum::<usize>();
    println!("faults: {}", faults.played().len());
    println!("messages acknowledged: {}", sum(|diary| diary.acked.len()));
    println!("deliveries: {}", sum(|diary| diary.heard.len()));
    println!("connections made: {}, lost: {}", sum(|diary| diary.connections), sum(|diary| diary.losses));
    println!("refused with \"try again\": {}", sum(|diary| diary.refusals.len()));
    waits::show(diaries);
    for (group, minutes) in memory {
        println!("memory of {group}, MiB: {minutes:?}");
    }
}
