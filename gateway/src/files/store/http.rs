//! How a bucket is asked: over connections that are kept, with the authorities of this machine, and never for long.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use http_body_util::BodyExt;
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector as Plain;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody, HttpResponse,
    HttpResponseBody, HttpService,
};
use tokio::time::timeout;
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};
use tower_http::timeout::TimeoutBody;

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(3);
/// How long a connection that nobody uses is kept.
const IDLE: Duration = Duration::from_secs(30);

/// Makes clients whose every wait is bounded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounded {
    /// How long it may take until an answer begins, and until the next bytes of it come.
    pub(super) patience: Duration,
}

impl HttpConnector for Bounded {
    fn connect(&self, _options: &ClientOptions) -> object_store::Result<HttpClient> {
        let mut plain = Plain::new();
        plain.enforce_http(false);
        plain.set_connect_timeout(Some(CONNECT));
        plain.set_nodelay(true);
        let https = hyper_rustls::HttpsConnectorBuilder::new()
            .with_tls_config(tls())
            .https_or_http()
            .enable_http1()
            .wrap_connector(plain);
        let mut builder = Client::builder(TokioExecutor::new());
        builder.pool_timer(TokioTimer::new()).pool_idle_timeout(IDLE);
        Ok(HttpClient::new(Requests { client: builder.build(https), patience: self.patience }))
    }
}

fn tls() -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let builder = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_protocol_versions(rustls::ALL_VERSIONS)
        .unwrap_or_else(|_| unreachable!("ring knows both versions"));
    builder.with_root_certificates(roots).with_no_client_auth()
}

#[derive(Debug)]
struct Requests {
    client: Client<HttpsConnector<Plain>, HttpRequestBody>,
    patience: Duration,
}

#[async_trait]
impl HttpService for Requests {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let asking = timeout(self.patience, self.client.request(request)).await;
        let asked = asking.map_err(|late| HttpError::new(HttpErrorKind::Timeout, late))?;
        let answer = asked.map_err(|error| {
            let kind = if error.is_connect() { HttpErrorKind::Connect } else { HttpErrorKind::Request };
            HttpError::new_boxed(kind, with_causes(&error).into())
        })?;
        let (parts, body) = answer.into_parts();
        let body = Box::pin(TimeoutBody::new(self.patience, body)).map_err(broken_off);
        Ok(HttpResponse::from_parts(parts, HttpResponseBody::new(body)))
    }
}

/// An error of hyper says what failed; what was the matter is behind it.
fn with_causes(error: &dyn Error) -> String {
    let (mut words, mut cause) = (error.to_string(), error.source());
    while let Some(error) = cause {
        words = format!("{words}: {error}");
        cause = error.source();
    }
    words
}

/// What is there already is kept, and the rest asked for again.
fn broken_off(error: Box<dyn Error + Send + Sync>) -> HttpError {
    HttpError::new_boxed(HttpErrorKind::Interrupted, error)
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    async fn asked(said: &'static str) -> Result<bytes::Bytes, HttpErrorKind> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("its address");
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("somebody");
            let mut heard = [0; 1_024];
            assert!(stream.read(&mut heard).await.expect("a request") > 0);
            stream.write_all(said.as_bytes()).await.expect("said");
            // Held open, and nothing more is said.
            std::future::pending::<()>().await;
        });
        let bounded = Bounded { patience: Duration::from_millis(500) };
        let client = bounded.connect(&ClientOptions::new()).expect("a client");
        let mut request = HttpRequest::new(bytes::Bytes::new().into());
        *request.uri_mut() = format!("http://{address}/bucket/a").parse().expect("an address");
        let answer = client.execute(request).await.map_err(|error| error.kind());
        let read = match answer {
            Ok(answer) => answer.into_body().bytes().await.map_err(|error| error.kind()),
            Err(kind) => Err(kind),
        };
        server.abort();
        read
    }

    #[tokio::test]
    async fn a_service_that_says_nothing_is_not_waited_for() {
        assert_eq!(asked("").await, Err(HttpErrorKind::Timeout));
        let half = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n01234";
        assert_eq!(asked(half).await, Err(HttpErrorKind::Interrupted));
        let whole = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n01234";
        assert_eq!(asked(whole).await.as_deref(), Ok(&b"01234"[..]));
    }
}
