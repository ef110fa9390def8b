//! The pages without rooms beside them: sign in, register, give the password again. Passwords are never echoed.

use proto::UserId;
use proto::auth::{Invitation, LinkState};
use serde::Serialize;

use super::when::iso;
use super::{Errors, Face, Page};
use crate::catalogue::Text;

/// `GET /login`, and `POST /login` gone wrong (`login`, `password`, `next`).
#[derive(Clone, Debug, Default, Serialize)]
pub struct SignInPage {
    /// Username or e-mail, as typed.
    pub login: String,
    /// Where to go afterwards: a path checked to be ours.
    pub next: Option<String>,
    /// A sentence above the form that is no error: "Your session has ended. …"
    pub notice: Option<Text>,
    /// What they had written when they were no longer signed in, to be copied.
    pub typed: Option<String>,
    /// Nobody can make an account for themselves: none is offered.
    pub closed: bool,
    /// Links to set another password are mailed.
    pub mails: bool,
    /// What was wrong; fields `login`, `password`.
    pub errors: Errors,
}

/// `GET /register`, and `POST /register` gone wrong.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RegisterPage {
    /// As typed.
    pub username: String,
    /// As typed.
    pub email: String,
    /// As typed; may be left empty: then the username is used.
    pub display_name: String,
    /// With what they came, if they were invited.
    pub invited: Option<Invited>,
    /// Where to go afterwards: a path checked to be ours.
    pub next: Option<String>,
    /// What was wrong; fields `username`, `email`, `display_name`, `password`.
    pub errors: Errors,
}

/// An invite somebody came with.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Invited {
    /// What follows `/invite/`.
    pub code: String,
    /// Who invited them; none where nobody can tell any more.
    pub by: Option<Face>,
    /// The room they were invited to, where it was one in particular.
    pub room: Option<String>,
}

/// The same while nobody has an account: whoever creates it owns the installation.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OwnerPage {
    /// What the installation is to be called, as typed.
    pub called: String,
    /// As typed.
    pub display_name: String,
    /// As typed.
    pub username: String,
    /// As typed.
    pub email: String,
    /// The operator's code is asked for (`Installation::claim_needed`).
    pub ask_claim: bool,
    /// The operator's code, as typed.
    pub claim: String,
    /// What was wrong; fields `claim`, `installation`, `display_name`, `username`, `email`, `password`.
    pub errors: Errors,
}

/// Instead of a form that cannot be had, saying why and what next.
#[derive(Clone, Debug, Serialize)]
pub struct ClosedPage {
    kind: Text,
    title: Text,
    message: Text,
    /// Another link can be asked for.
    again: bool,
}

impl ClosedPage {
    /// No one can create an account.
    pub fn closed() -> Self {
        Self {
            kind: Text::new("closed-kind-account"),
            title: Text::new("closed-heading"),
            message: Text::new("closed-text"),
            again: false,
        }
    }

    /// An account needs an invite.
    pub fn by_invitation() -> Self {
        Self {
            kind: Text::new("closed-kind-account"),
            title: Text::new("closed-invite-heading"),
            message: Text::new("closed-invite-text"),
            again: false,
        }
    }

    /// A link to set a password that does not work; none: there is none.
    pub fn reset(state: Option<LinkState>) -> Self {
        let state = word(state);
        Self {
            kind: Text::new("closed-kind-reset"),
            title: Text::new("dead-reset-heading").with("state", state),
            message: Text::new("dead-reset-text").with("state", state),
            again: true,
        }
    }

    /// A link to confirm an address that does not work; none: there is none.
    pub fn confirmation(state: Option<LinkState>) -> Self {
        let state = word(state);
        Self {
            kind: Text::new("email"),
            title: Text::new("dead-reset-heading").with("state", state),
            message: Text::new("dead-confirm-text"),
            again: false,
        }
    }

    /// A link to end mail that is nobody's.
    pub fn unsubscribe() -> Self {
        Self {
            kind: Text::new("email"),
            title: Text::new("dead-reset-heading").with("state", word(None)),
            message: Text::new("dead-unsubscribe-text"),
            again: false,
        }
    }

