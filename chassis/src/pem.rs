//! Certificates and keys in files that settings name: read once at the start, so that what is none is told before it is needed.

use std::path::Path;

use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::config::file;

/// The certificates in a file, at least one.
///
/// # Errors
/// Why there is none, in words that go on after the path.
pub(crate) fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let text = file::read(path)?;
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(text.as_bytes()).collect();
    match read {
        Ok(certificates) if certificates.is_empty() => Err("has no certificate in it".to_owned()),
        Ok(certificates) => Ok(certificates),
        Err(error) => Err(format!("has a certificate in it that cannot be read: {error}")),
    }
}

/// The private key in a file.
///
/// # Errors
/// Why there is none, in words that go on after the path.
pub(crate) fn key(path: &Path) -> Result<PrivateKeyDer<'static>, String> {
    let text = file::read(path)?;
    PrivateKeyDer::from_pem_slice(text.as_bytes()).map_err(|_| "has no private key in it".to_owned())
}
