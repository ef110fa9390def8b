//! `/r/{slug}?at=2026-11-22`: the first message of that day, or what was written next. A script says the moment at which the day began
//! for its reader; without one it is that of UTC.

use proto::auth::Session;
use proto::{At, Refusal};
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, Time};

use super::queries;
use crate::state::AppState;

/// Where to go: the message, or the end of the room where nothing was written since.
pub(super) async fn first_since(
    state: &AppState,
    session: &Session,
    slug: &str,
    at: &str,
) -> Result<String, Refusal> {
    let view = queries::room_by_slug(state, session, slug).await?;
    let Some(at) = read(at) else { return Ok(view.address.to_string()) };
    let first = queries::first_since(state, session, view.room, at).await?;
    Ok(first.map_or_else(
        || format!("{}#latest", view.address),
        |seq| format!("{}/m/{seq}#m-{seq}", view.address),
    ))
}

/// A day, or a moment; none if it is neither.
pub(super) fn read(at: &str) -> Option<At> {
    let day = || Date::parse(at, format_description!("[year]-[month]-[day]")).ok();
    let midnight = || day().map(|day| day.with_time(Time::MIDNIGHT).assume_utc());
    // Years that Postgres does not know are no days either.
    At::parse(at, &Rfc3339).ok().or_else(midnight).filter(|at| (1..=9_999).contains(&at.year()))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_day_is_that_of_utc_and_a_moment_is_itself() {
        assert_eq!(read("2026-11-22"), Some(datetime!(2026-11-22 0:00 UTC)));
        assert_eq!(read("2026-11-22T00:00:00+05:30"), Some(datetime!(2026-11-21 18:30 UTC)));
        for nonsense in ["", "today", "2026-13-01", "2026-11-22T", "-000001-01-01", "+12026-11-22", "9"] {
            assert_eq!(read(nonsense), None, "{nonsense}");
        }
    }
}
