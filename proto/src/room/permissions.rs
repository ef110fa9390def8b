//! Who may what: one row an action. Rooms ask here before they look at particulars, pages and scripts offer what it allows.
//!
//! `docs/permissions.md` is drawn from this table, and the tests of room-service hold it against what the rules decide for
//! everyone. Nothing here knows a deleted room: in it nothing happens any more, whoever asks.

use super::{ActionKind, Authority, Kind, LeastRole, Listed, MessageList, OrgRole, Role, RoomView};
use crate::{At, Reason, Refusal};

use When::{Always, Never, Open};
use Who::{Colleague, Inside, Involved, Newcomer, Nobody, OwnerOrAdmin, Reader};
use Whose::{Anyones, Own, OwnOrFrom};

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
    /// It reaches the other in a conversation of two, who may have blocked whoever does it, or be blocked by them.
    pub reaches: bool,
    /// What it is done to, if that is an earlier message.
    pub message: Option<OnMessage>,
    /// It is done in direct conversations too, where everyone inside is as good as another.
    pub direct: bool,
    /// It is done in direct conversations alone, and there in those of two.
    pub pair: bool,
    /// It says something: who is muted may not.
    pub speaks: bool,
    /// It says something in the room itself: in an announcement room moderators alone may.
    pub posts: bool,
}

/// What may be done to an earlier message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnMessage {
    /// Whose message it may be.
    pub whose: Whose,
    /// Which list of the room's it puts the message into or takes it out of.
    pub list: Option<(MessageList, Listed)>,
}

/// Whose message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Anyone's.
    Anyones,
    /// One's own.
    Own,
    /// One's own; others' from this role on.
    OwnOrFrom(Role),
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
    /// It is a conversation of two, of whom one has blocked the other.
    pub blocked: bool,
    /// They may say nothing until then.
    pub muted_until: Option<At>,
    /// From which role on people post in the room.
    pub posting: LeastRole,
    /// From which role on they call everyone.
    pub broadcast: LeastRole,
}

/// The table.
#[rustfmt::skip]
pub fn row(action: ActionKind) -> Row {
    use ActionKind::*;
    use MessageList::Pins;
    match action {
        //                      as a member                          as an admin  as the system
        Create     => may( Colleague,               Always,   Never,       Never  ),
        Post       => may( Inside(Role::Member),    Open,     Never,       Never  ).direct().speaking().posting().reaching(),
        PostInThread
                   => may( Inside(Role::Member),    Open,     Never,       Never  ).direct().speaking().reaching(),
        Edit       => may( Inside(Role::Member),    Open,     Never,       Never  ).direct().speaking().reaching().on(Own),
        Delete     => may( Inside(Role::Member),    Open,     Always,      Always ).direct().on(OwnOrFrom(Role::Moderator)),
        Pin        => may( Inside(Role::Moderator), Open,     Never,       Never  ).direct().reaching().on(Anyones).list(Pins, Listed::In),
        Unpin      => may( Inside(Role::Moderator), Open,     Never,       Never  ).direct().reaching().on(Anyones).list(Pins, Listed::Out),
        React      => may( Inside(Role::Member),    Open,     Never,       Never  ).direct().speaking().reaching().on(Anyones),
        Unreact    => may( Inside(Role::Member),    Open,     Never,       Never  ).direct().on(Anyones),
        Preview    => may( Nobody,                  Never,    Never,       Open   ).direct(),
        RemovePreviews
                   => may( Inside(Role::Member),    Open,     Never,       Never  ).direct().on(OwnOrFrom(Role::Moderator)),
        Join       => may( Newcomer,                Open,     Never,       Never  ),
        Leave      => may( Reader,                  Always,   Never,       Never  ),
        // Those below them.
        Remove     => may( Inside(Role::Moderator), Open,     Open,        Always ),
        Mute       => may( Inside(Role::Moderator), Open,     Open,        Never  ),
        Unmute     => may( Inside(Role::Moderator), Open,     Open,        Never  ),
        Add        => may( Inside(Role::Moderator), Open,     Never,       Never  ),
        Unban      => may( Inside(Role::Moderator), Open,     Open,        Never  ),
        Appoint    => may( Inside(Role::Owner),     Open,     Never,       Always ),
        Rename     => may( OwnerOrAdmin,            Open,     Open,        Open   ),
        Describe   => may( OwnerOrAdmin,            Open,     Open,        Open   ),
        Configure  => may( OwnerOrAdmin,            Open,     Open,        Open   ),
        Archive    => may( OwnerOrAdmin,            Always,   Always,      Always ),
        Restore    => may( OwnerOrAdmin,            Always,   Always,      Always ),
        Block      => may( Inside(Role::Member),    Always,   Never,       Never  ).pair(),
        Unblock    => may( Inside(Role::Member),    Always,   Never,       Never  ).pair(),
        Inspect    => may( Nobody,                  Never,    Always,      Never  ).direct(),
        DeleteRoom => may( Nobody,                  Never,    Always,      Always ),
        Cancel     => may( Involved,                Always,   Never,       Never  ).direct(),
    }
}

impl Asker {
    /// Somebody about to make a room.
    pub fn without_room(org_role: OrgRole) -> Self {
        Self {
            org_role,
            role: None,
            kind: Kind::Public,
            archived: false,
            blocked: false,
            muted_until: None,
            posting: LeastRole::Member,
            broadcast: LeastRole::Member,
        }
    }

    /// Somebody who looks at a room. Who was inside once or was banned is not known here: they look as a stranger does.
    pub fn viewing(org_role: OrgRole, room: &RoomView) -> Self {
        let role = room.mine.map(|mine| mine.role);
        Self {
            org_role,
            role,
            kind: room.kind,
            archived: room.archived,
            blocked: room.blocked,
            muted_until: room.muted.as_ref().map(|mute| mute.until),
            posting: room.settings.posting,
            broadcast: room.settings.broadcast,
        }
    }

