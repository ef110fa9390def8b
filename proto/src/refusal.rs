//! Every polite no. Rules and services speak these; only the gateway turns them into statuses, pages and frames.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

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

/// A code for the program and one sentence for the person, which says what to do next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// What kind of no.
    pub code: Code,
    /// One sentence, fit to be shown.
    pub message: Cow<'static, str>,
    /// The form field it is about, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Cow<'static, str>>,
    /// When to try again, in milliseconds from now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_ms: Option<u64>,
}

impl Refusal {
    /// A refusal with its sentence.
    pub fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into(), field: None, retry_ms: None }
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

    /// Not of the form asked for.
    pub fn bad_request(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Code::BadRequest, message)
    }

    /// Not there, or not yours.
    pub fn not_found() -> Self {
        Self::new(
            Code::NotFound,
            "There is nothing here for you. Check the address, or go back to your rooms.",
        )
    }

    /// A member without the right.
    pub fn forbidden(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Code::Forbidden, message)
    }

    /// The nonce names another command.
    pub fn nonce_reused() -> Self {
        Self::new(
            Code::NonceReused,
            "This form was already used for something else. Your text is kept; send it again.",
        )
    }

    /// The room is archived.
    pub fn archived() -> Self {
        Self::new(Code::Archived, "This room is archived. You can read it, but nothing new can be written.")
    }

    /// The part that must answer is away.
    pub fn unavailable() -> Self {
        Self::new(
            Code::Unavailable,
            "This is not possible at the moment. Your text is kept; try again in a few seconds.",
        )
    }

    /// Too much is waiting.
    pub fn busy() -> Self {
        Self::new(Code::Busy, "A lot is waiting here right now. Your text is kept; try again in a moment.")
            .after_ms(1_000)
    }

    /// Too fast.
    pub fn rate_limited(retry_ms: u64) -> Self {
        Self::new(Code::RateLimited, "That was a lot at once. Wait a moment, then try again.")
            .after_ms(retry_ms)
    }

    /// No session.
    pub fn auth_required() -> Self {
        Self::new(Code::AuthRequired, "Sign in to go on.")
    }

    /// The session has ended.
    pub fn revoked() -> Self {
        Self::new(Code::Revoked, "Your session has ended. Sign in again to go on; your text is kept.")
    }
}
