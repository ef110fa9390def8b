//! Messages as they stand now, in memory: what the queries of the store read, for the model of the log and for simulations.

use proto::Seq;
use proto::room::{Event, Fact, Message};

/// A message as it stands now, and so what it answers and the thread it is said in.
pub fn standing<'a>(stored: impl Fn(Seq) -> Option<&'a Message>, seq: Seq) -> Option<Message> {
    let mut message = stored(seq)?.clone();
    if let Some(answered) = message.reply_to.as_ref().and_then(|quote| stored(quote.seq)) {
        message.requote(answered);
    }
    if let Some(root) = message.root().and_then(&stored) {
        message.thread.clone_from(&root.thread);
    }
    Some(message)
}

/// What an event makes of the message that its thread began with.
pub fn go_on(event: &Event, root: &mut Message) {
    if let Fact::Posted { message } = &event.fact
        && message.root() == Some(root.seq)
    {
        root.rev = event.seq;
        root.thread.clone_from(&message.thread);
    }
}
