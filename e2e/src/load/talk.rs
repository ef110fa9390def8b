//! `team` and `hall`: people talk, here and at the bare server, rate by rate.

use clap::Args;
use tokio_util::sync::CancellationToken;

use super::error::{LoadError, unless_stopped};
use super::layout::Layout;
use super::options::{ClusterOptions, Form, OutputOptions};
use super::phase::Pace;
use super::rates::Rates;
use super::report::Measure;
use super::setup::Setup;

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
        let setup = unless_stopped(stop, Setup::new(layout, &self.cluster, seconds)).await?;
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
