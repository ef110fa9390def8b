//! What processes have used, by groups, from `/proc`.

use std::collections::BTreeMap;
use std::fs;
use std::time::Instant;

use super::report::GENERATOR;

/// `USER_HZ`: the unit of times in `/proc`, in ms. 100 a second on every Linux we run on.
const TICK_MS: u64 = 10;
/// Memory in `/proc/<pid>/statm` is counted in pages, of so many KiB.
const PAGE_KIB: u64 = 4;

/// Processes to watch.
#[derive(Clone, Debug, Default)]
pub(super) struct Processes(Vec<Watched>);

#[derive(Clone, Copy, Debug)]
struct Watched {
    group: &'static str,
    pid: u32,
    with_children: bool,
}

/// What a group has used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Usage {
    /// Time on a processor, user and system, in ms, since its start. Children that have ended count.
    pub(super) cpu_ms: u64,
    /// Memory, in KiB: what is each process's own, and once what they share.
    pub(super) memory_kib: u64,
}

/// What each group has used.
pub(super) type Snapshot = BTreeMap<&'static str, Usage>;

impl Processes {
    /// One more, under the name of its group.
    pub(super) fn add(&mut self, group: &'static str, pid: u32) {
        self.0.push(Watched { group, pid, with_children: false });
    }

    /// One more with its children: Postgres has a process for every connection.
    pub(super) fn add_family(&mut self, group: &'static str, pid: u32) {
        self.0.push(Watched { group, pid, with_children: true });
    }

    /// The same, and ourselves: shown, and no part of any sum.
    pub(super) fn with_generator(mut self) -> Self {
        self.add(GENERATOR, std::process::id());
        self
    }

    /// Those of one group.
    pub(super) fn only(&self, group: &str) -> Self {
        Self(self.0.iter().filter(|watched| watched.group == group).copied().collect())
    }

    /// What each group has used until now.
    pub(super) fn snapshot(&self) -> Snapshot {
        let children = children();
        let mut groups: BTreeMap<&'static str, (u64, u64, u64)> = BTreeMap::new();
        for Watched { group, pid, with_children } in &self.0 {
            let (cpu, own, shared) = groups.entry(group).or_default();
            let family = children.get(pid).filter(|_| *with_children).into_iter().flatten().chain([pid]);
            for pid in family {
                *cpu += read(*pid, "stat").and_then(|text| cpu_ticks(&text)).unwrap_or(0);
                let (private, common) = read(*pid, "statm").and_then(|text| pages(&text)).unwrap_or_default();
                *own += private;
                *shared = common.max(*shared);
            }
        }
        let usage =
            |(cpu, own, shared)| Usage { cpu_ms: cpu * TICK_MS, memory_kib: (own + shared) * PAGE_KIB };
        groups.into_iter().map(|(group, sums)| (group, usage(sums))).collect()
    }

    /// The same and when it was taken, on a thread of its own: reading about fifty processes takes as long as a delivery.
    /// Begins at once, whenever it is awaited.
    pub(super) fn snapshot_aside(&self) -> impl Future<Output = (Instant, Snapshot)> + use<> {
        let processes = self.clone();
        let reading = tokio::task::spawn_blocking(move || (Instant::now(), processes.snapshot()));
        async { reading.await.unwrap_or_else(|error| unreachable!("reading files does not panic: {error}")) }
    }
}

/// What was used meanwhile, and memory as it is now.
pub(super) fn between(before: &Snapshot, after: &Snapshot) -> Snapshot {
    let used = |(group, after): (&&'static str, &Usage)| {
        let before = before.get(group).map_or(0, |usage| usage.cpu_ms);
        (*group, Usage { cpu_ms: after.cpu_ms.saturating_sub(before), ..*after })
    };
    after.iter().map(used).collect()
}

fn read(pid: u32, what: &str) -> Option<String> {
    fs::read_to_string(format!("/proc/{pid}/{what}")).ok()
}

/// Whose children there are.
fn children() -> BTreeMap<u32, Vec<u32>> {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let folders = fs::read_dir("/proc").into_iter().flatten().flatten();
    for pid in folders.filter_map(|folder| folder.file_name().to_str()?.parse().ok()) {
        if let Some(parent) = read(pid, "stat").and_then(|text| fields(&text).nth(1)?.parse().ok()) {
            children.entry(parent).or_default().push(pid);
        }
    }
    children
}

/// The fields of `stat` from the state on: a name may hold anything, even spaces and brackets.
fn fields(stat: &str) -> impl Iterator<Item = &str> {
    stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace()
}

/// Its own time, and that of its children that have ended.
fn cpu_ticks(stat: &str) -> Option<u64> {
    let times: Vec<u64> = fields(stat).skip(11).take(4).map_while(|time| time.parse().ok()).collect();
    (times.len() == 4).then(|| times.iter().sum())
}

/// Its own pages, and those it shares.
fn pages(statm: &str) -> Option<(u64, u64)> {
    let mut numbers = statm.split_whitespace().skip(1).map_while(|word| word.parse::<u64>().ok());
    let (resident, shared) = (numbers.next()?, numbers.next()?);
    Some((resident.saturating_sub(shared), shared))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_and_spaces_hides_no_field() {
        let stat = "7 (a) b) c) S 3 7 7 0 -1 0 1 2 3 4 50 6 70 8 20 0 1 0 99";
        assert_eq!(fields(stat).nth(1), Some("3"));
        assert_eq!(cpu_ticks(stat), Some(50 + 6 + 70 + 8));
        assert_eq!(cpu_ticks("7 (a) S 3"), None);
    }

    #[test]
    fn pages_are_ones_own_and_shared() {
        assert_eq!(pages("900 300 100 20 0 400 0\n"), Some((200, 100)));
        assert_eq!(pages(""), None);
    }

    #[test]
    fn we_ourselves_use_something_and_nobody_uses_nothing() {
        let mut processes = Processes::default();
        processes.add("us", std::process::id());
        processes.add("nobody", u32::MAX);
        let snapshot = processes.snapshot();
        assert!(snapshot["us"].memory_kib > 1_000, "{snapshot:?}");
        assert_eq!(snapshot["nobody"], Usage::default());
    }

    #[test]
    fn what_was_used_is_the_difference_and_memory_is_what_it_is_now() {
        let usage = |cpu_ms, memory_kib| Snapshot::from([("gateway", Usage { cpu_ms, memory_kib })]);
        assert_eq!(between(&usage(50, 900), &usage(70, 800)), usage(20, 800));
        assert_eq!(between(&Snapshot::new(), &usage(70, 800)), usage(70, 800));
    }
}
