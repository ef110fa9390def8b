//! `conversation`: what a room full of reactions, replies and threads costs beside one of plain messages, how soon a reaction reaches
//! others beside a message, and a page with a long list beside it. Everything is done in turn with what it is compared with, one
//! thing at a time, so that whatever else the machine does falls on both.

pub(super) mod rooms;

use std::time::{Duration, Instant};

use clap::Args;
use proto::RoomId;
use proto::frame::ClientFrame;
use serde::Serialize;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::error::{LoadError, unless_stopped};
use super::histogram::{Percentiles, Times};
use super::http::Connections;
use super::options::{ClusterOptions, OutputOptions};
use super::progress::Progress;
use super::report::{Findings, Measure, Table, figure};
use super::socket::Endpoint;
use super::target::Target;
use crate::{Person, Socket, long_list};
use rooms::Room;

/// What the list beside a page holds.
const LIST: [i32; 2] = [200, 500];
/// Within the ten durable commands a second of one person, who takes turns with all others.
const PACE: Duration = Duration::from_millis(20);
/// Until everybody may send as many frames as at first.
const REFILL: Duration = Duration::from_secs(5);

/// How much of it.
#[derive(Clone, Debug, Args)]
pub(super) struct ConversationOptions {
    /// How many people are in both rooms, and take turns
    #[arg(long, value_name = "N", default_value_t = 24, value_parser = clap::value_parser!(u32).range(8..=200))]
    pub(super) people: u32,
    /// How often each thing is done
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(super) samples: u32,
    #[command(flatten)]
    pub(super) cluster: ClusterOptions,
    #[command(flatten)]
    pub(super) output: OutputOptions,
}

/// What it found, pair by pair.
#[derive(Debug, Default, Serialize)]
pub(super) struct ConversationFindings {
    pairs: Vec<Pair>,
}

/// Something that is measured beside something else. Times in ms.
#[derive(Debug, Serialize)]
struct Pair {
    what: &'static str,
    names: [&'static str; 2],
    times: [Option<Percentiles>; 2],
    /// The second in the middle must be so many times the first, at least and at most.
    ratio_must: [f64; 2],
    /// And take at most so long.
    at_most_ms: f64,
}

impl Measure for ConversationOptions {
    type Findings = ConversationFindings;

    fn name(&self) -> &'static str {
        "conversation"
    }

    fn common(&self) -> (&ClusterOptions, &OutputOptions) {
        (&self.cluster, &self.output)
    }

    fn sockets(&self) -> usize {
        2 * self.people as usize
    }

    async fn measure(
        &self,
        stop: &CancellationToken,
        findings: &mut ConversationFindings,
    ) -> Result<(), LoadError> {
        unless_stopped(stop, self.all(findings)).await
    }
}

/// Everybody who takes turns, in both rooms.
struct Setting {
    people: Vec<Person>,
    sockets: Vec<Socket>,
    /// The plain one and the other.
    rooms: [Room; 2],
}

impl ConversationOptions {
    async fn all(&self, findings: &mut ConversationFindings) -> Result<(), LoadError> {
        let target = Target::provide(&self.cluster).await?;
        let mut setting = self.set_up(&target.endpoints).await?;
        let progress = Progress::start("pages, openings and reactions".into(), self.samples / 5);
        findings.pairs.push(self.pages(&target.endpoints[0], &setting).await?);
        sleep(REFILL).await;
        findings.pairs.push(self.openings(&mut setting).await);
        sleep(REFILL).await;
        findings.pairs.push(self.reach(&mut setting).await?);
        sleep(REFILL).await;
        findings.pairs.push(self.lists(&target, &setting).await?);
        drop((progress, setting));
        target.end().await;
        Ok(())
    }

