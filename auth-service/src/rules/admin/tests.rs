//! The rules by plain values: everyone who may act, everyone acted on, every action.

use proto::auth::{Access, AdminAction, Emoji, NewAccount, NewInvite, Person, SignUp, TokenHash};
use proto::room::OrgRole::{self, Admin, Guest, Inactive, Member as Plain, Owner};
use proto::text::{
    DeniedFiles, DisplayName, Email, EmojiName, Greeting, InstallationName, PasswordHash, Username,
};
use proto::{PictureId, UserId};
use uuid::Uuid;

use super::super::{Authority, Change, Denied, Facts, Member, Org, RoleChange};
use super::decide;

const ROLES: [OrgRole; 4] = [Guest, Plain, Admin, Owner];

fn id(n: u128) -> UserId {
    UserId(Uuid::from_u128(n))
}

fn member(n: u128, org_role: OrgRole, active: bool) -> Member {
    let person = Person {
        id: id(n),
        username: format!("user{n}"),
        display_name: format!("User {n}"),
        ambiguous: false,
        status: None,
        invisible: false,
        avatar: None,
        quiet: None,
    };
    Member { person, org_role, active }
}

/// An organisation with two owners, so that one may go.
fn org() -> Org {
    Org {
        version: 7,
        claimed: true,
        sign_up: SignUp::Open,
        members_invite: false,
        members_emoji: false,
        emoji: 0,
        name: Some("Harbour".into()),
        greeting: String::new(),
        denied_files: String::new(),
        set_up: false,
        owners: 2,
        first_owner: Some(id(9)),
    }
}

/// Person 1 acts on person 2.
fn facts(actor: OrgRole, target: OrgRole) -> Facts {
    Facts {
        org: org(),
        actor: Some(member(1, actor, true)),
        target: Some(member(2, target, true)),
        invite: Some(true),
        invite_by: Some(id(9)),
        emoji_by: None,
    }
}

fn link() -> TokenHash {
    TokenHash("0".repeat(64))
}

fn password() -> PasswordHash {
    PasswordHash("$argon2id$".into())
}

fn invite() -> NewInvite {
    let code = TokenHash("1".repeat(64));
    NewInvite { id: Uuid::from_u128(5), code, uses: 1, days: 1, room: None }
}

fn party() -> EmojiName {
    EmojiName::parse("party").expect("a name")
}

fn add_emoji() -> AdminAction {
    AdminAction::AddEmoji { name: party(), picture: PictureId(Uuid::from_u128(6)) }
}

fn remove_emoji() -> AdminAction {
    AdminAction::RemoveEmoji { name: party() }
}

fn email() -> Email {
    Email::parse("rosa@example.org").expect("an address")
}

fn account(org_role: OrgRole) -> AdminAction {
    account_with(org_role, Access::Link(link()))
}

fn account_with(org_role: OrgRole, access: Access) -> AdminAction {
    AdminAction::CreateAccount(NewAccount {
        username: Username::parse("rosa").expect("a username"),
        email: email(),
        display_name: DisplayName::parse("Rosa").expect("a name"),
        org_role,
        access,
    })
}

/// Every action on person `n`, or on nobody.
fn actions(n: u128) -> Vec<AdminAction> {
    let user = id(n);
    let mut all = vec![
        AdminAction::Deactivate { user },
        AdminAction::Reactivate { user },
        AdminAction::EndSessions { user },
        AdminAction::MakeResetLink { user, link: link() },
        AdminAction::ResetPassword { user, password: password() },
        AdminAction::ConfirmEmail { user, email: email() },
        AdminAction::SetSignUp { sign_up: SignUp::Closed },
        AdminAction::RemoveAvatar { user },
        add_emoji(),
        remove_emoji(),
        AdminAction::SetMembersEmoji { allowed: true },
        AdminAction::SetDeniedFiles { denied: DeniedFiles::parse("exe").expect("a list") },
        AdminAction::SetMembersInvite { allowed: true },
        AdminAction::MakeInvite(invite()),
        AdminAction::RevokeInvite { invite: Uuid::from_u128(5) },
    ];
    all.extend(ROLES.map(account));
    all.extend(ROLES.map(|org_role| AdminAction::SetRole { user, org_role }));
    all
}

