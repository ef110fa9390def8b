//! `DATABASE_URL`, read as libpq reads it: what the client library does not know of TLS is taken out here, and what nobody knows is
//! refused by name. No error holds a part of the address but the name of a parameter.

use percent_encoding::percent_decode_str;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Client, Config, Connection, Error, Socket};

use crate::{Secret, Vars};

use super::tls::{Files, Stream, Tls, Trust};

/// Where a database is, and how a connection to it is secured.
#[derive(Clone, Debug)]
pub struct Address {
    pub(super) config: Config,
    pub(super) tls: Tls,
}

/// Why an address will not do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It is none.
    #[error(
        "is not of the form postgres://user:password@host:5432/database, with special characters in the password written as %40"
    )]
    Form,
    /// A parameter that means nothing here.
    #[error("has the parameter `{0}`, which Hubbub does not know")]
    Unknown(String),
    /// A parameter with a value that it cannot have.
    #[error("has {0}, which must be one of {1}")]
    Value(&'static str, &'static str),
    /// A mode that needs to know whom to trust.
    #[error("has sslmode={0}, which needs sslrootcert: the file of the authority, or `system`")]
    NoAuthority(&'static str),
    /// A file of certificates or keys that will not do.
    #[error("names a file in {0} that cannot be used: {1}")]
    File(&'static str, String),
}

const EXAMPLE: &str = "postgres://hubbub:secret@127.0.0.1/hubbub";

const MODES: &str = "disable, allow, prefer, require, verify-ca, verify-full";

/// What the client library knows.
const KNOWN: [&str; 17] = [
    "user",
    "password",
    "dbname",
    "options",
    "application_name",
    "sslnegotiation",
    "host",
    "hostaddr",
    "port",
    "connect_timeout",
    "tcp_user_timeout",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_retries",
    "target_session_attrs",
    "channel_binding",
];

/// What is taken out.
#[derive(Default)]
struct Security {
    mode: Option<String>,
    files: Files,
}

impl Address {
    /// `DATABASE_URL`, still to be read; what is wrong with it is noted in `vars`.
    pub fn from_vars(vars: &mut Vars) -> Secret {
        let url = vars.required_secret("DATABASE_URL", EXAMPLE, "where the database is");
        if let (false, Err(error)) = (url.reveal().is_empty(), Self::parse(url.reveal())) {
            vars.problem("DATABASE_URL", "as given", error.to_string(), EXAMPLE);
        }
        url
    }

    /// Reads it.
    ///
    /// # Errors
    /// It is none, or a file that it names will not do.
    pub fn parse(url: &str) -> Result<Self, AddressError> {
        let is_url = url.starts_with("postgres://") || url.starts_with("postgresql://");
        let after_credentials = url.find('@').map_or(0, |at| at + 1);
        if !is_url || url[after_credentials..].contains('@') {
            return Err(AddressError::Form);
        }
        let query = url[after_credentials..].find('?').map(|at| after_credentials + at);
        let (place, query) = query.map_or((url, ""), |at| (&url[..at], &url[at + 1..]));
        let (security, rest) = divide(query)?;
        let mut config: Config = format!("{place}?{rest}").parse().map_err(|_| AddressError::Form)?;
        let (mode, trust) = security.trust()?;
        config.ssl_mode(mode);
        let tls = Tls::new(trust, &security.files)?;
        Ok(Self { config, tls })
    }

    pub(super) async fn connect(&self) -> Result<(Client, Connection<Socket, Stream<Socket>>), Error> {
        self.config.connect(self.tls.clone()).await
    }

    /// `host:port` of the first server, for people to read.
    pub fn server(&self) -> String {
        let host = match self.config.get_hosts().first() {
            Some(Host::Tcp(name)) => name.clone(),
            Some(Host::Unix(path)) => path.display().to_string(),
            None => "localhost".to_owned(),
        };
        format!("{host}:{}", self.config.get_ports().first().copied().unwrap_or(5432))
    }
}

/// The parameters of TLS, and the others as they were.
fn divide(query: &str) -> Result<(Security, String), AddressError> {
    let (mut security, mut rest) = (Security::default(), Vec::new());
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').ok_or(AddressError::Form)?;
        let decoded =
            || percent_decode_str(value).decode_utf8().map(String::from).map_err(|_| AddressError::Form);
        match name {
            "sslmode" => security.mode = Some(decoded()?),
            "sslrootcert" => security.files.authority = Some(decoded()?),
            "sslcert" => security.files.certificate = Some(decoded()?),
            "sslkey" => security.files.key = Some(decoded()?),
            known if KNOWN.contains(&known) => rest.push(pair),
            other if is_a_name(other) => return Err(AddressError::Unknown(other.to_owned())),
            _ => return Err(AddressError::Form),
        }
    }
    Ok((security, rest.join("&")))
}

