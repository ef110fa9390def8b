//! What a room remembers of its messages: those that the commands of a round are about, and the newest of what was said while it
//! was awake, since most of what people answer and react to was said just now. A cache of the log, like all of [`Room`](super::Room).

use std::collections::{BTreeSet, HashMap, VecDeque};

use proto::room::{Event, Fact, Message, Previews};
use proto::{At, Seq, UserId};

use super::needs::Needs;

/// So many messages are remembered from one round to the next: each a few hundred bytes, without most of its words.
const NEWEST: usize = 16;
/// And at most so many pairs of a person and a message they react to; beyond this none is.
const REACTIONS: usize = 256;

/// What is counted of somebody's reactions to one message; at most [`Reactions::MAX_OF_ONE`](proto::room::Reactions::MAX_OF_ONE).
pub type Tokens = BTreeSet<String>;

/// Messages, and who reacts to them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Remembered {
    messages: HashMap<Seq, Option<Message>>,
    /// What somebody has reacted to a message with.
    reactions: HashMap<(Seq, UserId), Tokens>,
    /// Messages that are remembered since they were said, the oldest first: of these everybody's reactions are known.
    newest: VecDeque<Seq>,
}

impl Remembered {
    /// A message, with no more of its words than a quote of it has.
    pub(super) fn message(&self, seq: Seq) -> Option<&Message> {
        debug_assert!(self.messages.contains_key(&seq), "decided on message {seq}, which was not loaded");
        self.messages.get(&seq).and_then(Option::as_ref)
    }

    /// What somebody has reacted to a message with.
    pub(super) fn reactions_of(&self, seq: Seq, user: UserId) -> &Tokens {
        static NONE: Tokens = Tokens::new();
        debug_assert!(
            self.knows_reactions(&(seq, user)),
            "decided on reactions to {seq}, which were not loaded"
        );
        self.reactions.get(&(seq, user)).unwrap_or(&NONE)
    }

    /// Whether it is known how the message is, or that there is none.
    pub(super) fn knows(&self, seq: Seq) -> bool {
        self.messages.contains_key(&seq)
    }

    /// Whether it is known what of the message's reactions are this person's.
    pub(super) fn knows_reactions(&self, key: &(Seq, UserId)) -> bool {
        self.newest.contains(&key.0) || self.reactions.contains_key(key)
    }

    /// Takes in what was read for `needs`: what is not among it is not there.
    pub(super) fn learn(&mut self, needs: &Needs, found: Vec<Message>, own: Vec<((Seq, UserId), Tokens)>) {
        self.messages.extend(needs.targets.iter().map(|seq| (*seq, None)));
        self.reactions.extend(needs.reactions.iter().map(|key| (*key, Tokens::new())));
        self.messages.extend(found.into_iter().map(|message| (message.seq, Some(message))));
        self.reactions.extend(own);
    }

    /// After a round: only the newest are kept.
    pub(super) fn tidy(&mut self) {
        let excess = self.newest.len().saturating_sub(NEWEST);
        self.newest.drain(..excess);
        if self.reactions.len() > REACTIONS {
            self.newest.clear();
        }
        self.messages.retain(|seq, _| self.newest.contains(seq));
        self.reactions.retain(|(seq, _), _| self.newest.contains(seq));
    }

    /// Something new was said.
    pub(super) fn said(&mut self, message: &Message) {
        self.messages.insert(message.seq, Some(message.quotable()));
        self.newest.push_back(message.seq);
        self.requote(message);
        self.thread_goes_on(message);
    }

    /// A message has other words now.
    pub(super) fn edited(&mut self, message: &Message) {
        if let Some(known) = self.messages.get_mut(&message.seq) {
            *known = Some(message.quotable());
        }
        self.requote(message);
    }

    /// A message is gone.
    pub(super) fn deleted(&mut self, event: &Event, target: Seq) {
        let Some(Some(message)) = self.messages.get_mut(&target) else { return };
        (message.rev, message.text_rev) = (event.seq, event.seq);
        message.deleted_at = Some(event.at);
        message.reactions.clear();
        message.files.clear();
        message.previews = Previews::default();
        message.html.clear();
        let message = message.clone();
        self.requote(&message);
    }

    /// A message shows something else of its links, but its words are the same.
    pub(super) fn previewed(&mut self, event: &Event, target: Seq, previews: &Previews) {
        if let Some(Some(message)) = self.messages.get_mut(&target) {
            message.rev = event.seq;
            message.previews = previews.clone();
        }
    }

    /// A message changes by a reaction, but not its words.
    pub(super) fn reacted(&mut self, event: &Event) {
        let Some((target, token, count)) = event.fact.reacted() else { return };
        if let Some(Some(message)) = self.messages.get_mut(&target) {
            message.rev = event.seq;
            message.reactions.set(token, count, event.seq);
        }
        let key = (target, event.actor);
        if self.knows_reactions(&key) {
            let tokens = self.reactions.entry(key).or_default();
            match event.fact {
                Fact::Reacted { .. } => tokens.insert(token.to_owned()),
                _ => tokens.remove(token),
            };
        }
    }

    /// What happened after `expected` was committed at this moment.
    pub(super) fn commit(&mut self, expected: Seq, at: At) {
        for message in self.messages.values_mut().flatten() {
            if message.seq > expected {
                message.at = at;
            }
            if message.text_rev > expected {
                // What was edited before has its time already.
                message.edited_at =
                    message.edited_at.map(|edited| if edited == At::UNIX_EPOCH { at } else { edited });
                message.deleted_at = message.deleted_at.map(|_| at);
            }
            if let Some(thread) = message.thread.as_mut().filter(|thread| thread.last_seq > expected) {
                thread.last_at = at;
            }
        }
    }

    /// The message that a thread began with shows how that stands now.
    fn thread_goes_on(&mut self, reply: &Message) {
        let Some(root) = reply.root() else { return };
        for message in self.messages.values_mut().flatten() {
            if message.thread.as_ref().is_some_and(|thread| thread.root == root) || message.seq == root {
                message.thread.clone_from(&reply.thread);
            }
            if message.seq == root {
                message.rev = reply.seq;
            }
        }
    }

    /// A message is something else now: those in mind that answer it show that.
    fn requote(&mut self, answered: &Message) {
        self.messages.values_mut().flatten().for_each(|message| message.requote(answered));
    }
}
