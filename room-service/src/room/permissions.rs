//! Who may what: one row an action. The rules ask here first, and look at messages, people and roles of others afterwards.
//!
//! `docs/permissions.md` is drawn from this table, and the tests hold it against what the rules decide for everyone. Nothing
//! here knows a deleted room: in it nothing happens any more, whoever asks.

use proto::room::{Action, Authority, Kind, OrgRole, Role};
use proto::{Reason, Refusal};

use When::{Always, Never, Open};
use Who::{Colleague, Inside, Involved, Newcomer, Nobody, OwnerOrAdmin, Reader};

/// What may be done by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Who may by being what they are in the room.
    pub who: Who,
    /// In which rooms they may.
    pub member: When,
    /// In which rooms admins of the organisation may, inside or not.
    pub admin: When,
    /// In which rooms Hubbub itself may, and its operator.
    pub system: When,
    /// It reaches one person, who may have blocked whoever does it.
    pub reaches: bool,
}

/// Who may by being what they are in the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// No one.
    Nobody,
    /// Whoever is more than a guest of the organisation; there is no room yet.
    Colleague,
    /// Whoever may read the room.
    Reader,
    /// The same. Those inside are in already, so an archived room is nothing to them.
    Newcomer,
    /// Whoever is inside with at least this role. Admins of the organisation count as moderators where they are inside.
    Inside(Role),
    /// An owner of the room, or an admin of the organisation who may read it.
    OwnerOrAdmin,
    /// Whoever is or was inside, was banned, or could join.
    Involved,
}

/// In which rooms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// In none.
    Never,
    /// In those that are not archived.
    Open,
    /// In archived ones too.
    Always,
}

/// Whom the table is asked about, and in which room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asker {
    /// What they are to the organisation.
    pub org_role: OrgRole,
    /// What they are or were in the room; none if they never were.
    pub role: Option<Role>,
    /// Open to whom the room is.
    pub kind: Kind,
    /// The room is archived.
    pub archived: bool,
    /// The person whom it would reach has blocked them.
    pub blocked: bool,
}

/// The table.
#[rustfmt::skip]
pub fn row(action: &Action) -> Row {
    match action {
        //                                as a member                       as an admin  as the system
        Action::Create { .. }     => may( Colleague,              Always,   Never,       Never  ),
        Action::Post { .. }       => may( Inside(Role::Member),   Open,     Never,       Never  ),
        // Their own.
        Action::Edit { .. }       => may( Inside(Role::Member),   Open,     Never,       Never  ),
        // Their own; others' from moderators on.
        Action::Delete { .. }     => may( Inside(Role::Member),   Open,     Always,      Always ),
        Action::Pin { .. }        => may( Inside(Role::Moderator), Open,    Never,       Never  ),
        Action::Unpin { .. }      => may( Inside(Role::Moderator), Open,    Never,       Never  ),
        Action::Join              => may( Newcomer,               Open,     Never,       Never  ),
        Action::Leave             => may( Reader,                 Always,   Never,       Never  ),
        // Those below them.
        Action::Remove { .. }     => may( Inside(Role::Moderator), Open,    Never,       Always ),
        Action::Add { .. }        => may( Inside(Role::Moderator), Open,    Never,       Never  ).reaching(),
        Action::Unban { .. }      => may( Inside(Role::Moderator), Open,    Never,       Never  ),
        Action::Appoint { .. }    => may( Inside(Role::Owner),    Open,     Never,       Always ),
        Action::Rename { .. }     => may( OwnerOrAdmin,           Open,     Open,        Open   ),
        Action::Describe { .. }   => may( OwnerOrAdmin,           Open,     Open,        Open   ),
        Action::Archive           => may( OwnerOrAdmin,           Always,   Always,      Always ),
        Action::Restore           => may( OwnerOrAdmin,           Always,   Always,      Always ),
        Action::Inspect           => may( Nobody,                 Never,    Always,      Never  ),
        Action::DeleteRoom        => may( Nobody,                 Never,    Always,      Always ),
        Action::Cancel            => may( Involved,               Always,   Never,       Never  ),
    }
}

