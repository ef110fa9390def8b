//! Who is answered before all that they send was read is told that their connection is closed: another request sent on it would be
//! lost with it.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use hyper::body::{Frame, SizeHint};

/// Says so, where some of the body was left.
pub(crate) async fn close(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let whole = Arc::new(AtomicBool::new(false));
    let request = request.map(|body| Body::new(WatchedBody { body, whole: whole.clone() }));
    let mut response = next.run(request).await;
    if !whole.load(Ordering::Relaxed) {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// A body that notes once it was read to its end.
struct WatchedBody {
    body: Body,
    whole: Arc<AtomicBool>,
}

impl HttpBody for WatchedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        if frame.is_none() || self.body.is_end_stream() {
            self.whole.store(true, Ordering::Relaxed);
        }
        Poll::Ready(frame)
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
    use axum::http::StatusCode;
    use axum::middleware::from_fn;
    use axum::routing::post;
    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn only_who_is_answered_too_early_is_told_that_the_connection_ends() {
        let routes = Router::new()
            .route("/read", post(|_: String| async {}))
            .route("/early", post(|| async { StatusCode::FORBIDDEN }))
            .layer(from_fn(close));
        for (path, body, closes) in [
            ("/read", Body::from("a=b"), false),
            ("/read", Body::empty(), false),
            ("/early", Body::empty(), false),
            ("/early", Body::from("a=b"), true),
        ] {
            let request = Request::post(path).body(body).expect("a request");
            let answer = routes.clone().oneshot(request).await.expect("an answer");
            assert_eq!(answer.headers().contains_key(header::CONNECTION), closes, "{path}");
        }
    }
}
