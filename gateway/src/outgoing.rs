//! Requests to servers that people name, such as push services: to nobody inside, to no address that was not looked at, and never for long.
//!
//! It knows nothing of what it carries. Whoever is asked is a stranger: an answer is a status, headers and so many bytes, none of
//! which is shown to anybody. There is no proxy, no cookie and no redirect.

mod address;
mod origin;
#[cfg(test)]
mod tests;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::header::HOST;
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};
use tokio_util::task::AbortOnDropHandle;

use origin::Origin;
pub use origin::Origins;

/// How long a whole request may take, from the name to the last byte that is read.
const DEADLINE: Duration = Duration::from_secs(10);
/// How long one address may take to be connected with.
const CONNECT: Duration = Duration::from_secs(3);
/// Addresses of one name that are tried.
const ADDRESSES: usize = 3;
/// Bytes of the head of an answer.
const HEAD: usize = 32 * 1024;

/// Asks strangers. Clones share it.
#[derive(Clone)]
pub(crate) struct Outgoing {
    allowed: Arc<Origins>,
    tls: TlsConnector,
    /// http at port 80 may be asked, too.
    is_web: bool,
    /// How long a whole request may take.
    patience: Duration,
}

/// What is asked.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// How much of the body of the answer is read.
    pub(crate) reads: Reads,
}

/// How much of the body of an answer is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reads {
    /// Nothing.
    Nothing,
    /// So many bytes; what comes after them is left out.
    Beginning(usize),
}

/// Why there is no answer. For the log: nothing in it is a stranger's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum OutgoingError {
    /// It is not https at port 443 (of pages, nor http at port 80) of a host with a name or an address, and no exception of the
    /// operator's.
    #[error("this address may not be asked")]
    NotAllowed,
    /// The name means nobody.
    #[error("nobody has this name")]
    Unknown,
    /// The name means somebody inside.
    #[error("this name leads to an address that may not be asked")]
    Inside,
    /// It does not let us in, or not under that name.
    #[error("it cannot be connected with")]
    Unreachable,
    /// It did not say anything that can be understood.
    #[error("its answer cannot be read")]
    Broken,
    /// It took too long.
    #[error("it took too long")]
    TooSlow,
}

impl Outgoing {
    /// Trusts the authorities of this machine.
    pub(crate) fn new(allowed: Origins) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        Self::trusting(allowed, roots)
    }

    fn trusting(allowed: Origins, roots: RootCertStore) -> Self {
        let provider = Arc::new(crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(tokio_rustls::rustls::ALL_VERSIONS)
            .unwrap_or_else(|_| unreachable!("ring knows both versions"));
        let mut config = builder.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let tls = TlsConnector::from(Arc::new(config));
        Self { allowed: Arc::new(allowed), tls, is_web: false, patience: DEADLINE }
    }

    /// The same for pages that people name: over http at its own port, too, and for no longer than this.
    pub(crate) fn for_pages(&self, patience: Duration) -> Self {
        Self { is_web: true, patience, ..self.clone() }
    }

    /// Whether such an address may be asked at all. What its name leads to is looked at when it is.
    pub(crate) fn may_ask(&self, uri: &Uri) -> bool {
        Origin::of(uri).is_some_and(|origin| self.may_be(&origin) || self.allowed.contain(&origin))
    }

    fn may_be(&self, origin: &Origin) -> bool {
        origin.is_ordinary() || self.is_web && origin.is_plain()
    }

    /// Asks once.
    ///
    /// # Errors
    /// See [`OutgoingError`]. Whether the other has heard is not known then.
    pub(crate) async fn ask(&self, asked: Asked) -> Result<Response<Bytes>, OutgoingError> {
        timeout(self.patience, self.exchange(asked)).await.unwrap_or(Err(OutgoingError::TooSlow))
    }

    async fn exchange(&self, asked: Asked) -> Result<Response<Bytes>, OutgoingError> {
        let origin = Origin::of(&asked.uri).ok_or(OutgoingError::NotAllowed)?;
        let is_exception = self.allowed.contain(&origin);
        if !is_exception && !self.may_be(&origin) {
            return Err(OutgoingError::NotAllowed);
        }
        let addresses = resolve(&origin, is_exception).await?;
        let stream = connect(&addresses).await?;
        if !origin.is_https {
            return speak(stream, &origin, asked).await;
        }
        let name = ServerName::try_from(origin.host.clone()).map_err(|_| OutgoingError::NotAllowed)?;
        let stream = self.tls.connect(name, stream).await.map_err(|_| OutgoingError::Unreachable)?;
        speak(stream, &origin, asked).await
    }
}

