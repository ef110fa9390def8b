//! How often one may try to sign in or to register. It is asked before anybody costs a hash.
//!
//! Attempts are counted in Postgres, so that all auth-services count together: per login as typed and network, per network, and
//! per login everywhere. The login counts as typed, not as the account it leads to: an unknown name is throttled like a known
//! one, and nobody learns from it which address belongs to which name. Where a person has a session, what is tried elsewhere
//! does not count, so strangers cannot keep them out; only who fills up a name from many networks, that one among them, could tell.

mod actor;

use std::net::IpAddr;
use std::time::Duration;

use chassis::health::Part;
use proto::{Reason, Refusal, UserId};
use ractor::rpc::CallResult;
use ractor::{Actor, ActorRef, SpawnErr};
use sha2::{Digest, Sha256};
use tokio::task::JoinHandle;

use crate::config::Limits;
use crate::store::{Charge, Store};
use actor::{ThrottleActor, ThrottleMessage};

/// How long an answer may take: longer than the database may.
const PATIENCE: Duration = Duration::from_secs(8);

/// A name may be tried so many times as often everywhere as from one network.
const NETWORKS: i32 = 5;

/// The way to the throttle. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Throttle {
    actor: ActorRef<ThrottleMessage>,
    limits: Limits,
}

/// An attempt to sign in that was let through; its counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attempt {
    account: [u8; 32],
    address: [u8; 32],
    /// The name, wherever it is tried.
    everywhere: Option<[u8; 32]>,
}

impl Attempt {
    fn keys(&self) -> impl Iterator<Item = &[u8; 32]> {
        [&self.account, &self.address].into_iter().chain(&self.everywhere)
    }
}

impl Throttle {
    /// Starts the throttle. Its handle ends only if it failed.
    pub(crate) async fn start(
        store: Store,
        limits: Limits,
        alive: Part,
    ) -> Result<(Self, JoinHandle<()>), SpawnErr> {
        let actor = ThrottleActor { store, window: limits.window, alive };
        let (actor, handle) = Actor::spawn(None, actor, ()).await?;
        Ok((Self { actor, limits }, handle))
    }

    /// Counts an attempt to sign in, before it costs a hash; [`Self::forgive`] takes a successful one back.
    pub(crate) async fn admit_login(
        &self,
        login: &str,
        net: IpAddr,
        at_home: bool,
    ) -> Result<Attempt, Refusal> {
        let (account, address) = (login_from(login, net), key("address", &net.to_string()));
        let charges = vec![
            Charge { key: account, most: self.limits.failures_per_account },
            Charge { key: address, most: self.limits.failures_per_address },
        ];
        // One network fills no more than its share of it.
        let everywhere = (!at_home).then(|| login_key(login));
        let most = self.limits.failures_per_account.saturating_mul(NETWORKS);
        self.admit_in(charges, everywhere.map(|key| Charge { key, most })).await?;
        Ok(Attempt { account, address, everywhere })
    }

    /// Counts an attempt to change a password by showing the present one; [`Self::forgive`] takes a successful one back.
    pub(crate) async fn admit_change(&self, user: UserId) -> Result<Attempt, Refusal> {
        let account = key("change", &user.to_string());
        self.admit(vec![Charge { key: account, most: self.limits.failures_per_account }]).await?;
        Ok(Attempt { account, address: account, everywhere: None })
    }

    /// Counts an attempt to register.
    pub(crate) async fn admit_registration(&self, net: IpAddr) -> Result<(), Refusal> {
        let key = key("register", &net.to_string());
        self.admit(vec![Charge { key, most: self.limits.registrations_per_address }]).await
    }

    /// Counts that somebody asks for a mail to this name or address, however that may be spelled and whoever has it.
    pub(crate) async fn admit_mail(&self, login: &str, net: IpAddr) -> Result<(), Refusal> {
        let charges = vec![
            Charge { key: key("mail", &fold(login)), most: self.limits.mails_per_recipient },
            Charge { key: key("mail from", &net.to_string()), most: self.limits.mails_per_sender },
        ];
        self.admit(charges).await
    }

    /// Counts that somebody has a mail sent to themselves.
    pub(crate) async fn admit_own_mail(&self, user: UserId) -> Result<(), Refusal> {
        let key = key("own mail", &user.to_string());
        self.admit(vec![Charge { key, most: self.limits.mails_per_recipient }]).await
    }

