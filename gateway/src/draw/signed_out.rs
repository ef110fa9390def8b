//! The pages without rooms beside them: sign in, register, give the password again. Passwords are never echoed.

use proto::UserId;
use serde::Serialize;

use super::{Errors, Page};
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
    /// The operator's code, as typed.
    pub claim: String,
    /// The operator's code is asked for (`Installation::claim_needed` and not claimed).
    pub ask_claim: bool,
    /// Nobody has an account yet: this one will own the installation.
    pub first: bool,
    /// The code of the invite they came with.
    pub invite: Option<String>,
    /// Who invited them.
    pub invited_by: Option<String>,
    /// Where to go afterwards: a path checked to be ours.
    pub next: Option<String>,
    /// What was wrong; fields `username`, `email`, `display_name`, `password`, `password_again`, `claim`.
    pub errors: Errors,
}

/// Instead of the form where no account can be made, saying why.
#[derive(Clone, Debug, Serialize)]
pub struct ClosedPage {
    title: Text,
    message: Text,
    /// An account can be made all the same.
    open: bool,
}

impl ClosedPage {
    /// No one can create an account.
    pub fn closed() -> Self {
        Self { title: Text::new("closed-heading"), message: Text::new("closed-text"), open: false }
    }

    /// An account needs an invite.
    pub fn by_invitation() -> Self {
        Self {
            title: Text::new("closed-invite-heading"),
            message: Text::new("closed-invite-text"),
            open: false,
        }
    }

    /// The invite is none, or none any more; `open`: an account can be created without one.
    pub fn invite_expired(open: bool) -> Self {
        Self { title: Text::new("closed-expired-heading"), message: Text::new("closed-expired-text"), open }
    }

    /// The link was used, or is too old.
    pub fn reset_expired() -> Self {
        Self {
            title: Text::new("closed-reset-heading"),
            message: Text::new("closed-reset-text"),
            open: false,
        }
    }
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
    /// What was wrong; fields `password`, `password_again`.
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

impl Page for ResetPage {
    const TEMPLATE: &'static str = "people/reset.html";
}

impl Page for SignInPage {
    const TEMPLATE: &'static str = "people/sign_in.html";
}

impl Page for RegisterPage {
    const TEMPLATE: &'static str = "people/register.html";
}
