//! What admins and the operator may do to accounts, invites and the organisation.

#[cfg(test)]
mod tests;

use std::ops::RangeInclusive;

use proto::PictureId;
use proto::auth::{Access, AdminAction, Emoji, NewAccount};
use proto::room::OrgRole;
use proto::text::EmojiName;

use super::{Authority, Change, Denied, Facts, Member, RoleChange};

/// How many accounts an invite may be for.
pub(crate) const INVITE_USES: RangeInclusive<u16> = 1..=1_000;
/// How many days an invite may work.
pub(crate) const INVITE_DAYS: RangeInclusive<u16> = 1..=365;

/// Decides. None: it is so already, and nothing is to be done.
pub(crate) fn decide<'a>(
    authority: Authority,
    facts: &'a Facts,
    action: &'a AdminAction,
) -> Result<Option<Change<'a>>, Denied> {
    let rank = rank(authority, facts, action)?;
    match action {
        AdminAction::CreateAccount(account) => create_account(authority, rank, facts, account),
        AdminAction::SetRole { org_role, .. } => set_role(authority, rank, facts, *org_role),
        AdminAction::Deactivate { .. } => deactivate(authority, rank, facts),
        AdminAction::Reactivate { .. } => reactivate(authority, rank, facts),
        AdminAction::EndSessions { user } => {
            let target = known(facts)?;
            is_other(authority, target)?;
            outranks(rank, target.org_role)?;
            Ok(Some(Change::EndSessions { user: *user }))
        }
        AdminAction::MakeResetLink { user, link } => {
            let target = known(facts)?;
            is_other(authority, target)?;
            outranks(rank, target.org_role)?;
            if !target.active {
                return Err(Denied::Deactivated);
            }
            Ok(Some(Change::MakeResetLink { user: *user, link }))
        }
        AdminAction::ResetPassword { user, password } => {
            known(facts)?;
            is_operator(authority)?;
            Ok(Some(Change::ResetPassword { user: *user, password: &password.0 }))
        }
        AdminAction::ConfirmEmail { user, email } => {
            let target = known(facts)?;
            // One's own too: the only owner has nobody else to ask.
            if is_other(authority, target).is_ok() {
                outranks(rank, target.org_role)?;
            }
            Ok(Some(Change::ConfirmEmail { user: *user, email }))
        }
        AdminAction::RemoveAvatar { user } => {
            let target = known(facts)?;
            if is_other(authority, target).is_ok() {
                outranks(rank, target.org_role)?;
            }
            Ok(Some(Change::RemoveAvatar { user: *user }))
        }
        AdminAction::SetSignUp { sign_up } => {
            let (was, becomes) = (facts.org.sign_up, *sign_up);
            Ok((was != becomes).then_some(Change::SetSignUp { was, becomes }))
        }
        AdminAction::SetMembersInvite { allowed } => {
            let allowed = *allowed;
            Ok((facts.org.members_invite != allowed).then_some(Change::SetMembersInvite { allowed }))
        }
        AdminAction::AddEmoji { name, picture } => add_emoji(authority, facts, name, *picture),
        AdminAction::RemoveEmoji { name } => {
            let by = facts.emoji_by.ok_or(Denied::Unknown)?;
            if rank < OrgRole::Admin && Some(by.0) != authority.actor() {
                return Err(Denied::NotAdmin);
            }
            Ok(Some(Change::RemoveEmoji { name: name.as_str() }))
        }
        AdminAction::SetMembersEmoji { allowed } => {
            let allowed = *allowed;
            Ok((facts.org.members_emoji != allowed).then_some(Change::SetMembersEmoji { allowed }))
        }
        AdminAction::SetName { name } => {
            let (was, name) = (facts.org.name.as_deref(), name.as_str());
            Ok((was != Some(name)).then_some(Change::SetName { was, name }))
        }
        AdminAction::SetGreeting { greeting } => {
            let (was, greeting) = (facts.org.greeting.as_str(), greeting.as_str());
            Ok((was != greeting).then_some(Change::SetGreeting { was, greeting }))
        }
        AdminAction::SetDeniedFiles { denied } => {
            let (was, denied) = (facts.org.denied_files.as_str(), denied.as_str());
            Ok((was != denied).then_some(Change::SetDeniedFiles { was, denied }))
        }
        AdminAction::FinishSetup => Ok((!facts.org.set_up).then_some(Change::FinishSetup)),
        AdminAction::MakeInvite(invite) => {
            if !INVITE_USES.contains(&invite.uses) {
                return Err(Denied::InviteUses);
            }
            if !INVITE_DAYS.contains(&invite.days) {
                return Err(Denied::InviteDays);
            }
            let host = match authority {
                Authority::Admin(actor) => actor,
                Authority::System => facts.org.first_owner.ok_or(Denied::NoOwner)?,
            };
            Ok(Some(Change::MakeInvite { invite, host }))
        }
        AdminAction::RevokeInvite { invite } => {
            let open = facts.invite.ok_or(Denied::Unknown)?;
            if rank < OrgRole::Admin && facts.invite_by.map(|by| by.0) != authority.actor() {
                return Err(Denied::Unknown);
            }
            Ok(open.then_some(Change::RevokeInvite { invite: *invite }))
        }
    }
}

