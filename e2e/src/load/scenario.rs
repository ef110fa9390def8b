//! What a scenario means in people, rooms and messages. Pure.

use std::path::PathBuf;

use serde::Serialize;

use super::cli::{Form, Options, Scenario};
use super::error::LoadError;

/// What a gateway takes from one person, in durable commands a second.
const COMMANDS_PER_PERSON: u32 = 10;

/// What the people do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    /// They talk in many rooms.
    Team,
    /// They talk in one room.
    Hall,
    /// They are connected.
    Idle,
}

impl Kind {
    /// As it is typed.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Hall => "hall",
            Self::Idle => "idle",
        }
    }
}

/// What is not said on the command line.
struct Defaults {
    people: u32,
    rooms: u32,
    rates: &'static [u32],
    seconds: u32,
    warm_up: u32,
    gateways: u16,
}

impl Defaults {
    fn of(kind: Kind, quick: bool) -> Self {
        let (rooms, rates): (_, &[u32]) = match (kind, quick) {
            (Kind::Team, false) => (50, &[100, 500, 1_000]),
            (Kind::Team, true) => (6, &[100, 300]),
            (Kind::Hall, _) => (1, &[20]),
            (Kind::Idle, _) => (0, &[]),
        };
        let full = Self { people: 1_000, rooms, rates, seconds: 10, warm_up: 3, gateways: 1 };
        if quick { Self { people: 60, seconds: 3, warm_up: 1, gateways: 2, ..full } } else { full }
    }
}

/// Everything about one run.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// What the people do.
    pub(super) kind: Kind,
    /// How many people, each with one socket.
    pub(super) people: usize,
    /// How many rooms; 0 for people who have none open.
    pub(super) rooms: usize,
    /// Messages a second, one after the other.
    pub(super) rates: Vec<u32>,
    /// How long each rate is measured, in seconds.
    pub(super) seconds: u32,
    /// How long each rate runs before that, in seconds.
    pub(super) warm_up: u32,
    /// Whether it fails where a message costs more than it may.
    pub(super) quick: bool,
    /// In which form messages are heard.
    pub(super) form: Form,
    /// Where the results go as JSON.
    pub(super) json: Option<PathBuf>,
    /// A cluster that runs already.
    pub(super) url: Option<String>,
    /// What to start a cluster with, else ourselves.
    pub(super) hubbub: Option<PathBuf>,
    /// How many gateways to start.
    pub(super) gateways: usize,
    /// How many room-services to start.
    pub(super) room_services: usize,
}

impl Plan {
    /// Fills in the scenario's defaults.
    ///
    /// # Errors
    /// When nobody could carry it out.
    pub(super) fn of(scenario: Scenario) -> Result<Self, LoadError> {
        match scenario {
            Scenario::Team(options) => Self::with(Kind::Team, options),
            Scenario::Hall(options) => Self::with(Kind::Hall, options),
            Scenario::Idle(options) => Self::with(Kind::Idle, options),
            Scenario::Soak(_) | Scenario::RawServer { .. } => {
                Err(LoadError::Refused("this is no plan of rates".into()))
            }
        }
    }

    fn with(kind: Kind, options: Options) -> Result<Self, LoadError> {
        let defaults = Defaults::of(kind, options.quick);
        let people = options.people.unwrap_or(defaults.people);
        let rooms = options.rooms.unwrap_or(defaults.rooms);
        let rates = if options.rate.is_empty() { defaults.rates.to_vec() } else { options.rate };
        let talks = kind != Kind::Idle;
        if !talks && !rates.is_empty() {
            return Err(LoadError::Refused("nobody talks in idle: it takes no --rate".into()));
        }
        if talks && rooms == 0 {
            return Err(LoadError::Refused("people need a room to talk in: give --rooms at least 1".into()));
        }
        if rooms > people {
            return Err(LoadError::Refused(format!("{people} people do not fill {rooms} rooms")));
        }
        if let Some(rate) = rates.iter().find(|rate| **rate > people * COMMANDS_PER_PERSON) {
            return Err(LoadError::Refused(format!(
                "{people} people may send {} messages a second together, {COMMANDS_PER_PERSON} each: for {rate} give more --people",
                people * COMMANDS_PER_PERSON
            )));
        }
        Ok(Self {
            kind,
            people: people as usize,
            rooms: rooms as usize,
            rates,
            seconds: options.seconds.unwrap_or(defaults.seconds),
            warm_up: options.warm_up.unwrap_or(defaults.warm_up),
            quick: options.quick,
            form: options.form,
            json: options.json,
            url: options.url,
            hubbub: options.hubbub,
            gateways: options.gateways.unwrap_or(defaults.gateways).into(),
            room_services: options.room_services.into(),
        })
    }

    /// In which room somebody is. Neighbours are in different rooms, so that messages sent one after the other are, too.
    pub(super) fn room_of(&self, person: usize) -> Option<usize> {
        (self.rooms > 0).then(|| person % self.rooms)
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::super::cli::Cli;
    use super::*;

    fn plan(words: &[&str]) -> Result<Plan, LoadError> {
        Plan::of(Cli::try_parse_from(["load"].iter().chain(words)).expect("understood").scenario)
    }

    #[test]
    fn a_team_is_fifty_rooms_of_twenty() {
        let plan = plan(&["team"]).expect("a plan");
        assert_eq!(
            (plan.people, plan.rooms, plan.rates.as_slice()),
            (1_000, 50, [100, 500, 1_000].as_slice())
        );
        for room in 0..50 {
            assert_eq!((0..1_000).filter(|person| plan.room_of(*person) == Some(room)).count(), 20);
        }
    }

    #[test]
    fn a_hall_is_one_room_and_idle_people_have_none() {
        assert_eq!(plan(&["hall"]).expect("a plan").rooms, 1);
        assert_eq!(plan(&["idle", "--people", "2000"]).expect("a plan").room_of(7), None);
    }

    #[test]
    fn what_nobody_could_carry_out_is_refused_in_one_sentence() {
        for words in [
            &["idle", "--rate", "5"][..],
            &["team", "--rooms", "0"],
            &["team", "--people", "10"],
            &["team", "--people", "50", "--rate", "501"],
        ] {
            let error = plan(words).expect_err("refused");
            assert!(matches!(error, LoadError::Refused(_)) && !error.to_string().contains('\n'), "{error}");
        }
    }

    #[test]
    fn what_is_no_number_or_no_scenario_is_not_understood() {
        for words in [&["storms"][..], &["team", "--rate", "0"], &["team", "--people", "many"], &[]] {
            assert!(Cli::try_parse_from(["load"].iter().chain(words)).is_err(), "{words:?}");
        }
    }
}