/// Whether they may, as far as the table knows.
///
/// # Errors
/// They may not: with what they are told.
pub fn check(asker: &Asker, authority: Authority, action: &Action) -> Result<(), Refusal> {
    let row = row(action);
    if asker.org_role == OrgRole::Inactive {
        return Err(Refusal::revoked());
    }
    match authority {
        Authority::Member => asker.may(row.who, row.member)?,
        Authority::Admin if asker.org_role < OrgRole::Admin => return Err(Refusal::not_found()),
        Authority::Admin => asker.in_rooms(row.admin)?,
        Authority::System => asker.in_rooms(row.system)?,
    }
    if row.reaches && asker.blocked { Err(Reason::Unreachable.into()) } else { Ok(()) }
}

/// Whether a command of theirs may take its nonce without anything happening: what a stranger was refused could otherwise
/// come true once they have joined, when a twin of it wakes up.
pub fn leaves_tombstone(asker: &Asker, authority: Authority) -> bool {
    match authority {
        Authority::Member => asker.is_involved(),
        Authority::Admin => asker.is_involved() || asker.org_role >= OrgRole::Admin,
        Authority::System => true,
    }
}

impl Asker {
    /// Somebody about to make a room.
    pub fn without_room(org_role: OrgRole) -> Self {
        Self { org_role, role: None, kind: Kind::Public, archived: false, blocked: false }
    }

    fn may(&self, who: Who, when: When) -> Result<(), Refusal> {
        match who {
            Nobody => return Err(Refusal::not_found()),
            Colleague if self.org_role <= OrgRole::Guest => return Err(Reason::GuestsCannotCreate.into()),
            Involved if !self.is_involved() => return Err(Refusal::not_found()),
            Colleague | Involved => return Ok(()),
            _ if !self.is_reader() => return Err(Refusal::not_found()),
            Newcomer if self.is_inside() => return Ok(()),
            Inside(_) if !self.is_inside() => return Err(Reason::JoinFirst.into()),
            OwnerOrAdmin if self.org_role < OrgRole::Admin && self.role != Some(Role::Owner) => {
                return Err(Reason::RoomOwnersOnly.into());
            }
            Reader | Newcomer | Inside(_) | OwnerOrAdmin => {}
        }
        self.in_rooms(when)?;
        match who {
            Inside(Role::Owner) if self.power() < Role::Owner => Err(Reason::RoomOwnersOnly.into()),
            Inside(least) if self.power() < least => Err(Reason::ModeratorsOnly.into()),
            Inside(_) | Nobody | Colleague | Reader | Newcomer | OwnerOrAdmin | Involved => Ok(()),
        }
    }

    fn in_rooms(&self, when: When) -> Result<(), Refusal> {
        match when {
            Never => Err(Refusal::not_found()),
            Open if self.archived => Err(Refusal::archived()),
            Open | Always => Ok(()),
        }
    }

    /// Hears and speaks in the room.
    pub fn is_inside(&self) -> bool {
        self.role.is_some_and(Role::is_inside)
    }

    /// May read the room. To guests of the organisation every room is private.
    pub fn is_reader(&self) -> bool {
        self.is_inside() || self.role != Some(Role::Banned) && self.is_open_to()
    }

    /// Is or was inside, was banned, or could be inside by joining.
    pub fn is_involved(&self) -> bool {
        self.role.is_some() || self.is_open_to()
    }

    fn is_open_to(&self) -> bool {
        self.kind == Kind::Public && self.org_role > OrgRole::Guest
    }

    /// What they count as in the room.
    pub fn power(&self) -> Role {
        let role = self.role.unwrap_or(Role::Former);
        if role.is_inside() && self.org_role >= OrgRole::Admin { role.max(Role::Moderator) } else { role }
    }
}

fn may(who: Who, member: When, admin: When, system: When) -> Row {
    Row { who, member, admin, system, reaches: false }
}

impl Row {
    fn reaching(self) -> Self {
        Self { reaches: true, ..self }
    }
}