    /// Counts that somebody has a mail sent to others.
    pub(crate) async fn admit_mail_by(&self, user: UserId) -> Result<(), Refusal> {
        let key = key("mail by", &user.to_string());
        self.admit(vec![Charge { key, most: self.limits.mails_per_sender }]).await
    }

    /// Counts a mail to an address, whoever asked for it.
    pub(crate) async fn admit_mail_to(&self, address: &str) -> Result<(), Refusal> {
        let key = key("mail to", &fold(address));
        self.admit(vec![Charge { key, most: self.limits.mails_per_recipient }]).await
    }

    /// Counts a mail that tells somebody of what they have not read, apart from those with links, which are not to be kept waiting by it.
    pub(crate) async fn admit_unread_mail(&self, user: UserId) -> Result<(), Refusal> {
        let key = key("unread mail", &user.to_string());
        self.admit(vec![Charge { key, most: self.limits.mails_per_recipient }]).await
    }

    /// It was no failure: the login's count begins anew, the network's loses this attempt.
    pub(crate) async fn forgive(&self, attempt: Attempt) {
        self.take_back(attempt, true).await;
    }

    /// It came to nothing through no fault of theirs: as if it had not been made.
    pub(crate) async fn undo(&self, attempt: Attempt) {
        self.take_back(attempt, false).await;
    }

    async fn take_back(&self, attempt: Attempt, successful: bool) {
        let message = |reply| ThrottleMessage::TakeBack { attempt, successful, reply };
        // That it stays counted does nobody harm worth a refusal.
        let _ = self.actor.call(message, Some(PATIENCE)).await;
    }

    async fn admit(&self, charges: Vec<Charge>) -> Result<(), Refusal> {
        self.admit_in(charges, None).await
    }

    async fn admit_in(&self, charges: Vec<Charge>, last: Option<Charge>) -> Result<(), Refusal> {
        match self.actor.call(|reply| ThrottleMessage::Admit(charges, last, reply), Some(PATIENCE)).await {
            Ok(CallResult::Success(verdict)) => verdict,
            _ => Err(Refusal::unavailable()),
        }
    }
}

/// The window of a login as typed, wherever it is tried. Those of single networks begin like it: they are forgiven together.
pub(crate) fn login_key(login: &str) -> [u8; 32] {
    let mut window = [0; 32];
    window[..HALF].copy_from_slice(&key("login", &fold(login))[..HALF]);
    window
}

fn login_from(login: &str, net: IpAddr) -> [u8; 32] {
    let mut window = login_key(login);
    window[HALF..].copy_from_slice(&key("net", &net.to_string())[..HALF]);
    window
}

/// Bytes of a window that are its login's.
const HALF: usize = 16;

/// As names and addresses are folded: spaces around them and case do not count.
fn fold(login: &str) -> String {
    login.trim().to_lowercase()
}

fn key(of: &str, what: &str) -> [u8; 32] {
    Sha256::new().chain_update(of).chain_update([0]).chain_update(what).finalize().into()
}

fn wait(wait: Duration) -> Refusal {
    let minutes = wait.as_secs().div_ceil(60).max(1);
    Refusal::new(Reason::TooManyAttempts { minutes })
        .after_ms(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use proto::Code;

    use super::*;

    #[test]
    fn a_login_is_counted_however_it_is_written() {
        assert_eq!(login_key(" Rosa "), login_key("rosa"));
        assert_ne!(login_key("rosa"), login_key("rosi"));
    }

    #[test]
    fn windows_of_different_kinds_never_meet() {
        let net = "192.0.2.7".parse().expect("an address");
        assert_ne!(login_key("192.0.2.7"), key("address", "192.0.2.7"));
        assert_ne!(key("register", "192.0.2.7"), key("address", "192.0.2.7"));
        assert_ne!(login_from("rosa", net), login_key("rosa"));
        assert_ne!(login_from("rosa", net), login_from("rosi", net));
        assert_eq!(login_from(" Rosa", net)[..HALF], login_key("rosa")[..HALF], "forgiven together");
    }

    #[test]
    fn the_refusal_tells_how_long() {
        let refusal = wait(Duration::from_millis(61_500));
        assert_eq!((refusal.code, refusal.retry_ms), (Code::RateLimited, Some(61_500)));
        assert_eq!(refusal.reason, Reason::TooManyAttempts { minutes: 2 });
        assert_eq!(wait(Duration::from_millis(20)).reason, Reason::TooManyAttempts { minutes: 1 });
    }
}
