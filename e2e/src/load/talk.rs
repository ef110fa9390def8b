//! `team` and `hall`: people talk, here and at the bare server, rate by rate.

use std::time::Instant;

use clap::Args;
use tokio_util::sync::CancellationToken;

use super::accounts::Accounts;
use super::crowd::Crowd;
use super::error::LoadError;
use super::layout::Layout;
use super::options::{ClusterOptions, Form, OutputOptions};
use super::phase::{self, Idle, Pace};
use super::process::Processes;
use super::rates::{Rate, Rates, Side};
use super::raw::RawServer;
use super::report::{GENERATOR, Measure};
use super::sql;
use super::target::Target;

/// What a gateway takes from one person, in durable commands a second.
const COMMANDS_PER_PERSON: u32 = 10;

/// How much is said, by whom, and where.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct TalkOptions {
    /// How many people, each with one socket [default: 1000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    people: Option<u32>,
    /// Over how many rooms they are spread [default: 50 for team, 1 for hall]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    rooms: Option<u32>,
    /// Messages a second, of all people together; several are measured one after the other [default: 100,500,1000 for
    /// team, 20 for hall]
    #[arg(long, value_name = "RATE,…", value_delimiter = ',', value_parser = clap::value_parser!(u32).range(1..=100_000))]
    rate: Vec<u32>,
    /// Few people, low rates and a short time, over two gateways; fails where a message costs more bus messages or
    /// statements than it may
    #[arg(long, conflicts_with_all = ["url", "rate"])]
    quick: bool,
    /// How long each rate is measured [default: 10]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=3_600))]
    pub(super) seconds: Option<u32>,
    /// How long each rate runs before it is measured [default: 3]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(0..=600))]
    pub(super) warm_up: Option<u32>,
    /// In which form the sockets hear messages
    #[arg(long, value_enum, default_value_t = Form::Json)]
    form: Form,
    #[command(flatten)]
    pub(super) cluster: ClusterOptions,
    #[command(flatten)]
    pub(super) output: OutputOptions,
}

/// What is not said on the command line.
#[derive(Clone, Copy)]
struct Defaults {
    people: u32,
    rooms: u32,
    rates: &'static [u32],
    seconds: u32,
    warm_up: u32,
    gateways: u16,
}

/// People talk, in many rooms or in one.
#[derive(Debug)]
pub(super) struct Talk {
    name: &'static str,
    layout: Layout,
    rates: Vec<u32>,
    seconds: u32,
    warm_up: u32,
    within_budget: bool,
    cluster: ClusterOptions,
    output: OutputOptions,
}

impl Talk {
    /// In many rooms.
    ///
    /// # Errors
    /// When nobody could carry it out.
    pub(super) fn team(options: TalkOptions) -> Result<Self, LoadError> {
        let full = Defaults {
            people: 1_000,
            rooms: 50,
            rates: &[100, 500, 1_000],
            seconds: 10,
            warm_up: 3,
            gateways: 1,
        };
        let quick =
            Defaults { people: 60, rooms: 6, rates: &[100, 300], seconds: 3, warm_up: 1, gateways: 2 };
        Self::with("team", if options.quick { quick } else { full }, options)
    }

    /// In one.
    ///
    /// # Errors
    /// When nobody could carry it out.
    pub(super) fn hall(options: TalkOptions) -> Result<Self, LoadError> {
        let full = Defaults { people: 1_000, rooms: 1, rates: &[20], seconds: 10, warm_up: 3, gateways: 1 };
        let quick = Defaults { people: 60, rooms: 1, rates: &[20], seconds: 3, warm_up: 1, gateways: 2 };
        Self::with("hall", if options.quick { quick } else { full }, options)
    }

    fn with(name: &'static str, defaults: Defaults, options: TalkOptions) -> Result<Self, LoadError> {
        let TalkOptions { people, rooms, rate, quick, seconds, warm_up, form, mut cluster, output } = options;
        let people = people.unwrap_or(defaults.people);
        let rates = if rate.is_empty() { defaults.rates.to_vec() } else { rate };
        let layout = Layout { form, ..Layout::new(people, rooms.unwrap_or(defaults.rooms))? };
        if let Some(rate) = rates.iter().find(|rate| **rate > people * COMMANDS_PER_PERSON) {
            return Err(LoadError::Refused(format!(
                "{people} people may send {} messages a second together, {COMMANDS_PER_PERSON} each: for {rate} give more --people",
                people * COMMANDS_PER_PERSON
            )));
        }
        cluster.gateways.get_or_insert(defaults.gateways);
        let seconds = seconds.unwrap_or(defaults.seconds);
        let warm_up = warm_up.unwrap_or(defaults.warm_up);
        Ok(Self { name, layout, rates, seconds, warm_up, within_budget: quick, cluster, output })
    }
}

impl Measure for Talk {
    type Findings = Rates;

