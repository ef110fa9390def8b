//! From what was typed to what a room-service is asked: who is meant by a name, which room, and when a day begins where somebody is.

use jiff::civil;
use jiff::tz::TimeZone;
use proto::auth::{self, Person, Session};
use proto::room::search::{Search, SearchOrder, Typed};
use proto::room::{Kind, OrgRole};
use proto::text::{Username, ZoneName, search_key};
use proto::{At, Reason, Refusal, RoomId, UserId};
use time::Date;

use super::queries;
use crate::cluster::MyRooms;
use crate::draw::SearchAddress;
use crate::pages::settings::own_account;
use crate::state::AppState;

/// People that one name may mean.
const NAMED: u16 = 10;

/// What is asked by this address, for whoever looks.
///
/// # Errors
/// Something in it means nothing, or nobody.
pub(super) async fn question(
    state: &AppState,
    session: &Session,
    rooms: &MyRooms,
    address: &SearchAddress,
    here: Option<RoomId>,
) -> Result<(Typed, Search), Refusal> {
    let zone = zone(state, session, &address.q).await;
    let typed = Typed::parse(&address.q, today(&zone, At::now_utc()))?;
    let mut search = Search {
        terms: typed.terms.clone(),
        has: typed.has.clone(),
        is: typed.is.clone(),
        from: typed.days.from.map(|day| midnight(day, &zone)),
        until: typed.days.until.map(|day| midnight(day, &zone)),
        direct: address.scope == "direct",
        order: if address.sort == "relevance" { SearchOrder::Relevance } else { SearchOrder::Newest },
        before: address.cursor(),
        offset: address.offset,
        ..Search::default()
    };
    for name in &typed.from {
        search.authors.extend(authors(state, session, name).await?);
    }
    for name in &typed.within {
        search.rooms.push(room(state, session, rooms, name).await?);
    }
    if let Some(here) = here.filter(|_| address.scope == "room" && search.rooms.is_empty()) {
        search.rooms.push(here);
    }
    Ok((typed, search))
}

/// The zone of whoever looks, where a day is named.
async fn zone(state: &AppState, session: &Session, q: &str) -> TimeZone {
    let names_a_day =
        ["before", "after", "on", "during"].iter().any(|operator| q.to_lowercase().contains(operator));
    let own = if names_a_day { own_account(state, session).await.ok() } else { None };
    let zone: Option<ZoneName> = own.and_then(|own| own.details.zone);
    zone.and_then(|zone| TimeZone::get(zone.as_str()).ok()).unwrap_or(TimeZone::UTC)
}

/// The day it is there.
fn today(zone: &TimeZone, now: At) -> Date {
    let there = jiff::Timestamp::from_second(now.unix_timestamp())
        .map(|now| now.to_zoned_datetime(zone.clone()).date());
    let date = there.ok().and_then(|day| {
        let month = time::Month::try_from(u8::try_from(day.month()).ok()?).ok()?;
        Date::from_calendar_date(day.year().into(), month, u8::try_from(day.day()).ok()?).ok()
    });
    date.unwrap_or_else(|| now.date())
}

/// The moment at which a day begins there.
fn midnight(day: Date, zone: &TimeZone) -> At {
    let there = || {
        let (year, month, of_month) = day.to_calendar_date();
        let month = i8::try_from(u8::from(month)).ok()?;
        let date = civil::Date::new(i16::try_from(year).ok()?, month, i8::try_from(of_month).ok()?).ok()?;
        At::from_unix_timestamp(date.to_zoned_datetime(zone.clone()).ok()?.timestamp().as_second()).ok()
    };
    there().unwrap_or_else(|| day.midnight().assume_utc())
}

/// Whom a name means: whoever has this username or is called so, else all whose name has it in it.
async fn authors(state: &AppState, session: &Session, name: &str) -> Result<Vec<UserId>, Refusal> {
    if name.eq_ignore_ascii_case("me") {
        return Ok(vec![session.person.id]);
    }
    let found = queries::find_people(state, session, name, NAMED).await?;
    let found = meant(found, name);
    if !found.is_empty() {
        return Ok(found);
    }
    // Somebody whose account was deactivated is listed nowhere, and what they said is still there.
    let unknown = || Refusal::new(Reason::PersonUnknown { name: name.chars().take(80).collect() });
    let username = Username::parse(name).map_err(|_| unknown())?;
    if session.org_role <= OrgRole::Guest {
        return Err(unknown());
    }
    match state.cluster().ask_auth(session.person.id.0, &auth::Query::Profile { username }).await? {
        auth::Reply::Profile(profile) => profile.map(|profile| vec![profile.person.id]).ok_or_else(unknown),
        _ => Err(Refusal::unavailable()),
    }
}

fn meant(found: Vec<Person>, name: &str) -> Vec<UserId> {
    let key = search_key(name);
    let is_exact =
        |person: &Person| person.username == name.to_lowercase() || search_key(&person.display_name) == key;
    let exact: Vec<UserId> = found.iter().filter(|person| is_exact(person)).map(|person| person.id).collect();
    if exact.is_empty() { found.into_iter().map(|person| person.id).collect() } else { exact }
}

/// Which room a name or the last part of an address means: one's own first.
async fn room(state: &AppState, session: &Session, rooms: &MyRooms, name: &str) -> Result<RoomId, Refusal> {
    let key = search_key(name);
    let is_meant = |kind: Kind, called: &str, address: &str| {
        kind != Kind::Direct && (search_key(called) == key || address == name)
    };
    let own = rooms.iter().find(|room| is_meant(room.kind, &room.name, &room.address.last()));
    if let Some(own) = own {
        return Ok(own.room);
    }
    let unknown = || Refusal::new(Reason::SearchNoRoom { name: name.chars().take(80).collect() });
    let slug = if name.contains(' ') { name.replace(' ', "-") } else { name.to_owned() };
    match queries::room_by_slug(state, session, &slug.to_lowercase()).await {
        Ok(view) => Ok(view.room),
        Err(refusal) if refusal.code.is_try_again() => Err(refusal),
        Err(_) => Err(unknown()),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn a_day_begins_where_somebody_is() {
        let zone = |name| TimeZone::get(name).expect("a zone");
        assert_eq!(midnight(date!(2026 - 07 - 15), &zone("Europe/Berlin")), datetime!(2026-07-14 22:00 UTC));
        assert_eq!(midnight(date!(2026 - 07 - 15), &TimeZone::UTC), datetime!(2026-07-15 0:00 UTC));
        let now = datetime!(2026-11-23 23:30 UTC);
        assert_eq!(today(&zone("Asia/Kolkata"), now), date!(2026 - 11 - 24));
        assert_eq!(today(&zone("America/New_York"), now), date!(2026 - 11 - 23));
    }

    #[test]
    fn an_exact_name_means_that_person_and_a_part_all_who_have_it() {
        let person = |n: u128, username: &str, name: &str| Person {
            id: UserId(uuid::Uuid::from_u128(n)),
            username: username.into(),
            display_name: name.into(),
            ambiguous: false,
            status: None,
            invisible: false,
            avatar: None,
            quiet: None,
        };
        let found = || vec![person(1, "rosa", "Rosa Silva"), person(2, "rosario", "Rosário")];
        let ids = |name| meant(found(), name).into_iter().map(|id| id.0.as_u128()).collect::<Vec<_>>();
        assert_eq!(ids("Rosa"), [1]);
        assert_eq!(ids("rosario"), [2]);
        assert_eq!(ids("rosa silva"), [1]);
        assert_eq!(ids("ros"), [1, 2]);
    }
}
