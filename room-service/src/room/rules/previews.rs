//! Of previews: what a message shows of its links, and that it shows nothing of them.

use proto::room::permissions::Asker;
use proto::room::{Command, Fact, LinkPreview, Previews};
use proto::{Reason, Refusal, Seq};

use super::Decision::{self, Happens, Refused, Unchanged};
use super::messages::{check_author, no_message};
use crate::room::state::Room;

impl Room {
    /// What was found out of words that are others by now is nothing to the message; where it shows nothing, it goes on so.
    pub(super) fn preview(&self, target: Seq, text_rev: Seq, links: &[LinkPreview]) -> Decision {
        if links.len() > LinkPreview::MAX || !links.iter().all(LinkPreview::is_bounded) {
            return Refused(Refusal::new(Reason::Malformed));
        }
        let Some(message) = self.target(target) else { return Refused(no_message()) };
        let is_bare = message.previews.removed || self.settings.without_previews;
        if message.deleted_at.is_some() || is_bare || message.previews.links == links {
            return Unchanged;
        }
        if text_rev != message.text_rev {
            return Refused(Reason::EditedMeanwhile.into());
        }
        let previews = Previews { links: links.to_vec(), removed: false };
        Happens(Fact::Previewed { target, previews: Box::new(previews) })
    }

    pub(super) fn remove_previews(&self, command: &Command, asker: &Asker, target: Seq) -> Decision {
        let Some(message) = self.target(target) else { return Refused(no_message()) };
        if let Err(refusal) = check_author(command, asker, message) {
            return Refused(refusal);
        }
        if message.deleted_at.is_some() {
            return Refused(Reason::MessageDeleted.into());
        }
        if message.previews.removed {
            return Unchanged;
        }
        let previews = Previews { links: Vec::new(), removed: true };
        Happens(Fact::Previewed { target, previews: Box::new(previews) })
    }
}