/// What is decided, in short: what is wrong, or whether there is something to do.
fn verdict(authority: Authority, facts: &Facts, action: &AdminAction) -> Result<bool, Denied> {
    decide(authority, facts, action).map(|change| change.is_some())
}

const ACTOR: Authority = Authority::Admin(UserId(Uuid::from_u128(1)));

fn change(authority: Authority, facts: &Facts, action: &AdminAction) -> RoleChange {
    match decide(authority, facts, action) {
        Ok(Some(Change::SetRole(change))) => change,
        other => panic!("{other:?}"),
    }
}

#[test]
fn guests_members_deactivated_people_and_strangers_may_do_nothing() {
    for target in ROLES {
        for action in actions(2) {
            for actor in [Guest, Plain] {
                let verdict = verdict(ACTOR, &facts(actor, target), &action);
                assert_eq!(verdict, Err(Denied::NotAdmin), "{actor:?} {action:?}");
            }
            let gone = Facts { actor: Some(member(1, Owner, false)), ..facts(Owner, target) };
            let nobody = Facts { actor: None, ..facts(Owner, target) };
            assert_eq!(verdict(ACTOR, &gone, &action), Err(Denied::NotAdmin), "{action:?}");
            assert_eq!(verdict(ACTOR, &nobody, &action), Err(Denied::NotAdmin), "{action:?}");
        }
    }
}

#[test]
fn admins_manage_guests_and_members_and_owners_everyone() {
    let user = id(2);
    let on_a_person = [
        AdminAction::Deactivate { user },
        AdminAction::EndSessions { user },
        AdminAction::MakeResetLink { user, link: link() },
        AdminAction::ConfirmEmail { user, email: email() },
        AdminAction::RemoveAvatar { user },
    ];
    for action in &on_a_person {
        for target in ROLES {
            let by_admin = if target < Admin { Ok(true) } else { Err(Denied::OwnersOnly) };
            assert_eq!(verdict(ACTOR, &facts(Admin, target), action), by_admin, "{target:?} {action:?}");
            assert_eq!(verdict(ACTOR, &facts(Owner, target), action), Ok(true), "{target:?} {action:?}");
            assert_eq!(verdict(Authority::System, &facts(Guest, target), action), Ok(true));
        }
    }
}

#[test]
fn nobody_makes_somebody_what_they_could_not_manage() {
    for from in ROLES {
        for to in ROLES {
            let action = AdminAction::SetRole { user: id(2), org_role: to };
            let by_owner = Ok(from != to);
            let by_admin = if from == to {
                Ok(false)
            } else if from < Admin && to < Admin {
                Ok(true)
            } else {
                Err(Denied::OwnersOnly)
            };
            assert_eq!(verdict(ACTOR, &facts(Admin, from), &action), by_admin, "{from:?} -> {to:?}");
            assert_eq!(verdict(ACTOR, &facts(Owner, from), &action), by_owner, "{from:?} -> {to:?}");
            assert_eq!(verdict(Authority::System, &facts(Guest, from), &action), by_owner);
        }
    }
    for (actor, org_role, expected) in [
        (Admin, Guest, Ok(true)),
        (Admin, Plain, Ok(true)),
        (Admin, Admin, Err(Denied::OwnersOnly)),
        (Admin, Owner, Err(Denied::OwnersOnly)),
        (Owner, Owner, Ok(true)),
        (Owner, Inactive, Err(Denied::NotARole)),
    ] {
        assert_eq!(verdict(ACTOR, &facts(actor, Plain), &account(org_role)), expected, "{org_role:?}");
    }
}

