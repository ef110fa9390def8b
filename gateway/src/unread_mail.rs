//! Mail of what stays unread. Room-services decide whom to tell, and of what; a gateway is given what is due, writes the letter and has an
//! auth-service send it, which alone knows the address.

mod fate;
mod key;
mod sender;
mod words;

pub(crate) use sender::run;

use std::sync::Arc;

use crate::config::Config;
use crate::draw::Draw;
use crate::installation::{InstallationTitle, KnownInstallation};

/// What it takes to write it. Clones share it.
#[derive(Clone)]
pub(crate) struct UnreadMailer {
    draw: Arc<Draw>,
    installation: KnownInstallation,
    title: InstallationTitle,
    /// Where links lead; none: no mail is sent.
    origin: Option<String>,
    /// Who wrote and what may be told; else where, and how much.
    words: bool,
}

impl UnreadMailer {
    /// As the operator set it up.
    pub(crate) fn new(
        config: &Config,
        draw: Arc<Draw>,
        installation: KnownInstallation,
        title: InstallationTitle,
    ) -> Self {
        let origin = config.public_url.as_ref().map(|url| url.origin().to_owned());
        Self { draw, installation, title, origin, words: config.push_words }
    }

    /// Where links lead, if mail is sent.
    fn origin(&self) -> Option<&str> {
        let sends = self.installation.get().is_ok_and(|known| known.sends_mail);
        self.origin.as_deref().filter(|_| sends)
    }
}
