//! `login`: people sign in with a password, and connect with a session: dialled, greeted and welcomed. More and more a
//! second, until nothing is gained.

use std::rc::Rc;
use std::time::Duration;

use clap::Args;
use reqwest::{Client, redirect};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::accounts::{Visitor, username};
use super::error::{LoadError, unless_stopped};
use super::layout::Layout;
use super::options::{ClusterOptions, Form, OutputOptions};
use super::process::Processes;
use super::raw::RawServer;
use super::report::{Chart, Findings, Measure, Table};
use super::requests::{Rise, Step, raise};
use super::setup::SignedIn;
use super::socket::{self, Endpoint};
use super::steps::Steps;

/// The first rates that are tried.
const FIRST_CONNECTS: u32 = 500;
const FIRST_SIGN_INS: u32 = 10;
/// A gateway lets a session have this many sockets.
const SOCKETS_PER_SESSION: usize = 15;
/// Hashes wait for one another; more than this many would only be refused.
const SIGN_INS_AT_ONCE: usize = 150;
/// How long a sign-in may take.
const DEADLINE: Duration = Duration::from_secs(10);

/// How many people, how fast, and where.
#[derive(Clone, Debug, Args)]
pub(super) struct LoginOptions {
    /// How many people connect and sign in, one after the other
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) people: u32,
    /// Connections a second; several are measured one after the other [default: raised until nothing is gained]
    #[arg(long, value_name = "RATE,…", value_delimiter = ',', value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(super) rate: Vec<u32>,
    /// Sign-ins a second, likewise; 0 for none
    #[arg(long, value_name = "RATE,…", value_delimiter = ',', value_parser = clap::value_parser!(u32).range(0..=10_000))]
    pub(super) sign_ins: Vec<u32>,
    /// How long each rate is measured
    #[arg(long, value_name = "SECONDS", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=600))]
    pub(super) seconds: u32,
    #[command(flatten)]
    pub(super) cluster: ClusterOptions,
    #[command(flatten)]
    pub(super) output: OutputOptions,
}

/// What it found.
#[derive(Debug, Default, Serialize)]
pub(super) struct LoginFindings {
    pub(super) connects: Steps,
    pub(super) sign_ins: Steps,
}

impl Measure for LoginOptions {
    type Findings = LoginFindings;

    fn name(&self) -> &'static str {
        "login"
    }

    fn common(&self) -> (&ClusterOptions, &OutputOptions) {
        (&self.cluster, &self.output)
    }

    fn sockets(&self) -> usize {
        self.at_once()
    }

    async fn measure(&self, stop: &CancellationToken, findings: &mut LoginFindings) -> Result<(), LoadError> {
        let layout = Layout::new(self.people, 0)?;
        let setting_up =
            async { Ok((SignedIn::provide(layout, &self.cluster).await?, RawServer::start().await?)) };
        let (SignedIn { target, accounts, .. }, raw) = unless_stopped(stop, setting_up).await?;
        let (ours, bare) = (target.processes().with_generator(), raw.processes().with_generator());
        self.connect(&target.endpoints, &accounts.cookies, &ours, stop, &mut findings.connects.hubbub).await;
        let endpoint = std::slice::from_ref(&raw.endpoint);
        self.connect(endpoint, &[String::new()], &bare, stop, &mut findings.connects.raw).await;
        if self.sign_ins != [0] {
            self.sign_in(&target.endpoints, &ours, stop, &mut findings.sign_ins.hubbub).await?;
        }
        target.end().await;
        Ok(())
    }
}

impl LoginOptions {
    fn at_once(&self) -> usize {
        (self.people as usize * SOCKETS_PER_SESSION).min(3_000)
    }

    async fn connect(
        &self,
        endpoints: &[Endpoint],
        cookies: &[String],
        processes: &Processes,
        stop: &CancellationToken,
        steps: &mut Vec<Step>,
    ) {
        let doors: Rc<(Vec<Endpoint>, Vec<String>)> = Rc::new((endpoints.to_vec(), cookies.to_vec()));
        let one = |n: usize| {
            let doors = doors.clone();
            async move {
                let (endpoints, cookies) = &*doors;
                socket::welcome(&endpoints[n % endpoints.len()], &cookies[n % cookies.len()], Form::Json)
                    .await
            }
        };
        let rise = Rise {
            what: "connections",
            named: &self.rate,
            first: FIRST_CONNECTS,
            seconds: self.seconds,
            at_once: self.at_once(),
        };
        raise(rise, processes, stop, steps, one).await;
    }

    async fn sign_in(
        &self,
        endpoints: &[Endpoint],
        processes: &Processes,
        stop: &CancellationToken,
        steps: &mut Vec<Step>,
    ) -> Result<(), LoadError> {
        let client = Client::builder().redirect(redirect::Policy::none()).timeout(DEADLINE).build();
        let client = client.map_err(LoadError::doing("there is no HTTP"))?;
        let visitors: Rc<Vec<Visitor>> =
            Rc::new(endpoints.iter().map(|endpoint| Visitor::at(endpoint, &client)).collect());
        let people = self.people as usize;
        let one = |n: usize| {
            let visitors = visitors.clone();
            async move { visitors[n % visitors.len()].sign_in(&username(n % people)).await.map(drop) }
        };
        let rise = Rise {
            what: "sign-ins",
            named: &self.sign_ins,
            first: FIRST_SIGN_INS,
            seconds: self.seconds,
            at_once: SIGN_INS_AT_ONCE,
        };
        raise(rise, processes, stop, steps, one).await;
        Ok(())
    }
}

impl Findings for LoginFindings {
    fn is_empty(&self) -> bool {
        self.connects.is_empty()
    }

    fn tables(&self) -> Vec<Table> {
        let connects = self.connects.tables("connections with a session").into_iter();
        connects.chain(self.sign_ins.tables("sign-ins with a password")).collect()
    }

    fn charts(&self) -> Vec<Chart> {
        vec![self.connects.chart("connects", "connections"), self.sign_ins.chart("sign-ins", "sign-ins")]
    }
}