    fn name(&self) -> &'static str {
        self.name
    }

    fn common(&self) -> (&ClusterOptions, &OutputOptions) {
        (&self.cluster, &self.output)
    }

    fn sockets(&self) -> usize {
        2 * self.layout.people
    }

    async fn measure(&self, stop: &CancellationToken, findings: &mut Rates) -> Result<(), LoadError> {
        let Self { layout, seconds, warm_up, within_budget, .. } = *self;
        *findings = Rates { layout, seconds, warm_up, within_budget, ..Rates::default() };
        let setting_up = Setup::new(layout, &self.cluster, seconds);
        let setup = stop.run_until_cancelled(setting_up).await.ok_or(LoadError::Interrupted)??;
        findings.bare_commit = setup.bare_commit().await?;
        for &rate in &self.rates {
            let measured = setup.rate(Pace { rate, warm_up, seconds }, stop).await?;
            if measured.hubbub.messages > 0 {
                findings.rates.push(measured);
            }
            if stop.is_cancelled() {
                break;
            }
        }
        setup.end().await;
        Ok(())
    }
}

/// A cluster and a bare server with everybody connected to both.
pub(super) struct Setup {
    pub(super) target: Target,
    /// One a person.
    pub(super) cookies: Vec<String>,
    pub(super) ours: Crowd,
    raw_server: RawServer,
    pub(super) raw: Crowd,
    idle: Idle,
}

impl Setup {
    /// Starts, registers and connects all of it; what an idle cluster does is watched for so many seconds.
    pub(super) async fn new(
        layout: Layout,
        cluster: &ClusterOptions,
        seconds: u32,
    ) -> Result<Self, LoadError> {
        let begun = Instant::now();
        let target = Target::provide(cluster).await?;
        let accounts = Accounts::provide(layout, &target.endpoints).await?;
        let Layout { people, rooms, .. } = layout;
        eprintln!("load: {people} people in {rooms} rooms after {:.0} s", begun.elapsed().as_secs_f64());
        let rooms = accounts.rooms();
        let ours = Crowd::connect("hubbub", layout, &target.endpoints, &accounts.cookies, &rooms).await?;
        let raw_server = RawServer::start().await?;
        let nobody = vec![String::new(); people];
        let raw = std::slice::from_ref(&raw_server.endpoint);
        let raw = Crowd::connect("the bare server", layout, raw, &nobody, &rooms).await?;
        let idle = match &target.cluster {
            Some(cluster) => phase::idle(cluster, seconds).await?,
            None => Idle::default(),
        };
        Ok(Self { target, cookies: accounts.cookies, ours, raw_server, raw, idle })
    }

    /// One rate at both, first here, then there.
    pub(super) async fn rate(&self, pace: Pace, stop: &CancellationToken) -> Result<Rate, LoadError> {
        let measured = phase::measure(&self.ours, pace, &self.our_processes(), stop).await;
        let mut hubbub = Side::of(measured);
        if let (Some(cluster), false) = (&self.target.cluster, stop.is_cancelled()) {
            let (counted, faults) = phase::count(&self.ours, pace, cluster, &self.idle, stop).await?;
            hubbub.counted = Some(counted);
            hubbub.faults.add(faults);
        }
        let raw = Side::of(phase::measure(&self.raw, pace, &self.raw_processes(), stop).await);
        Ok(Rate::new(pace.rate, hubbub, raw))
    }

    /// A bare commit at the cluster's database, if that is ours.
    pub(super) async fn bare_commit(&self) -> Result<Option<super::histogram::Percentiles>, LoadError> {
        match &self.target.cluster {
            Some(cluster) => sql::bare_commit(cluster).await,
            None => Ok(None),
        }
    }

    /// The cluster's, and ourselves.
    pub(super) fn our_processes(&self) -> Processes {
        with_us(self.target.processes())
    }

    /// The bare server, and ourselves.
    pub(super) fn raw_processes(&self) -> Processes {
        let mut server = Processes::default();
        server.add("raw", self.raw_server.process.pid());
        with_us(server)
    }

    /// Disconnects everybody and stops what was started.
    pub(super) async fn end(self) {
        drop((self.ours, self.raw));
        self.target.end().await;
    }
}

fn with_us(mut processes: Processes) -> Processes {
    processes.add(GENERATOR, std::process::id());
    processes
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::super::cli::{Cli, Scenario};
    use super::*;

    fn talk(words: &[&str]) -> Result<Talk, LoadError> {
        match Cli::try_parse_from(["load"].iter().chain(words)).expect("understood").scenario {
            Scenario::Team(options) => Talk::team(options),
            Scenario::Hall(options) => Talk::hall(options),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_team_is_fifty_rooms_of_twenty_and_a_hall_is_one_room() {
        let team = talk(&["team"]).expect("a plan");
        assert_eq!((team.layout.people, team.layout.rooms), (1_000, 50));
        assert_eq!(team.rates, [100, 500, 1_000]);
        let hall = talk(&["hall", "--people", "70"]).expect("a plan");
        assert_eq!((hall.layout.people, hall.layout.rooms), (70, 1));
    }

    #[test]
    fn what_nobody_could_carry_out_is_refused_in_one_sentence() {
        for words in [&["team", "--people", "10"][..], &["team", "--people", "50", "--rate", "501"]] {
            let error = talk(words).expect_err("refused");
            assert!(matches!(error, LoadError::Refused(_)) && !error.to_string().contains('\n'), "{error}");
        }
    }

    #[test]
    fn what_is_no_number_or_no_scenario_is_not_understood() {
        for words in [
            &["storms"][..],
            &["team", "--rate", "0"],
            &["team", "--rooms", "0"],
            &["team", "--people", "many"],
            &["idle", "--rate", "5"],
            &[],
        ] {
            assert!(Cli::try_parse_from(["load"].iter().chain(words)).is_err(), "{words:?}");
        }
    }
}
