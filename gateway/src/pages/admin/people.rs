//! `/admin/people`: everyone with an account, and what admins do about them. What is refused is said above the list; links
//! are on the page that answers, and nowhere else.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use proto::auth::{DirectoryLine, Link, Question, Reply, Session};
use proto::room::Standing;
use proto::text::{DisplayName, Email, Username};
use proto::{At, Reason, Refusal, UserId};
use serde::Deserialize;
use uuid::Uuid;

use super::InOffice;
use crate::app::Desk;
use crate::catalogue::Text;
use crate::draw::{CreateForm, Errors, LinkFor, PeoplePage, PersonRow, in_query};
use crate::error::Fault;
use crate::pages::{ask, done, drawn, go, refused, whole};

/// People to a page.
const PER_PAGE: u16 = 50;

/// Which part of the list, and what was done last: one of our own words.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Part {
    q: String,
    offset: u32,
    done: String,
}

/// All fields of all forms of this page; `q` and `offset` say where in the list somebody stood.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    q: String,
    offset: u32,
    username: String,
    email: String,
    display_name: String,
    standing: String,
}

/// `GET /admin/people`
pub(crate) async fn people(
    State(desk): State<Desk>,
    InOffice(session): InOffice,
    Query(part): Query<Part>,
) -> Result<Response, Fault> {
    let mut page = page(&desk, &session, &part.q, part.offset).await?;
    page.notice = sentence(&part.done);
    drawn(&desk, &page)
}

/// Where the answer to a form was drawn, a reload asks for its address: the list is further up.
pub(crate) async fn back(InOffice(_): InOffice) -> Response {
    go("/admin/people")
}

