//! How often one host is asked: a few times at once, and once a second from then on.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::time::sleep;
use url::{Host, Url};

/// So often at once.
const AT_ONCE: NonZeroU32 = NonZeroU32::new(5).expect("more than none");
/// How long lies between two times from then on.
const BETWEEN: Duration = Duration::from_secs(1);
/// Hosts that are remembered; beyond this those are forgotten that may be asked again anyhow.
const REMEMBERED: usize = 1_000;

/// Clones share it.
#[derive(Clone, Debug)]
pub(super) struct Hosts(Arc<DefaultKeyedRateLimiter<String>>);

impl Hosts {
    pub(super) fn new() -> Self {
        Self(Arc::new(RateLimiter::hashmap(Quota::per_second(NonZeroU32::MIN).allow_burst(AT_ONCE))))
    }

    /// Whether the host of this address may be asked now; none: it has no host.
    pub(super) fn may_be_asked(&self, url: &Url) -> Option<bool> {
        let host = url.host().map(|host: Host<&str>| host.to_string())?;
        if self.0.len() > REMEMBERED {
            self.0.retain_recent();
        }
        Some(self.0.check_key(&host).is_ok())
    }

    /// Waits for its turn. False: it has no host.
    pub(super) async fn turn(&self, url: &Url) -> bool {
        loop {
            match self.may_be_asked(url) {
                Some(false) => sleep(BETWEEN).await,
                asked => return asked.is_some(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_host_is_asked_a_few_times_at_once_and_another_all_the_same() {
        let (hosts, tea) = (Hosts::new(), Url::parse("https://tea.example:8443/a").expect("an address"));
        let asked = (0..9).filter(|_| hosts.may_be_asked(&tea) == Some(true)).count();
        assert_eq!(asked, 5);
        assert_eq!(hosts.may_be_asked(&Url::parse("https://cups.example/").expect("an address")), Some(true));
        assert_eq!(hosts.may_be_asked(&Url::parse("mailto:rosa@tea.example").expect("an address")), None);
        assert!(hosts.turn(&tea).await, "its turn comes");
    }
}
