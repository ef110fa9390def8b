//! TLS to NATS: whom we trust there, and who we say we are.

use std::path::{Path, PathBuf};

use async_nats::{ConnectOptions, ServerAddr};

use crate::{Vars, pem};

/// A file, for settings' examples.
const EXAMPLE: &str = "/run/secrets/nats.pem";

/// Files in PEM, read at each connection. A server called by `tls://`, or one that asks for it, gets TLS either way.
#[derive(Clone, Debug, Default)]
pub struct BusTls {
    /// Of the authorities that may vouch for the server; else those of this machine.
    pub authority: Option<PathBuf>,
    /// Our own certificate and its key, for a server that asks for one.
    pub identity: Option<(PathBuf, PathBuf)>,
}

impl BusTls {
    /// Reads `NATS_CA`, `NATS_CERT` and `NATS_KEY`, which NATS's own tools read too.
    pub fn from_vars(vars: &mut Vars) -> Self {
        let mut file = |name, check: fn(&Path) -> Result<(), String>| {
            let path: Option<PathBuf> = vars.optional(name, EXAMPLE, "a file in PEM");
            if let Some(Err(why)) = path.as_deref().map(check) {
                vars.problem(name, "as given", why, EXAMPLE);
            }
            path
        };
        let authority = file("NATS_CA", |path| pem::certificates(path).map(drop));
        let certificate = file("NATS_CERT", |path| pem::certificates(path).map(drop));
        let key = file("NATS_KEY", |path| pem::key(path).map(drop));
        if certificate.is_some() != key.is_some() {
            let lonely = if key.is_some() { "NATS_KEY" } else { "NATS_CERT" };
            vars.problem(lonely, "as given", "needs the other: NATS_CERT and NATS_KEY go together", "both");
        }
        Self { authority, identity: certificate.zip(key) }
    }

    pub(super) fn apply(&self, options: ConnectOptions) -> ConnectOptions {
        let options = match self.authority.clone() {
            Some(authority) => options.add_root_certificates(authority),
            None => options,
        };
        match self.identity.clone() {
            Some((certificate, key)) => options.add_client_certificate(certificate, key),
            None => options,
        }
    }
}

/// Notes a server that others could listen to on the way: people's passwords and messages go there.
pub(super) fn refuse_plaintext(vars: &mut Vars, servers: &[ServerAddr]) {
    let allowed: bool = vars.parsed("HUBBUB_NATS_PLAINTEXT", "false", "true or false");
    let exposed = servers.iter().find(|server| !server.tls_required() && !is_here(server.host()));
    if let (false, Some(server)) = (allowed, exposed) {
        let what = format!(
            "would send people's passwords and messages to {} in clear: use tls://, or set HUBBUB_NATS_PLAINTEXT=true if \
             nobody else can listen on that network",
            server.host()
        );
        vars.problem("NATS_URL", "as given", what, "tls://nats.example.org:4222");
    }
}

fn is_here(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::BusConfig;

    fn problems(pairs: &[(&str, &str)]) -> String {
        let vars = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut vars = Vars::from_map(vars);
        let _ = BusConfig::from_vars(&mut vars, "test");
        vars.finish().err().map(|problems| problems.to_string()).unwrap_or_default()
    }

    #[test]
    fn passwords_cross_a_network_only_secured_or_where_the_operator_says_that_nobody_listens() {
        for url in
            ["nats://127.0.0.1:4222", "nats://[::1]:4222", "nats://localhost", "tls://nats.example.org"]
        {
            assert_eq!(problems(&[("NATS_URL", url)]), "", "{url}");
        }
        let url = "nats://127.0.0.1,nats://gateway:deep@nats.example.org";
        let words = problems(&[("NATS_URL", url)]);
        assert!(words.contains("nats.example.org in clear") && !words.contains("deep"), "{words}");
        assert_eq!(problems(&[("NATS_URL", url), ("HUBBUB_NATS_PLAINTEXT", "true")]), "");
    }

    #[test]
    fn half_an_identity_and_files_that_will_not_do_are_told() {
        let url = ("NATS_URL", "tls://nats.example.org");
        let words = problems(&[url, ("NATS_CA", "/nowhere/ca.pem"), ("NATS_CERT", "/etc/passwd")]);
        assert!(words.contains("NATS_CA: cannot be read") && words.contains("NATS_CERT: needs"), "{words}");
        assert!(words.contains("NATS_CERT: has no certificate in it"), "{words}");
        let words = problems(&[url, ("NATS_CA", "/dev/zero"), ("NATS_KEY", "/etc/passwd")]);
        assert!(words.contains("NATS_CA: is no ordinary file"), "{words}");
        assert!(words.contains("NATS_KEY: has no private key in it"), "{words}");
    }
}
