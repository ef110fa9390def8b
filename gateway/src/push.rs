//! Web push: devices are told while no page is open there. Room-services decide whom to tell, and of what; a gateway is given what is due,
//! seals it for the device and hands it to its push service (RFC 8030), which learns when something is told and nothing else.

mod notification;
mod seal;
mod send;
mod sender;
mod target;
mod vapid;

pub(crate) use sender::run;
pub(crate) use target::parse as parse_target;
pub(crate) use vapid::Vapid;

use std::sync::Arc;

use crate::config::Config;
use crate::outgoing::Outgoing;

/// What it takes to tell devices. Clones share it.
#[derive(Clone)]
pub(crate) struct Push {
    vapid: Option<Arc<Vapid>>,
    outgoing: Outgoing,
    /// Who wrote and what may be told; else where, and how much.
    words: bool,
}

impl Push {
    /// As the operator set it up; without a secret no device is told.
    pub(crate) fn new(config: &Config) -> Self {
        let contact = config.security_contact.as_ref().map(|contact| contact.uri().to_owned());
        let page = config.public_url.as_ref().filter(|url| url.is_https()).map(|url| url.origin().to_owned());
        let vapid = config.push_secret.as_ref().map(|secret| Vapid::new(secret.reveal(), contact.or(page)));
        Self {
            vapid: vapid.map(Arc::new),
            outgoing: Outgoing::new(config.outgoing_allowed.clone()),
            words: config.push_words,
        }
    }

    /// The key that browsers hand to their push services, in base64url; none: no device is told.
    pub(crate) fn key(&self) -> Option<String> {
        self.vapid.as_ref().map(|vapid| vapid.public_key().to_owned())
    }

    /// Who asks strangers.
    pub(crate) fn outgoing(&self) -> &Outgoing {
        &self.outgoing
    }
}
