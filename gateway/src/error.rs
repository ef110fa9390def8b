//! From a refusal to a status. Handlers and extractors answer with an [`AppError`]; `middleware::error_pages` alone turns it,
//! and every bare error of the libraries below, into the one error page (or `application/problem+json` for programs).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use proto::text::Body;
use proto::{Code, Reason, Refusal};

use crate::draw::DrawError;

/// A request that gets no as its answer: the status for programs, the reason for people.
#[derive(Clone, Debug)]
pub(crate) struct AppError {
    /// The status of the answer.
    pub(crate) status: StatusCode,
    /// Why, and when to come again.
    pub(crate) refusal: Refusal,
    /// What the person had typed, where the page it was typed on cannot be drawn again.
    pub(crate) typed: Option<String>,
}

impl AppError {
    /// There is nothing here, or nothing for this person.
    pub(crate) fn not_found() -> Self {
        Refusal::not_found().into()
    }

    /// The reason that goes with a status which a library answered by itself.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        let reason = match status {
            StatusCode::NOT_FOUND => return Self::not_found(),
            StatusCode::FORBIDDEN => Reason::ForeignForm,
            StatusCode::METHOD_NOT_ALLOWED => Reason::WrongMethod,
            StatusCode::PAYLOAD_TOO_LARGE => Reason::RequestTooLarge { max: Body::MAX / 1_024 },
            StatusCode::REQUEST_TIMEOUT => Reason::RequestSlow,
            StatusCode::SERVICE_UNAVAILABLE => {
                return Refusal::unavailable().after_ms(3_000).into();
            }
            status if status.is_client_error() => Reason::Unreadable,
            _ => Reason::Broken,
        };
        Self { status, refusal: reason.into(), typed: None }
    }

    /// The same, giving back what was typed.
    pub(crate) fn giving_back(mut self, typed: &str) -> Self {
        self.typed = Some(typed.to_owned()).filter(|typed| !typed.trim().is_empty());
        self
    }

    /// Something broke that is nobody's doing outside: noted in the log, not told.
    pub(crate) fn broken(what: &dyn std::fmt::Display) -> Self {
        tracing::error!(error = %what, "a page broke");
        Self::of_status(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// The status a refusal is answered with.
pub(crate) fn status(code: Code) -> StatusCode {
    match code {
        Code::BadRequest => StatusCode::UNPROCESSABLE_ENTITY,
        Code::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::Forbidden => StatusCode::FORBIDDEN,
        Code::NonceReused | Code::Archived | Code::Taken | Code::Limit | Code::Outdated => {
            StatusCode::CONFLICT
        }
        Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        Code::Busy | Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Code::AuthRequired | Code::Revoked => StatusCode::UNAUTHORIZED,
    }
}

/// What to wait before trying again, in whole seconds; only where trying again makes sense.
pub(crate) fn retry_after(refusal: &Refusal) -> Option<HeaderValue> {
    refusal.code.is_try_again().then(|| HeaderValue::from(wait(refusal)))
}

/// The same as a number.
pub(crate) fn wait(refusal: &Refusal) -> u64 {
    refusal.retry_ms.unwrap_or(3_000).div_ceil(1_000).max(1)
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self { status: status(refusal.code), refusal, typed: None }
    }
}

impl From<DrawError> for AppError {
    fn from(error: DrawError) -> Self {
        Self::broken(&error)
    }
}

impl IntoResponse for AppError {
    /// Not drawn yet: whoever draws finds the fault beside the status.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        if let Some(seconds) = retry_after(&self.refusal) {
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Language;

    #[test]
    fn trying_again_is_offered_in_whole_seconds_and_only_where_it_helps() {
        let after = |refusal: Refusal| {
            retry_after(&refusal).map(|value| value.to_str().expect("a number").to_owned())
        };
        assert_eq!(after(Refusal::rate_limited(1_200)).as_deref(), Some("2"));
        assert_eq!(after(Refusal::rate_limited(0)).as_deref(), Some("1"));
        assert_eq!(after(Refusal::unavailable()).as_deref(), Some("3"));
        assert_eq!(after(Refusal::not_found()), None);
    }

    #[test]
    fn every_status_has_its_sentence() {
        for status in [400, 403, 404, 405, 408, 413, 415, 422, 500, 503] {
            let fault = AppError::of_status(StatusCode::from_u16(status).expect("a status"));
            let sentence = Language::English.catalogue().refusal(&fault.refusal);
            assert!(sentence.ends_with('.'), "{status}: {sentence}");
        }
    }
}
