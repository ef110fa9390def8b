//! `page`: signed-in people load the page of a room with fifty messages over connections that are kept alive. More and
//! more a second, until nothing is gained.

use std::rc::Rc;

use clap::Args;
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::error::{LoadError, unless_stopped};
use super::http::{Connections, Pages};
use super::layout::Layout;
use super::options::{ClusterOptions, OutputOptions};
use super::process::Processes;
use super::raw::RawServer;
use super::reactions;
use super::report::{Chart, Findings, Measure, Table};
use super::requests::{Rise, Step, raise};
use super::setup::SignedIn;
use super::socket::Endpoint;
use super::steps::Steps;

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
        let layout = Layout::new(self.people, self.rooms)?;
        let setting_up = async {
            let ours = SignedIn::provide(layout, &self.cluster).await?;
            ours.accounts.fill(layout, &ours.target.endpoints, MESSAGES).await?;
            if self.reactions > 0 {
                reactions::add(ours.target.own()?, self.reactions).await?;
            }
            Ok(ours)
        };
        let SignedIn { target, accounts, .. } = unless_stopped(stop, setting_up).await?;
        let pages = accounts.pages(layout);
        let (first, cookie) = &pages[0];
        let bytes = Connections::new(&target.endpoints[0], 1, self.gzip).get(first, cookie).await;
        findings.bytes = bytes.map_err(LoadError::doing(format!("the page {first}")))?;
        let ours = target.processes().with_generator();
        self.load(&target.endpoints, &pages, &ours, stop, &mut findings.pages.hubbub).await;
        target.end().await;
        let raw = RawServer::start_pages(findings.bytes).await?;
        let bare = raw.processes().with_generator();
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
        let doors = endpoints.iter().map(|endpoint| Connections::new(endpoint, each, self.gzip));
        let pages = Rc::new(Pages::new(doors, pages.to_vec()));
        let one = |n: usize| pages.clone().get(n);
        let rise =
            Rise { what: "pages", named: &self.rate, first: FIRST, seconds: self.seconds, at_once: AT_ONCE };
        raise(rise, processes, stop, steps, one).await;
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
