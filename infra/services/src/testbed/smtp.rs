//! A server that takes mail, for tests: it keeps what it is given, and does what servers of mail do to those who send.

mod conversation;
mod mail;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex as Sync, PoisonError};

use tokio::net::TcpListener;
use tokio::sync::{Mutex, mpsc, watch};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

pub use mail::Mail;

/// What becomes of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is taken.
    None,
    /// Its recipient is refused for now (451).
    Later,
    /// Its recipient is refused (550), and quoted.
    Refused,
    /// All of it is heard, and nothing is said any more.
    SilentAfterData,
    /// All of it is heard, and the connection is closed.
    ClosedAfterData,
    /// Nothing is said from the first byte on.
    Silent,
}

/// How it is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// From the first byte on.
    Tls,
    /// After `STARTTLS`.
    StartTls,
}

/// A server of mail. Gone when dropped.
#[derive(Debug)]
pub struct Smtp {
    address: SocketAddr,
    shared: Arc<Shared>,
    taken: Mutex<mpsc::UnboundedReceiver<Mail>>,
    accepting: JoinHandle<()>,
}

/// What its conversations share.
struct Shared {
    fault: Sync<Fault>,
    /// The one login it knows.
    login: Option<(String, String)>,
    tls: Option<(TlsAcceptor, Security)>,
    keep: mpsc::UnboundedSender<Mail>,
    /// Mails heard to their end, taken or not, and recipients refused.
    heard: watch::Sender<usize>,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}

impl Smtp {
    /// One that is spoken to in clear, and asks for no password.
    ///
    /// # Errors
    /// No port could be opened.
    pub async fn start() -> io::Result<Self> {
        Self::start_with(None, None).await
    }

    /// One that this certificate and key, in PEM, secure, and that lets in this user with this password alone.
    ///
    /// # Errors
    /// No port could be opened, or the certificate cannot be used.
    pub async fn start_with(
        certified: Option<(Security, &str, &str)>,
        login: Option<(&str, &str)>,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let tls = certified.map(|(security, certificate, key)| {
            acceptor(certificate, key).map(|acceptor| (acceptor, security)).map_err(io::Error::other)
        });
        let (keep, taken) = mpsc::unbounded_channel();
        let login = login.map(|(user, password)| (user.to_owned(), password.to_owned()));
        let shared = Shared {
            fault: Sync::new(Fault::None),
            login,
            tls: tls.transpose()?,
            keep,
            heard: watch::Sender::new(0),
        };
        let shared = Arc::new(shared);
        let accepting = tokio::spawn(accept(listener, shared.clone()));
        Ok(Self { address, shared, taken: Mutex::new(taken), accepting })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What becomes of mails from now on.
    pub fn set(&self, fault: Fault) {
        *self.shared.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }

    /// The next mail that it takes. Waits for as long as there is none: the test has the deadline.
    pub async fn mail(&self) -> Mail {
        match self.taken.lock().await.recv().await {
            Some(mail) => mail,
            None => unreachable!("the server keeps a sender"),
        }
    }

    /// A mail that it has taken already, if there is one that nobody has looked at.
    pub async fn mail_now(&self) -> Option<Mail> {
        self.taken.lock().await.try_recv().ok()
    }

    /// Counts what it has heard, whatever became of it.
    pub fn heard(&self) -> watch::Receiver<usize> {
        self.shared.heard.subscribe()
    }
}

impl Shared {
    fn fault(&self) -> Fault {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(conversation::hold(stream, shared.clone()));
    }
}

fn acceptor(
    certificate: &str,
    key: &str,
) -> Result<TlsAcceptor, Box<dyn std::error::Error + Send + std::marker::Sync>> {
    let chain = CertificateDer::pem_slice_iter(certificate.as_bytes()).collect::<Result<Vec<_>, _>>()?;
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes())?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