    async fn set_up(&self, endpoints: &[Endpoint]) -> Result<Setting, LoadError> {
        let _progress = Progress::start(format!("{} people come in", self.people), self.people / 20);
        let mut people = Vec::new();
        for n in 0..self.people as usize {
            let gateway = endpoints[n % endpoints.len()].address;
            people.push(Person::register(gateway, &format!("talker{n:03}")).await);
        }
        let rooms = [rooms::make(&people, "Plain").await?, rooms::make(&people, "Full").await?];
        let mut sockets = Vec::new();
        for person in &people {
            sockets.push(person.connect().await);
        }
        rooms::talk(&mut sockets, rooms[0].0).await;
        rooms::converse(&mut sockets, rooms[1].0).await;
        sleep(REFILL).await;
        Ok(Setting { people, sockets, rooms })
    }

    /// The page of either room, over one connection that is kept alive.
    async fn pages(&self, endpoint: &Endpoint, setting: &Setting) -> Result<Pair, LoadError> {
        let connection = Connections::new(endpoint, 1, false);
        let mut times = [Times::default(), Times::default()];
        for n in 0..self.samples as usize {
            let cookie = setting.people[n % setting.people.len()].cookie().unwrap_or_default();
            for (times, (_, path)) in times.iter_mut().zip(&setting.rooms) {
                times.record_duration(load(&connection, path, &cookie).await?);
            }
        }
        Ok(Pair::beside("page of a room", ["plain", "full"], &times))
    }

    /// A room is opened, and its last messages are asked for.
    async fn openings(&self, setting: &mut Setting) -> Pair {
        let mut times = [Times::default(), Times::default()];
        for n in 0..self.samples as usize {
            let socket = n % setting.sockets.len();
            for (times, (room, _)) in times.iter_mut().zip(&setting.rooms) {
                times.record_duration(open(&mut setting.sockets[socket], *room).await);
            }
            if n % 15 == 14 {
                sleep(PACE).await;
            }
        }
        Pair::beside("opening of a room", ["plain", "full"], &times)
    }

    /// From a frame of one person to the event at another, at another gateway if there is one.
    async fn reach(&self, setting: &mut Setting) -> Result<Pair, LoadError> {
        let room = setting.rooms[0].0;
        let Some(mut hearer) = setting.sockets.pop() else { return Err(nobody()) };
        hearer.open_room(room, None).await;
        let mut times = [Times::default(), Times::default()];
        for n in 0..self.samples as usize {
            let said = Instant::now();
            let talking = rooms::act(&mut setting.sockets, n, room, rooms::post(n, None));
            let (seq, heard) = tokio::join!(talking, hear(&mut hearer, room, said));
            times[0].record_duration(heard);
            sleep(PACE).await;
            let reacted = Instant::now();
            let reacting = rooms::act(&mut setting.sockets, n + 1, room, rooms::reaction(seq, "👍"));
            let (_, heard) = tokio::join!(reacting, hear(&mut hearer, room, reacted));
            times[1].record_duration(heard);
            sleep(PACE).await;
        }
        let pair = Pair::beside("until it reaches others", ["message", "reaction"], &times);
        Ok(Pair { ratio_must: [0.0, 1.2], ..pair })
    }

    /// The same page for somebody with few rooms, and for somebody with very many.
    async fn lists(&self, target: &Target, setting: &Setting) -> Result<Pair, LoadError> {
        let (few, many) = (&setting.people[0], &setting.people[1]);
        let [rooms, direct] = LIST;
        long_list::fill(target.own()?, &many.username, rooms, direct).await;
        let connection = Connections::new(&target.endpoints[0], 1, false);
        let mut times = [Times::default(), Times::default()];
        // One person loads twenty pages a second.
        for _ in 0..self.samples.min(100) {
            for (times, person) in times.iter_mut().zip([few, many]) {
                let cookie = person.cookie().unwrap_or_default();
                times.record_duration(load(&connection, &setting.rooms[0].1, &cookie).await?);
            }
            sleep(Duration::from_millis(50)).await;
        }
        let pair = Pair::beside("page beside a list", ["2 rooms", "200 rooms, 500 direct"], &times);
        Ok(Pair { ratio_must: [0.0, f64::INFINITY], at_most_ms: 100.0, ..pair })
    }
}

