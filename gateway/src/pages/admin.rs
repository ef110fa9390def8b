//! `/admin/…`: the office. Whoever is no admin is told so at the door; what an admin may do there is decided again by the
//! service that does it.

pub(crate) mod audit;
pub(crate) mod messages;
pub(crate) mod overview;
pub(crate) mod people;
pub(crate) mod rooms;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use proto::auth::{Person, Profile, Question as AuthQuestion, Reply as AuthReply, Session};
use proto::room::{Act, OfficeQuestion, OfficeReply, Officer, Question, Reply, RoomRecord, Standing, Wish};
use proto::text::Username;
use proto::{Reason, Refusal, RoomId};
use uuid::Uuid;

use super::{command, nonce};
use crate::app::Desk;
use crate::error::Fault;
use crate::session::SignedIn;

/// An admin or owner of the place with a living session.
pub(crate) struct InOffice(pub(crate) Session);

impl FromRequestParts<Desk> for InOffice {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Fault> {
        let SignedIn(session) = SignedIn::from_request_parts(parts, desk).await?;
        if session.standing < Standing::Admin {
            return Err(Refusal::new(Reason::AdminsOnly).into());
        }
        Ok(Self(session))
    }
}

/// Asks about rooms by power of office.
async fn question(desk: &Desk, session: &Session, question: OfficeQuestion) -> Result<OfficeReply, Refusal> {
    let officer = Officer { id: session.person.id, standing: session.standing };
    match desk.cluster().ask_room(officer.id.0, &Question::Office { officer, question }).await? {
        Reply::Office(reply) => Ok(reply),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}

async fn room(desk: &Desk, session: &Session, room: RoomId) -> Result<RoomRecord, Refusal> {
    match question(desk, session, OfficeQuestion::Room { room }).await? {
        OfficeReply::Room(record) => Ok(*record),
        _ => Err(Refusal::unavailable()),
    }
}

/// Has something done by power of office, under the nonce of its form.
async fn act(desk: &Desk, session: &Session, room: RoomId, form: &str, act: Act) -> Result<(), Refusal> {
    command(desk, session, room, nonce(form)?, Wish::ByOffice { act }).await.map(drop)
}

/// Whoever has this username, deactivated or not; none if nothing was typed.
async fn called(desk: &Desk, username: &str, field: &'static str) -> Result<Option<Person>, Refusal> {
    let username = username.trim().trim_start_matches('@');
    if username.is_empty() {
        return Ok(None);
    }
    let nobody = || Refusal::new(Reason::UsernameUnknown).on(field);
    let username = Username::parse(username).map_err(|_| nobody())?;
    match desk.cluster().ask_auth(Uuid::new_v4(), &AuthQuestion::Profile { username }).await? {
        AuthReply::Profile(Some(Profile { person, .. })) => Ok(Some(person)),
        AuthReply::Profile(None) => Err(nobody()),
        AuthReply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}
