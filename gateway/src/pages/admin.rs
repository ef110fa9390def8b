//! `/admin/…`: the office. Whoever is no admin is told so at the door; what an admin may do there is decided again by the
//! service that does it.

pub(crate) mod people;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::Response;
use proto::Refusal;
use proto::auth::Session;
use proto::room::Standing;

use super::go;
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
            return Err(Refusal::forbidden("This is for the admins of this place.").into());
        }
        Ok(Self(session))
    }
}

/// `GET /admin`
pub(crate) async fn front(InOffice(_): InOffice) -> Response {
    go("/admin/people")
}
