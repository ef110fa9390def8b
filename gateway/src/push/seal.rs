//! Messages sealed for one browser: aes128gcm (RFC 8188) under keys agreed with it (RFC 8291). Nobody between reads them.

use hkdf::Hkdf;
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::{PublicKey, SecretKey};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use sha2::Sha256;

/// The record that a message is.
const RECORD: u32 = 4_096;
/// Push services take so many bytes (RFC 8030, 7.2).
const SEALED_MAX: usize = 4_096;
/// What comes before what is sealed: salt, record size, length of the key, key.
const HEAD: usize = 16 + 4 + 1 + 65;
/// What sealing adds: the end of the text, and the tag.
const MORE: usize = 1 + 16;
/// Bytes that a text may have.
pub(super) const TEXT_MAX: usize = SEALED_MAX - HEAD - MORE;
/// Texts are filled up to a multiple of so many bytes: how long they are says little about them.
const STEP: usize = 512;

/// A browser, as it told its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Browser {
    /// The key that it agrees by.
    pub(super) key: PublicKey,
    /// What it knows besides.
    pub(super) auth: [u8; 16],
}

/// Seals a text of at most [`TEXT_MAX`] bytes. None: it is longer, or there is no randomness.
pub(super) fn seal(text: &[u8], browser: &Browser) -> Option<Vec<u8>> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).ok()?;
    let filled = text.len().next_multiple_of(STEP).min(TEXT_MAX);
    seal_by(text, filled, browser, &once()?, salt)
}

/// A key for one message.
fn once() -> Option<SecretKey> {
    let mut bytes = [0; 32];
    // Nearly every number is one.
    for _ in 0..4 {
        getrandom::fill(&mut bytes).ok()?;
        if let Ok(key) = SecretKey::from_slice(&bytes) {
            return Some(key);
        }
    }
    None
}

fn seal_by(
    text: &[u8],
    filled: usize,
    browser: &Browser,
    own: &SecretKey,
    salt: [u8; 16],
) -> Option<Vec<u8>> {
    if text.len() > filled || filled > TEXT_MAX {
        return None;
    }
    let point = own.public_key().to_sec1_point(false);
    let (key, nonce) = keys(browser, own, &salt)?;
    // The end of the text, and nothing.
    let mut sealed = [text, &[2], &vec![0; filled - text.len()]].concat();
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).ok()?);
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut sealed).ok()?;
    Some([&salt[..], &RECORD.to_be_bytes(), &[65], point.as_bytes(), &sealed].concat())
}

/// The key and the nonce of one message.
fn keys(browser: &Browser, own: &SecretKey, salt: &[u8; 16]) -> Option<([u8; 16], [u8; 12])> {
    let (theirs, ours) = (browser.key.to_sec1_point(false), own.public_key().to_sec1_point(false));
    let agreed = own.diffie_hellman(&browser.key).extract::<Sha256>(Some(&browser.auth));
    let mut shared = [0; 32];
    let info = [b"WebPush: info\0", theirs.as_bytes(), ours.as_bytes()].concat();
    agreed.expand(&info, &mut shared).ok()?;
    let derived = Hkdf::<Sha256>::new(Some(salt), &shared);
    let (mut key, mut nonce) = ([0; 16], [0; 12]);
    derived.expand(b"Content-Encoding: aes128gcm\0", &mut key).ok()?;
    derived.expand(b"Content-Encoding: nonce\0", &mut nonce).ok()?;
    Some((key, nonce))
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(text).expect("base64url")
    }

    fn browser() -> Browser {
        let key =
            bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
        let auth = bytes("BTBZMqHH6r4Tts7J_aSIgg").try_into().expect("16 bytes");
        Browser { key: PublicKey::from_sec1_bytes(&key).expect("a point"), auth }
    }

    /// RFC 8291, appendix A.
    #[test]
    fn a_message_is_sealed_as_the_rfc_seals_it() {
        let own =
            SecretKey::from_slice(&bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")).expect("a key");
        let salt = bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().expect("16 bytes");
        let text = b"When I grow up, I want to be a watermelon";
        let sealed = seal_by(text, text.len(), &browser(), &own, salt).expect("sealed");
        assert_eq!(
            URL_SAFE_NO_PAD.encode(sealed),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
        );
    }

    #[test]
    fn how_long_a_text_is_shows_in_steps_alone_and_one_that_is_too_long_is_not_sealed() {
        let length = |text: usize| seal(&vec![b'a'; text], &browser()).map(|sealed| sealed.len());
        assert_eq!((length(1), length(512)), (length(100), Some(HEAD + 512 + MORE)));
        assert_eq!(length(513), Some(HEAD + 1_024 + MORE));
        assert_eq!((length(TEXT_MAX), length(TEXT_MAX + 1)), (Some(SEALED_MAX), None));
        assert_ne!(seal(b"a", &browser()), seal(b"a", &browser()), "each under a key of its own");
    }
}
