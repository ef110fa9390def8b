//! Session tokens: 256 random bits, said once; what is kept is their SHA-256.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proto::auth::TokenHash;
use sha2::{Digest, Sha256};

/// A fresh token as the cookie carries it, and the hash it is kept under.
///
/// # Errors
/// The system has no randomness to give.
pub(crate) fn fresh() -> Result<(String, TokenHash), getrandom::Error> {
    let mut bits = [0; 32];
    getrandom::fill(&mut bits)?;
    let token = URL_SAFE_NO_PAD.encode(bits);
    let hash = TokenHash(hex(&Sha256::digest(token.as_bytes())));
    Ok((token, hash))
}

/// Whether this can be the hash of a token at all: 64 hexadecimal digits in lower case.
pub(crate) fn is_hash(hash: &TokenHash) -> bool {
    hash.0.len() == 64 && hash.0.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_long_safe_in_a_cookie_and_never_the_same() {
        let (token, hash) = fresh().expect("random");
        assert_eq!(token.len(), 43);
        assert!(token.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_'));
        assert!(is_hash(&hash));
        assert_ne!(fresh().expect("random").0, token);
    }

    #[test]
    fn the_hash_is_sha_256_of_the_token_as_sent_in_hexadecimal() {
        assert_eq!(
            hex(&Sha256::digest(b"abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn half_a_hash_is_no_hash() {
        let (_, hash) = fresh().expect("random");
        for bad in [
            "",
            &hash.0[..63],
            &hash.0.to_uppercase().replace(|c: char| c.is_ascii_digit(), "A"),
            &format!("{}0", hash.0),
        ] {
            assert!(!is_hash(&TokenHash(bad.to_owned())), "{bad:?}");
        }
    }
}
