//! `/admin/audit`: what admins did, and moderators did to others. What was done to people and the installation is in auth's record, what was done in rooms in the logs
//! of these; both are read here and put in one order, newest first.

use axum::Form;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;
use proto::auth::{AuditEntry, AuditFilter, Query, Reply, Session};
use proto::room::{AdminEvent, AdminQuery, AdminReply};
use proto::{At, Refusal, UserId};
use serde::Deserialize;

use super::{SignedInAdmin, is_possible};
use crate::catalogue::Text;
use crate::draw::{ACTIONS, AuditPage, AuditRow, Errors, in_query};
use crate::error::AppError;
use crate::pages::{queries, redirect, render, render_refused};
use crate::state::AppState;

/// Entries to a page.
const PER_PAGE: usize = 50;

/// Which entries.
#[derive(Clone, Deserialize, Default)]
#[serde(default)]
pub(crate) struct Filter {
    by: String,
    to: String,
    action: String,
    until: String,
    /// What was done last: one of our own words.
    done: String,
}

/// Something done, from either record.
enum Done {
    ToPeople(AuditEntry),
    InRoom(AdminEvent),
}

/// `GET /admin/audit`
pub(crate) async fn audit(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    UrlQuery(part): UrlQuery<Filter>,
) -> Result<Response, AppError> {
    let (sidebar, read) =
        tokio::join!(queries::sidebar(&state, &session, None), read(&state, &session, &part));
    let mut page = AuditPage {
        sidebar: sidebar?,
        by: part.by.clone(),
        to: part.to.clone(),
        action: part.action.clone(),
        actions: ACTIONS,
        rows: Vec::new(),
        older: None,
        newest: part.until.is_empty(),
        filtered: [&part.by, &part.to, &part.action].iter().any(|text| !text.is_empty()),
        notice: (part.done == "undone").then(|| Text::new("audit-did-undo")),
        errors: Errors::none(),
    };
    match read {
        Ok((done, more)) => {
            page.older = done.last().filter(|_| more).map(|last| part.older(last.at()));
            page.rows = rows(&state, done).await;
            render(&state, &page)
        }
        Err(refusal) => {
            page.errors = Errors::from(&refusal);
            render_refused(&state, &page, &refusal)
        }
    }
}

/// The form beside what is in force.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct UndoInput {
    room: String,
    user: String,
    action: String,
    nonce: String,
}

/// `POST /admin/audit/undo` (`room`, `user`, `action`, `nonce`)
pub(crate) async fn undo(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Form(typed): Form<UndoInput>,
) -> Result<Response, AppError> {
    let room = typed.room.parse().map_err(|_| Refusal::not_found())?;
    let user = typed.user.parse().map_err(|_| Refusal::not_found())?;
    let action = match typed.action.as_str() {
        "unban" => state.actions().unban(user).await,
        "unmute" => state.actions().unmute(user).await,
        _ => return Err(Refusal::not_found().into()),
    };
    super::act(&state, &session, room, &typed.nonce, action).await?;
    Ok(redirect("/admin/audit?done=undone"))
}

/// Where the form was sent to, a reload asks for its address: the list is one further up.
pub(crate) async fn to_page(SignedInAdmin(_): SignedInAdmin) -> Response {
    redirect("/admin/audit")
}

impl Done {
    fn at(&self) -> At {
        match self {
            Self::ToPeople(entry) => entry.at,
            Self::InRoom(admin_event) => admin_event.at,
        }
    }
}

impl Filter {
    fn until(&self) -> Option<At> {
        let micros: i128 = self.until.parse().ok()?;
        At::from_unix_timestamp_nanos(micros.checked_mul(1_000)?).ok().filter(is_possible)
    }

    /// The same filter, from before this moment on.
    fn older(&self, at: At) -> String {
        let fields = [("by", &self.by), ("to", &self.to), ("action", &self.action)];
        let rest: String = fields
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("&{name}={}", in_query(value)))
            .collect();
        format!("/admin/audit?until={}{rest}", at.unix_timestamp_nanos() / 1_000)
    }
}

async fn read(state: &AppState, session: &Session, part: &Filter) -> Result<(Vec<Done>, bool), Refusal> {
    let id = async |name, field| {
        Ok::<_, Refusal>(super::person_by_username(state, name, field).await?.map(|person| person.id))
    };
    let (by, to) = tokio::try_join!(id(&part.by, "by"), id(&part.to, "to"))?;
    let (action, until) = (part.action.clone(), part.until());
    let limit = u16::try_from(PER_PAGE + 1).unwrap_or(u16::MAX);
    let only = AuditFilter { by, to, action: action.clone(), until };
    let people = Query::Audit { actor: session.person.id, before: None, only, limit };
    let rooms = AdminQuery::AdminEvents { by, to, action, until, limit };
    let (people, rooms) = tokio::try_join!(
        state.cluster().ask_auth(session.person.id.0, &people),
        super::query(state, session, rooms)
    )?;
    match (people, rooms) {
        (Reply::Audit { entries, .. }, AdminReply::AdminEvents { admin_events, .. }) => {
            let all =
                entries.into_iter().map(Done::ToPeople).chain(admin_events.into_iter().map(Done::InRoom));
            Ok(cut(all.collect()))
        }
        (Reply::Refused(refusal), _) => Err(refusal),
        _ => Err(Refusal::unavailable()),
    }
}

/// The newest of all, and whether there are more. What was done at the same moment stays on one page: the next one begins
/// before that moment.
fn cut(mut all: Vec<Done>) -> (Vec<Done>, bool) {
    all.sort_by_key(|done| std::cmp::Reverse(done.at()));
    if all.len() <= PER_PAGE {
        return (all, false);
    }
    let mut end = PER_PAGE;
    while end > 1 && all[end].at() == all[end - 1].at() {
        end -= 1;
    }
    all.truncate(end);
    (all, true)
}

async fn rows(state: &AppState, done: Vec<Done>) -> Vec<AuditRow> {
    let admin_events = done
        .iter()
        .filter_map(|one| if let Done::InRoom(admin_event) = one { Some(admin_event) } else { None });
    let ids: Vec<UserId> = admin_events
        .flat_map(|admin_event| [Some(admin_event.actor), admin_event.target])
        .flatten()
        .collect();
    let people = queries::people(state, &ids).await;
    let row = |one| match one {
        Done::ToPeople(entry) => AuditRow::of_people(entry),
        Done::InRoom(admin_event) => AuditRow::of_room(admin_event, &people),
    };
    done.into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(seconds: usize) -> Done {
        let at = At::from_unix_timestamp(seconds as i64).expect("a moment");
        Done::ToPeople(AuditEntry {
            n: 0,
            at,
            actor: None,
            action: "org_role".into(),
            target: None,
            before: None,
            after: None,
        })
    }

    #[test]
    fn a_page_ends_between_two_moments() {
        let (page, more) = cut((0..PER_PAGE + 1).map(done).collect());
        assert_eq!((page.len(), more), (PER_PAGE, true));
        assert!(page[0].at() > page[1].at(), "newest first");
        let twins = (0..PER_PAGE + 1).map(|n| done(n.max(3)));
        let (page, more) = cut(twins.collect());
        assert_eq!((page.len(), more), (PER_PAGE - 3, true), "four of one moment are on the next");
        assert!(!cut(vec![done(1)]).1);
    }
}
