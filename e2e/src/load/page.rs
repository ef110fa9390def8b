//! `page`: signed-in people load the page of a room with fifty messages over connections that are kept alive. More and
//! more a second, until nothing is gained.

use std::rc::Rc;

use clap::Args;
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::accounts::Accounts;
use super::error::LoadError;
use super::http::Connections;
use super::layout::Layout;
use super::options::{ClusterOptions, OutputOptions};
use super::process::Processes;
use super::ramp::Ramp;
use super::raw::RawServer;
use super::reactions;
use super::report::{Chart, Findings, GENERATOR, Measure, Table};
use super::requests::{Drive, Step, drive};
use super::socket::Endpoint;
use super::steps::Steps;
use super::target::Target;

/// The first rate that is tried.
const FIRST: u32 = 100;
/// Pages that may wait for a connection.
const AT_ONCE: usize = 2_000;
/// As many as a page shows.
const MESSAGES: usize = 50;

/// How many people and pages, and where.
#[derive(Clone, Debug, Args)]
pub(super) struct PageOptions {
    /// How many people load pages, one after the other; a gateway lets each of them have 20 a second
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u32).range(5..))]
    pub(super) people: u32,
    /// Over how many rooms they are spread
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) rooms: u32,
    /// Pages a second; several are measured one after the other [default: raised until nothing is gained]
    #[arg(long, value_name = "RATE,…", value_delimiter = ',', value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(super) rate: Vec<u32>,
    /// How long each rate is measured
    #[arg(long, value_name = "SECONDS", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=600))]
    pub(super) seconds: u32,
    /// Connections that are kept alive
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(super) connections: u32,
    /// Ask for compressed pages, as browsers do where no proxy does it
    #[arg(long)]
    pub(super) gzip: bool,
    /// Different reactions under each message, by up to three people each
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=20))]
    pub(super) reactions: u32,
    #[command(flatten)]
    pub(super) cluster: ClusterOptions,
    #[command(flatten)]
    pub(super) output: OutputOptions,
}

/// What it found.
#[derive(Debug, Default, Serialize)]
pub(super) struct PageFindings {
    /// How long the page is, as it comes.
    bytes: usize,
    pub(super) pages: Steps,
}

impl Measure for PageOptions {
    type Findings = PageFindings;

    fn name(&self) -> &'static str {
        "page"
    }

    fn common(&self) -> (&ClusterOptions, &OutputOptions) {
        (&self.cluster, &self.output)
    }

    fn sockets(&self) -> usize {
        2 * self.connections as usize
    }

    async fn measure(&self, stop: &CancellationToken, findings: &mut PageFindings) -> Result<(), LoadError> {
        let setting_up = async {
            let layout = Layout::new(self.people, self.rooms)?;
            let target = Target::provide(&self.cluster).await?;
            let accounts = Accounts::provide(layout, &target.endpoints).await?;
            accounts.fill(layout, &target.endpoints, MESSAGES).await?;
            if self.reactions > 0 {
                reactions::add(target.own()?, self.reactions).await?;
            }
            Ok((target, accounts.pages(layout)))
        };
        let (target, pages) = stop.run_until_cancelled(setting_up).await.ok_or(LoadError::Interrupted)??;
        let (first, cookie) = &pages[0];
        let bytes = Connections::new(&target.endpoints[0], 1, self.gzip).get(first, cookie).await;
        findings.bytes = bytes.map_err(LoadError::doing(format!("the page {first}")))?;
        let mut ours = target.processes();
        ours.add(GENERATOR, std::process::id());
        self.load(&target.endpoints, &pages, &ours, stop, &mut findings.pages.hubbub).await;
        target.end().await;
        let raw = RawServer::start_pages(findings.bytes).await?;
        let mut bare = Processes::default();
        bare.add("raw", raw.process.pid());
        bare.add(GENERATOR, std::process::id());
        self.load(std::slice::from_ref(&raw.endpoint), &pages, &bare, stop, &mut findings.pages.raw).await;
        Ok(())
    }
}

impl PageOptions {
    /// Rate by rate; `pages` are addresses, each with the cookie of whoever loads it.
    async fn load(
        &self,
        endpoints: &[Endpoint],
        pages: &[(String, String)],
        processes: &Processes,
        stop: &CancellationToken,
        steps: &mut Vec<Step>,
    ) {
        let each = (self.connections as usize).div_ceil(endpoints.len());
        let doors: Vec<Connections> =
            endpoints.iter().map(|endpoint| Connections::new(endpoint, each, self.gzip)).collect();
        let shared = Rc::new((doors, pages.to_vec()));
        let one = |n: usize| {
            let shared = shared.clone();
            async move {
                let (doors, pages) = &*shared;
                let (path, cookie) = &pages[n % pages.len()];
                doors[n % doors.len()].get(path, cookie).await.map(drop)
            }
        };
        let mut ramp = Ramp::new(&self.rate, FIRST);
        while let Some(rate) = ramp.next().filter(|_| !stop.is_cancelled()) {
            let pace = Drive { rate, seconds: self.seconds, at_once: AT_ONCE };
            let step = drive("pages", pace, processes, stop, one).await;
            ramp.reached(step.reached);
            steps.push(step);
        }
    }
}

impl Findings for PageFindings {
    fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    fn tables(&self) -> Vec<Table> {
        self.pages.tables(&format!("pages of {} KiB", self.bytes / 1_024))
    }

    fn charts(&self) -> Vec<Chart> {
        vec![self.pages.chart("pages", "pages")]
    }
}
