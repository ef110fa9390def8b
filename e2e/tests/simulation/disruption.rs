//! What befalls the processes: they are killed, stopped, cut off, lose their database; and then all is well again.

use super::gateway::{Gateway, GatewayHears};
use super::network::Process;
use super::node::Node;
use super::person::PersonHears;
use super::sim::{Conditions, Ms, Sim, SimEvent};
use super::world::{State, World};

/// When people fall silent.
const TALK: Ms = 14_000;
/// When the disruptions end.
const CALM: Ms = 15_000;
/// When everyone says one more thing, of which no announcement arrives.
const LAST_WORD: Ms = CALM + 20_000;
/// When all must have ended well.
pub(super) const END: Ms = LAST_WORD + 15_000;
/// How long a process that was stopped stays so, at most: long enough to be thought gone.
const LONGEST_PAUSE: Ms = 5_000;

impl World {
    pub(super) fn disrupt(&mut self) {
        let now = self.sim.now;
        self.recover(now);
        self.sim.calm = now >= TALK;
        if now >= LAST_WORD {
            return self.last_word();
        }
        if now >= CALM {
            self.sim.after(LAST_WORD - now, SimEvent::Disruption);
            return self.heal();
        }
        let every = self.sim.conditions.disruption_every;
        self.sim.after(50, SimEvent::Disruption);
        if every > 0 && self.sim.rng.below(every) < 50 {
            self.befall(now);
        }
    }

    fn recover(&mut self, now: Ms) {
        for state in self.node_states.iter_mut().chain(&mut self.gateway_states) {
            if matches!(state, State::Paused(until) if *until <= now) {
                *state = State::Up;
            }
        }
        for at in 0..self.nodes.len() {
            if let State::Down { until, .. } = self.node_states[at]
                && until <= now
            {
                let me = Process { at, life: self.nodes[at].me.life + 1 };
                self.nodes[at] = Node::born(&mut self.sim, me);
                self.node_states[at] = State::Up;
            }
        }
        for at in 0..self.gateways.len() {
            if let State::Down { until, .. } = self.gateway_states[at]
                && until <= now
            {
                let me = Process { at, life: self.gateways[at].me.life + 1 };
                self.sim.gateway_lives(me);
                self.gateways[at] = Gateway::born(&mut self.sim, me);
                self.gateway_states[at] = State::Up;
            }
        }
    }

    fn befall(&mut self, now: Ms) {
        let node = self.sim.rng.index(self.nodes.len());
        let gateway = self.sim.rng.index(self.gateways.len());
        let long = self.sim.rng.between(100, LONGEST_PAUSE);
        let dice = self.sim.rng.below(100);
        self.sim.tell(|| format!("disruption {dice}: n{node} or g{gateway}, {long} ms"));
        match dice {
            0..=24 => {
                let loud = self.sim.rng.chance(700);
                self.node_states[node] = State::Down { until: now + long / 2, loud };
            }
            25..=49 => self.pause_node(node, now + long),
            50..=57 => self.kill_gateway(gateway, now + long / 3),
            58..=67 => self.pause_gateway(gateway, now + long),
            68..=77 => {
                self.sim.cut.nodes[node] = !self.sim.cut.nodes[node];
            }
            78..=85 => self.cut_gateway(gateway),
            86..=92 => self.nodes[node].away = !self.nodes[node].away,
            _ => {
                let person = self.sim.rng.index(self.people.len());
                if let Some((socket, gateway)) = self.people[person].socket {
                    let (cut, went) = (PersonHears::Cut { socket }, GatewayHears::Went { socket });
                    self.sim.after(0, SimEvent::Person { at: person, what: cut });
                    self.sim
                        .after(long, SimEvent::Gateway { at: gateway.at, life: gateway.life, what: went });
                }
            }
        }
    }

    fn pause_node(&mut self, at: usize, until: Ms) {
        if self.node_states[at] == State::Up {
            self.node_states[at] = State::Paused(until);
        }
    }

    fn pause_gateway(&mut self, at: usize, until: Ms) {
        if self.gateway_states[at] == State::Up {
            self.gateway_states[at] = State::Paused(until);
        }
    }

    fn kill_gateway(&mut self, at: usize, until: Ms) {
        for (socket, person) in self.gateways[at].people() {
            let ms = self.sim.rng.between(0, 20);
            self.sim.after(ms, SimEvent::Person { at: person, what: PersonHears::Cut { socket } });
        }
        self.gateway_states[at] = State::Down { until, loud: true };
    }

    fn cut_gateway(&mut self, at: usize) {
        self.sim.cut.gateways[at] = !self.sim.cut.gateways[at];
        if !self.sim.cut.gateways[at] {
            let life = self.gateways[at].me.life;
            self.sim.after(5, SimEvent::Gateway { at, life, what: GatewayHears::Reconnected });
        }
    }

    /// A last word from everyone that no hub hears of: published heads, acks and the audit must do.
    fn last_word(&mut self) {
        self.sim.conditions.mute = true;
        for person in &mut self.people {
            person.last_word(&mut self.sim);
        }
    }

    /// Everything works again, and nobody wants anything new.
    fn heal(&mut self) {
        self.sim.tell(|| "all is well again".to_owned());
        self.sim.conditions = Conditions::default();
        for state in self.node_states.iter_mut().chain(&mut self.gateway_states) {
            if let State::Down { until, .. } = state {
                *until = 0;
            }
        }
        self.recover(self.sim.now);
        self.nodes.iter_mut().for_each(|node| node.away = false);
        self.sim.cut.nodes.fill(false);
        for at in 0..self.gateways.len() {
            if self.sim.cut.gateways[at] {
                self.cut_gateway(at);
            }
        }
    }
}

/// How bad it is in this run; some runs are quiet in one way or another.
pub(super) fn conditions(sim: &mut Sim) -> Conditions {
    let rng = &mut sim.rng;
    let mut pick = |choices: [u64; 4]| choices[rng.index(4)];
    Conditions {
        loss: pick([0, 5, 30, 120]),
        twice: pick([0, 20, 100, 300]),
        late: pick([0, 10, 60, 250]),
        late_by: pick([50, 400, 3_500, 5_000]),
        unknown: pick([0, 5, 30, 120]),
        silent: pick([0, 0, 10, 50]),
        mute: false,
        fickle: pick([0, 0, 50, 300]),
        fragile: pick([0, 0, 5, 20]),
        disruption_every: pick([0, 300, 800, 2_000]),
    }
}
