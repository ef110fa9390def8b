//! Every polite no, as a code and a reason with its arguments. There is no sentence in here: rules and services say why, and
//! the gateway's catalogue words it for whoever reads it, in their language.

mod reason;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use reason::Reason;

/// What kind of no it is; what a program acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The words are not of the form asked for.
    BadRequest,
    /// Longer than allowed.
    TooLarge,
    /// Not there, or not yours: the same answer on purpose.
    NotFound,
    /// You are a member, but this is not yours to do.
    Forbidden,
    /// This nonce already names another command.
    NonceReused,
    /// The room is archived.
    Archived,
    /// A lasting limit is reached.
    Limit,
    /// The name is in use.
    Taken,
    /// Made from something that is something else by now.
    Outdated,
    /// Too fast; try again after `retry_ms`.
    RateLimited,
    /// Too much waits already; try again with the same nonce.
    Busy,
    /// Not possible at the moment; try again with the same nonce.
    Unavailable,
    /// Sign in first.
    AuthRequired,
    /// The session has ended or the person may no longer act.
    Revoked,
}

impl Code {
    /// Definite: it did not happen and will not. The others say "again, with the same nonce" or "sign in".
    pub fn is_definite(self) -> bool {
        !self.is_try_again() && !matches!(self, Self::AuthRequired | Self::Revoked)
    }

    /// Its name, as the wire spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BadRequest => "bad_request",
            Self::TooLarge => "too_large",
            Self::NotFound => "not_found",
            Self::Forbidden => "forbidden",
            Self::NonceReused => "nonce_reused",
            Self::Archived => "archived",
            Self::Limit => "limit",
            Self::Taken => "taken",
            Self::Outdated => "outdated",
            Self::RateLimited => "rate_limited",
            Self::Busy => "busy",
            Self::Unavailable => "unavailable",
            Self::AuthRequired => "auth_required",
            Self::Revoked => "revoked",
        }
    }

    /// The same command with the same nonce may succeed later.
    pub fn is_try_again(self) -> bool {
        matches!(self, Self::RateLimited | Self::Busy | Self::Unavailable)
    }
}

/// A code for programs, and for people the reason that the gateway words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{}: {reason:?}", code.as_str())]
pub struct Refusal {
    /// What kind of no.
    pub code: Code,
    /// Why, with what the sentence needs.
    pub reason: Reason,
    /// The form field it is about, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Cow<'static, str>>,
    /// When to try again, in milliseconds from now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_ms: Option<u64>,
}

impl Refusal {
    /// A refusal for this reason, with the code that belongs to it.
    pub fn new(reason: Reason) -> Self {
        Self { code: reason.code(), reason, field: None, retry_ms: None }
    }

    /// The same, about one field of a form.
    #[must_use]
    pub fn on(mut self, field: &'static str) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The same, worth trying again after so many milliseconds.
    #[must_use]
    pub fn after_ms(mut self, retry_ms: u64) -> Self {
        self.retry_ms = Some(retry_ms);
        self
    }

    /// Not there, or not yours.
    pub fn not_found() -> Self {
        Self::new(Reason::NotFound)
    }

    /// The nonce names another command.
    pub fn nonce_reused() -> Self {
        Self::new(Reason::NonceReused)
    }

    /// The room is archived.
    pub fn archived() -> Self {
        Self::new(Reason::Archived)
    }

    /// The part that must answer is away.
    pub fn unavailable() -> Self {
        Self::new(Reason::Unavailable)
    }

    /// Too much is waiting.
    pub fn busy() -> Self {
        Self::new(Reason::Busy).after_ms(1_000)
    }

    /// Too fast.
    pub fn rate_limited(retry_ms: u64) -> Self {
        Self::new(Reason::TooFast).after_ms(retry_ms)
    }

    /// No session.
    pub fn auth_required() -> Self {
        Self::new(Reason::SignInFirst)
    }

    /// The session has ended.
    pub fn revoked() -> Self {
        Self::new(Reason::SessionEnded)
    }
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Self {
        Self::new(reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_of_a_later_release_keeps_its_code() {
        let later = r#"{"code":"limit","reason":{"why":"invented_later","most":3},"field":"uses"}"#;
        let refusal: Refusal = serde_json::from_str(later).expect("a refusal");
        assert_eq!((refusal.code, refusal.reason), (Code::Limit, Reason::Other));
    }

    #[test]
    fn every_reason_goes_over_the_wire_and_back() {
        for reason in Reason::examples() {
            let refusal = Refusal::new(reason);
            let wire = serde_json::to_string(&refusal).expect("JSON");
            assert_eq!(serde_json::from_str::<Refusal>(&wire).expect("a refusal"), refusal, "{wire}");
        }
    }
}
