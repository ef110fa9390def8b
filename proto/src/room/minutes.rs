//! How long something lasts that ends by itself: a mute, a ban.

use serde::{Deserialize, Serialize};
use time::Duration;

use crate::{At, Reason, Refusal};

/// A number of minutes, 1 to a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Minutes(u32);

impl Minutes {
    /// The most.
    pub const MAX: u32 = 366 * 24 * 60;

    /// So many minutes.
    ///
    /// # Errors
    /// None, or more than [`Minutes::MAX`].
    pub fn new(minutes: u32) -> Result<Self, Refusal> {
        match minutes {
            1..=Self::MAX => Ok(Self(minutes)),
            _ => Err(Refusal::new(Reason::UnknownDuration).on("minutes")),
        }
    }

    /// The moment when they are over that begin at `now`: a whole second, not before.
    pub fn after(self, now: At) -> At {
        let end = now + Duration::minutes(self.0.into());
        let whole = end - Duration::nanoseconds(end.nanosecond().into());
        if whole < end { whole + Duration::SECOND } else { whole }
    }
}

impl TryFrom<u32> for Minutes {
    type Error = Refusal;

    fn try_from(minutes: u32) -> Result<Self, Refusal> {
        Self::new(minutes)
    }
}

impl From<Minutes> for u32 {
    fn from(minutes: Minutes) -> Self {
        minutes.0
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn the_end_is_a_whole_second_that_is_not_too_early() {
        let ten = Minutes::new(10).expect("ten minutes");
        assert_eq!(ten.after(datetime!(2026-11-23 09:00:00 UTC)), datetime!(2026-11-23 09:10:00 UTC));
        assert_eq!(ten.after(datetime!(2026-11-23 09:00:00.25 UTC)), datetime!(2026-11-23 09:10:01 UTC));
    }

    #[test]
    fn none_and_more_than_a_year_are_refused() {
        assert!(Minutes::new(0).is_err() && Minutes::new(Minutes::MAX + 1).is_err());
        assert!(Minutes::new(1).is_ok() && Minutes::new(Minutes::MAX).is_ok());
        assert!(serde_json::from_str::<Minutes>("0").is_err());
    }
}