/// The addresses that a name leads to, as far as they may be asked. These are connected with, and the name is not looked up again.
async fn resolve(origin: &Origin, is_exception: bool) -> Result<Vec<SocketAddr>, OutgoingError> {
    let found: Vec<SocketAddr> = match origin.host.parse::<IpAddr>() {
        Ok(address) => vec![SocketAddr::new(address, origin.port)],
        Err(_) => tokio::net::lookup_host((origin.host.as_str(), origin.port))
            .await
            .map_err(|_| OutgoingError::Unknown)?
            .collect(),
    };
    if found.is_empty() {
        return Err(OutgoingError::Unknown);
    }
    let outside: Vec<SocketAddr> = found
        .into_iter()
        .filter(|one| is_exception || address::is_outside(one.ip()))
        .take(ADDRESSES)
        .collect();
    if outside.is_empty() { Err(OutgoingError::Inside) } else { Ok(outside) }
}

async fn connect(addresses: &[SocketAddr]) -> Result<TcpStream, OutgoingError> {
    for address in addresses {
        if let Ok(Ok(stream)) = timeout(CONNECT, TcpStream::connect(address)).await {
            return Ok(stream);
        }
    }
    Err(OutgoingError::Unreachable)
}

async fn speak<S>(stream: S, origin: &Origin, asked: Asked) -> Result<Response<Bytes>, OutgoingError>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let broken = |_| OutgoingError::Broken;
    let handshake = http1::Builder::new().max_buf_size(HEAD).handshake(TokioIo::new(stream));
    let (mut sender, connection) = handshake.await.map_err(broken)?;
    // Ends with us, whatever the other still sends.
    let _carrying = AbortOnDropHandle::new(tokio::spawn(connection));
    let answer = sender.send_request(request(origin, &asked)?).await.map_err(broken)?;
    let (parts, body) = answer.into_parts();
    let bytes = match asked.reads {
        Reads::Nothing => Bytes::new(),
        Reads::Beginning(most) => beginning(Body::new(body), most).await?,
    };
    Ok(Response::from_parts(parts, bytes))
}

/// So many bytes of a body at most.
async fn beginning(body: Body, most: usize) -> Result<Bytes, OutgoingError> {
    let (mut pieces, mut read) = (body.into_data_stream(), BytesMut::new());
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| OutgoingError::Broken)?;
        read.extend_from_slice(&piece[..piece.len().min(most - read.len())]);
        if read.len() == most {
            break;
        }
    }
    Ok(read.freeze())
}

fn request(origin: &Origin, asked: &Asked) -> Result<Request<Body>, OutgoingError> {
    let path = asked.uri.path_and_query().map_or("/", |path| path.as_str());
    let mut request = Request::new(Body::from(asked.body.clone()));
    *request.method_mut() = asked.method.clone();
    *request.uri_mut() = path.parse().map_err(|_| OutgoingError::NotAllowed)?;
    *request.headers_mut() = asked.headers.clone();
    let host = HeaderValue::from_str(&origin.authority()).map_err(|_| OutgoingError::NotAllowed)?;
    request.headers_mut().insert(HOST, host);
    Ok(request)
}

/// How long an answer asks to be left alone: `Retry-After` in seconds. A date, which few send, is not read.
pub(crate) fn retry_after(answer: &Response<Bytes>) -> Option<Duration> {
    let asks = matches!(answer.status(), StatusCode::TOO_MANY_REQUESTS) || answer.status().is_server_error();
    let seconds = answer.headers().get("retry-after")?.to_str().ok()?.trim().parse().ok()?;
    asks.then_some(Duration::from_secs(seconds))
}
