//! The discrete-event simulator: virtual time, chance from one seed, and one queue of events.
//!
//! Everybody says what they have to say by putting it in the queue; `network` decides when it arrives, if at all.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use super::check::Checker;
use super::faults::Fault;
use super::gateway::GatewayHears;
use super::network::Process;
use super::node::NodeHears;
use super::person::PersonHears;
use super::store::StoreHears;

/// Virtual milliseconds since the beginning.
pub(crate) type Ms = u64;

/// So long, in milliseconds.
pub(crate) fn ms(time: Duration) -> Ms {
    Ms::try_from(time.as_millis()).unwrap_or(Ms::MAX)
}

/// How many of the last lines of the trace a failure prints.
const LAST: usize = 30;

/// Chance from a seed: splitmix64.
#[derive(Clone, Debug)]
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5851_F42D_4C95_7F2D)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// 0 … n-1.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.next() % n.max(1)
    }

    /// low … high, both included.
    pub(crate) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }

    /// True so many times in a thousand.
    pub(crate) fn chance(&mut self, permille: u64) -> bool {
        self.below(1_000) < permille
    }

    /// An index into something of this length.
    pub(crate) fn index(&mut self, len: usize) -> usize {
        usize::try_from(self.below(len as u64)).unwrap_or(0)
    }

    pub(crate) fn uuid(&mut self) -> uuid::Uuid {
        uuid::Uuid::from_u64_pair(self.next(), self.next())
    }
}

/// What can be in the queue. `life` is the life of a process it was meant for; a later life never hears it.
#[derive(Debug)]
pub(crate) enum SimEvent {
    Node { at: usize, life: u32, what: NodeHears },
    Gateway { at: usize, life: u32, what: GatewayHears },
    Person { at: usize, what: PersonHears },
    Store(StoreHears),
    Disruption,
}

/// A direction in which things keep their order: a TCP connection, or one publisher's subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Lane {
    Up(u64),
    Down(u64),
    Subject { node: usize, gateway: usize, room: uuid::Uuid },
}

/// What goes wrong how often in this run; all zero once it is calm.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conditions {
    /// Messages lost, of a thousand.
    pub(crate) loss: u64,
    /// Announcements heard twice, of a thousand.
    pub(crate) twice: u64,
    /// Messages that are late, of a thousand, and by how much at most.
    pub(crate) late: u64,
    pub(crate) late_by: Ms,
    /// Calls of the append that are refused as a whole, and as many whose outcome is not learnt, of a thousand.
    pub(crate) unknown: u64,
    /// Calls of the append on a connection that falls silent, of a thousand.
    pub(crate) silent: u64,
    /// No announcement arrives.
    pub(crate) mute: bool,
    /// Commands that go to another room-service than the first in order, of a thousand.
    pub(crate) fickle: u64,
    /// Deaths at any one boundary of a round, of a thousand.
    pub(crate) fragile: u64,
    /// Processes stopped, killed, cut off: once in so many milliseconds; 0 for never.
    pub(crate) disruption_every: Ms,
}

/// Who is cut off from NATS, by index.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cut {
    pub(crate) nodes: Vec<bool>,
    pub(crate) gateways: Vec<bool>,
}

/// What everybody shares.
pub(crate) struct Sim {
    seed: u64,
    /// The beginning, as the product's machines are told the time.
    began: Instant,
    pub(crate) now: Ms,
    pub(crate) rng: Rng,
    pub(crate) fault: Option<Fault>,
    pub(crate) conditions: Conditions,
    pub(crate) check: Checker,
    pub(crate) calm: bool,
    /// Who is cut off from NATS.
    pub(crate) cut: Cut,
    /// Room-services that have just died.
    pub(crate) crashed: Vec<usize>,
    /// The present life of each gateway.
    gateways: Vec<Process>,
    queue: BTreeMap<(Ms, u64), SimEvent>,
    lanes: HashMap<Lane, Ms>,
    entries: u64,
    playing: u64,
    names: u64,
    trace: Vec<String>,
}

