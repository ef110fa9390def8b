//! What a message is predicted to cost and how long it takes, from what one process of each kind was measured to need.
//! A post is three messages over the bus, of which the last goes to every gateway; a delivery costs the gateway that writes
//! it. Pure.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use serde::Serialize;

use super::super::report::GENERATOR;

/// Over the bus with one gateway: the command, its answer, the event.
const BUS_MESSAGES: f64 = 3.0;
/// So many messages are simulated.
const SIMULATED: usize = 2_000;

/// CPU in ms, of one message unless it says otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(super) struct Costs {
    /// Of a gateway, for each bus message it sends or takes.
    gateway_bus: f64,
    /// Of a gateway, for each delivery.
    delivery: f64,
    room: f64,
    /// Of NATS, for each time it takes or hands on a message.
    nats: f64,
    postgres: f64,
    generator: f64,
}

/// A cluster on one machine.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    pub(super) gateways: usize,
    pub(super) hearers: f64,
    pub(super) cores: usize,
}

/// What is to be expected of it.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Prediction {
    /// Of a message, in all, at the calm rate.
    pub(super) cpu_ms: f64,
    /// A second, at most.
    pub(super) deliveries: f64,
    /// From due to heard by the last, at the calm rate.
    pub(super) p50_ms: f64,
}

impl Costs {
    /// From two measurements with one gateway that differ in how many hear a message.
    pub(super) fn of(
        few: &BTreeMap<&'static str, f64>,
        few_hearers: f64,
        many: &BTreeMap<&'static str, f64>,
        many_hearers: f64,
    ) -> Self {
        let of = |costs: &BTreeMap<&str, f64>, group| costs.get(group).copied().unwrap_or(0.0);
        let slope = (of(many, "gateway") - of(few, "gateway")) / (many_hearers - few_hearers).max(1.0);
        let delivery = slope.clamp(0.0, of(few, "gateway") / few_hearers.max(1.0));
        Self { delivery, ..Self::default() }.at(few, few_hearers)
    }

    /// The same cost of a delivery, and the others as they were measured there.
    pub(super) fn at(self, measured: &BTreeMap<&'static str, f64>, hearers: f64) -> Self {
        let of = |group| measured.get(group).copied().unwrap_or(0.0);
        let delivery = self.delivery.min(of("gateway") / hearers.max(1.0));
        Self {
            gateway_bus: (of("gateway") - delivery * hearers) / BUS_MESSAGES,
            delivery,
            // What else there is does not grow with the gateways either.
            room: of("room") + of("auth"),
            nats: of("nats") / (2.0 * BUS_MESSAGES),
            postgres: of("postgres"),
            generator: of(GENERATOR),
        }
    }

    /// What a message passes through: CPU in ms, one after the other, then at every gateway at once.
    fn hops(&self, shape: Shape) -> ([f64; 5], f64) {
        let gateways = shape.gateways as f64;
        let before =
            [self.gateway_bus, 2.0 * self.nats, self.room, self.postgres, (1.0 + gateways) * self.nats];
        // The answer to the author, which does not hold up the event.
        let at_each = self.gateway_bus + self.delivery * shape.hearers / gateways;
        (before, at_each)
    }

    /// In all.
    fn total(&self, shape: Shape) -> f64 {
        let (before, at_each) = self.hops(shape);
        let answer = self.gateway_bus + 2.0 * self.nats;
        before.iter().sum::<f64>() + at_each * shape.gateways as f64 + answer
    }
}

impl Prediction {
    /// From what a message costs at a calm rate and when the cluster is saturated.
    pub(super) fn of(calm: &Costs, saturated: &Costs, shape: Shape, rate: u32) -> Self {
        // The generator shares the machine.
        let messages = shape.cores as f64 * 1_000.0 / (saturated.total(shape) + saturated.generator);
        Self {
            cpu_ms: calm.total(shape),
            deliveries: messages * shape.hearers,
            p50_ms: simulate(calm, shape, f64::from(rate)),
        }
    }
}

/// Messages that are due at even intervals pass through their hops, each of which takes a core for its time, in order of
/// readiness. The time of the one in the middle, in ms.
fn simulate(costs: &Costs, shape: Shape, rate: f64) -> f64 {
    let (before, at_each) = costs.hops(shape);
    let mut free = vec![0.0_f64; shape.cores];
    let mut ready: BinaryHeap<Reverse<(Nanos, usize, usize)>> =
        (0..SIMULATED).map(|n| Reverse((nanos(n as f64 * 1_000.0 / rate), n, 0))).collect();
    let mut heard = vec![0.0_f64; SIMULATED];
    while let Some(Reverse((at, message, hop))) = ready.pop() {
        let work = before.get(hop).copied().unwrap_or(at_each);
        let Some(core) = free.iter_mut().min_by(|a, b| a.total_cmp(b)) else { break };
        *core = core.max(at as f64 / 1e6) + work;
        match hop + 1 {
            next if next < before.len() => ready.push(Reverse((nanos(*core), message, next))),
            next if next == before.len() => {
                (0..shape.gateways).for_each(|_| ready.push(Reverse((nanos(*core), message, next))));
            }
            _ => heard[message] = heard[message].max(*core),
        }
    }
    let mut took: Vec<f64> = heard.iter().enumerate().map(|(n, at)| at - n as f64 * 1_000.0 / rate).collect();
    took.sort_by(f64::total_cmp);
    took[SIMULATED / 2]
}

/// Whole numbers have an order.
type Nanos = u64;

fn nanos(ms: f64) -> Nanos {
    (ms * 1e6) as Nanos
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(gateway: f64) -> BTreeMap<&'static str, f64> {
        BTreeMap::from([
            ("gateway", gateway),
            ("room", 0.2),
            ("nats", 0.12),
            ("postgres", 0.3),
            (GENERATOR, 0.1),
        ])
    }

    fn costs() -> Costs {
        Costs::of(&measured(0.4), 10.0, &measured(2.3), 200.0)
    }

    fn shape(gateways: usize) -> Shape {
        Shape { gateways, hearers: 10.0, cores: 2 }
    }

    #[test]
    fn what_one_process_was_measured_to_need_is_what_it_is_predicted_to_need() {
        assert!((costs().delivery - 0.01).abs() < 1e-9, "{:?}", costs());
        assert!((costs().total(shape(1)) - (0.4 + 0.2 + 0.12 + 0.3)).abs() < 1e-9);
    }

    #[test]
    fn each_gateway_more_takes_the_event_once_more_and_no_delivery() {
        let (one, two) = (costs().total(shape(1)), costs().total(shape(2)));
        assert!((two - one - (0.1 + 0.02)).abs() < 1e-9, "{one} {two}");
    }

    #[test]
    fn without_anybody_before_it_a_message_takes_as_long_as_its_work() {
        let (before, at_each) = costs().hops(shape(1));
        let alone = before.iter().sum::<f64>() + at_each;
        assert!((simulate(&costs(), shape(1), 10.0) - alone).abs() < 1e-3);
    }

    #[test]
    fn beyond_what_the_cores_can_do_messages_wait_for_one_another() {
        let most = 2.0 * 1_000.0 / costs().total(shape(1));
        assert!(simulate(&costs(), shape(1), most * 2.0) > 100.0 * simulate(&costs(), shape(1), most / 2.0));
    }
}
