//! What is said in the thread of a message.

use proto::room::permissions::Asker;
use proto::room::{ActionKind, Command, Fact, Message, Quote, Thread};
use proto::text::Body;
use proto::{Reason, Refusal, Seq};

use super::Claim;
use super::Decision::{self, Happens, Refused};
use super::messages::said;
use crate::room::state::Room;

impl Room {
    /// What is said aside has no number: it is on no page of the room, and never unread there.
    pub(super) fn post_in_thread(
        &self,
        command: &Command,
        asker: &Asker,
        (root, body, also_in_room): (Seq, &Body, bool),
        claim: Option<&Claim>,
    ) -> Decision {
        let root = match self.thread_root(root) {
            Ok(root) => root,
            Err(refusal) => return Refused(refusal),
        };
        if also_in_room && let Err(refusal) = asker.check(command.authority, ActionKind::Post) {
            return Refused(refusal);
        }
        if let Err(refusal) = self.check_pace(asker, command.actor.id) {
            return Refused(refusal);
        }
        let files = match self.files(command, body, claim) {
            Ok(files) => files,
            Err(refusal) => return Refused(refusal),
        };
        let (seq, actor) = (self.head + 1, &command.actor);
        let message = Message {
            msg_no: also_in_room.then_some(self.last_msg + 1),
            reply_to: also_in_room.then(|| Box::new(Quote::of(root))),
            thread: Some(Box::new(Thread::replied(
                root.seq,
                root.thread.as_deref(),
                seq,
                actor.id,
                &actor.name,
            ))),
            files,
            ..said(command, seq, body)
        };
        Happens(Fact::Posted { message: Box::new(message) })
    }

    /// No thread begins in a thread, nor with what is deleted; one that has begun goes on.
    fn thread_root(&self, root: Seq) -> Result<&Message, Refusal> {
        let root = self.target(root).ok_or(Reason::MessageMissing)?;
        if root.root().is_some() {
            return Err(Reason::ThreadInThread.into());
        }
        if root.deleted_at.is_some() && root.thread.is_none() {
            return Err(Reason::RepliedMessageDeleted.into());
        }
        Ok(root)
    }
}
