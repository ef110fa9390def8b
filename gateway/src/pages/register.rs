//! `/register`: makes an account and signs it in. Everything that is wrong is said at once.

use axum::Form;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;
use proto::auth::{Action, Installation, NewSession, SignUp, Token};
use proto::text::{DisplayName, Email, Password, Username};
use proto::{Reason, Refusal};
use serde::Deserialize;

use super::invite::closed;
use super::sign_in::{SignInQuery, signed_in};
use super::{redirect, render, render_refused};
use crate::draw::{Errors, RegisterPage};
use crate::error::AppError;
use crate::session::{Caller, MaybeSession, ReturnTo, token};
use crate::state::AppState;

/// The form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct FormInput {
    username: String,
    email: String,
    display_name: String,
    password: String,
    password_again: String,
    claim: String,
    invite: String,
    next: ReturnTo,
}

/// `GET /register`
pub(crate) async fn form(
    State(state): State<AppState>,
    MaybeSession(session): MaybeSession,
    UrlQuery(along): UrlQuery<SignInQuery>,
) -> Result<Response, AppError> {
    if session.is_some() {
        return Ok(redirect(&along.next.location()));
    }
    let installation = state.installation()?;
    if installation.claimed && installation.sign_up != SignUp::Open {
        return closed(&state, installation.sign_up);
    }
    let typed = FormInput { next: along.next, ..FormInput::default() };
    render(&state, &typed.page(&installation, Errors::none()))
}

/// `POST /register`
pub(crate) async fn register(
    State(state): State<AppState>,
    MaybeSession(session): MaybeSession,
    Caller(client_info): Caller,
    Form(typed): Form<FormInput>,
) -> Result<Response, AppError> {
    if session.is_some() {
        return Ok(redirect(&typed.next.location()));
    }
    let installation = state.installation()?;
    let token = token()?;
    let session = NewSession { token: token.hash(), from: client_info };
    let action = match typed.read(&installation, &state.config().name, session) {
        Ok(action) => action,
        Err(errors) => {
            return render_refused(
                &state,
                &typed.page(&installation, errors),
                &Refusal::new(Reason::FormInvalid),
            );
        }
    };
    match state.actions().open_session(token, action).await {
        Ok(opened) => {
            state.actions().join_general(&opened.session).await;
            signed_in(&state, &opened, &typed.next)
        }
        Err(refusal) => render_refused(&state, &typed.page(&installation, Errors::from(&refusal)), &refusal),
    }
}

impl FormInput {
    /// An empty form for somebody who has this code.
    pub(super) fn invited(code: String) -> Self {
        Self { invite: code, ..Self::default() }
    }

    /// The action, or all that is wrong.
    fn read(&self, installation: &Installation, name: &str, session: NewSession) -> Result<Action, Errors> {
        let username = Username::parse(&self.username);
        let email = Email::parse(&self.email);
        let called =
            if self.display_name.trim().is_empty() { self.username.trim() } else { &self.display_name };
        let display_name = DisplayName::parse(called);
        let password = Password::choose(&self.password, &self.username)
            .and_then(|password| password.unlike_installation(name));
        let claim =
            Some(self.claim.trim().to_owned()).filter(|claim| asks_claim(installation) && !claim.is_empty());

        let mut errors = Errors::none();
        if self.password != self.password_again {
            errors = errors.and("password_again", Reason::PasswordsDiffer);
        }
        if asks_claim(installation) && claim.is_none() {
            errors = errors.and("claim", Reason::SetupCodeMissing);
        }
        match (username, email, display_name, password) {
            (Ok(username), Ok(email), Ok(display_name), Ok(password)) if errors.is_empty() => {
                Ok(Action::Register {
                    username,
                    email,
                    display_name,
                    password,
                    claim,
                    invite: Token::parse(&self.invite).map(|code| code.hash()),
                    session,
                })
            }
            (username, email, display_name, password) => {
                // A name that was not chosen cannot be wrong: then it is the username that is.
                let display_name = display_name.err().filter(|_| !self.display_name.trim().is_empty());
                let wrong = [username.err(), email.err(), display_name, password.err()];
                Err(wrong.iter().flatten().fold(errors, Errors::and_refusal))
            }
        }
    }

    /// The page with what was typed; passwords are typed again.
    pub(super) fn page(&self, installation: &Installation, errors: Errors) -> RegisterPage {
        RegisterPage {
            username: self.username.clone(),
            email: self.email.clone(),
            display_name: self.display_name.clone(),
            claim: self.claim.clone(),
            ask_claim: asks_claim(installation),
            first: !installation.claimed,
            invite: Some(self.invite.clone()).filter(|code| !code.is_empty()),
            invited_by: None,
            next: self.next.path(),
            errors,
        }
    }
}

fn asks_claim(installation: &Installation) -> bool {
    installation.claim_needed && !installation.claimed
}

#[cfg(test)]
mod tests {
    use super::*;

    const SYSTEM: Installation =
        Installation { id: uuid::Uuid::nil(), claimed: false, claim_needed: true, sign_up: SignUp::Open };

    fn session() -> NewSession {
        let from =
            proto::auth::ClientInfo { address: std::net::Ipv4Addr::LOCALHOST.into(), agent: String::new() };
        NewSession { token: Token::generate().expect("random").hash(), from }
    }

    fn rosa() -> FormInput {
        FormInput {
            username: "Rosa".into(),
            email: "rosa@example.org".into(),
            password: "correct horse".into(),
            password_again: "correct horse".into(),
            claim: " 1234 ".into(),
            ..FormInput::default()
        }
    }

    #[test]
    fn somebody_without_a_display_name_is_called_by_their_username() {
        let Ok(Action::Register { username, display_name, claim, .. }) =
            rosa().read(&SYSTEM, "Harbour", session())
        else {
            panic!("refused")
        };
        assert_eq!(
            (username.as_str(), display_name.as_str(), claim.as_deref()),
            ("rosa", "Rosa", Some("1234"))
        );
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let typed = FormInput {
            username: "ö".into(),
            password: "short".into(),
            password_again: "shirt".into(),
            ..FormInput::default()
        };
        let errors = typed.read(&SYSTEM, "Harbour", session()).expect_err("refused");
        let fields: Vec<_> = errors.fields.keys().map(String::as_str).collect();
        assert_eq!(fields, ["claim", "email", "password", "password_again", "username"]);
    }

    #[test]
    fn a_code_nobody_asks_for_is_not_passed_on() {
        let claimed = Installation { claimed: true, ..SYSTEM };
        let Ok(Action::Register { claim, .. }) = rosa().read(&claimed, "Harbour", session()) else {
            panic!("refused")
        };
        assert_eq!(claim, None);
    }
}
