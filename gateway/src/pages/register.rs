//! `/register`: makes an account and signs it in. Everything that is wrong is said at once.

use axum::Form;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;
use proto::auth::{Action, Installation, LinkState, NewSession, SignUp, Token};
use proto::room::OrgRole;
use proto::text::{DisplayName, Email, InstallationName, Password, Username};
use proto::{Reason, Refusal};
use serde::Deserialize;

use super::invite::{self, closed};
use super::sign_in::{SignInQuery, note_device, signed_in};
use super::{confirm, redirect, render, render_refused};
use crate::actions::OpenedSession;
use crate::draw::{Errors, Invited, OwnerPage, RegisterPage};
use crate::error::AppError;
use crate::session::{Caller, MaybeSession, ReturnTo, token};
use crate::state::AppState;

/// Where whoever has just claimed the installation goes.
const SETUP: &str = "/setup";
/// Where everyone begins; a former address of it leads there too.
const GENERAL: &str = "/r/general";

/// The form.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct FormInput {
    username: String,
    email: String,
    display_name: String,
    password: String,
    claim: String,
    installation: String,
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
    if state.is_unclaimed().await? {
        return render(&state, &FormInput::default().owner_page(&state.installation()?, Errors::none()));
    }
    let installation = state.installation()?;
    if installation.sign_up != SignUp::Open {
        return closed(&state, installation.sign_up);
    }
    let typed = FormInput { next: along.next, ..FormInput::default() };
    render(&state, &typed.page(None, Errors::none()))
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
    let invited = match invite::invitation(&state, &typed.invite).await? {
        Some(found) if found.state != LinkState::Usable && installation.sign_up != SignUp::Open => {
            return invite::dead(&state, &installation, Some(&found));
        }
        found => found,
    };
    let token = token()?;
    let agent = client_info.agent.clone();
    let session = NewSession { token: token.hash(), from: client_info };
    let opened = match typed.read(&installation, &state.title(), session) {
        Ok(action) => state.actions().open_session(token, action).await.map_err(|refusal| {
            let errors = Errors::from(&refusal);
            (errors, refusal)
        }),
        Err(errors) => Err((errors, Refusal::new(Reason::FormInvalid))),
    };
    match opened {
        Ok(opened) => {
            let room = invited.and_then(|found| found.room);
            begin(&state, &installation, &opened, &typed, room, &agent).await
        }
        // Used up while they filled in the form.
        Err((_, refusal)) if refusal.reason == Reason::InviteNeeded && invited.is_some() => {
            let found = invite::invitation(&state, &typed.invite).await?;
            invite::dead(&state, &installation, found.as_ref())
        }
        Err((errors, refusal)) if !installation.claimed => {
            render_refused(&state, &typed.owner_page(&installation, errors), &refusal)
        }
        Err((errors, refusal)) => {
            let invited = match &invited {
                Some(found) => Some(invite::invited(&state, &typed.invite, found).await),
                None => None,
            };
            render_refused(&state, &typed.page(invited, errors), &refusal)
        }
    }
}

/// Into the rooms, and on: to what an owner begins with, to where they wanted to go, to the room they were invited to, or to
/// where everyone begins.
async fn begin(
    state: &AppState,
    installation: &Installation,
    opened: &OpenedSession,
    typed: &FormInput,
    room: Option<proto::RoomId>,
    agent: &str,
) -> Result<Response, AppError> {
    state.actions().join_general(&opened.session).await;
    // They can have it sent again from their settings.
    if state.mail_origin().is_some() && confirm::mail(state, &opened.session).await.is_err() {
        tracing::debug!("a link that confirms an address was not mailed");
    }
    note_device(state, &opened.session, agent).await;
    if !installation.claimed {
        state.refresh_installation().await;
        // Of those who register in the same moment one is the owner.
        if opened.session.org_role == OrgRole::Owner {
            return signed_in(state, opened, SETUP);
        }
    }
    if let Some(next) = typed.next.path() {
        return signed_in(state, opened, &next);
    }
    let invited_to = match room {
        Some(room) => invite::enter(state, &opened.session, room).await,
        None => None,
    };
    signed_in(state, opened, invited_to.as_deref().unwrap_or(GENERAL))
}

impl FormInput {
    /// An empty form for somebody who has this code.
    pub(super) fn invited(code: String) -> Self {
        Self { invite: code, ..Self::default() }
    }

