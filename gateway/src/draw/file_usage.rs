//! How much is kept of files: on one's own settings, and on the overview of admins.

use proto::room::FileUsage;
use serde::Serialize;

use super::file::size;

/// What the components `OwnFiles` and `AllFiles` are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct UsedFiles {
    own: Amount,
    own_max: Amount,
    all: Amount,
    all_max: Amount,
    unposted: u64,
    unposted_size: Amount,
    /// For so many hours an upload may be posted.
    hours: u64,
    unwanted: u64,
    /// Found in the store by this gateway, and known to nobody.
    orphans: usize,
}

/// As the styleguide shows it.
pub(super) fn example(orphans: usize) -> UsedFiles {
    const GIB: u64 = 1 << 30;
    let usage = FileUsage {
        own: 700 << 20,
        own_max: 5 * GIB,
        all: 41 * GIB,
        all_max: 100 * GIB,
        unposted: (3, 24 << 20),
        unposted_s: 86_400,
        unwanted: 1,
    };
    UsedFiles::new(&usage, orphans)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
struct Amount {
    amount: u64,
    unit: &'static str,
}

impl UsedFiles {
    /// With so many files in the store that nobody knows.
    pub fn new(usage: &FileUsage, orphans: usize) -> Self {
        Self {
            own: Amount::of(usage.own),
            own_max: Amount::of(usage.own_max),
            all: Amount::of(usage.all),
            all_max: Amount::of(usage.all_max),
            unposted: usage.unposted.0,
            unposted_size: Amount::of(usage.unposted.1),
            hours: usage.unposted_s.div_ceil(3_600),
            unwanted: usage.unwanted,
            orphans,
        }
    }
}

impl Amount {
    fn of(bytes: u64) -> Self {
        let (amount, unit) = size(bytes);
        Self { amount, unit }
    }
}
