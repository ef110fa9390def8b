//! Members and messages that are stored: a room that has grown takes turns with a small one in the same cluster.

use serde::Serialize;
use std::rc::Rc;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::super::accounts::username;
use super::super::crowd::Crowd;
use super::super::error::LoadError;
use super::super::figures::Faults;
use super::super::fill::{Content, Filler};
use super::super::histogram::Percentiles;
use super::super::http::{Connections, Pages};
use super::super::layout::Layout;
use super::super::phase::{self, Pace};
use super::super::process::Processes;
use super::super::progress::Progress;
use super::super::report::{Chart, Table, figure};
use super::super::requests::{Drive, drive};
use super::super::setup::SignedIn;
use super::{GrowFindings, GrowOptions};

/// Connected in each of the two rooms.
const PEOPLE: u32 = 20;
/// Messages a second in each of them.
const RATE: u32 = 50;
/// Pages a second, first of the one, then of the other.
const PAGES: u32 = 40;

/// One size. Times in ms.
#[derive(Debug, Serialize)]
pub(in crate::load) struct Stored {
    pub(in crate::load) members: u32,
    pub(in crate::load) messages: u32,
    /// From due to acknowledged, in the small room and in the one that has grown.
    pub(in crate::load) small: Times,
    pub(in crate::load) grown: Times,
    pub(in crate::load) faults: Faults,
}

/// In one of the two rooms.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(in crate::load) struct Times {
    pub(in crate::load) ack: Option<Percentiles>,
    pub(in crate::load) page: Option<Percentiles>,
}

/// Somebody's room: its address, and who goes there.
struct Place<'a> {
    crowd: &'a Crowd,
    path: String,
}

/// Members first, then messages.
pub(super) async fn measure(
    options: &GrowOptions,
    members: &[u32],
    messages: &[u32],
    stop: &CancellationToken,
    findings: &mut GrowFindings,
) -> Result<(), LoadError> {
    let layout = Layout::new(PEOPLE, 1)?;
    let ours = SignedIn::provide(layout, &options.cluster).await?;
    let SignedIn { target, accounts, .. } = &ours;
    let Some(cluster) = &target.cluster else { return Ok(()) };
    let filler = Filler::new(cluster.database().await).await?;
    let people = filler.people(&(0..PEOPLE as usize).map(username).collect::<Vec<_>>()).await?;
    let sizes = members.iter().map(|members| (*members, 50));
    for (members, messages) in sizes.chain(messages.iter().map(|messages| (PEOPLE, *messages))) {
        let before = filler.bytes().await?;
        let room = grow(&filler, &people, members, messages).await?;
        if messages >= 10_000 {
            findings.bytes_per_message = Some((filler.bytes().await? - before) / f64::from(messages));
        }
        let small = ours.connect("a small room", &accounts.rooms()).await?;
        let grown = ours.connect("a room that has grown", std::slice::from_ref(&room)).await?;
        let small = Place { crowd: &small, path: accounts.pages(layout)[0].0.clone() };
        let grown = Place { crowd: &grown, path: format!("/r/load-{}", room.0) };
        let mut stored = talk(options.seconds, &small, &grown, stop).await;
        (stored.members, stored.messages) = (members, messages);
        for (place, times) in [(&small, &mut stored.small), (&grown, &mut stored.grown)] {
            let pages = accounts.cookies.iter().map(|cookie| (place.path.clone(), cookie.clone())).collect();
            let pages = Pages::new([Connections::new(&target.endpoints[0], 8, false)], pages);
            times.page = load(options.seconds, pages, stop).await;
        }
        findings.stored.push(stored);
    }
    ours.target.end().await;
    Ok(())
}

async fn grow(
    filler: &Filler,
    people: &[Uuid],
    members: u32,
    messages: u32,
) -> Result<proto::RoomId, LoadError> {
    let what = format!("a room gets {members} members and {messages} messages");
    let _progress = Progress::start(what, 1 + members / 50_000 + messages / 40_000);
    let content = Content { strangers: members.saturating_sub(PEOPLE), messages };
    let rooms = filler.rooms(&people[..1], people, content).await?;
    filler.settle().await?;
    Ok(rooms[0])
}

/// In both rooms at once, so that whatever else happens happens to both.
async fn talk(seconds: u32, small: &Place<'_>, grown: &Place<'_>, stop: &CancellationToken) -> Stored {
    let (pace, nobody) = (Pace { rate: RATE, warm_up: 1, seconds }, Processes::default());
    let (small, grown) = tokio::join!(
        phase::measure(small.crowd, pace, &nobody, stop),
        phase::measure(grown.crowd, pace, &nobody, stop)
    );
    let (small, grown) = (small.figures, grown.figures);
    let times = |ack| Times { ack, page: None };
    let mut faults = small.faults;
    faults.add(grown.faults);
    Stored {
        members: 0,
        messages: 0,
        small: times(small.ack.percentiles()),
        grown: times(grown.ack.percentiles()),
        faults,
    }
}

async fn load(seconds: u32, pages: Pages, stop: &CancellationToken) -> Option<Percentiles> {
    let pages = Rc::new(pages);
    let pace = Drive { rate: PAGES, seconds, at_once: 1_000 };
    drive("pages", pace, &Processes::default(), stop, |n| pages.clone().get(n)).await.latency
}

pub(super) fn table(stored: &[Stored], bytes: Option<f64>) -> Option<Table> {
    let columns =
        ["ack p50, ms", "small", "ack p99, ms", "small", "page p50, ms", "small", "page p99, ms", "small"];
    let mut table = Table::new("members, messages of a room", &columns);
    for Stored { members, messages, small, grown, .. } in stored {
        let pair = |of: fn(&Times) -> Option<f64>| [of(grown), of(small)].map(|time| figure(time, 2));
        let figures = [
            pair(|times| Some(times.ack?.p50)),
            pair(|times| Some(times.ack?.p99)),
            pair(|times| Some(times.page?.p50)),
            pair(|times| Some(times.page?.p99)),
        ];
        table.row(format!("{members}, {messages}"), &figures.concat());
    }
    table.note(format!("a stored message takes {} bytes with its event and their indexes", figure(bytes, 0)));
    (!stored.is_empty()).then_some(table)
}

pub(super) fn charts(stored: &[Stored]) -> Vec<Chart> {
    let axes = [Axis::Members, Axis::Messages].into_iter();
    axes.map(|axis| {
        let (name, title) = match axis {
            Axis::Members => ("members", "As a room gets more members"),
            Axis::Messages => ("messages", "As more messages are stored"),
        };
        let mut chart = Chart::new(name, title, [name, "ms"]);
        let rows = stored.iter().filter(|row| (row.members > PEOPLE) == (axis == Axis::Members));
        let rows: Vec<&Stored> = rows.collect();
        let mut curve = |name: &str, of: fn(&Stored) -> Option<f64>| {
            let size =
                |row: &Stored| f64::from(if axis == Axis::Members { row.members } else { row.messages });
            chart.curve(name, rows.iter().map(|row| (size(row), of(row))));
        };
        curve("ack p50", |row| Some(row.grown.ack?.p50));
        curve("small room", |row| Some(row.small.ack?.p50));
        curve("ack p99", |row| Some(row.grown.ack?.p99));
        curve("small room", |row| Some(row.small.ack?.p99));
        curve("page p99", |row| Some(row.grown.page?.p99));
        curve("small room", |row| Some(row.small.page?.p99));
        chart
    })
    .collect()
}

/// What grows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Axis {
    Members,
    Messages,
}