    /// The action, or all that is wrong. `title`: what the installation is called at present.
    fn read(&self, installation: &Installation, title: &str, session: NewSession) -> Result<Action, Errors> {
        let called = (!installation.claimed && !self.installation.trim().is_empty())
            .then(|| InstallationName::parse(&self.installation))
            .transpose();
        let title = called.as_ref().ok().and_then(Option::as_ref).map_or(title, InstallationName::as_str);
        let username = Username::parse(&self.username);
        let email = Email::parse(&self.email);
        let shown =
            if self.display_name.trim().is_empty() { self.username.trim() } else { &self.display_name };
        let display_name = DisplayName::parse(shown);
        let password = Password::choose(&self.password, &self.username)
            .and_then(|password| password.unlike_installation(title));
        let claim =
            Some(self.claim.trim().to_owned()).filter(|claim| asks_claim(installation) && !claim.is_empty());

        let mut errors = Errors::none();
        if asks_claim(installation) && claim.is_none() {
            errors = errors.and("claim", Reason::SetupCodeMissing);
        }
        match (username, email, display_name, password, called) {
            (Ok(username), Ok(email), Ok(display_name), Ok(password), Ok(called)) if errors.is_empty() => {
                Ok(Action::Register {
                    username,
                    email,
                    display_name,
                    password,
                    claim,
                    installation: called,
                    invite: Token::parse(&self.invite).map(|code| code.hash()),
                    session,
                })
            }
            (username, email, display_name, password, called) => {
                // A name that was not chosen cannot be wrong: then it is the username that is.
                let display_name = display_name.err().filter(|_| !self.display_name.trim().is_empty());
                let wrong = [username.err(), email.err(), display_name, password.err(), called.err()];
                Err(wrong.iter().flatten().fold(errors, Errors::and_refusal))
            }
        }
    }

    /// The page with what was typed; passwords are typed again.
    pub(super) fn page(&self, invited: Option<Invited>, errors: Errors) -> RegisterPage {
        RegisterPage {
            username: self.username.clone(),
            email: self.email.clone(),
            display_name: self.display_name.clone(),
            invited,
            next: self.next.path(),
            errors,
        }
    }

    /// The same while nobody has an account.
    fn owner_page(&self, installation: &Installation, errors: Errors) -> OwnerPage {
        OwnerPage {
            called: self.installation.clone(),
            display_name: self.display_name.clone(),
            username: self.username.clone(),
            email: self.email.clone(),
            ask_claim: asks_claim(installation),
            claim: self.claim.clone(),
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

    const SYSTEM: Installation = Installation {
        id: uuid::Uuid::nil(),
        claimed: false,
        claim_needed: true,
        sign_up: SignUp::Open,
        name: None,
        greeting: None,
        members_invite: false,
        members_emoji: false,
        emoji_version: 0,
        denied_files: None,
        set_up: false,
        sends_mail: false,
    };

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
            installation: "x".repeat(61),
            ..FormInput::default()
        };
        let errors = typed.read(&SYSTEM, "Harbour", session()).expect_err("refused");
        let fields: Vec<_> = errors.fields.keys().map(String::as_str).collect();
        assert_eq!(fields, ["claim", "email", "installation", "password", "username"]);
    }

    #[test]
    fn a_code_nobody_asks_for_is_not_passed_on() {
        let claimed = Installation { claimed: true, ..SYSTEM };
        let Ok(Action::Register { claim, .. }) = rosa().read(&claimed, "Harbour", session()) else {
            panic!("refused")
        };
        assert_eq!(claim, None);
    }

    #[test]
    fn whoever_claims_the_installation_may_name_it_and_nobody_after_them() {
        let named = FormInput { installation: " Harbour  Collective ".into(), ..rosa() };
        let called = |typed: &FormInput, of: &Installation| match typed.read(of, "Hubbub", session()) {
            Ok(Action::Register { installation, .. }) => installation.map(String::from),
            other => panic!("{other:?}"),
        };
        assert_eq!(called(&named, &SYSTEM).as_deref(), Some("Harbour Collective"));
        assert_eq!(called(&rosa(), &SYSTEM), None, "it goes on as it is configured");
        assert_eq!(called(&named, &Installation { claimed: true, ..SYSTEM }), None);
        let own = FormInput { password: "harbour-collective".into(), ..named };
        let errors = own.read(&SYSTEM, "Hubbub", session()).expect_err("the name it is just given");
        assert!(errors.fields.contains_key("password"));
    }
}
