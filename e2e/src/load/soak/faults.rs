//! What is done to the connections, one thing after the other, and when it was.

use std::time::Duration;

use services::testbed::proxy::Behaviour;
use tokio::time::{Instant, sleep};

use super::dice::Dice;
use crate::{Link, SILENCE};

/// Without any fault at first: everybody comes in.
const BEFORE: Duration = Duration::from_secs(5);

/// One fault as it was played.
#[derive(Clone, Debug)]
pub(super) struct Played {
    pub(super) what: String,
    pub(super) from: Instant,
    pub(super) until: Instant,
    /// New connections fared the same: as long as it lasted nothing could get through that link.
    pub(super) lasting: bool,
    /// Connections of people went silent, and stay so: they make new ones once they have noticed.
    pub(super) unnoticed: bool,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Played>);

impl Faults {
    pub(super) fn played(&self) -> &[Played] {
        &self.0
    }

    /// How long of this time some link let nothing through, new connections included, or people had yet to notice that theirs
    /// was silent: a page's deadline for that stands among the waits, and these people's is shorter.
    pub(super) fn blocked(&self, from: Instant, until: Instant) -> Duration {
        let overlap = |fault: &Played| fault.until.min(until).saturating_duration_since(fault.from.max(from));
        let unnoticed = |fault: &Played| Played { until: fault.from + SILENCE, ..fault.clone() };
        // One after the other: they never overlap each other.
        let lasting: Duration = self.0.iter().filter(|fault| fault.lasting).map(overlap).sum();
        lasting
            + self
                .0
                .iter()
                .filter(|fault| fault.unnoticed)
                .map(|fault| overlap(&unnoticed(fault)))
                .sum::<Duration>()
    }
}

/// Plays faults for so long, the same ones for the same seed.
pub(super) async fn play(links: &[Link], length: Duration, seed: u64) -> Faults {
    let (mut dice, mut faults) = (Dice::new(seed), Faults::default());
    let end = Instant::now() + length;
    sleep(BEFORE).await;
    while Instant::now() < end {
        let link = &links[dice.below(links.len() as u64) as usize];
        let (behaviour, lasts) = (behaviour(&mut dice), Duration::from_millis(500 + dice.below(6_000)));
        let lasting = dice.below(2) == 0;
        let from = Instant::now();
        if lasting {
            link.set(behaviour);
        } else {
            link.set_open(behaviour);
        }
        sleep(lasts).await;
        let is_silent =
            matches!(behaviour, Behaviour::Hold | Behaviour::HoldAnswers | Behaviour::HoldRequests);
        // What went silent stays silent: it is for the process to notice. What is slow is quick again.
        match (lasting, is_silent) {
            (false, true) => {}
            (_, _) => link.set(Behaviour::Pass),
        }
        let what = format!("{}: {behaviour:?}{}", link.name(), if lasting { ", new ones too" } else { "" });
        let unnoticed = !lasting && is_silent && link.name().ends_with("with browsers");
        faults.0.push(Played { what, from, until: Instant::now(), lasting, unnoticed });
        sleep(Duration::from_millis(1_000 + dice.below(4_000))).await;
    }
    for link in links {
        link.set(Behaviour::Pass);
    }
    faults
}

fn behaviour(dice: &mut Dice) -> Behaviour {
    match dice.below(8) {
        0 | 1 => Behaviour::Hold,
        2 => Behaviour::HoldRequests,
        3 => Behaviour::HoldAnswers,
        4 => Behaviour::Delay(Duration::from_millis(20 + dice.below(300))),
        5 => Behaviour::Throttle(60_000),
        6 => Behaviour::Cut,
        _ => Behaviour::Reset,
    }
}