#[test]
fn nobody_does_it_to_themselves_except_what_is_so_already() {
    let me = |org_role| Facts { target: Some(member(1, org_role, true)), ..facts(org_role, org_role) };
    let user = id(1);
    for org_role in [Admin, Owner] {
        for action in [
            AdminAction::SetRole { user, org_role: Plain },
            AdminAction::Deactivate { user },
            AdminAction::EndSessions { user },
            AdminAction::MakeResetLink { user, link: link() },
        ] {
            assert_eq!(verdict(ACTOR, &me(org_role), &action), Err(Denied::Oneself), "{action:?}");
        }
        // The only owner has nobody else to ask.
        let confirm = AdminAction::ConfirmEmail { user, email: email() };
        assert_eq!(verdict(ACTOR, &me(org_role), &confirm), Ok(true));
        let same = AdminAction::SetRole { user, org_role };
        assert_eq!(verdict(ACTOR, &me(org_role), &same), Ok(false));
    }
}

#[test]
fn the_last_active_owner_stays_one() {
    let mut facts = facts(Owner, Owner);
    facts.org.owners = 1;
    let user = id(2);
    for action in [AdminAction::SetRole { user, org_role: Admin }, AdminAction::Deactivate { user }] {
        assert_eq!(verdict(Authority::System, &facts, &action), Err(Denied::LastOwner), "{action:?}");
    }
    // One who is deactivated is none of the active ones.
    facts.target = Some(member(2, Owner, false));
    let action = AdminAction::SetRole { user, org_role: Admin };
    assert_eq!(verdict(Authority::System, &facts, &action), Ok(true));
}

#[test]
fn a_deactivated_person_is_given_a_role_to_come_back_with_and_nobody_is_told() {
    let facts = Facts { target: Some(member(2, Plain, false)), ..facts(Owner, Plain) };
    let user = id(2);
    let promoted = change(ACTOR, &facts, &AdminAction::SetRole { user, org_role: Admin });
    assert_eq!((promoted.org_role, promoted.active, promoted.is_seen), (Admin, false, false));
    assert_eq!((promoted.was, promoted.becomes), (Plain, Admin));
    let back = change(ACTOR, &facts, &AdminAction::Reactivate { user });
    assert_eq!((back.org_role, back.active, back.is_seen), (Plain, true, true));
    assert_eq!((back.was, back.becomes), (Inactive, Plain));
    assert_eq!(verdict(ACTOR, &facts, &AdminAction::Deactivate { user }), Ok(false));
    let link = AdminAction::MakeResetLink { user, link: link() };
    assert_eq!(verdict(ACTOR, &facts, &link), Err(Denied::Deactivated));
}

#[test]
fn whoever_is_no_admin_any_more_leaves_no_working_links_behind() {
    let user = id(2);
    for (from, to, disarms) in
        [(Owner, Admin, false), (Plain, Admin, false), (Admin, Plain, true), (Owner, Guest, true)]
    {
        let change = change(ACTOR, &facts(Owner, from), &AdminAction::SetRole { user, org_role: to });
        assert_eq!(change.disarms, disarms, "{from:?} -> {to:?}");
    }
    assert!(change(ACTOR, &facts(Owner, Admin), &AdminAction::Deactivate { user }).disarms);
}

#[test]
fn the_first_owner_claims_the_organisation() {
    let mut facts = facts(Plain, Plain);
    (facts.org.claimed, facts.org.owners, facts.org.first_owner) = (false, 0, None);
    for (org_role, claims) in [(Owner, true), (Admin, false)] {
        let action = account(org_role);
        let decided = decide(Authority::System, &facts, &action);
        assert!(matches!(decided, Ok(Some(Change::CreateAccount { claims: c, .. })) if c == claims));
        let set = AdminAction::SetRole { user: id(2), org_role };
        assert_eq!(change(Authority::System, &facts, &set).claims, claims);
    }
    let action = AdminAction::MakeInvite(invite());
    assert_eq!(verdict(Authority::System, &facts, &action), Err(Denied::NoOwner));
}

#[test]
fn an_invite_is_its_maker_s_and_the_operator_s_are_the_first_owner_s() {
    let action = AdminAction::MakeInvite(invite());
    for (authority, expected) in [(ACTOR, id(1)), (Authority::System, id(9))] {
        let facts = facts(Admin, Plain);
        let decided = decide(authority, &facts, &action);
        assert!(matches!(decided, Ok(Some(Change::MakeInvite { host, .. })) if host == expected));
    }
}

