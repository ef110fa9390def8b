//! Who we say we are to push services (RFC 8292): a key pair of P-256, made of the installation's secret, and a signed word with each
//! message. A service lets nobody else send to a browser that was given the key.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hkdf::Hkdf;
use p256::SecretKey;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use p256::elliptic_curve::sec1::ToSec1Point;
use proto::At;
use serde::Serialize;
use sha2::Sha256;
use time::Duration;

/// How long such a word is good for: less than the day that services take at most.
const GOOD_FOR: Duration = Duration::hours(12);
/// `{"typ":"JWT","alg":"ES256"}`
const HEADER: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9";

/// Our key, and how we can be reached.
pub(crate) struct Vapid {
    key: SigningKey,
    public_key: String,
    /// An address of mail or a page for whoever runs a push service.
    contact: Option<String>,
}

#[derive(Serialize)]
struct Claims<'a> {
    aud: &'a str,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<&'a str>,
}

impl Vapid {
    /// The same secret makes the same key, at every gateway and for good.
    pub(crate) fn new(secret: &str, contact: Option<String>) -> Self {
        let key = derive(secret);
        let public_key = URL_SAFE_NO_PAD.encode(key.public_key().to_sec1_point(false).as_bytes());
        Self { key: SigningKey::from(key), public_key, contact }
    }

    /// Our public key: a point, uncompressed, in base64url.
    pub(crate) fn public_key(&self) -> &str {
        &self.public_key
    }

    /// `Authorization` for the service at this origin, as browsers write it.
    pub(crate) fn authorization(&self, origin: &str, now: At) -> String {
        let exp = (now + GOOD_FOR).unix_timestamp();
        let signed = signing_input(&Claims { aud: origin, exp, sub: self.contact.as_deref() });
        let signature: Signature = self.key.sign(signed.as_bytes());
        format!("vapid t={signed}.{}, k={}", URL_SAFE_NO_PAD.encode(signature.to_bytes()), self.public_key)
    }
}

fn signing_input(claims: &Claims<'_>) -> String {
    let claims = serde_json::to_vec(claims).unwrap_or_default();
    format!("{HEADER}.{}", URL_SAFE_NO_PAD.encode(claims))
}

/// A number below the order of the curve: nearly every 32 bytes are one, and else the next ones.
fn derive(secret: &str) -> SecretKey {
    let source = Hkdf::<Sha256>::new(None, secret.as_bytes());
    (0..=u8::MAX)
        .find_map(|n| {
            let mut bytes = [0; 32];
            source.expand(&[b"hubbub web push", &[n][..]].concat(), &mut bytes).ok()?;
            SecretKey::from_slice(&bytes).ok()
        })
        .unwrap_or_else(|| unreachable!("256 times in a row, once in 2^8192"))
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::VerifyingKey;
    use p256::ecdsa::signature::Verifier;
    use time::macros::datetime;

    use super::*;

    /// RFC 8292, 2.4.
    const TOKEN: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA";
    const KEY: &str =
        "BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs";

    fn is_signed(token: &str, key: &str) -> bool {
        let (signed, signature) = token.rsplit_once('.').expect("three parts");
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).expect("base64url");
        let key = VerifyingKey::from_sec1_bytes(&bytes(key)).expect("a point");
        let signature = Signature::from_slice(&bytes(signature)).expect("a signature");
        key.verify(signed.as_bytes(), &signature).is_ok()
    }

    #[test]
    fn what_is_signed_is_what_the_rfc_signs() {
        let claims = Claims {
            aud: "https://push.example.net",
            exp: 1_453_523_768,
            sub: Some("mailto:push@example.com"),
        };
        assert!(TOKEN.starts_with(&format!("{}.", signing_input(&claims))), "{}", signing_input(&claims));
        assert!(is_signed(TOKEN, KEY), "as the RFC verifies it");
    }

    #[test]
    fn a_word_of_ours_is_signed_by_the_key_beside_it_and_one_secret_makes_one_key() {
        let vapid = Vapid::new("a secret", Some("mailto:push@example.com".to_owned()));
        let said = vapid.authorization("https://push.example.net", datetime!(2026-11-27 12:00 UTC));
        let (token, key) =
            said.strip_prefix("vapid t=").and_then(|rest| rest.split_once(", k=")).expect("two parts");
        assert!(is_signed(token, key) && key == vapid.public_key(), "{said}");
        assert!(!is_signed(TOKEN, key) && !is_signed(token, KEY));
        assert_eq!(Vapid::new("a secret", None).public_key(), vapid.public_key());
        assert_ne!(Vapid::new("another", None).public_key(), vapid.public_key());
    }
}