async fn load(connection: &Connections, path: &str, cookie: &str) -> Result<Duration, LoadError> {
    let asked = Instant::now();
    connection.get(path, cookie).await.map_err(LoadError::doing(format!("the page {path}")))?;
    Ok(asked.elapsed())
}

async fn open(socket: &mut Socket, room: RoomId) -> Duration {
    let asked = Instant::now();
    socket.open_room(room, None).await;
    let id = socket.id();
    let page =
        ClientFrame::Page { id, room, thread: None, before: None, after: None, around: None, limit: None };
    socket.say(&page).await;
    socket.answer(id).await;
    // Until it was there, as with pages: what this program then takes to read it is no browser's time.
    let took = socket.heard_at().into_std().duration_since(asked);
    socket.say(&ClientFrame::Close { id: 0, room }).await;
    took
}

async fn hear(hearer: &mut Socket, room: RoomId, since: Instant) -> Duration {
    hearer.next_event(room).await;
    since.elapsed()
}

fn nobody() -> LoadError {
    LoadError::Failed("nobody is there".to_owned())
}

impl Pair {
    /// Of which the second may take 1.3 times as long as the first.
    fn beside(what: &'static str, names: [&'static str; 2], times: &[Times; 2]) -> Self {
        let times = times.each_ref().map(Times::percentiles);
        Self { what, names, times, ratio_must: [0.0, 1.3], at_most_ms: f64::INFINITY }
    }

    /// The second in the middle, as many times the first.
    fn ratio(&self) -> Option<f64> {
        let [first, second] = self.times;
        Some(second?.p50 / first?.p50)
    }

    /// Whether it is as it must be.
    fn is_met(&self) -> bool {
        let [least, most] = self.ratio_must;
        self.ratio().is_some_and(|ratio| (least..=most).contains(&ratio))
            && self.times[1].is_some_and(|times| times.p50 <= self.at_most_ms)
    }
}

impl Findings for ConversationFindings {
    fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    fn tables(&self) -> Vec<Table> {
        let table = |pair: &Pair| {
            let mut table = Table::new(pair.what, &["p50, ms", "p99, ms", "times the first", "must", "met"]);
            for (n, (name, times)) in pair.names.iter().zip(pair.times).enumerate() {
                let second = n == 1;
                let must = match (second, pair.at_most_ms.is_finite()) {
                    (false, _) => String::new(),
                    (true, true) => format!("{} ms", figure(Some(pair.at_most_ms), 0)),
                    (true, false) => figure(Some(pair.ratio_must[1]), 2),
                };
                let met = if pair.is_met() { "yes" } else { "NO" };
                let times = [times.map(|times| times.p50), times.map(|times| times.p99)];
                let [p50, p99] = times.map(|time| figure(time, 2));
                let ratio = if second { figure(pair.ratio(), 2) } else { String::new() };
                table.row(*name, &[p50, p99, ratio, must, if second { met.into() } else { String::new() }]);
            }
            table
        };
        self.pairs.iter().map(table).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(first: u64, second: u64) -> Pair {
        let times = [first, second].map(|ms| {
            let mut times = Times::default();
            times.record(ms * 1_000);
            times
        });
        Pair::beside("page", ["plain", "full"], &times)
    }

    #[test]
    fn what_takes_more_than_it_may_is_said_so() {
        assert!(pair(10, 13).is_met() && !pair(10, 14).is_met());
        assert!(!Pair { at_most_ms: 12.0, ..pair(10, 13) }.is_met());
        let findings = ConversationFindings { pairs: vec![pair(10, 14)] };
        let text = findings.tables()[0].text();
        assert!(text.contains("1.40") && text.contains("1.30") && text.contains("NO"), "{text}");
    }
}