#[test]
fn what_is_unknown_is_refused_and_what_is_so_already_is_left_alone() {
    let nobody = Facts { target: None, invite: None, ..facts(Owner, Plain) };
    for action in actions(2)
        .iter()
        .filter(|action| action.target().is_some() || matches!(action, AdminAction::RevokeInvite { .. }))
    {
        assert_eq!(verdict(Authority::System, &nobody, action), Err(Denied::Unknown), "{action:?}");
    }
    let revoked = Facts { invite: Some(false), ..facts(Owner, Plain) };
    let revoke = AdminAction::RevokeInvite { invite: Uuid::from_u128(5) };
    assert_eq!(verdict(ACTOR, &revoked, &revoke), Ok(false));
    let open = AdminAction::SetSignUp { sign_up: SignUp::Open };
    assert_eq!(verdict(ACTOR, &facts(Admin, Plain), &open), Ok(false));
    assert_eq!(verdict(ACTOR, &facts(Admin, Plain), &AdminAction::Reactivate { user: id(2) }), Ok(false));
}

#[test]
fn passwords_are_given_by_the_operator_alone() {
    let reset = AdminAction::ResetPassword { user: id(2), password: password() };
    let account = account_with(Plain, Access::Password(password()));
    for action in [reset, account] {
        assert_eq!(verdict(ACTOR, &facts(Owner, Plain), &action), Err(Denied::NotAdmin), "{action:?}");
        assert_eq!(verdict(Authority::System, &facts(Owner, Owner), &action), Ok(true), "{action:?}");
    }
}

#[test]
fn an_invite_is_for_so_many_people_and_days_and_no_others() {
    for (uses, days, expected) in [
        (1, 1, Ok(true)),
        (1_000, 365, Ok(true)),
        (0, 1, Err(Denied::InviteUses)),
        (1_001, 1, Err(Denied::InviteUses)),
        (1, 0, Err(Denied::InviteDays)),
        (1, 366, Err(Denied::InviteDays)),
    ] {
        let action = AdminAction::MakeInvite(NewInvite { uses, days, ..invite() });
        assert_eq!(verdict(ACTOR, &facts(Admin, Plain), &action), expected, "{uses} {days}");
    }
}

#[test]
fn admins_and_the_operator_say_what_the_installation_is_called_and_how_it_greets() {
    let name = |text| AdminAction::SetName { name: InstallationName::parse(text).expect("a name") };
    let greeting = |text| AdminAction::SetGreeting { greeting: Greeting::parse(text).expect("a greeting") };
    let (mut facts, admin) = (facts(Admin, Plain), Authority::Admin(id(1)));
    let action = name("Boathouse");
    let decided = decide(admin, &facts, &action);
    assert!(matches!(decided, Ok(Some(Change::SetName { was: Some("Harbour"), name: "Boathouse" }))));
    let action = greeting("Ask anything.");
    let decided = decide(Authority::System, &facts, &action);
    assert!(matches!(decided, Ok(Some(Change::SetGreeting { was: "", greeting: "Ask anything." }))));
    assert!(matches!(decide(admin, &facts, &AdminAction::FinishSetup), Ok(Some(Change::FinishSetup))));
    facts.org.set_up = true;
    for action in [name("Harbour"), greeting(""), AdminAction::FinishSetup] {
        assert!(matches!(decide(admin, &facts, &action), Ok(None)), "{action:?} is so already");
    }
    facts.actor = Some(member(1, Plain, true));
    for action in [name("Boathouse"), greeting("Hello."), AdminAction::FinishSetup] {
        assert_eq!(decide(admin, &facts, &action).err(), Some(Denied::NotAdmin));
    }
}

