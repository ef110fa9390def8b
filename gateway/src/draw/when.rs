//! Times as words, for lists in which the hour does not matter. Never wrong in any time zone: days are days of UTC.

use proto::At;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[day padding:none] [month repr:long] [year]");

/// "3 March 2026".
pub(super) fn day(at: At) -> String {
    at.to_offset(time::UtcOffset::UTC).format(DAY).unwrap_or_default()
}

/// "just now", "12 minutes ago", "3 hours ago", "5 days ago", and a date for what is older than a month.
pub(super) fn ago(at: At, now: At) -> String {
    let minutes = (now - at).whole_minutes();
    match minutes {
        ..2 => "just now".to_owned(),
        2..120 => format!("{minutes} minutes ago"),
        120..2_880 => format!("{} hours ago", minutes / 60),
        2_880..43_200 => format!("{} days ago", minutes / 1_440),
        _ => day(at),
    }
}

#[cfg(test)]
mod tests {
    use time::Duration;
    use time::macros::datetime;

    use super::*;

    #[test]
    fn times_are_told_in_the_largest_fitting_words() {
        let now = datetime!(2026-03-31 12:00 UTC);
        for (back, words) in [
            (Duration::seconds(-30), "just now"),
            (Duration::seconds(90), "just now"),
            (Duration::minutes(2), "2 minutes ago"),
            (Duration::hours(2), "2 hours ago"),
            (Duration::hours(47), "47 hours ago"),
            (Duration::days(2), "2 days ago"),
            (Duration::days(30), "1 March 2026"),
        ] {
            assert_eq!(ago(now - back, now), words);
        }
    }
}
