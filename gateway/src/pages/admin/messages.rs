//! `/admin/messages`: messages of public rooms, and of one private room after looking into it, which that room is told.

use axum::Form;
use axum::extract::{Query, State};
use axum::response::Response;
use proto::auth::Session;
use proto::room::{Act, AdminQuery, AdminReply, FoundMessage, Kind, MessageCursor, RoomRecord};
use proto::{At, Nonce, Refusal, RoomId, Seq, UserId};
use serde::Deserialize;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Date, Time};
use uuid::Uuid;

use super::SignedInAdmin;
use crate::draw::{AllMessagesPage, Errors, FoundRow, Looking, RoomChoice, in_query};
use crate::error::AppError;
use crate::pages::{queries, redirect, render, render_refused};
use crate::session::ReturnTo;
use crate::state::AppState;

/// Messages to a page.
const PER_PAGE: u16 = 50;
/// The most rooms one can choose from; the others have a link on their own page.
const CHOICES: u16 = 100;
const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// What is looked for, and what was done last: one of our own words.
#[derive(Clone, Deserialize, Default)]
#[serde(default)]
pub(crate) struct Part {
    q: String,
    author: String,
    room: String,
    from: String,
    to: String,
    before: String,
    done: String,
}

/// The fields of the forms about one message or one room; `back` is where they stood.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    nonce: String,
    room: String,
    seq: Seq,
    back: ReturnTo,
}

/// `GET /admin/messages`
pub(crate) async fn messages(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Query(part): Query<Part>,
) -> Result<Response, AppError> {
    let chosen = match part.room.parse().ok() {
        Some(room) => Some(super::room(&state, &session, room).await?),
        None => None,
    };
    let mut page = page(&state, &session, &part, chosen.as_ref()).await?;
    if page.closed {
        return render(&state, &page);
    }
    match found(&state, &session, &part).await {
        Ok((messages, more)) => {
            page.older = messages.last().filter(|_| more).map(|last| part.older(last));
            page.messages = rows(&state, &session, messages, chosen.as_ref()).await;
            render(&state, &page)
        }
        Err(refusal) => {
            page.errors = Errors::from(&refusal);
            render_refused(&state, &page, &refusal)
        }
    }
}

/// Where the forms are sent to, asked for by a reload.
pub(crate) async fn to_page(SignedInAdmin(_): SignedInAdmin) -> Response {
    redirect("/admin/messages")
}

/// `POST /admin/messages/look`: written down, and the room is told.
pub(crate) async fn look(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let room = typed.room()?;
    super::act(&state, &session, room, &typed.nonce, Act::Inspect).await?;
    Ok(redirect(&format!("/admin/messages?room={room}&done=looked")))
}

/// `POST /admin/messages/delete`: its words are gone, and a line says so.
pub(crate) async fn delete(
    State(state): State<AppState>,
    SignedInAdmin(session): SignedInAdmin,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    super::act(&state, &session, typed.room()?, &typed.nonce, Act::Delete { target: typed.seq }).await?;
    let back = typed.back.path().filter(|path| path.starts_with("/admin/messages?"));
    Ok(redirect(&format!("{}&done=deleted", back.as_deref().unwrap_or("/admin/messages?q="))))
}

impl Typed {
    fn room(&self) -> Result<RoomId, Refusal> {
        self.room.parse().map_err(|_| Refusal::not_found())
    }
}

impl Part {
    /// The same search, from after this message on.
    fn older(&self, last: &FoundMessage) -> String {
        let at = last.message.at.unix_timestamp_nanos() / 1_000;
        let before = format!("{at}.{}.{}", last.room, last.message.seq);
        Self { before, ..self.clone() }.address()
    }

    /// Its address.
    fn address(&self) -> String {
        let fields = [
            ("author", &self.author),
            ("room", &self.room),
            ("from", &self.from),
            ("to", &self.to),
            ("before", &self.before),
        ];
        let rest = fields.into_iter().filter(|(_, value)| !value.is_empty());
        let rest: String = rest.map(|(name, value)| format!("&{name}={}", in_query(value))).collect();
        format!("/admin/messages?q={}{rest}", in_query(&self.q))
    }

    /// Where the page begins: after the last message of the one before, else at the end of the last day asked for.
    fn cursor(&self) -> Result<Option<MessageCursor>, Refusal> {
        if let Some(cursor) = cursor(&self.before) {
            return Ok(Some(cursor));
        }
        let next = day(&self.to, "to")?.map(|day| day.next_day().unwrap_or(day));
        Ok(next.map(|day| MessageCursor { at: midnight(day), room: RoomId(Uuid::nil()), seq: 0 }))
    }
}

fn cursor(text: &str) -> Option<MessageCursor> {
    let mut parts = text.splitn(3, '.');
    let micros: i128 = parts.next()?.parse().ok()?;
    let at = At::from_unix_timestamp_nanos(micros.checked_mul(1_000)?).ok()?;
    Some(MessageCursor { at, room: parts.next()?.parse().ok()?, seq: parts.next()?.parse().ok()? })
}

