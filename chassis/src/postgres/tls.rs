//! TLS to Postgres, by rustls: whom a connection trusts, who it says it is, and what binds its password to the channel.

mod binding;
mod stream;
mod verifier;

use std::path::Path;
use std::sync::Arc;

use tokio_postgres::tls::MakeTlsConnect;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::WantsClientCert;
use tokio_rustls::rustls::client::danger::ServerCertVerifier;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, InvalidDnsNameError, ServerName};
use tokio_rustls::rustls::{ClientConfig, ConfigBuilder, RootCertStore};

pub(super) use self::stream::{Handshake, Stream};
use self::verifier::{AnyName, Anyone, full};
use super::AddressError;
use crate::pem;

/// Whom a connection takes for the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// Whoever is there: what is said cannot be overheard, but perhaps it is said to the wrong one.
    Anyone,
    /// Whoever a known authority vouches for.
    Authority,
    /// The same, by the name that is called.
    AuthorityAndName,
}

/// Files in PEM.
#[derive(Clone, Debug, Default)]
pub(super) struct Files {
    /// Of authorities; `system` for those of this machine.
    pub(super) authority: Option<String>,
    /// Our own certificate, and those between it and its authority.
    pub(super) certificate: Option<String>,
    /// Its key.
    pub(super) key: Option<String>,
}

/// The means to secure connections.
#[derive(Clone)]
pub(super) struct Tls(TlsConnector);

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tls(…)")
    }
}

impl Tls {
    pub(super) fn new(trust: Trust, files: &Files) -> Result<Self, AddressError> {
        let provider = Arc::new(ring::default_provider());
        if trust == Trust::Anyone && files.authority.is_some() {
            // Nobody is compared with it in this mode; named, it is there all the same.
            authorities(files)?;
        }
        let verifier: Arc<dyn ServerCertVerifier> = match trust {
            Trust::Anyone => Arc::new(Anyone(provider.clone())),
            Trust::Authority => Arc::new(AnyName(full(authorities(files)?, provider.clone())?)),
            Trust::AuthorityAndName => full(authorities(files)?, provider.clone())?,
        };
        let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let builder = builder.map_err(|error| AddressError::File("sslmode", error.to_string()))?;
        let builder = builder.dangerous().with_custom_certificate_verifier(verifier);
        let mut config = introduced(builder, files)?;
        // Newer servers want to hear it; older ones do not look.
        config.alpn_protocols = vec![b"postgresql".to_vec()];
        Ok(Self(TlsConnector::from(Arc::new(config))))
    }
}

impl<S> MakeTlsConnect<S> for Tls
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    type Stream = Stream<S>;
    type TlsConnect = Handshake;
    type Error = InvalidDnsNameError;

    fn make_tls_connect(&mut self, domain: &str) -> Result<Handshake, InvalidDnsNameError> {
        Ok(Handshake { connector: self.0.clone(), name: ServerName::try_from(domain)?.to_owned() })
    }
}

/// Who we say we are, if anyone.
fn introduced(
    builder: ConfigBuilder<ClientConfig, WantsClientCert>,
    files: &Files,
) -> Result<ClientConfig, AddressError> {
    let (certificate, key) = match (&files.certificate, &files.key) {
        (None, None) => return Ok(builder.with_no_client_auth()),
        (Some(certificate), Some(key)) => (certificate, key),
        (Some(_), None) => return Err(AddressError::File("sslkey", "it is missing beside sslcert".into())),
        (None, Some(_)) => return Err(AddressError::File("sslcert", "it is missing beside sslkey".into())),
    };
    let chain = certificates("sslcert", certificate)?;
    let key = pem::key(Path::new(key)).map_err(unusable("sslkey", key))?;
    builder.with_client_auth_cert(chain, key).map_err(unusable("sslkey", certificate))
}

fn authorities(files: &Files) -> Result<RootCertStore, AddressError> {
    let file = files.authority.as_deref().unwrap_or_default();
    let certificates = match file {
        "system" => rustls_native_certs::load_native_certs().certs,
        file => certificates("sslrootcert", file)?,
    };
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(certificates);
    if store.is_empty() {
        return Err(AddressError::File("sslrootcert", format!("{file} has no certificate in it")));
    }
    Ok(store)
}

fn certificates(parameter: &'static str, file: &str) -> Result<Vec<CertificateDer<'static>>, AddressError> {
    pem::certificates(Path::new(file)).map_err(unusable(parameter, file))
}

fn unusable<E: std::fmt::Display>(parameter: &'static str, file: &str) -> impl FnOnce(E) -> AddressError {
    move |error| AddressError::File(parameter, format!("{file} {error}"))
}
