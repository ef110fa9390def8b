//! What goes over the bus, counted by subject: messages, and their bytes.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use proto::subject;
use tokio::task::JoinHandle;

use super::error::LoadError;
use crate::Cluster;

/// How often something happened, by what it is.
pub(super) type Counts = BTreeMap<String, u64>;

/// Messages and their bytes.
#[derive(Debug, Default)]
pub(super) struct Traffic {
    pub(super) messages: Counts,
    pub(super) bytes: Counts,
}

/// Counts from its start until it is asked. A tap costs NATS one delivery more of each message: nothing else is measured
/// meanwhile.
pub(super) struct BusCount {
    traffic: Rc<RefCell<Traffic>>,
    listening: JoinHandle<()>,
}

impl BusCount {
    pub(super) async fn start(cluster: &Cluster) -> Self {
        let mut tap = cluster.tap().await;
        let traffic = Rc::<RefCell<Traffic>>::default();
        let heard = traffic.clone();
        let listening = tokio::task::spawn_local(async move {
            loop {
                let tapped = tap.message().await;
                let (template, mut heard) = (template(&tapped.subject).to_owned(), heard.borrow_mut());
                *heard.bytes.entry(template.clone()).or_default() += tapped.length as u64;
                *heard.messages.entry(template).or_default() += 1;
            }
        });
        Self { traffic, listening }
    }

    /// What has been heard.
    ///
    /// # Errors
    /// When the bus is gone.
    pub(super) fn stop(self) -> Result<Traffic, LoadError> {
        if self.listening.is_finished() {
            return Err(LoadError::Failed("the bus was lost while it was listened to".into()));
        }
        self.listening.abort();
        Ok(self.traffic.take())
    }
}

/// Answers go to an inbox of whoever asked.
fn template(subject: &str) -> &'static str {
    if subject.starts_with("_INBOX.") { "reply" } else { subject::template(subject) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn answers_are_told_from_what_has_a_subject_of_its_own() {
        assert_eq!(super::template("_INBOX.abc.1"), "reply");
        assert_eq!(super::template("node.room"), "node.{kind}");
    }
}