    /// Whether they may, as far as the table knows.
    ///
    /// # Errors
    /// They may not: with what they are told.
    pub fn check(&self, authority: Authority, action: ActionKind) -> Result<(), Refusal> {
        let row = row(action);
        if self.org_role == OrgRole::Inactive {
            return Err(Refusal::revoked());
        }
        match authority {
            Authority::Member => self.check_member(&row)?,
            Authority::Admin if self.org_role < OrgRole::Admin => return Err(Refusal::not_found()),
            Authority::Admin | Authority::System if self.is_direct() && !row.direct => {
                return Err(Refusal::not_found());
            }
            Authority::Admin => self.check_room(row.admin)?,
            Authority::System => self.check_room(row.system)?,
        }
        if row.reaches && self.blocked { Err(Reason::Unreachable.into()) } else { Ok(()) }
    }

    /// Whether they may do it to this message: their own, or another's. Beside [`check`](Self::check).
    ///
    /// # Errors
    /// They may not: with what they are told.
    pub fn check_author(
        &self,
        authority: Authority,
        action: ActionKind,
        is_own: bool,
    ) -> Result<(), Refusal> {
        let whose = row(action).message.map_or(Anyones, |message| message.whose);
        match whose {
            _ if is_own || authority > Authority::Member => Ok(()),
            Anyones => Ok(()),
            Own => Err(Reason::AuthorOnly.into()),
            OwnOrFrom(least) if self.power() < least => Err(Reason::AuthorOrModeratorOnly.into()),
            OwnOrFrom(_) => Ok(()),
        }
    }

    /// Whether they may as a member, as far as the table knows: what is to be offered.
    pub fn may(&self, action: ActionKind) -> bool {
        self.check(Authority::Member, action).is_ok()
    }

    fn check_member(&self, row: &Row) -> Result<(), Refusal> {
        let (who, when) = (row.who, row.member);
        match who {
            Nobody => return Err(Refusal::not_found()),
            Colleague if self.org_role <= OrgRole::Guest => return Err(Reason::GuestsCannotCreate.into()),
            Involved if !self.is_involved() => return Err(Refusal::not_found()),
            Colleague | Involved => return Ok(()),
            _ if !self.is_reader() => return Err(Refusal::not_found()),
            _ if self.is_direct() && !row.direct => return Err(Reason::NotInDirect.into()),
            _ if row.pair && !self.is_direct() => return Err(Refusal::not_found()),
            Newcomer if self.is_inside() => return Ok(()),
            Inside(_) if !self.is_inside() => return Err(Reason::JoinFirst.into()),
            OwnerOrAdmin if self.org_role < OrgRole::Admin && self.role != Some(Role::Owner) => {
                return Err(Reason::RoomOwnersOnly.into());
            }
            Reader | Newcomer | Inside(_) | OwnerOrAdmin => {}
        }
        self.check_room(when)?;
        match who {
            Inside(_) if self.is_direct() => Ok(()),
            Inside(Role::Owner) if self.power() < Role::Owner => Err(Reason::RoomOwnersOnly.into()),
            Inside(least) if self.power() < least => Err(Reason::ModeratorsOnly.into()),
            Inside(_) if row.speaks => self.check_voice(row),
            Inside(_) | Nobody | Colleague | Reader | Newcomer | OwnerOrAdmin | Involved => Ok(()),
        }
    }

    fn check_voice(&self, row: &Row) -> Result<(), Refusal> {
        match self.muted_until {
            Some(until) => Err(Reason::muted(until).into()),
            None if row.posts && self.power() < self.posting.role() => Err(Reason::AnnouncementsOnly.into()),
            None => Ok(()),
        }
    }

    fn check_room(&self, when: When) -> Result<(), Refusal> {
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

    /// May remove somebody of this role, as far as that goes by roles.
    pub fn outranks(&self, role: Role) -> bool {
        role < self.power()
    }

    /// Whether what they say in the room may call everyone.
    pub fn may_broadcast(&self) -> bool {
        self.is_inside() && self.power() >= self.broadcast.role()
    }

    /// What they count as in the room. In a direct conversation nobody is above another, admins of the organisation included.
    pub fn power(&self) -> Role {
        let role = self.role.unwrap_or(Role::Former);
        let is_raised = role.is_inside() && self.org_role >= OrgRole::Admin && !self.is_direct();
        if is_raised { role.max(Role::Moderator) } else { role }
    }

    fn is_direct(&self) -> bool {
        self.kind == Kind::Direct
    }
}

fn may(who: Who, member: When, admin: When, system: When) -> Row {
    Row {
        who,
        member,
        admin,
        system,
        reaches: false,
        message: None,
        direct: false,
        pair: false,
        speaks: false,
        posts: false,
    }
}

impl Row {
    fn reaching(self) -> Self {
        Self { reaches: true, ..self }
    }

    fn pair(self) -> Self {
        Self { direct: true, pair: true, ..self }
    }

    fn posting(self) -> Self {
        Self { posts: true, ..self }
    }

    fn speaking(self) -> Self {
        Self { speaks: true, ..self }
    }

    fn direct(self) -> Self {
        Self { direct: true, ..self }
    }

    fn on(self, whose: Whose) -> Self {
        Self { message: Some(OnMessage { whose, list: None }), ..self }
    }

    fn list(self, list: MessageList, listed: Listed) -> Self {
        Self {
            message: self.message.map(|message| OnMessage { list: Some((list, listed)), ..message }),
            ..self
        }
    }
}