#[test]
fn members_invite_where_they_may_and_take_back_what_is_theirs() {
    let allowed = |actor| {
        let org = Org { members_invite: true, ..org() };
        Facts { org, ..facts(actor, Plain) }
    };
    let (make, revoke) =
        (AdminAction::MakeInvite(invite()), AdminAction::RevokeInvite { invite: Uuid::from_u128(5) });
    assert_eq!(verdict(ACTOR, &facts(Plain, Plain), &make), Err(Denied::NotAdmin), "it is not allowed");
    assert_eq!(verdict(ACTOR, &allowed(Plain), &make), Ok(true));
    assert_eq!(verdict(ACTOR, &allowed(OrgRole::Guest), &make), Err(Denied::NotAdmin));
    let gone = Facts { actor: Some(member(1, Plain, false)), ..allowed(Plain) };
    assert_eq!(verdict(ACTOR, &gone, &make), Err(Denied::NotAdmin), "who is not there");
    assert_eq!(verdict(ACTOR, &allowed(Plain), &revoke), Err(Denied::Unknown), "somebody else's");
    let own = Facts { invite_by: Some(id(1)), ..allowed(Plain) };
    assert_eq!(verdict(ACTOR, &own, &revoke), Ok(true));
    let no_more = Facts { invite_by: Some(id(1)), ..facts(Plain, Plain) };
    assert_eq!(verdict(ACTOR, &no_more, &revoke), Err(Denied::NotAdmin));
    assert_eq!(verdict(ACTOR, &allowed(OrgRole::Admin), &revoke), Ok(true), "admins revoke any");
    for action in actions(2) {
        if !matches!(action, AdminAction::MakeInvite(_) | AdminAction::RevokeInvite { .. }) {
            assert_eq!(verdict(ACTOR, &allowed(Plain), &action), Err(Denied::NotAdmin), "{action:?}");
        }
    }
    let set = |allowed| AdminAction::SetMembersInvite { allowed };
    assert_eq!(verdict(ACTOR, &facts(OrgRole::Admin, Plain), &set(true)), Ok(true));
    assert_eq!(verdict(ACTOR, &facts(OrgRole::Admin, Plain), &set(false)), Ok(false), "it is so");
}

#[test]
fn members_add_emoji_where_they_may_and_remove_their_own() {
    let allowed = |actor, emoji_by: Option<UserId>| {
        let org = Org { members_emoji: true, ..org() };
        Facts { org, emoji_by, ..facts(actor, Plain) }
    };
    let by = |n| Some(id(n));
    assert_eq!(verdict(ACTOR, &facts(Plain, Plain), &add_emoji()), Err(Denied::NotAdmin), "not allowed");
    assert_eq!(verdict(ACTOR, &facts(Admin, Plain), &add_emoji()), Ok(true));
    assert_eq!(verdict(ACTOR, &allowed(Plain, None), &add_emoji()), Ok(true));
    assert_eq!(verdict(ACTOR, &allowed(Guest, None), &add_emoji()), Err(Denied::NotAdmin));
    assert_eq!(verdict(ACTOR, &allowed(Plain, by(9)), &add_emoji()), Err(Denied::EmojiTaken));
    assert_eq!(verdict(ACTOR, &allowed(Plain, by(9)), &remove_emoji()), Err(Denied::NotAdmin), "not theirs");
    assert_eq!(verdict(ACTOR, &allowed(Plain, by(1)), &remove_emoji()), Ok(true));
    assert_eq!(verdict(ACTOR, &allowed(Admin, by(9)), &remove_emoji()), Ok(true), "admins remove any");
    assert_eq!(verdict(ACTOR, &allowed(Admin, None), &remove_emoji()), Err(Denied::Unknown));
    let no_more = Facts { emoji_by: by(1), ..facts(Plain, Plain) };
    assert_eq!(verdict(ACTOR, &no_more, &remove_emoji()), Err(Denied::NotAdmin));
    assert_eq!(verdict(Authority::System, &facts(Owner, Plain), &add_emoji()), Err(Denied::NotAdmin));
    for (count, expected) in [(Emoji::MAX - 1, Ok(true)), (Emoji::MAX, Err(Denied::EmojiFull))] {
        let org = Org { emoji: i64::try_from(count).expect("few"), ..org() };
        assert_eq!(verdict(ACTOR, &Facts { org, ..facts(Owner, Plain) }, &add_emoji()), expected);
    }
    let set = |allowed| AdminAction::SetMembersEmoji { allowed };
    assert_eq!(verdict(ACTOR, &facts(Admin, Plain), &set(true)), Ok(true));
    assert_eq!(verdict(ACTOR, &facts(Admin, Plain), &set(false)), Ok(false), "it is so");
}
