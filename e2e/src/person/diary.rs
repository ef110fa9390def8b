//! What somebody was told and what they heard, which a test compares with the log in the end.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::time::Duration;

use proto::frame::{ActionFrame, EventFrame};
use proto::room::ReactedMessage;
use proto::{Code, Nonce, Seq};
use tokio::time::Instant;

/// What somebody was told and what they heard.
#[derive(Clone, Debug, Default)]
pub struct Diary {
    /// How many things they were told to do.
    pub said: usize,
    /// Each command of theirs that was acked: where, and what it was.
    pub acked: BTreeMap<Seq, (Nonce, ActionFrame)>,
    /// Commands of theirs that cannot be done any more because their message is gone: they must not be in the log.
    pub declined: BTreeMap<Nonce, ActionFrame>,
    /// Each event heard, by its seq.
    pub heard: BTreeMap<Seq, Heard>,
    /// Events among them that changed the words of a message.
    pub edits: BTreeSet<Seq>,
    /// Stretches of the log of which it was told only that they are reactions.
    pub condensed: Vec<RangeInclusive<Seq>>,
    /// How many people react how to the messages, as they were told.
    pub reactions: BTreeMap<Seq, BTreeMap<String, u32>>,
    /// Since when each acked command had been waiting, and for how long.
    pub acks: Vec<(Instant, Duration)>,
    /// When each event was heard, and how long after it was committed, or after they began to listen.
    pub delays: Vec<(Instant, Duration)>,
    /// What must not happen, as it happened.
    pub faults: Vec<String>,
    /// How often a connection was made.
    pub connections: usize,
    /// How often they were sent elsewhere and were there before the old connection was gone.
    pub moves: usize,
    /// How often a connection was lost.
    pub losses: usize,
    /// Every refusal after which one tries again.
    pub refusals: Vec<Code>,
}

/// An event as somebody heard it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// None of a `void`.
    pub nonce: Option<Nonce>,
    /// The message it brought, if it was said or edited: its words.
    pub words: Option<String>,
    /// The message whose thread that was said in.
    pub root: Option<Seq>,
}

impl Diary {
    /// What was acked or declined: as much as `said` once nothing is under way.
    pub fn done(&self) -> usize {
        self.acked.len() + self.declined.len()
    }

    /// The last seq that was told of.
    pub fn last(&self) -> Seq {
        let heard = self.heard.keys().next_back().copied().unwrap_or(0);
        self.condensed.last().map_or(heard, |stretch| heard.max(*stretch.end()))
    }

    /// The next event; `delay` is how long ago it was committed.
    pub(super) fn hear(&mut self, event: EventFrame, delay: Duration) {
        self.follows(event.seq);
        if let (Some(reaction), Some(target)) = (&event.reaction, event.target) {
            let counts = self.reactions.entry(target).or_default();
            match reaction.count {
                0 => counts.remove(&reaction.token),
                count => counts.insert(reaction.token.clone(), count),
            };
        }
        match (event.kind.as_str(), event.target) {
            ("deleted", Some(target)) => _ = self.reactions.remove(&target),
            ("edited", _) => _ = self.edits.insert(event.seq),
            _ => {}
        }
        let message = event.message;
        let root = message.as_ref().and_then(proto::room::Message::root);
        let words = message.map(|message| message.body);
        self.heard.insert(event.seq, Heard { nonce: event.nonce, words, root });
        self.delays.push((Instant::now(), delay));
    }

    /// A stretch of nothing but reactions, and how these messages are reacted to now.
    pub(super) fn skip(&mut self, stretch: RangeInclusive<Seq>, messages: Vec<ReactedMessage>) {
        self.follows(*stretch.start());
        self.condensed.push(stretch);
        for message in messages {
            let counts = message.reactions.iter().map(|one| (one.reaction.clone(), one.count)).collect();
            self.reactions.insert(message.seq, counts);
        }
    }

    fn follows(&mut self, seq: Seq) {
        let last = self.last();
        if seq != last + 1 {
            self.faults.push(format!("{seq} was heard after {last}"));
        }
    }
}
