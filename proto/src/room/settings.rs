//! What a room keeps that is small and wanted together with the room.

use serde::{Deserialize, Serialize};

use super::{Fact, LeastRole, Listed, MessageList, RoomSetting, SlowMode};
use crate::{PictureId, Seq};

/// Bounded state of one room: decided by the rules, written whole by the append, read with the room by rules and pages alike.
/// A new field comes with a fact that raises the room's rules, so that no older node writes it away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoomSettings {
    /// Pinned messages, in the order in which they were pinned.
    pub pins: Vec<Seq>,
    /// From which role on people post in the room.
    pub posting: LeastRole,
    /// How long others than moderators wait between two messages.
    pub slow_mode: SlowMode,
    /// Earlier words of edited messages are kept since this event, of what was said after it; none: they are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edit_history: Option<Seq>,
    /// From which role on people call everyone.
    pub broadcast: LeastRole,
    /// Messages show nothing of their links, whatever the installation does.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub without_previews: bool,
    /// What stands for it; none: a sign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<PictureId>,
}

impl RoomSettings {
    /// The messages of a list, the last added last.
    pub fn list(&self, list: MessageList) -> &[Seq] {
        match list {
            MessageList::Pins => &self.pins,
        }
    }

    /// Whether earlier words of this message are kept. What was said before they were at all is edited as before.
    pub fn keeps_edits_of(&self, message: Seq) -> bool {
        self.edit_history.is_some_and(|since| since < message)
    }

    /// Takes in what a fact changes, which is this event. A deleted message is in no list.
    pub fn apply(&mut self, fact: &Fact, seq: Seq) {
        match (fact, fact.list()) {
            (_, Some((list, target, Listed::In))) => self.list_mut(list).push(target),
            (_, Some((list, target, Listed::Out))) => self.list_mut(list).retain(|seq| *seq != target),
            (Fact::Deleted { target, .. }, None) => {
                MessageList::all().for_each(|list| self.list_mut(list).retain(|seq| seq != target));
            }
            (Fact::Configured { setting }, None) => self.set(*setting, seq),
            (_, None) => {}
        }
    }

    fn set(&mut self, setting: RoomSetting, seq: Seq) {
        match setting {
            RoomSetting::Posting(least) => self.posting = least,
            RoomSetting::SlowMode(slow) => self.slow_mode = slow,
            RoomSetting::EditHistory(kept) => self.edit_history = kept.then_some(seq),
            RoomSetting::Broadcast(least) => self.broadcast = least,
            RoomSetting::Previews(shown) => self.without_previews = !shown,
            RoomSetting::Picture(picture) => self.picture = picture,
        }
    }

    /// Whether this is so already.
    pub fn has(&self, setting: RoomSetting) -> bool {
        match setting {
            RoomSetting::Posting(least) => self.posting == least,
            RoomSetting::SlowMode(slow) => self.slow_mode == slow,
            RoomSetting::EditHistory(kept) => self.edit_history.is_some() == kept,
            RoomSetting::Broadcast(least) => self.broadcast == least,
            RoomSetting::Previews(shown) => self.without_previews != shown,
            RoomSetting::Picture(picture) => self.picture == picture,
        }
    }

    /// The same, to be filled.
    pub fn list_mut(&mut self, list: MessageList) -> &mut Vec<Seq> {
        match list {
            MessageList::Pins => &mut self.pins,
        }
    }
}
