//! `/admin/people/invites`: who may join, and the invites with which. For admins; auth decides who is one.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use proto::auth::{InviteLine, Question, Reply, Session, SignUp};
use proto::{Nonce, Reason, Refusal};
use serde::Deserialize;
use uuid::Uuid;

use super::{ask, done, drawn, go, nonce, nonce_after, refused, whole};
use crate::app::Desk;
use crate::catalogue::Text;
use crate::draw::{Errors, InviteRow, InvitesPage, Made};
use crate::error::Fault;
use crate::session::SignedIn;

/// What was done last: one of our own words.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Saved {
    saved: String,
}

/// The form of a new invite.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    uses: String,
    days: String,
    nonce: String,
}

/// The form of who may join.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Choice {
    sign_up: String,
}

/// `GET /admin/people/invites`
pub(crate) async fn invites(
    State(desk): State<Desk>,
    SignedIn(session): SignedIn,
    Query(saved): Query<Saved>,
) -> Result<Response, Fault> {
    let mut page = page(&desk, &session).await?;
    page.notice = match saved.saved.as_str() {
        "sign_up" => Some(Text::new("invites-did-sign-up")),
        "revoked" => Some(Text::new("invites-did-revoke")),
        _ => None,
    };
    drawn(&desk, &page)
}

/// The addresses of its forms, asked for by a reload or a link back.
pub(crate) async fn back() -> Response {
    go("/admin/people/invites")
}

/// `POST /admin/people/invites`: the link is on the page that answers, and nowhere else.
pub(crate) async fn make(
    State(desk): State<Desk>,
    SignedIn(session): SignedIn,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, Fault> {
    let made = async {
        let (uses, days) = (number(&typed.uses, "uses")?, number(&typed.days, "days")?);
        let id = nonce(&typed.nonce)?.0;
        let question = Question::MakeInvite { actor: session.person.id, id, uses, days };
        match desk.cluster().ask_auth(Uuid::new_v4(), &question).await? {
            Reply::Link(link) => Ok(link),
            Reply::Refused(refusal) => Err(refusal),
            _ => Err(Refusal::unavailable()),
        }
    };
    match made.await {
        Ok(link) => {
            let address = whole(&desk, &headers, &format!("/invite/{}", link.token));
            let page = InvitesPage { made: Some(Made::new(&link, address)), ..page(&desk, &session).await? };
            drawn(&desk, &page)
        }
        Err(refusal) => {
            let page = InvitesPage {
                nonce: nonce_after(&refusal, &typed.nonce),
                uses: typed.uses,
                days: typed.days,
                errors: Errors::from(&refusal),
                ..page(&desk, &session).await?
            };
            refused(&desk, &page, &refusal)
        }
    }
}

/// `POST /admin/people/invites/{id}/revoke`
pub(crate) async fn revoke(
    State(desk): State<Desk>,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let invite = id.parse().map_err(|_| Refusal::not_found())?;
    done(&desk, &Question::RevokeInvite { actor: session.person.id, invite }).await?;
    Ok(go("/admin/people/invites?saved=revoked"))
}

/// `POST /admin/people/sign-up`
pub(crate) async fn sign_up(
    State(desk): State<Desk>,
    SignedIn(session): SignedIn,
    Form(choice): Form<Choice>,
) -> Result<Response, Fault> {
    let sign_up = SignUp::parse(&choice.sign_up).ok_or_else(|| Refusal::new(Reason::UnknownSignUp))?;
    done(&desk, &Question::SetSignUp { actor: session.person.id, sign_up }).await?;
    Ok(go("/admin/people/invites?saved=sign_up"))
}

/// A number as typed; which ones are fine is for auth to say.
fn number(text: &str, field: &'static str) -> Result<u16, Refusal> {
    text.trim().parse().map_err(|_| Refusal::new(Reason::NotANumber).on(field))
}

async fn page(desk: &Desk, session: &Session) -> Result<InvitesPage, Fault> {
    let (lines, sign_up, sidebar) =
        tokio::try_join!(all(desk, session), present(desk), ask::sidebar(desk, session, None))?;
    Ok(InvitesPage {
        sidebar,
        sign_up,
        invites: lines.iter().map(InviteRow::from).collect(),
        made: None,
        uses: "1".to_owned(),
        days: "7".to_owned(),
        nonce: Nonce::new(),
        notice: None,
        errors: Errors::none(),
    })
}

async fn all(desk: &Desk, session: &Session) -> Result<Vec<InviteLine>, Refusal> {
    let actor = session.person.id;
    match desk.cluster().ask_auth(actor.0, &Question::Invites { actor }).await? {
        Reply::Invites(lines) => Ok(lines),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}

/// As it is now, not as this gateway last heard.
async fn present(desk: &Desk) -> Result<SignUp, Refusal> {
    match desk.cluster().ask_auth(Uuid::nil(), &Question::Place).await? {
        Reply::Place(place) => Ok(place.sign_up),
        _ => Err(Refusal::unavailable()),
    }
}