/// What does not look like one may be a piece of a password.
fn is_a_name(text: &str) -> bool {
    text.len() < 40 && text.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')
}

impl Security {
    /// As libpq: an authority makes `require` check for it, and `system` means to check everything.
    fn trust(&self) -> Result<(SslMode, Trust), AddressError> {
        let authority = self.files.authority.as_deref();
        let usual = if authority == Some("system") { "verify-full" } else { "prefer" };
        let needs_authority = |mode, trust| match authority {
            Some(_) => Ok((SslMode::Require, trust)),
            None => Err(AddressError::NoAuthority(mode)),
        };
        match self.mode.as_deref().unwrap_or(usual) {
            "disable" => Ok((SslMode::Disable, Trust::Anyone)),
            "allow" | "prefer" => Ok((SslMode::Prefer, Trust::Anyone)),
            "require" if authority.is_some() => Ok((SslMode::Require, Trust::Authority)),
            "require" => Ok((SslMode::Require, Trust::Anyone)),
            "verify-ca" => needs_authority("verify-ca", Trust::Authority),
            "verify-full" => needs_authority("verify-full", Trust::AuthorityAndName),
            _ => Err(AddressError::Value("sslmode", MODES)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(url: &str) -> AddressError {
        Address::parse(url).expect_err("refused")
    }

    #[test]
    fn modes_mean_what_libpq_means_by_them() {
        let mode = |query: &str| {
            let address = Address::parse(&format!("postgres://me:deep@db:5433/chat{query}")).expect("read");
            assert_eq!(address.server(), "db:5433");
            address.config.get_ssl_mode()
        };
        assert_eq!(mode(""), SslMode::Prefer);
        assert_eq!(mode("?sslmode=disable&application_name=x"), SslMode::Disable);
        assert_eq!(mode("?connect_timeout=3&sslmode=allow"), SslMode::Prefer);
        assert_eq!(mode("?sslmode=require"), SslMode::Require);
        for mode in ["verify-ca", "verify-full"] {
            let refused = refused(&format!("postgres://me:deep@db/chat?sslmode={mode}"));
            assert_eq!(refused, AddressError::NoAuthority(mode));
        }
        assert!(matches!(refused("postgres://db/chat?sslmode=yes"), AddressError::Value("sslmode", _)));
    }

    #[test]
    fn what_nobody_knows_is_named_and_no_part_of_a_password_is() {
        assert_eq!(refused("postgres://me@db/chat?sslmod=require"), AddressError::Unknown("sslmod".into()));
        for url in [
            "postgres://me:dee@p?deep=1@db/chat",
            "postgres://me:dee@deep/chat?x=y@db/chat",
            "postgres://me:deep?deep/chat",
            "me:deep@db/chat",
            "host=db password=deep",
            "postgres://me:x@db:deep/chat",
        ] {
            let words = refused(url).to_string();
            assert!(!words.contains("dee"), "{words}");
        }
    }

    #[test]
    fn a_file_that_will_not_do_is_told_with_its_parameter() {
        let words = refused("postgres://db/chat?sslmode=verify-full&sslrootcert=/nowhere/ca.pem").to_string();
        assert!(words.contains("sslrootcert") && words.contains("/nowhere/ca.pem"), "{words}");
        let words = refused("postgres://db/chat?sslmode=prefer&sslrootcert=/nowhere/ca.pem").to_string();
        assert!(words.contains("sslrootcert") && words.contains("/nowhere/ca.pem"), "{words}");
        let words = refused("postgres://db/chat?sslmode=require&sslrootcert=/etc/passwd").to_string();
        assert!(words.contains("/etc/passwd has no certificate"), "{words}");
        let words = refused("postgres://db/chat?sslcert=/nowhere/a.pem").to_string();
        assert!(words.contains("sslkey"), "{words}");
    }
}
