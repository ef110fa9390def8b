//! An S3 service over a folder, in this process, which fails as it is told to.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::stream;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Its only bucket.
pub(crate) const BUCKET: &str = "hubbub-files";
/// The name of its key.
pub(crate) const KEY: &str = "rosas-key";
/// The key.
pub(crate) const SECRET: &str = "rosas-deep-secret";

type Failed = Box<dyn std::error::Error + Send + Sync>;
type Answer = Response<UnsyncBoxBody<Bytes, Failed>>;

/// What it does instead of answering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It lets nobody in.
    Forbidden,
    /// It has failed.
    Broken,
    /// It breaks off in the middle of what it gives.
    Half,
}

/// Ends with the test.
pub(crate) struct S3Server {
    address: SocketAddr,
    folder: TempDir,
    fault: Arc<Mutex<Option<Fault>>>,
    serving: JoinHandle<()>,
}

impl S3Server {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join(BUCKET)).expect("a bucket");
        let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder.path()).expect("a store"));
        builder.set_auth(SimpleAuth::from_single(KEY, SECRET));
        let (service, fault) = (builder.build(), Arc::new(Mutex::new(None)));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("its address");
        let serving = tokio::spawn(serve(listener, service, fault.clone()));
        Self { address, folder, fault, serving }
    }

    /// Where it is.
    pub(crate) fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What is in the bucket.
    pub(crate) fn bucket(&self) -> std::path::PathBuf {
        Path::join(self.folder.path(), BUCKET)
    }

    /// From now on it fails so, or no more.
    pub(crate) fn fail(&self, fault: Option<Fault>) {
        *self.fault.lock().expect("a fault") = fault;
    }
}

impl Drop for S3Server {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn serve(listener: TcpListener, service: S3Service, fault: Arc<Mutex<Option<Fault>>>) {
    while let Ok((stream, _)) = listener.accept().await {
        let (service, fault) = (service.clone(), fault.clone());
        let answering = service_fn(move |request| {
            let fault = *fault.lock().expect("a fault");
            answer(service.clone(), fault, request)
        });
        let serving =
            hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), answering);
        tokio::spawn(serving);
    }
}

async fn answer(
    service: S3Service,
    fault: Option<Fault>,
    request: Request<Incoming>,
) -> Result<Answer, Failed> {
    let status = match fault {
        Some(Fault::Forbidden) => StatusCode::FORBIDDEN,
        Some(Fault::Broken) => StatusCode::INTERNAL_SERVER_ERROR,
        None | Some(Fault::Half) => {
            let answer =
                service.call(request.map(s3s::Body::from)).await.map_err(|error| format!("{error:?}"))?;
            return if fault.is_none() { Ok(answer.map(whole)) } else { half(answer.map(whole)).await };
        }
    };
    // As a server does that is well: what was sent is taken first.
    let _ = request.into_body().collect().await;
    let mut answer = Response::new(whole(Full::new(Bytes::from_static(b"<Error><Code>Made</Code></Error>"))));
    *answer.status_mut() = status;
    Ok(answer)
}

fn whole<B>(body: B) -> UnsyncBoxBody<Bytes, Failed>
where
    B: hyper::body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Failed>,
{
    body.map_err(Into::into).boxed_unsync()
}

/// The head as it is, half of the body, and no more.
async fn half(answer: Answer) -> Result<Answer, Failed> {
    let (mut head, body) = answer.into_parts();
    let body = body.collect().await?.to_bytes();
    if !body.is_empty() {
        head.headers.insert("content-length", body.len().into());
    }
    let ending = if body.is_empty() { None } else { Some(Err(Failed::from("it breaks off"))) };
    let frames = [Ok(Frame::data(body.slice(..body.len() / 2)))].into_iter().chain(ending);
    Ok(Response::from_parts(head, StreamBody::new(stream::iter(frames)).boxed_unsync()))
}
