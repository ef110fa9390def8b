//! Of the room itself: what it is called, whether it is open, and who looks into it.

use proto::room::permissions::Asker;
use proto::room::{Fact, Kind};
use proto::text::RoomName;
use proto::{Reason, Refusal};

use super::Claim;
use super::Decision::{self, Happens, Refused, Unchanged};
use crate::room::state::Room;

impl Room {
    pub(super) fn rename(&self, name: &RoomName, claim: Option<&Claim>) -> Decision {
        match claim {
            _ if self.name.as_deref() == Some(name.as_str()) => Unchanged,
            None | Some(Claim::NotInspected | Claim::Files(_)) => Refused(Refusal::unavailable()),
            Some(Claim::Taken) => Refused(taken()),
            Some(Claim::Held(slug)) => Happens(Fact::Renamed {
                room_name: name.to_string(),
                slug: slug.clone(),
                before: self.name.clone().unwrap_or_default(),
            }),
        }
    }

    pub(super) fn archive(&self) -> Decision {
        if self.archived { Unchanged } else { Happens(Fact::Archived) }
    }

    pub(super) fn restore(&self) -> Decision {
        if self.archived { Happens(Fact::Restored) } else { Unchanged }
    }

    /// A public room is read by anyone, and a member has been let in.
    pub(super) fn inspect(&self, asker: &Asker) -> Decision {
        if self.kind == Kind::Public || asker.is_inside() { Unchanged } else { Happens(Fact::Inspected) }
    }
}

/// The name is another room's.
pub(crate) fn taken() -> Refusal {
    Refusal::new(Reason::RoomNameTaken).on("name")
}