impl Sim {
    pub(crate) fn new(seed: u64, fault: Option<Fault>) -> Self {
        Self {
            seed,
            began: Instant::now(),
            now: 0,
            rng: Rng::new(seed),
            fault,
            conditions: Conditions::default(),
            check: Checker::default(),
            calm: false,
            cut: Cut::default(),
            crashed: Vec::new(),
            gateways: Vec::new(),
            queue: BTreeMap::new(),
            lanes: HashMap::new(),
            entries: 0,
            playing: 0,
            names: 0,
            trace: Vec::new(),
        }
    }

    /// This fault is planted.
    pub(crate) fn has(&self, fault: Fault) -> bool {
        self.fault == Some(fault)
    }

    /// Now, as the product's machines are told the time.
    pub(crate) fn instant(&self) -> Instant {
        self.began + Duration::from_millis(self.now)
    }

    /// A moment of a machine's, rounded up.
    pub(crate) fn ms_of(&self, moment: Instant) -> Ms {
        let time = moment.saturating_duration_since(self.began);
        Ms::try_from(time.as_nanos().div_ceil(1_000_000)).unwrap_or(Ms::MAX)
    }

    /// The present lives of all gateways.
    pub(crate) fn gateways(&self) -> Vec<Process> {
        self.gateways.clone()
    }

    /// A gateway begins a life.
    pub(crate) fn gateway_lives(&mut self, process: Process) {
        self.gateways.retain(|other| other.at != process.at);
        self.gateways.push(process);
        self.gateways.sort_unstable();
    }

    /// Whether a room-service dies here, at a boundary of its round.
    pub(crate) fn crashes(&mut self, node: usize, boundary: &str) -> bool {
        let fragile = self.conditions.fragile;
        let crashes = self.rng.chance(fragile);
        if crashes {
            self.tell(|| format!("n{node} dies {boundary}"));
            self.crashed.push(node);
        }
        crashes
    }

    /// A number never used before in this run.
    pub(crate) fn fresh(&mut self) -> u64 {
        self.names += 1;
        self.names
    }

    /// Chance for something named by two numbers, the same whenever it is asked for.
    pub(crate) fn chance_of(&self, one: u64, other: proto::Seq) -> Rng {
        Rng::new(
            self.seed
                ^ one.wrapping_mul(0xA24B_AED4_963E_E407)
                ^ other.unsigned_abs().wrapping_mul(0x9FB2_1C65_1E98_DF25),
        )
    }

    /// Puts something in the queue, so many milliseconds from now.
    pub(crate) fn after(&mut self, ms: Ms, what: SimEvent) {
        self.entries += 1;
        self.queue.insert((self.now + ms, self.entries), what);
    }

    /// The same, but never before what went the same lane earlier.
    pub(crate) fn along(&mut self, lane: Lane, ms: Ms, what: SimEvent) {
        let due = self.lanes.get(&lane).copied().unwrap_or(0).max(self.now + ms);
        self.lanes.insert(lane, due);
        self.after(due - self.now, what);
    }

    /// The next thing to happen, at whose time it now is.
    pub(crate) fn next(&mut self) -> Option<SimEvent> {
        let ((at, entry), what) = self.queue.pop_first()?;
        (self.now, self.playing) = (at, entry);
        Some(what)
    }

    /// What is happening happens only then: whoever it is for is stopped. It keeps its place among the others.
    pub(crate) fn postpone(&mut self, until: Ms, what: SimEvent) {
        self.queue.insert((until, self.playing), what);
    }

    /// A line of the trace.
    pub(crate) fn tell(&mut self, line: impl FnOnce() -> String) {
        let line = format!("{:>6} ms  {}", self.now, line());
        self.trace.push(line);
    }

    /// What led to this: the lines that name a nonce it names, then the last ones.
    pub(crate) fn trace(&self, what: &str) -> String {
        let names = || {
            what.split_whitespace()
                .filter(|word| word.len() == 6 && word.chars().all(|c| c.is_ascii_hexdigit()))
        };
        let last = self.trace.len().saturating_sub(LAST);
        let (before, after) = self.trace.split_at(last);
        let about = before.iter().filter(|line| names().any(|name| line.contains(name)));
        let lines: Vec<&str> = about.chain(after).map(String::as_str).collect();
        lines.join("\n")
    }
}
