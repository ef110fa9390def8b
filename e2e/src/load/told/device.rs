//! A browser that is told: it opens what was sealed for it (RFC 8188, RFC 8291).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hkdf::Hkdf;
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::{PublicKey, SecretKey};
use proto::{RoomId, Seq};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use serde::Deserialize;
use sha2::Sha256;

/// Its keys.
pub(super) struct Device {
    secret: SecretKey,
    auth: [u8; 16],
}

#[derive(Deserialize)]
struct Notification {
    tag: String,
    address: String,
}

impl Device {
    /// None where there is no randomness.
    pub(super) fn new() -> Option<Self> {
        let (mut secret, mut auth) = ([0; 32], [0; 16]);
        getrandom::fill(&mut secret[1..]).ok()?;
        getrandom::fill(&mut auth).ok()?;
        Some(Self { secret: SecretKey::from_slice(&secret).ok()?, auth })
    }

    /// Its public key, and what it knows besides, as its page sends them.
    pub(super) fn keys(&self) -> [String; 2] {
        let point = self.secret.public_key().to_sec1_point(false);
        [URL_SAFE_NO_PAD.encode(point.as_bytes()), URL_SAFE_NO_PAD.encode(self.auth)]
    }

    /// Which message of which room it is told of. None: it cannot be opened, or is no notification of a room.
    pub(super) fn told(&self, sealed: &[u8]) -> Option<(RoomId, Seq)> {
        let notification: Notification = serde_json::from_slice(&self.open(sealed)?).ok()?;
        let (_, seq) = notification.address.rsplit_once("#m-")?;
        Some((RoomId(notification.tag.parse().ok()?), seq.parse().ok()?))
    }

    /// One record, as push services take it: salt, size, the sender's key, text.
    fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let (salt, rest) = sealed.split_at_checked(16)?;
        let (sender, text) = rest.get(5..)?.split_at_checked(65)?;
        let agreed = self.secret.diffie_hellman(&PublicKey::from_sec1_bytes(sender).ok()?);
        let own = self.secret.public_key().to_sec1_point(false);
        let (mut shared, mut key, mut nonce) = ([0; 32], [0; 16], [0; 12]);
        let info = [b"WebPush: info\0", own.as_bytes(), sender].concat();
        agreed.extract::<Sha256>(Some(&self.auth)).expand(&info, &mut shared).ok()?;
        let derived = Hkdf::<Sha256>::new(Some(salt), &shared);
        derived.expand(b"Content-Encoding: aes128gcm\0", &mut key).ok()?;
        derived.expand(b"Content-Encoding: nonce\0", &mut nonce).ok()?;
        let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).ok()?);
        let mut text = text.to_vec();
        let text = key.open_in_place(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut text).ok()?;
        // What was filled up with nothing ends with a 2.
        let end = text.iter().rposition(|byte| *byte != 0)?;
        Some(text[..end].to_vec())
    }
}
