//! Direct conversations: the same people are the same room, whoever of them asks, and it is nobody's to make up its id.
//!
//! Pure. Called by `query_handler` when somebody wants one.

use proto::id::SYSTEM;
use proto::room::{FirstContact, OrgRole};
use proto::{Reason, Refusal, RoomId, UserId};
use uuid::Uuid;

/// The most people in a conversation, whoever asks for it included.
pub const MOST: usize = 12;

/// Everyone in a conversation, each once, in order of their ids: two people have the same list, in whichever order they say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participants(Vec<UserId>);

/// What is known of somebody with whom one is not in a conversation yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The person.
    pub user: UserId,
    /// What they are to the organisation; none: there is no such person.
    pub org_role: Option<OrgRole>,
    /// They are in a room with a name together with whoever asks.
    pub shares_room: bool,
    /// Who may write to them first.
    pub first_contact: FirstContact,
}

impl Participants {
    /// Whoever asks, and whom they named.
    ///
    /// # Errors
    /// They are too many, or somebody is no person.
    pub fn new(actor: UserId, others: &[UserId]) -> Result<Self, Refusal> {
        let mut all: Vec<UserId> = others.iter().copied().chain([actor]).collect();
        all.sort_unstable();
        all.dedup();
        if all.len() > MOST {
            return Err(Reason::DirectTooMany { max: MOST - 1 }.into());
        }
        if all.contains(&SYSTEM) {
            return Err(Reason::DirectNobody.into());
        }
        Ok(Self(all))
    }

    /// The id of their room, under the namespace of this installation, which nobody outside its database knows.
    pub fn room(&self, namespace: Uuid) -> RoomId {
        let ids: Vec<u8> = self.0.iter().flat_map(|user| *user.0.as_bytes()).collect();
        RoomId(Uuid::new_v5(&namespace, &ids))
    }

    /// All of them, in order.
    pub fn all(&self) -> &[UserId] {
        &self.0
    }

    /// All but one.
    pub fn without(&self, user: UserId) -> Vec<UserId> {
        self.0.iter().copied().filter(|other| *other != user).collect()
    }
}

/// Whether somebody may begin a conversation with these people: each says who may write to them first. Guests, on either side, are
/// reached by those alone who are in a room with them. Whoever is not there and whoever is not for them to reach are told alike.
///
/// # Errors
/// Somebody is unknown, deactivated, or not to be reached.
pub fn check_others(actor: OrgRole, others: &[Standing]) -> Result<(), Refusal> {
    if actor == OrgRole::Inactive {
        return Err(Refusal::revoked());
    }
    let reaches = |other: &Standing| match (other.org_role, other.first_contact) {
        (None | Some(OrgRole::Inactive), _) | (_, FirstContact::Nobody) => false,
        (_, FirstContact::SharedRoom) => other.shares_room,
        (Some(role), FirstContact::Everybody) => other.shares_room || role.min(actor) > OrgRole::Guest,
    };
    if others.iter().all(reaches) { Ok(()) } else { Err(Reason::DirectNobody.into()) }
}