/// In somebody's name: the operator adds none.
fn add_emoji<'a>(
    authority: Authority,
    facts: &Facts,
    name: &'a EmojiName,
    picture: PictureId,
) -> Result<Option<Change<'a>>, Denied> {
    let Authority::Admin(by) = authority else { return Err(Denied::NotAdmin) };
    if facts.emoji_by.is_some() {
        return Err(Denied::EmojiTaken);
    }
    if usize::try_from(facts.org.emoji).is_ok_and(|count| count >= Emoji::MAX) {
        return Err(Denied::EmojiFull);
    }
    Ok(Some(Change::AddEmoji { name: name.as_str(), picture, by }))
}

fn create_account<'a>(
    authority: Authority,
    rank: OrgRole,
    facts: &Facts,
    account: &'a NewAccount,
) -> Result<Option<Change<'a>>, Denied> {
    if matches!(account.access, Access::Password(_)) {
        is_operator(authority)?;
    }
    if account.org_role == OrgRole::Inactive {
        return Err(Denied::NotARole);
    }
    outranks(rank, account.org_role)?;
    let claims = account.org_role == OrgRole::Owner && !facts.org.claimed;
    Ok(Some(Change::CreateAccount { account, claims }))
}

/// A deactivated person stays so: it is the role they come back with.
fn set_role<'a>(
    authority: Authority,
    rank: OrgRole,
    facts: &Facts,
    org_role: OrgRole,
) -> Result<Option<Change<'a>>, Denied> {
    let target = known(facts)?;
    if org_role == OrgRole::Inactive {
        return Err(Denied::NotARole);
    }
    if target.org_role == org_role {
        return Ok(None);
    }
    let change = role_change(target, facts, org_role, target.active);
    may_change(authority, rank, facts, target, &change)?;
    outranks(rank, org_role)?;
    let change = RoleChange { was: target.org_role, becomes: org_role, is_seen: target.active, ..change };
    Ok(Some(Change::SetRole(change)))
}

fn deactivate<'a>(authority: Authority, rank: OrgRole, facts: &Facts) -> Result<Option<Change<'a>>, Denied> {
    let target = known(facts)?;
    if !target.active {
        return Ok(None);
    }
    let change = role_change(target, facts, target.org_role, false);
    may_change(authority, rank, facts, target, &change)?;
    Ok(Some(Change::SetRole(change)))
}

fn reactivate<'a>(authority: Authority, rank: OrgRole, facts: &Facts) -> Result<Option<Change<'a>>, Denied> {
    let target = known(facts)?;
    if target.active {
        return Ok(None);
    }
    let change = role_change(target, facts, target.org_role, true);
    may_change(authority, rank, facts, target, &change)?;
    Ok(Some(Change::SetRole(change)))
}

fn role_change(target: &Member, facts: &Facts, org_role: OrgRole, active: bool) -> RoleChange {
    let becomes = if active { org_role } else { OrgRole::Inactive };
    RoleChange {
        user: target.person.id,
        org_role,
        active,
        claims: becomes == OrgRole::Owner && !facts.org.claimed,
        disarms: becomes < OrgRole::Admin,
        is_seen: true,
        was: target.now(),
        becomes,
    }
}

fn may_change(
    authority: Authority,
    rank: OrgRole,
    facts: &Facts,
    target: &Member,
    change: &RoleChange,
) -> Result<(), Denied> {
    is_other(authority, target)?;
    outranks(rank, target.org_role)?;
    let last = target.now() == OrgRole::Owner && facts.org.owners <= 1;
    if last && change.becomes != OrgRole::Owner { Err(Denied::LastOwner) } else { Ok(()) }
}

/// The rank of whoever acts: an admin's own role; the operator's is that of an owner. Members have one for invites and emoji
/// alone, and only where they may make any.
fn rank(authority: Authority, facts: &Facts, action: &AdminAction) -> Result<OrgRole, Denied> {
    let is_invite = matches!(action, AdminAction::MakeInvite(_) | AdminAction::RevokeInvite { .. });
    let is_open =
        is_invite && facts.org.members_invite || action.emoji().is_some() && facts.org.members_emoji;
    let least = if is_open { OrgRole::Member } else { OrgRole::Admin };
    match (authority, &facts.actor) {
        (Authority::System, _) => Ok(OrgRole::Owner),
        (Authority::Admin(_), Some(actor)) if actor.now() >= least => Ok(actor.org_role),
        (Authority::Admin(_), _) => Err(Denied::NotAdmin),
    }
}

/// Admins manage guests and members, owners everyone.
fn outranks(rank: OrgRole, of: OrgRole) -> Result<(), Denied> {
    if rank == OrgRole::Owner || of < OrgRole::Admin { Ok(()) } else { Err(Denied::OwnersOnly) }
}

/// Passwords are given by the operator alone; admins make links.
fn is_operator(authority: Authority) -> Result<(), Denied> {
    if authority == Authority::System { Ok(()) } else { Err(Denied::NotAdmin) }
}

fn is_other(authority: Authority, target: &Member) -> Result<(), Denied> {
    if authority == Authority::Admin(target.person.id) { Err(Denied::Oneself) } else { Ok(()) }
}

fn known(facts: &Facts) -> Result<&Member, Denied> {
    facts.target.as_ref().ok_or(Denied::Unknown)
}
