//! Who may create an account for themselves, and what they are then.

use proto::auth::SignUp;
use proto::room::OrgRole;

use super::{Denied, Org};

/// How somebody joins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Joining {
    pub(crate) org_role: OrgRole,
    /// The organisation is theirs from now on.
    pub(crate) claims: bool,
    /// One use of their invite is counted.
    pub(crate) uses_invite: bool,
}

/// Decides on somebody who registers. `may_claim`: they showed the operator's code, or none is asked for. `invited`: they
/// came with an invite that can be used.
pub(crate) fn join(org: &Org, may_claim: bool, invited: bool) -> Result<Joining, Denied> {
    if !org.claimed {
        let owner = Joining { org_role: OrgRole::Owner, claims: true, uses_invite: false };
        return may_claim.then_some(owner).ok_or(Denied::Unclaimed);
    }
    let member = Joining { org_role: OrgRole::Member, claims: false, uses_invite: invited };
    match org.sign_up {
        SignUp::Open => Ok(member),
        SignUp::Invite if invited => Ok(member),
        SignUp::Invite => Err(Denied::NotInvited),
        SignUp::Closed => Err(Denied::Closed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn org(claimed: bool, sign_up: SignUp) -> Org {
        Org {
            version: 0,
            claimed,
            sign_up,
            members_invite: false,
            members_emoji: false,
            emoji: 0,
            name: None,
            greeting: String::new(),
            denied_files: String::new(),
            set_up: false,
            owners: i64::from(claimed),
            first_owner: None,
        }
    }

    #[test]
    fn the_first_account_claims_the_organisation_whatever_sign_up_says() {
        for sign_up in [SignUp::Open, SignUp::Invite, SignUp::Closed] {
            for invited in [false, true] {
                let joining = join(&org(false, sign_up), true, invited).expect("the first");
                assert_eq!((joining.org_role, joining.claims), (OrgRole::Owner, true));
                assert!(!joining.uses_invite);
                assert_eq!(join(&org(false, sign_up), false, invited), Err(Denied::Unclaimed));
            }
        }
    }

    #[test]
    fn later_accounts_are_members_where_sign_up_lets_them_in() {
        let table = [
            (SignUp::Open, false, Ok(false)),
            (SignUp::Open, true, Ok(true)),
            (SignUp::Invite, false, Err(Denied::NotInvited)),
            (SignUp::Invite, true, Ok(true)),
            (SignUp::Closed, false, Err(Denied::Closed)),
            (SignUp::Closed, true, Err(Denied::Closed)),
        ];
        for (sign_up, invited, expected) in table {
            for may_claim in [false, true] {
                let joining = join(&org(true, sign_up), may_claim, invited);
                let member = |uses_invite| Joining { org_role: OrgRole::Member, claims: false, uses_invite };
                assert_eq!(joining, expected.map(member), "{sign_up:?}, invited: {invited}");
            }
        }
    }
}