    /// What to do about a password that was forgotten.
    pub fn forgotten() -> Self {
        Self {
            kind: Text::new("closed-kind-reset"),
            title: Text::new("forgot-heading"),
            message: Text::new("forgot-text"),
            again: false,
        }
    }
}

/// The state of a link as the catalogue has it.
fn word(state: Option<LinkState>) -> &'static str {
    match state {
        Some(LinkState::Used) => "used",
        Some(LinkState::Revoked) => "revoked",
        Some(LinkState::Expired) => "expired",
        Some(LinkState::Usable) | None => "unknown",
    }
}

/// Instead of the form, to whoever comes with an invite that does not work.
#[derive(Clone, Debug, Serialize)]
pub struct DeadInvitePage {
    /// `revoked`, `used`, `expired` or `unknown`.
    pub state: &'static str,
    /// Who made it.
    pub by: Option<String>,
    /// Until when it was valid.
    pub until: Option<String>,
    /// An account can be created without one.
    pub open: bool,
}

impl DeadInvitePage {
    /// What is said of an invite that does not work, or is none.
    pub fn new(found: Option<&Invitation>, open: bool) -> Self {
        Self {
            state: word(found.map(|invitation| invitation.state)),
            by: found.map(|invitation| invitation.by.shown_name()),
            until: found.map(|invitation| iso(invitation.expires_at)),
            open,
        }
    }
}

/// `GET /forgot` where mail is sent, and its form gone wrong.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ForgotPage {
    /// Username or e-mail, as typed.
    pub login: String,
    /// It was asked for just now.
    pub sent: bool,
    /// What was wrong; field `login`.
    pub errors: Errors,
}

/// `GET /confirm/{token}`, and what came of its form.
#[derive(Clone, Debug, Serialize)]
pub struct ConfirmPage {
    /// What follows `/confirm/`.
    pub token: String,
    /// Whose address it is said to be.
    pub username: String,
    /// It is confirmed.
    pub done: bool,
    /// What was wrong; no fields.
    pub errors: Errors,
}

/// `GET /unsubscribe/{link}`, and what came of its form.
#[derive(Clone, Debug, Serialize)]
pub struct UnsubscribePage {
    /// What follows `/unsubscribe/`.
    pub link: String,
    /// No mail of unread messages is sent.
    pub done: bool,
}

impl Page for UnsubscribePage {
    const TEMPLATE: &'static str = "people/unsubscribe.html";
}

/// `GET /reset/{token}`, and its form gone wrong.
#[derive(Clone, Debug, Serialize)]
pub struct ResetPage {
    /// What follows `/reset/`.
    pub token: String,
    /// For whom: what they sign in with.
    pub username: String,
    /// How they are called.
    pub name: String,
    /// What was wrong; field `password`.
    pub errors: Errors,
}

/// Asks for the password once more, in place of what was to be done, with the form that was sent.
#[derive(Clone, Debug, Serialize)]
pub struct ProofPage {
    /// Who is asked.
    pub person: UserId,
    /// Where the form goes to, as it was sent to.
    pub action: String,
    /// All that was sent.
    pub fields: Vec<HiddenField>,
    /// What was wrong; field `old`.
    pub errors: Errors,
}

/// A field of a form that is sent again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HiddenField {
    /// Its name.
    pub name: String,
    /// As typed.
    pub value: String,
}

impl Page for ProofPage {
    const TEMPLATE: &'static str = "people/proof.html";
}

impl Page for ClosedPage {
    const TEMPLATE: &'static str = "people/closed.html";
}

impl Page for ConfirmPage {
    const TEMPLATE: &'static str = "people/confirm.html";
}

impl Page for ForgotPage {
    const TEMPLATE: &'static str = "people/forgot.html";
}

impl Page for ResetPage {
    const TEMPLATE: &'static str = "people/reset.html";
}

impl Page for SignInPage {
    const TEMPLATE: &'static str = "people/sign_in.html";
}

impl Page for RegisterPage {
    const TEMPLATE: &'static str = "people/register.html";
}

impl Page for OwnerPage {
    const TEMPLATE: &'static str = "people/owner.html";
}

impl Page for DeadInvitePage {
    const TEMPLATE: &'static str = "people/dead_invite.html";
}
