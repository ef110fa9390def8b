//! A durable command, carried out once whoever is asked: the same nonce goes along to every process.

use chassis::Health;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use proto::node::NodeKind;
use proto::room::{Answer, Command};
use proto::subject;

use super::attempts::{Attempts, Candidate, DEADLINE, Input, Output};
use super::{Cluster, now};

impl Cluster {
    /// Has a room-service carry out a command, and answers within 10 s.
    ///
    /// The next process is asked at once where nobody is there or the answer is `unavailable`, after 1 s of silence where
    /// the process is suspect, after 3 s in any case, and when the connection was lost and is back; from the second
    /// attempt on the command carries `again`. A refusal is believed from the latest attempt only: an earlier one may have
    /// been overtaken by its twin. [`Attempts`] decides all that; what it says is done here.
    pub async fn command(&self, command: Command) -> Answer {
        self.commands.earn();
        let mut attempts = Attempts::new(now(), command.again);
        let mut under_way = FuturesUnordered::new();
        let mut connection = self.bus.connection();
        let mut generation = connection.borrow_and_update().generation;
        let mut input = Input::Tick;
        loop {
            match attempts.step(now(), &self.candidates(&command), &self.commands, input) {
                Some(Output::Done(answer)) => return answer,
                Some(Output::Ask { attempt, node, again }) => {
                    generation = connection.borrow_and_update().generation;
                    let (bus, command) = (&self.bus, Command { again, ..command.clone() });
                    under_way.push(async move {
                        (attempt, bus.ask(&subject::room_command(node), &command, DEADLINE).await)
                    });
                }
                None => {}
            }
            input = tokio::select! {
                Some((attempt, answer)) = under_way.next() => Input::Answered(attempt, answer),
                Ok(now) = connection.wait_for(|now| now.up && now.generation != generation) => {
                    generation = now.generation;
                    Input::Reconnected
                }
                () = tokio::time::sleep_until(attempts.wake().into()) => Input::Tick,
            };
        }
    }

    fn candidates(&self, command: &Command) -> Vec<Candidate> {
        let ranked = self.peers.rank(NodeKind::Room, command.room.0).into_iter();
        ranked.map(|peer| Candidate { node: peer.node, suspect: peer.health >= Health::Suspect }).collect()
    }
}
