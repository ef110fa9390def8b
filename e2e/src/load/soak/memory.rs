//! The memory of each kind of process, minute by minute.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;

use super::super::process::Processes;
use crate::{Cluster, Who};

/// How often it is looked at.
const EVERY: Duration = Duration::from_secs(60);
/// It is flat if in the end it is not more than so many times what it was after a fifth of the time.
const GROWTH: f64 = 1.25;

/// In MiB.
#[derive(Debug, Default)]
pub(super) struct Memory(BTreeMap<&'static str, Vec<u64>>);

impl Memory {
    /// Watches it for so long.
    pub(super) async fn watch(cluster: &Cluster, length: Duration) -> Self {
        let mut processes = Processes::default();
        for node in cluster.nodes() {
            let group = match node.who {
                Who::Gateway(_) => "gateway",
                Who::Room(_) => "room",
                Who::Auth(_) => "auth",
            };
            processes.add(group, node.pid());
        }
        let (begun, mut memory) = (Instant::now(), Self::default());
        let mut tick = tokio::time::interval(EVERY);
        while begun.elapsed() < length {
            tick.tick().await;
            for (group, usage) in processes.snapshot() {
                memory.0.entry(group).or_default().push(usage.memory_kib / 1_024);
            }
        }
        memory
    }

    /// Who grew.
    pub(super) fn problems(&self) -> Vec<String> {
        let grown = self.0.iter().filter_map(|(group, minutes)| {
            let (early, last) = (*minutes.get(minutes.len() / 5)?, *minutes.last()?);
            (last as f64 > early as f64 * GROWTH).then(|| format!("{group} grew from {early} to {last} MiB"))
        });
        grown.collect()
    }

    #[allow(clippy::print_stdout, reason = "figures are for people")]
    pub(super) fn show(&self) {
        for (group, minutes) in &self.0 {
            println!("memory of {group}, MiB: {minutes:?}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_process_takes_at_first_is_no_growth_and_what_it_takes_ever_more_is() {
        let memory = |minutes: &[u64]| Memory(BTreeMap::from([("room", minutes.to_vec())]));
        assert_eq!(memory(&[30, 80, 82, 81, 83]).problems(), Vec::<String>::new());
        assert_eq!(memory(&[30, 80, 90, 100, 120]).problems(), ["room grew from 80 to 120 MiB"]);
    }
}
