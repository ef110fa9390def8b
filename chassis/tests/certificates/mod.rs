//! An authority and what it vouches for, made for one test.

use std::path::{Path, PathBuf};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};

/// An authority in a folder of its own.
pub(crate) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    folder: PathBuf,
}

/// A certificate and its key, in PEM.
pub(crate) struct Certified {
    pub(crate) certificate: String,
    pub(crate) key: String,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let name = services::secret::generate().expect("random numbers");
        let mut params = CertificateParams::new(Vec::new()).expect("parameters");
        params.distinguished_name.push(DnType::CommonName, &name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let issuer = CertifiedIssuer::self_signed(params, key).expect("an authority");
        let folder = std::env::temp_dir().join(format!("hubbub-authority-{name}"));
        std::fs::create_dir(&folder).expect("a folder");
        std::fs::write(folder.join("ca.pem"), issuer.pem()).expect("written");
        Self { issuer, folder }
    }

    /// Where its own certificate is.
    pub(crate) fn file(&self) -> String {
        self.folder.join("ca.pem").display().to_string()
    }

    /// One for a server or client of that name.
    pub(crate) fn certify(&self, name: &str) -> Certified {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(vec![name.to_owned()]).expect("a name");
        params.distinguished_name.push(DnType::CommonName, name);
        let certificate = params.signed_by(&key, &self.issuer).expect("signed");
        Certified { certificate: certificate.pem(), key: key.serialize_pem() }
    }

    /// The same in two files, `<name>.pem` and `<name>.key`.
    pub(crate) fn certify_in_files(&self, name: &str) -> (String, String) {
        let certified = self.certify(name);
        let write = |path: &Path, text: &str| {
            std::fs::write(path, text).expect("written");
            path.display().to_string()
        };
        let (certificate, key) =
            (self.folder.join(format!("{name}.pem")), self.folder.join(format!("{name}.key")));
        (write(&certificate, &certified.certificate), write(&key, &certified.key))
    }
}

impl Drop for Authority {
    fn drop(&mut self) {
        // A folder left over harms nobody.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