/// `POST /admin/people`: an account for somebody, who chooses their password by a link.
pub(crate) async fn create(
    State(desk): State<Desk>,
    InOffice(session): InOffice,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, Fault> {
    let made = match typed.person(session.person.id) {
        Ok(question) => link(&desk, &question).await.map_err(|refusal| (Errors::from(&refusal), refusal)),
        Err(errors) => Err((errors, Refusal::new(Reason::FormInvalid))),
    };
    let mut page = page(&desk, &session, "", 0).await?;
    match made {
        Ok(link) => {
            page.made = Some(LinkFor::new(true, &link, reset_address(&desk, &headers, &link)));
            drawn(&desk, &page)
        }
        Err((errors, refusal)) => {
            let Typed { username, email, display_name, standing, .. } = typed;
            page.create = CreateForm { open: true, username, email, display_name, standing, errors };
            refused(&desk, &page, &refusal)
        }
    }
}

/// `POST /admin/people/{user}/standing`: member, admin, owner, or inactive.
pub(crate) async fn standing(
    State(desk): State<Desk>,
    InOffice(session): InOffice,
    Path(user): Path<UserId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Fault> {
    let changed = match read(&typed.standing) {
        Some(standing) => {
            done(&desk, &Question::SetStanding { actor: session.person.id, user, standing }).await
        }
        None => Err(Refusal::new(Reason::UnknownOrgRole)),
    };
    let word = if typed.standing == "inactive" { "deactivated" } else { "standing" };
    answer(&desk, &session, &typed, changed, word).await
}

/// `POST /admin/people/{user}/sessions`: all of them end.
pub(crate) async fn end_sessions(
    State(desk): State<Desk>,
    InOffice(session): InOffice,
    Path(user): Path<UserId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Fault> {
    let ended = done(&desk, &Question::EndSessions { actor: session.person.id, user }).await;
    answer(&desk, &session, &typed, ended, "sessions").await
}

/// `POST /admin/people/{user}/reset`: a link with which they choose another password, once.
pub(crate) async fn reset(
    State(desk): State<Desk>,
    InOffice(session): InOffice,
    Path(user): Path<UserId>,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, Fault> {
    match link(&desk, &Question::MakeResetLink { actor: session.person.id, user }).await {
        Ok(link) => {
            let mut page = page(&desk, &session, &typed.q, typed.offset).await?;
            page.made = Some(LinkFor::new(false, &link, reset_address(&desk, &headers, &link)));
            drawn(&desk, &page)
        }
        Err(refusal) => answer(&desk, &session, &typed, Err(refusal), "").await,
    }
}

async fn answer(
    desk: &Desk,
    session: &Session,
    typed: &Typed,
    outcome: Result<(), Refusal>,
    word: &str,
) -> Result<Response, Fault> {
    match outcome {
        Ok(()) => {
            let Typed { q, offset, .. } = typed;
            Ok(go(&format!("/admin/people?done={word}&offset={offset}&q={}", in_query(q))))
        }
        Err(refusal) => {
            let mut page = page(desk, session, &typed.q, typed.offset).await?;
            page.errors = Errors::from(&refusal);
            refused(desk, &page, &refusal)
        }
    }
}

impl Typed {
    /// The account as typed, or all that is wrong with it.
    fn person(&self, actor: UserId) -> Result<Question, Errors> {
        let name = if self.display_name.trim().is_empty() { &self.username } else { &self.display_name };
        let standing = read(&self.standing).unwrap_or(Standing::Member);
        match (Username::parse(&self.username), Email::parse(&self.email), DisplayName::parse(name)) {
            (Ok(username), Ok(email), Ok(display_name)) => {
                Ok(Question::CreatePerson { actor, username, email, display_name, standing })
            }
            (username, email, name) => {
                let wrong = [username.err(), email.err(), name.err()];
                Err(wrong.iter().flatten().fold(Errors::none(), Errors::and_refusal))
            }
        }
    }
}

fn read(standing: &str) -> Option<Standing> {
    Some(match standing {
        "member" => Standing::Member,
        "admin" => Standing::Admin,
        "owner" => Standing::Owner,
        "inactive" => Standing::Inactive,
        _ => return None,
    })
}

async fn link(desk: &Desk, question: &Question) -> Result<Link, Refusal> {
    match desk.cluster().ask_auth(Uuid::new_v4(), question).await? {
        Reply::Link(link) => Ok(link),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}

fn reset_address(desk: &Desk, headers: &HeaderMap, link: &Link) -> String {
    whole(desk, headers, &format!("/reset/{}", link.token))
}

async fn page(desk: &Desk, session: &Session, search: &str, offset: u32) -> Result<PeoplePage, Fault> {
    let search = search.trim();
    let ((lines, total), sidebar) =
        tokio::try_join!(directory(desk, session, search, offset), ask::sidebar(desk, session, None))?;
    let now = At::now_utc();
    Ok(PeoplePage {
        sidebar,
        people: lines.iter().map(|line| PersonRow::of(line, session, now)).collect(),
        total,
        search: search.to_owned(),
        search_encoded: in_query(search),
        offset,
        per_page: PER_PAGE.into(),
        more: i64::from(offset) + i64::from(PER_PAGE) < total,
        owner: session.standing == Standing::Owner,
        create: CreateForm::default(),
        made: None,
        notice: None,
        errors: Errors::none(),
    })
}

async fn directory(
    desk: &Desk,
    session: &Session,
    search: &str,
    offset: u32,
) -> Result<(Vec<DirectoryLine>, i64), Refusal> {
    let actor = session.person.id;
    let question = Question::Directory { actor, search: search.to_owned(), offset, limit: PER_PAGE };
    match desk.cluster().ask_auth(actor.0, &question).await? {
        Reply::Directory { people, total } => Ok((people, total)),
        Reply::Refused(refusal) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}

fn sentence(done: &str) -> Option<Text> {
    Some(match done {
        "standing" => Text::new("admin-people-did-role"),
        "deactivated" => Text::new("admin-people-did-deactivate"),
        "sessions" => Text::new("admin-people-did-sign-out"),
        _ => return None,
    })
}
