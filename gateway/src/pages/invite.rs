//! `/invite/{code}`: the door for guests. The form behind it is the one of `/register`, which carries the code along.

use axum::extract::{Path, State};
use axum::response::Response;
use proto::auth::{Invitation, Question, Reply, SignUp};
use proto::{Reason, Refusal};

use super::register::Typed;
use super::{drawn, go, refused};
use crate::app::Desk;
use crate::draw::{ClosedPage, Errors};
use crate::error::Fault;
use crate::session::{Perhaps, hash};

/// `GET /invite/{code}`. Who has an account needs no invite.
pub(crate) async fn invite(
    State(desk): State<Desk>,
    Perhaps(session): Perhaps,
    Path(code): Path<String>,
) -> Result<Response, Fault> {
    if session.is_some() {
        return Ok(go("/"));
    }
    let place = desk.place()?;
    if place.sign_up == SignUp::Closed && place.claimed {
        return closed(&desk, SignUp::Closed);
    }
    match look(&desk, &code).await? {
        Some(invitation) => {
            let typed = Typed::invited(code);
            let mut page = typed.page(&place, Errors::none());
            page.invited_by = Some(invitation.by.display_name);
            drawn(&desk, &page)
        }
        None => stale(&desk, place.sign_up == SignUp::Open),
    }
}

/// What a code invites to; what cannot be a code is asked nobody about.
pub(super) async fn look(desk: &Desk, code: &str) -> Result<Option<Invitation>, Refusal> {
    let Some(code) = hash(code) else { return Ok(None) };
    match desk.cluster().ask_auth(uuid::Uuid::new_v4(), &Question::LookAtInvite { code }).await? {
        Reply::Invitation(found) => Ok(found),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}

/// Why there is no form to make an account with.
pub(super) fn closed(desk: &Desk, sign_up: SignUp) -> Result<Response, Fault> {
    let page = match sign_up {
        SignUp::Closed => ClosedPage::closed(),
        SignUp::Open | SignUp::Invite => ClosedPage::by_invitation(),
    };
    refused(desk, &page, &Refusal::new(Reason::SignUpClosed))
}

fn stale(desk: &Desk, open: bool) -> Result<Response, Fault> {
    refused(desk, &ClosedPage::invite_expired(open), &Refusal::new(Reason::InviteExpired))
}
