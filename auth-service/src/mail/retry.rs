//! What an attempt to hand over a mail has come to, and whether it is made again. Pure.

use std::time::Duration;

/// What came of one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The server has taken it.
    Sent,
    /// It does not take it now (4xx), or could not be reached.
    Later,
    /// It will not have it (5xx), whoever it is for.
    Refused,
    /// It said nothing in time. Whether it took the mail is not known.
    Unknown,
    /// It cannot be sent as things are set up: no security, another name on the certificate, another password.
    Misfit,
}

/// Before the second, third and fourth attempt.
const PAUSES: [Duration; 3] = [Duration::from_secs(3), Duration::from_secs(60), Duration::from_secs(5 * 60)];

impl Outcome {
    /// As metrics and the log call it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Later => "later",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::Misfit => "misfit",
        }
    }

    /// After how long it is tried once more, so many attempts having been made. Where it is not known whether the server
    /// took it, it is not sent twice: whoever waits for it asks again.
    pub(super) fn again(self, attempts: usize) -> Option<Duration> {
        match self {
            Self::Later => PAUSES.get(attempts.saturating_sub(1)).copied(),
            Self::Sent | Self::Refused | Self::Unknown | Self::Misfit => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_server_may_take_later_is_tried_again_ever_later_and_not_for_ever() {
        for end in [Outcome::Sent, Outcome::Refused, Outcome::Unknown, Outcome::Misfit] {
            assert_eq!(end.again(1), None, "{end:?}");
        }
        let pauses: Vec<_> = (1..10).map_while(|attempts| Outcome::Later.again(attempts)).collect();
        assert_eq!(pauses.len(), 3);
        assert!(pauses.is_sorted() && pauses.iter().sum::<Duration>() < Duration::from_secs(30 * 60));
    }
}
