//! `goals`: everything that the table of goals in `docs/performance.md` needs, run after run, each beside the bare server.

mod list;

use clap::{Args, ValueEnum};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::cold::{ColdFindings, ColdOptions};
use super::error::{LoadError, unless_stopped};
use super::figures::Faults;
use super::grow::{GrowFindings, GrowOptions, Stored};
use super::idle::{IdleFindings, IdleOptions};
use super::layout::Layout;
use super::login::{LoginFindings, LoginOptions};
use super::options::{ClusterOptions, Form, OutputOptions};
use super::page::{PageFindings, PageOptions};
use super::phase::Pace;
use super::report::{Findings, Measure, Table};
use super::requests::most;
use super::saturate::{self, Point, SaturateFindings, SaturateOptions};
use super::setup::Setup;
use list::Samples;

/// How much of it, and of which build.
#[derive(Clone, Debug, Args)]
pub(super) struct GoalsOptions {
    /// Only these
    #[arg(long, value_enum, value_name = "PART,…", value_delimiter = ',', default_values_t = Part::ALL)]
    parts: Vec<Part>,
    /// How often each is measured; the run in the middle counts
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=99))]
    runs: u32,
    /// How many people there are in `team` and `hall`
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(100..))]
    people: u32,
    /// Messages stored in the room that has grown; ten million take about 10 GB and five minutes more
    #[arg(long, value_name = "N", default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(1..=100_000_000))]
    messages: u32,
    /// How long each is measured
    #[arg(long, value_name = "SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=600))]
    seconds: u32,
    #[command(flatten)]
    cluster: ClusterOptions,
    #[command(flatten)]
    output: OutputOptions,
}

/// What can be measured by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    Team,
    Hall,
    Idle,
    Login,
    Page,
    Cold,
    Grow,
}

impl Part {
    const ALL: [Self; 7] =
        [Self::Team, Self::Hall, Self::Idle, Self::Login, Self::Page, Self::Cold, Self::Grow];
}

/// What it found.
#[derive(Debug, Default, Serialize)]
pub(super) struct GoalsFindings {
    samples: Samples,
    goals: Vec<list::Row>,
}

impl Measure for GoalsOptions {
    type Findings = GoalsFindings;

    fn name(&self) -> &'static str {
        "goals"
    }

    fn common(&self) -> (&ClusterOptions, &OutputOptions) {
        (&self.cluster, &self.output)
    }

    fn sockets(&self) -> usize {
        2 * self.people as usize
    }

    async fn measure(&self, stop: &CancellationToken, findings: &mut GoalsFindings) -> Result<(), LoadError> {
        if self.cluster.url.is_some() {
            return Err(LoadError::Refused("goals are measured on a cluster of their own: no --url".into()));
        }
        for part in &self.parts {
            let measured = self.part(*part, stop, findings).await;
            findings.goals = list::rows(&findings.samples);
            measured?;
            if stop.is_cancelled() {
                break;
            }
        }
        Ok(())
    }
}

impl GoalsOptions {
    async fn part(
        &self,
        part: Part,
        stop: &CancellationToken,
        findings: &mut GoalsFindings,
    ) -> Result<(), LoadError> {
        match part {
            Part::Team => self.talk("team", self.people / 20, &[100, 500, 1_000], stop, findings).await,
            Part::Hall => self.talk("hall", 1, &[20], stop, findings).await,
            Part::Idle => self.idle(stop, findings).await,
            Part::Login => self.login(stop, findings).await,
            Part::Page => self.page(stop, findings).await,
            Part::Cold => self.cold(stop, findings).await,
            Part::Grow => self.grow(stop, findings).await,
        }
    }

    /// Rates, and then saturation, run after run.
    async fn talk(
        &self,
        name: &str,
        rooms: u32,
        rates: &[u32],
        stop: &CancellationToken,
        findings: &mut GoalsFindings,
    ) -> Result<(), LoadError> {
        let layout = Layout::new(self.people, rooms)?;
        let setup = unless_stopped(stop, Setup::new(layout, &self.cluster, self.seconds)).await?;
        let saturate = SaturateOptions {
            people: self.people,
            rooms,
            rate: Vec::new(),
            seconds: self.seconds.min(2),
            form: Form::Json,
            cluster: self.cluster.clone(),
            output: OutputOptions::default(),
        };
        for _ in 0..self.runs {
            findings.add("commit p50", setup.bare_commit().await?.map(|times| times.p50));
            for rate in rates {
                let pace = Pace { rate: *rate, warm_up: 1, seconds: self.seconds };
                let measured = setup.rate(pace, stop).await?;
                if stop.is_cancelled() {
                    break;
                }
                findings.rate(name, &measured);
            }
            let mut saturated = SaturateFindings::default();
            if !stop.is_cancelled() {
                saturate.saturate(&setup, stop, &mut saturated).await;
            }
            if !stop.is_cancelled() {
                findings.saturated(name, &saturated);
            }
        }
        setup.end().await;
        Ok(())
    }

    async fn idle(&self, stop: &CancellationToken, findings: &mut GoalsFindings) -> Result<(), LoadError> {
        let options = IdleOptions {
            people: self.people,
            seconds: self.seconds,
            form: Form::Html,
            cluster: self.cluster.clone(),
            output: OutputOptions::default(),
        };
        for _ in 0..self.runs {
            let mut found = IdleFindings::default();
            options.measure(stop, &mut found).await?;
            findings.add("socket", found.idle.map(|idle| idle.hubbub.memory_kib_per_socket));
        }
        Ok(())
    }

