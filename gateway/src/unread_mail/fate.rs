//! What becomes of an order, by what became of its mail. Pure.

use proto::auth::MailFate;
use proto::room::Mailed;

/// The first pause; each is twice as long as the one before.
const PAUSE_SECONDS: u32 = 60;
/// The longest.
const LONGEST_SECONDS: u32 = 60 * 60;
/// How often a mail is sent of which nobody knows whether the server took it: as the same mail, which programs may show once.
const UNKNOWN_TRIES: u16 = 3;

/// After so many tries, this one included.
pub(super) fn judge(fate: MailFate, tries: u16) -> Mailed {
    match fate {
        MailFate::Sent => Mailed::Sent,
        MailFate::Nobody => Mailed::Dropped,
        MailFate::Refused => Mailed::Bounced,
        MailFate::Unknown if tries >= UNKNOWN_TRIES => Mailed::Dropped,
        MailFate::Later | MailFate::UnderWay | MailFate::Unknown => again(tries),
    }
}

/// What has been read by then is not told.
pub(super) fn again(tries: u16) -> Mailed {
    let doubled = PAUSE_SECONDS.saturating_mul(2u32.saturating_pow(u32::from(tries.saturating_sub(1))));
    Mailed::Later { seconds: doubled.min(LONGEST_SECONDS) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_says_decides_what_becomes_of_mail_and_person() {
        let later = |seconds| Mailed::Later { seconds };
        for (fate, tries, mailed) in [
            (MailFate::Sent, 9, Mailed::Sent),
            (MailFate::Nobody, 1, Mailed::Dropped),
            (MailFate::Refused, 1, Mailed::Bounced),
            (MailFate::Later, 1, later(60)),
            (MailFate::Later, 3, later(240)),
            (MailFate::Later, 60_000, later(3_600)),
            (MailFate::UnderWay, 1, later(60)),
            (MailFate::Unknown, 2, later(120)),
            (MailFate::Unknown, 3, Mailed::Dropped),
        ] {
            assert_eq!(judge(fate, tries), mailed, "{fate:?} {tries}");
        }
    }
}
