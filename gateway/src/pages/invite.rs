//! `/invite/{code}`: the door for guests. The form behind it is the one of `/register`, which carries the code along.

use axum::extract::{Path, State};
use axum::response::Response;
use proto::auth::{Invitation, Query, Reply, SignUp};
use proto::{Code, Refusal};

use super::register::Typed;
use super::{redirect, render, render_refused};
use crate::draw::{ClosedPage, Errors};
use crate::error::AppError;
use crate::session::{MaybeSession, token_hash};
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
    let place = state.installation()?;
    if place.sign_up == SignUp::Closed && place.claimed {
        return closed(&state, SignUp::Closed);
    }
    match look(&state, &code).await? {
        Some(invitation) => {
            let typed = Typed::invited(code);
            let mut page = typed.page(&place, Errors::none());
            page.invited_by = Some(invitation.by.display_name);
            render(&state, &page)
        }
        None => stale(&state, place.sign_up == SignUp::Open),
    }
}

/// What a code invites to; what cannot be a code is asked nobody about.
pub(super) async fn look(state: &AppState, code: &str) -> Result<Option<Invitation>, Refusal> {
    let Some(code) = token_hash(code) else { return Ok(None) };
    match state.cluster().ask_auth(uuid::Uuid::new_v4(), &Query::LookAtInvite { code }).await? {
        Reply::Invitation(found) => Ok(found),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}

/// Why there is no form to make an account with.
pub(super) fn closed(state: &AppState, sign_up: SignUp) -> Result<Response, AppError> {
    let page = match sign_up {
        SignUp::Closed => ClosedPage {
            title: "Closed for now",
            message: "Nobody can make an account here at the moment. If you know somebody who runs this place, ask them for one.",
            open: false,
        },
        SignUp::Open | SignUp::Invite => ClosedPage {
            title: "By invitation",
            message: "An account is made with an invite here. If somebody sent you one, open the link in their message.",
            open: false,
        },
    };
    render_refused(state, &page, &Refusal::forbidden(page.message))
}

fn stale(state: &AppState, open: bool) -> Result<Response, AppError> {
    let page = ClosedPage {
        title: "This invite is not good any more",
        message: "It was used up, taken back or too old, or the address is incomplete. Ask whoever sent it for a new one.",
        open,
    };
    render_refused(state, &page, &Refusal::new(Code::NotFound, page.message))
}