    async fn login(&self, stop: &CancellationToken, findings: &mut GoalsFindings) -> Result<(), LoadError> {
        let options = LoginOptions {
            people: 200,
            rate: Vec::new(),
            sign_ins: vec![0],
            seconds: self.seconds.min(2),
            cluster: self.cluster.clone(),
            output: OutputOptions::default(),
        };
        for _ in 0..self.runs {
            let mut found = LoginFindings::default();
            options.measure(stop, &mut found).await?;
            findings.add("connects", Some(most(&found.connects.hubbub)));
        }
        Ok(())
    }

    async fn page(&self, stop: &CancellationToken, findings: &mut GoalsFindings) -> Result<(), LoadError> {
        let options = PageOptions {
            people: 300,
            rooms: 5,
            rate: Vec::new(),
            seconds: self.seconds.min(2),
            connections: 32,
            gzip: false,
            reactions: 0,
            cluster: self.cluster.clone(),
            output: OutputOptions::default(),
        };
        for _ in 0..self.runs {
            let mut found = PageFindings::default();
            options.measure(stop, &mut found).await?;
            let steps = &found.pages.hubbub;
            findings.add("pages", Some(most(steps)));
            let calm = steps.iter().find(|step| step.rate >= 200).and_then(|step| step.latency);
            findings.add("page p50", calm.map(|times| times.p50));
        }
        Ok(())
    }

    async fn cold(&self, stop: &CancellationToken, findings: &mut GoalsFindings) -> Result<(), LoadError> {
        let options = ColdOptions {
            rooms: 10_000,
            people: 100,
            rate: 100,
            seconds: 2 * self.seconds,
            cluster: self.cluster.clone(),
            output: OutputOptions::default(),
        };
        for _ in 0..self.runs {
            let mut found = ColdFindings::default();
            options.measure(stop, &mut found).await?;
            findings.add("cold p99", found.cold.and_then(|waking| waking.ack).map(|times| times.p99));
        }
        Ok(())
    }

    async fn grow(&self, stop: &CancellationToken, findings: &mut GoalsFindings) -> Result<(), LoadError> {
        let options = GrowOptions {
            processes: Vec::new(),
            members: vec![100_000; self.runs as usize],
            messages: vec![self.messages],
            people: 20,
            seconds: 2 * self.seconds,
            cluster: ClusterOptions { hubbub: self.cluster.hubbub.clone(), ..ClusterOptions::default() },
            output: OutputOptions::default(),
        };
        let mut found = GrowFindings::default();
        options.measure(stop, &mut found).await?;
        for stored in &found.stored {
            let key = if stored.messages == self.messages { "grown messages" } else { "grown members" };
            findings.add(key, ratio(stored));
            findings.wrong(&stored.faults);
        }
        Ok(())
    }
}

fn ratio(stored: &Stored) -> Option<f64> {
    Some(stored.grown.ack?.p99 / stored.small.ack?.p99)
}

impl GoalsFindings {
    fn add(&mut self, key: &str, value: Option<f64>) {
        if let Some(value) = value.filter(|value| value.is_finite()) {
            self.samples.entry(key.to_owned()).or_default().push(value);
        }
    }

    fn wrong(&mut self, faults: &Faults) {
        self.add("wrong", Some((faults.lost + faults.duplicated + faults.out_of_order) as f64));
    }

    fn rate(&mut self, name: &str, rate: &super::rates::Rate) {
        let (ours, raw, speed) = (&rate.hubbub, &rate.raw, rate.rate);
        self.wrong(&ours.faults);
        if name == "hall" {
            self.add("hall cpu", ours.cpu_us_per_delivery);
            self.add("raw hall cpu", raw.cpu_us_per_delivery);
            return;
        }
        self.add(&format!("team {speed} p50"), ours.latency.map(|times| times.p50));
        self.add(&format!("team {speed} p99"), ours.latency.map(|times| times.p99));
        self.add(&format!("team {speed} cpu"), ours.cpu_ms_per_message);
        self.add(&format!("raw {speed} p50"), raw.latency.map(|times| times.p50));
        if let Some(counted) = &ours.counted {
            self.add("bus", Some(counted.bus.values().sum()));
            self.add("sql", Some(counted.sql.values().sum()));
        }
    }

    fn saturated(&mut self, name: &str, found: &SaturateFindings) {
        self.add(&format!("{name} share"), found.share_of_raw.map(|share| share * 100.0));
        found.hubbub.iter().for_each(|point| self.wrong(&point.faults));
        let Some(beyond) = &found.beyond else { return };
        self.wrong(&beyond.faults);
        let most = saturate::most(&found.hubbub);
        let best: Option<&Point> = found.hubbub.iter().find(|point| point.deliveries >= most);
        let p99 = best.and_then(|point| point.ack).zip(beyond.ack).map(|(best, ack)| ack.p99 / best.p99);
        self.add("beyond p99", p99);
        self.add("beyond memory", Some(beyond.memory_growth()));
        self.add("beyond well", Some(beyond.well_again_seconds.unwrap_or(f64::from(u16::MAX))));
    }
}

impl Findings for GoalsFindings {
    fn is_empty(&self) -> bool {
        self.samples.is_empty()
    }

    fn tables(&self) -> Vec<Table> {
        vec![list::table(&self.samples)]
    }
}