fn day(text: &str, field: &'static str) -> Result<Option<Date>, Refusal> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let wrong = |_| Refusal::bad_request("Enter a day as year-month-day, such as 2026-03-31.").on(field);
    Date::parse(text.trim(), DAY).map(Some).map_err(wrong)
}

fn midnight(day: Date) -> At {
    day.with_time(Time::MIDNIGHT).assume_utc()
}

async fn found(
    state: &AppState,
    session: &Session,
    part: &Part,
) -> Result<(Vec<FoundMessage>, bool), Refusal> {
    let author = super::called(state, &part.author, "author").await?.map(|person| person.id);
    let query = AdminQuery::Search {
        words: part.q.clone(),
        author,
        room: part.room.parse().ok(),
        from: day(&part.from, "from")?.map(midnight),
        before: part.cursor()?,
        limit: PER_PAGE,
    };
    match super::query(state, session, query).await? {
        AdminReply::Found { messages, more } => Ok((messages, more)),
        _ => Err(Refusal::unavailable()),
    }
}

async fn rows(
    state: &AppState,
    session: &Session,
    messages: Vec<FoundMessage>,
    chosen: Option<&RoomRecord>,
) -> Vec<FoundRow> {
    let authors: Vec<UserId> = messages.iter().map(|one| one.message.author).collect();
    let people = queries::people(state, &authors).await;
    let rooms = queries::my_rooms(state, session).await.unwrap_or_default();
    let row = |mut one: FoundMessage| {
        let author = people.get(&one.message.author);
        if let Some(author) = author {
            one.message.name.clone_from(&author.display_name);
        }
        // A page of the room is for those who may read it: not for who has merely looked in.
        let open = chosen.is_none_or(|room| room.kind == Kind::Public)
            || rooms.iter().any(|mine| mine.room == one.room);
        FoundRow::of(&one, author, open)
    };
    messages.into_iter().map(row).collect()
}

async fn page(
    state: &AppState,
    session: &Session,
    part: &Part,
    chosen: Option<&RoomRecord>,
) -> Result<AllMessagesPage, AppError> {
    let all = AdminQuery::Rooms { search: String::new(), offset: 0, limit: CHOICES };
    let (all, sidebar) =
        tokio::try_join!(super::query(state, session, all), queries::sidebar(state, session, None))?;
    let AdminReply::Rooms { mut rooms, .. } = all else { return Err(Refusal::unavailable().into()) };
    if let Some(chosen) = chosen.filter(|chosen| !rooms.iter().any(|room| room.room == chosen.room)) {
        rooms.push(chosen.clone());
    }
    rooms.sort_by_cached_key(|room| room.name.to_lowercase());
    let private = chosen.filter(|room| room.kind == Kind::Private && room.mine.is_none());
    Ok(AllMessagesPage {
        sidebar,
        search: part.q.clone(),
        author: part.author.clone(),
        from: part.from.clone(),
        to: part.to.clone(),
        rooms: rooms.iter().map(|room| RoomChoice::of(room, chosen.map(|chosen| chosen.room))).collect(),
        looking: private.map(|room| Looking {
            room: room.room,
            name: room.name.clone(),
            nonce: Nonce::new(),
        }),
        closed: private.is_some_and(|room| !room.looked),
        filtered: [&part.q, &part.author, &part.room, &part.from, &part.to]
            .iter()
            .any(|text| !text.is_empty()),
        here: part.address(),
        messages: Vec::new(),
        older: None,
        newest: part.before.is_empty(),
        notice: sentence(&part.done),
        errors: Errors::none(),
    })
}

fn sentence(done: &str) -> Option<&'static str> {
    Some(match done {
        "deleted" => "The message is deleted: its words are gone, and a line says so.",
        "looked" => "You may read this room for a quarter of an hour. The room has been told.",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_list_goes_into_an_address_and_back() {
        let room = RoomId(Uuid::from_u128(7));
        let found = cursor(&format!("1764000000123456.{room}.42")).expect("a place");
        assert_eq!(
            (found.at.unix_timestamp_nanos(), found.room, found.seq),
            (1_764_000_000_123_456_000, room, 42)
        );
        for odd in ["", "1", "1.2.3", "x.y.z", &format!("{}0.{room}.1", i128::MAX), &format!("1.{room}.")] {
            assert_eq!(cursor(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_day_is_whole() {
        let part = Part { to: "2026-03-31".into(), ..Part::default() };
        let cursor = part.cursor().expect("a day").expect("a place");
        assert_eq!(cursor.at, time::macros::datetime!(2026-04-01 0:00 UTC));
        assert_eq!(day("31.3.", "from").expect_err("none").field.as_deref(), Some("from"));
    }
}
