//! Times for pages: as the wire has them, for the catalogue to write; and how long something is ago.

use proto::At;
use time::UtcOffset;
use time::format_description::well_known::Rfc3339;

use crate::catalogue::Text;

/// RFC 3339 in UTC, to the second.
pub(crate) fn iso(at: At) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    at.replace_nanosecond(0).unwrap_or(at).format(&Rfc3339).unwrap_or_default()
}

/// "just now", "12 minutes ago", "3 hours ago", "5 days ago", and a date for what is older than a month.
pub(super) fn ago(at: At, now: At) -> Text {
    let minutes = (now - at).whole_minutes();
    let (unit, count) = match minutes {
        ..2 => ("now", 0),
        2..120 => ("minutes", minutes),
        120..2_880 => ("hours", minutes / 60),
        2_880..43_200 => ("days", minutes / 1_440),
        _ => return Text::new("date").with("at", iso(at)),
    };
    Text::new("ago").with("unit", unit).with("count", count)
}

#[cfg(test)]
mod tests {
    use time::Duration;
    use time::macros::datetime;

    use super::*;
    use crate::catalogue::Language;

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
            assert_eq!(Language::English.catalogue().say(&ago(now - back, now)), words);
        }
    }
}
