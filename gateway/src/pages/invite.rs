//! `/invite/{code}`: where those who were invited come in. The form behind it is the one of `/register`, which carries the code along.

use axum::extract::{Path, State};
use axum::response::Response;
use proto::auth::{Invitation, Query, Reply, SignUp, Token};
use proto::{Reason, Refusal};

use super::register::FormInput;
use super::{redirect, render, render_refused};
use crate::draw::{ClosedPage, Errors};
use crate::error::AppError;
use crate::session::MaybeSession;
use crate::state::AppState;

/// `GET /invite/{code}`. Who has an account needs no invite.
pub(crate) async fn invite(
    State(state): State<AppState>,
    MaybeSession(session): MaybeSession,
    Path(code): Path<String>,
) -> Result<Response, AppError> {
    if session.is_some() {
        return Ok(redirect("/"));
    }
    let installation = state.installation()?;
    if installation.sign_up == SignUp::Closed && installation.claimed {
        return closed(&state, SignUp::Closed);
    }
    match invitation(&state, &code).await? {
        Some(invitation) => {
            let typed = FormInput::invited(code);
            let mut page = typed.page(&installation, Errors::none());
            page.invited_by = Some(invitation.by.display_name);
            render(&state, &page)
        }
        None => stale(&state, installation.sign_up == SignUp::Open),
    }
}

/// What a code invites to; what cannot be a code is asked nobody about.
pub(super) async fn invitation(state: &AppState, code: &str) -> Result<Option<Invitation>, Refusal> {
    let Some(code) = Token::parse(code).map(|code| code.hash()) else { return Ok(None) };
    match state.cluster().ask_auth(uuid::Uuid::new_v4(), &Query::Invitation { code }).await? {
        Reply::Invitation(found) => Ok(found),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}

/// Why there is no form to make an account with.
pub(super) fn closed(state: &AppState, sign_up: SignUp) -> Result<Response, AppError> {
    let page = match sign_up {
        SignUp::Closed => ClosedPage::closed(),
        SignUp::Open | SignUp::Invite => ClosedPage::by_invitation(),
    };
    render_refused(state, &page, &Refusal::new(Reason::SignUpClosed))
}

fn stale(state: &AppState, open: bool) -> Result<Response, AppError> {
    render_refused(state, &ClosedPage::invite_expired(open), &Refusal::new(Reason::InviteExpired))
}
