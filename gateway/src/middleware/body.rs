//! Half a form is not waited for longer than a slow phone needs: then 408, where the handler would wait for what never comes.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::BoxError;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chassis::telemetry::metrics;
use hyper::body::{Frame, SizeHint};
use tokio::time::Sleep;

use crate::error::AppError;

/// For the whole of a form, which is small; below [`super::DEADLINE`], so that this is the answer.
pub(super) const DEADLINE: Duration = Duration::from_secs(20);

/// Gives the rest of a request its deadline.
pub(crate) async fn limit(deadline: Duration, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let late = Arc::new(AtomicBool::new(false));
    let timer = Box::pin(tokio::time::sleep(deadline));
    let request = request.map(|body| Body::new(TimedBody { body, timer, late: late.clone() }));
    let response = next.run(request).await;
    if !late.load(Ordering::Relaxed) {
        return response;
    }
    metrics::deadline_passed("http_body");
    let mut response = AppError::of_status(StatusCode::REQUEST_TIMEOUT).into_response();
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

/// A body that ends with an error at its deadline, and says so.
struct TimedBody {
    body: Body,
    timer: Pin<Box<Sleep>>,
    late: Arc<AtomicBool>,
}

impl HttpBody for TimedBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) {
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        if this.timer.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        this.late.store(true, Ordering::Relaxed);
        Poll::Ready(Some(Err("the body did not come in time".into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::middleware::from_fn;
    use axum::routing::post;
    use tower::ServiceExt;

    use super::*;

    async fn answered(body: Body, deadline: Duration) -> StatusCode {
        let limit = from_fn(move |request, next| limit(deadline, request, next));
        let routes = Router::new().route("/", post(|_: String| async {})).layer(limit);
        let request = Request::post("/").body(body).expect("a request");
        routes.oneshot(request).await.expect("an answer").status()
    }

    #[tokio::test]
    async fn half_a_form_is_answered_and_a_whole_one_is_taken() {
        let half = futures_util::stream::pending::<Result<Bytes, BoxError>>();
        let half = Body::from_stream(half);
        assert_eq!(answered(half, Duration::from_millis(50)).await, StatusCode::REQUEST_TIMEOUT);
        assert_eq!(answered(Body::from("a=b"), Duration::from_secs(60)).await, StatusCode::OK);
    }
}
