//! `/admin/people/invites`: who may join, and the invites with which.

use proto::auth::{InviteLine, Link, SignUp};
use proto::{Nonce, Refusal, RoomId};
use serde::Serialize;
use uuid::Uuid;

use super::when::iso;
use super::{Errors, Page, Sidebar};
use crate::catalogue::Text;

/// The page, and its forms gone wrong.
#[derive(Clone, Debug, Serialize)]
pub struct InvitesPage {
    /// My rooms.
    pub sidebar: Sidebar,
    /// `open`, `invite` or `closed`.
    pub sign_up: SignUp,
    /// Members make invites, too.
    pub members_invite: bool,
    /// Where the forms are sent.
    pub at: &'static str,
    /// The newest ones.
    pub invites: Vec<InviteRow>,
    /// The one just made.
    pub made: Option<Made>,
    /// As typed.
    pub uses: String,
    /// As typed.
    pub days: String,
    /// The room it is to, as chosen; empty: the common one.
    pub room: String,
    /// The common one, where everybody arrives: not to be chosen besides.
    pub common: RoomId,
    /// Mail is sent, and so an invite may be mailed.
    pub mails: bool,
    /// Whom it is mailed to, as typed; empty: nobody.
    pub email: String,
    /// Sent twice, the form makes one invite.
    pub nonce: Nonce,
    /// A sentence that is no error: "From now on …"
    pub notice: Option<Text>,
    /// What was wrong; fields `uses`, `days`, `email`.
    pub errors: Errors,
}

/// A link that was just made; it cannot be shown again.
#[derive(Clone, Debug, Serialize)]
pub struct Made {
    /// The whole address, to be copied and sent.
    pub address: String,
    /// Until when it is valid.
    pub until: String,
    /// Whom it was mailed to.
    pub mailed: Option<String>,
    /// Why it was not mailed, though it was to be.
    pub unmailed: Option<Text>,
}

impl Made {
    /// A link under its whole address.
    pub fn new(link: &Link, address: String) -> Self {
        Self { address, until: iso(link.expires_at), mailed: None, unmailed: None }
    }

    /// What came of mailing it.
    #[must_use]
    pub fn mailed(self, to: &str, outcome: Result<(), &Refusal>) -> Self {
        match outcome {
            Ok(()) => Self { mailed: Some(to.to_owned()), ..self },
            Err(refusal) => Self { unmailed: Some(refusal.into()), ..self },
        }
    }
}

/// An invite in the list.
#[derive(Clone, Debug, Serialize)]
pub struct InviteRow {
    /// Which.
    pub id: Uuid,
    /// Who made it.
    pub by: String,
    /// Their username.
    pub by_username: String,
    /// When it was created.
    pub made: String,
    /// Until when it is valid.
    pub until: String,
    /// Accounts made with it.
    pub uses: i32,
    /// Accounts that may be made with it.
    pub most: i32,
    /// Somebody can come in with it now.
    pub good: bool,
    /// Why not.
    pub over: Option<Over>,
}

/// Why nobody comes in with an invite any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Over {
    /// An admin revoked it.
    Revoked,
    /// As many people came as it was for.
    UsedUp,
    /// It is too old.
    Expired,
}

impl From<&InviteLine> for InviteRow {
    fn from(line: &InviteLine) -> Self {
        let over = match line {
            line if line.usable => None,
            line if line.revoked => Some(Over::Revoked),
            line if line.uses >= line.most => Some(Over::UsedUp),
            _ => Some(Over::Expired),
        };
        Self {
            id: line.id,
            by: line.by.display_name.clone(),
            by_username: line.by.username.clone(),
            made: iso(line.made_at),
            until: iso(line.expires_at),
            uses: line.uses,
            most: line.most,
            good: line.usable,
            over,
        }
    }
}

/// `/invites`: those that a member has made, and the form for another.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct OwnInvitesPage(pub InvitesPage);

impl Page for OwnInvitesPage {
    const TEMPLATE: &'static str = "people/own_invites.html";
}

impl Page for InvitesPage {
    const TEMPLATE: &'static str = "people/invites.html";
}
