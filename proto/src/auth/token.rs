//! Secrets that are shown once: tokens of sessions, codes of invites, links to set a password. Whoever asks for one makes
//! it; services and the database know its SHA-256 only.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// 256 bits in base64url.
const LENGTH: usize = 43;

/// 256 random bits, in base64url. Not for logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A fresh one.
    ///
    /// # Errors
    /// The system has no randomness to give.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut bits = [0; 32];
        getrandom::fill(&mut bits)?;
        Ok(Self(URL_SAFE_NO_PAD.encode(bits)))
    }

    /// The token in a cookie or an address; none for what cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == LENGTH
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        fits.then(|| Self(text.to_owned()))
    }

    /// As it stands in a cookie or an address.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The hash it is known by.
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(&self.0).iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// SHA-256 of a [`Token`] as it is sent, in lowercase hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenHash(pub String);

impl TokenHash {
    /// Whether this can be a hash at all: 64 hexadecimal digits in lowercase.
    pub fn is_valid(&self) -> bool {
        self.0.len() == 64 && self.0.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_long_safe_in_a_cookie_and_never_the_same() {
        let token = Token::generate().expect("random");
        assert_eq!(Token::parse(token.reveal()).as_ref(), Some(&token));
        assert!(token.hash().is_valid());
        assert_ne!(Token::generate().expect("random"), token);
        assert!(!format!("{token:?}").contains(token.reveal()));
    }

    #[test]
    fn the_hash_is_sha_256_of_the_token_as_sent_in_hexadecimal() {
        assert_eq!(
            Token("abc".into()).hash().0,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn only_what_could_be_a_token_is_read() {
        assert!(Token::parse(&"a".repeat(43)).is_some());
        for odd in ["", "a", &"a".repeat(42), &"a".repeat(44), &"ä".repeat(21), &"=".repeat(43)] {
            assert_eq!(Token::parse(odd), None, "{odd:?}");
        }
    }

    #[test]
    fn half_a_hash_is_no_hash() {
        let hash = Token::generate().expect("random").hash().0;
        let uppercase = hash.to_uppercase().replace(|c: char| c.is_ascii_digit(), "A");
        for bad in ["", &hash[..63], &uppercase, &format!("{hash}0")] {
            assert!(!TokenHash(bad.to_owned()).is_valid(), "{bad:?}");
        }
    }
}
