//! Who looks into a room.

use serde::{Deserialize, Serialize};

use super::OrgRole;
use crate::UserId;
use crate::auth::Session;

/// Who looks, as a gateway knows them from their session. To a guest of the organisation, a room they are not in is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// The person.
    pub user: UserId,
    /// What they are to the organisation.
    pub org_role: OrgRole,
}

impl From<&Session> for Viewer {
    fn from(session: &Session) -> Self {
        Self { user: session.person.id, org_role: session.org_role }
    }
}

impl Viewer {
    /// Reads public rooms without being in them.
    pub fn is_visitor(self) -> bool {
        self.org_role > OrgRole::Guest
    }
}
