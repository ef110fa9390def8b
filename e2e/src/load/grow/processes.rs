//! One, two and four of each: what a message costs, how many are delivered at most, and what was to be expected from the
//! figures of the first.

use std::collections::BTreeMap;

use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::super::accounts::username;
use super::super::crowd::Crowd;
use super::super::error::{LoadError, unless_stopped};
use super::super::figures::Faults;
use super::super::fill::{Content, Filler};
use super::super::layout::Layout;
use super::super::options::{ClusterOptions, OutputOptions};
use super::super::phase::{self, Pace};
use super::super::report::{Table, figure, shares};
use super::super::saturate::{Point, SaturateOptions, most};
use super::super::setup::Setup;
use super::GrowOptions;
use super::model::{Costs, Prediction, Shape};

/// People in a room.
pub(super) const HEARERS: u32 = 10;
/// A rate that is nothing to it: messages a second.
const CALM: u32 = 100;

/// So many of each. Times in ms.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    pub(super) processes: u16,
    /// At a calm rate.
    pub(super) calm: Point,
    /// In one room of everybody, at a fifth of it: with the calm rate it tells a message's cost from a delivery's.
    pub(super) hall: Option<Point>,
    /// At the rate at which most was delivered.
    pub(super) saturated: BTreeMap<&'static str, f64>,
    pub(super) deliveries: f64,
    pub(super) predicted: Option<Prediction>,
    #[serde(skip)]
    pub(super) faults: Faults,
    #[serde(skip)]
    people: u32,
}

/// Starts that many, and loads them.
pub(super) async fn measure(
    options: &GrowOptions,
    count: u16,
    stop: &CancellationToken,
) -> Result<Row, LoadError> {
    let people = options.people;
    let layout = Layout::new(people, people / HEARERS)?;
    let cluster =
        ClusterOptions { gateways: Some(count), room_services: Some(count), ..options.cluster.clone() };
    let setup = unless_stopped(stop, Setup::new(layout, &cluster, 1)).await?;
    let processes = setup.our_processes();
    let pace = Pace { rate: CALM, warm_up: 1, seconds: options.seconds };
    let calm = Point::of(CALM, phase::measure(&setup.ours, pace, &processes, stop).await);
    let saturate = SaturateOptions {
        people,
        rooms: people / HEARERS,
        rate: Vec::new(),
        seconds: options.seconds.min(3),
        form: layout.form,
        cluster,
        output: OutputOptions::default(),
    };
    let mut points = Vec::new();
    saturate.raise(&setup.ours, 5 * CALM, &processes, stop, &mut points).await;
    let hall = match stop.is_cancelled() {
        true => None,
        false => Some(hall(&setup, people, options.seconds, stop).await?),
    };
    let deliveries = most(&points);
    let best = points.into_iter().find(|point| point.deliveries >= deliveries);
    let saturated = best.map(|point| point.cpu_ms_per_message).unwrap_or_default();
    setup.end().await;
    let faults = calm.faults.clone();
    Ok(Row { processes: count, calm, hall, saturated, deliveries, predicted: None, faults, people })
}

async fn hall(
    setup: &Setup,
    people: u32,
    seconds: u32,
    stop: &CancellationToken,
) -> Result<Point, LoadError> {
    let Some(cluster) = &setup.cluster.target.cluster else {
        unreachable!("grow takes no cluster of others")
    };
    let filler = Filler::new(cluster.database().await).await?;
    let ids = filler.people(&(0..people as usize).map(username).collect::<Vec<_>>()).await?;
    let room = filler.rooms(&ids[..1], &ids, Content { strangers: 0, messages: 0 }).await?;
    let (layout, ours) = (Layout::new(people, 1)?, &setup.cluster);
    let crowd =
        Crowd::connect("one room", layout, &ours.target.endpoints, &ours.accounts.cookies, &room).await?;
    let rate = CALM / 5;
    let measured =
        phase::measure(&crowd, Pace { rate, warm_up: 1, seconds }, &setup.our_processes(), stop).await;
    Ok(Point::of(rate, measured))
}

/// From the first of them to all.
pub(super) fn predict(rows: &mut [Row]) {
    let Some(first) = rows.iter().find(|row| row.processes == 1) else { return };
    let Some(hall) = &first.hall else { return };
    let (team, crowd) = (f64::from(HEARERS), f64::from(first.people));
    let calm = Costs::of(&first.calm.cpu_ms_per_message, team, &hall.cpu_ms_per_message, crowd);
    let saturated = calm.at(&first.saturated, team);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    for row in rows {
        let shape = Shape { gateways: row.processes.into(), hearers: team, cores };
        row.predicted = Some(Prediction::of(&calm, &saturated, shape, CALM));
    }
}

pub(super) fn table(rows: &[Row]) -> Option<Table> {
    let columns =
        ["measured CPU, ms", "predicted", "deliveries/s", "predicted", "p50, ms", "predicted", "p99, ms"];
    let mut table = Table::new("gateways and room-services", &columns);
    for row in rows {
        let predicted = row.predicted.as_ref();
        table.row(
            row.processes.to_string(),
            &[
                figure(row.calm.cpu_ms(), 3),
                figure(predicted.map(|of| of.cpu_ms), 3),
                figure(Some(row.deliveries), 0),
                figure(predicted.map(|of| of.deliveries), 0),
                figure(row.calm.latency.map(|times| times.p50), 2),
                figure(predicted.map(|of| of.p50_ms), 2),
                figure(row.calm.latency.map(|times| times.p99), 2),
            ],
        );
        table.note(format!(
            "{} of each, CPU per message at {CALM} a second, ms: {}",
            row.processes,
            shares(&row.calm.cpu_ms_per_message)
        ));
    }
    (!rows.is_empty()).then_some(table)
}
