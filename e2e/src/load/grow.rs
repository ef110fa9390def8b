//! `grow`: what changes as the cluster, its rooms and its log grow. One, two and four gateways and room-services; rooms
//! of more and more members; more and more messages stored. What the processes are predicted to do stands beside it.

mod model;
mod processes;
mod stored;

use clap::Args;
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::error::{LoadError, unless_stopped};
use super::fill;
use super::options::{ClusterOptions, OutputOptions};
use super::report::{Chart, Findings, Measure, Table};
use processes::Row;
pub(super) use stored::Stored;

/// How far it grows, and where the results go.
#[derive(Clone, Debug, Args)]
pub(super) struct GrowOptions {
    /// So many gateways, and as many room-services; 0 for none
    #[arg(long, value_name = "N,…", value_delimiter = ',', default_values_t = [1, 2, 4], value_parser = clap::value_parser!(u16).range(0..=16))]
    pub(super) processes: Vec<u16>,
    /// Members of a room, one size after the other; 0 for none
    #[arg(long, value_name = "N,…", value_delimiter = ',', default_values_t = [100, 1_000, 10_000, 100_000], value_parser = clap::value_parser!(u32).range(0..=10_000_000))]
    pub(super) members: Vec<u32>,
    /// Messages stored in a room, one size after the other; 0 for none. Ten million take about 10 GB and five minutes
    #[arg(long, value_name = "N,…", value_delimiter = ',', default_values_t = [10_000, 100_000, 1_000_000], value_parser = clap::value_parser!(u32).range(0..=100_000_000))]
    pub(super) messages: Vec<u32>,
    /// How many people are connected where processes are counted, ten to a room
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(20..))]
    pub(super) people: u32,
    /// How long each is measured
    #[arg(long, value_name = "SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=600))]
    pub(super) seconds: u32,
    #[command(flatten)]
    pub(super) cluster: ClusterOptions,
    #[command(flatten)]
    pub(super) output: OutputOptions,
}

/// What it found.
#[derive(Debug, Default, Serialize)]
pub(super) struct GrowFindings {
    processes: Vec<Row>,
    pub(super) stored: Vec<Stored>,
    /// What a stored message takes in the database with its event and their indexes.
    bytes_per_message: Option<f64>,
}

impl Measure for GrowOptions {
    type Findings = GrowFindings;

    fn name(&self) -> &'static str {
        "grow"
    }

    fn common(&self) -> (&ClusterOptions, &OutputOptions) {
        (&self.cluster, &self.output)
    }

    fn sockets(&self) -> usize {
        3 * self.people as usize
    }

    async fn measure(&self, stop: &CancellationToken, findings: &mut GrowFindings) -> Result<(), LoadError> {
        let ClusterOptions { url, gateways, room_services, .. } = &self.cluster;
        if url.is_some() || gateways.is_some() || room_services.is_some() {
            return Err(LoadError::Refused(
                "grow starts clusters of its own: it takes neither --url nor numbers of processes but --processes".into(),
            ));
        }
        let above_zero = |sizes: &[u32]| sizes.iter().copied().filter(|size| *size > 0).collect::<Vec<_>>();
        let (members, messages) = (above_zero(&self.members), above_zero(&self.messages));
        fill::enough_disk(messages.iter().map(|count| u64::from(*count)).sum())?;
        for count in self.processes.iter().copied().filter(|count| *count > 0) {
            let row = processes::measure(self, count, stop).await?;
            findings.processes.push(row);
            if stop.is_cancelled() {
                return Ok(());
            }
        }
        processes::predict(&mut findings.processes);
        if members.is_empty() && messages.is_empty() {
            return Ok(());
        }
        let measuring = stored::measure(self, &members, &messages, stop, findings);
        unless_stopped(stop, measuring).await
    }
}

impl Findings for GrowFindings {
    fn is_empty(&self) -> bool {
        self.processes.is_empty() && self.stored.is_empty()
    }

    fn tables(&self) -> Vec<Table> {
        let tables = [processes::table(&self.processes), stored::table(&self.stored, self.bytes_per_message)];
        tables.into_iter().flatten().collect()
    }

    fn charts(&self) -> Vec<Chart> {
        stored::charts(&self.stored)
    }

    fn verdict(&self) -> Result<(), LoadError> {
        let processes = self.processes.iter().map(|row| &row.faults);
        match processes
            .chain(self.stored.iter().map(|stored| &stored.faults))
            .find(|faults| !faults.is_none())
        {
            None => Ok(()),
            Some(faults) => Err(LoadError::Failed(faults.to_string())),
        }
    }
}
