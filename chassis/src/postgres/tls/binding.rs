//! `tls-server-end-point` (RFC 5929): a hash of the server's certificate, which SCRAM mixes into the password's proof, so that nobody in
//! between can pass it on.

use sha2::{Digest, Sha256, Sha384, Sha512};

/// The hash, by the method that the certificate is signed with; none where that names no hash we know.
pub(super) fn server_end_point(certificate: &[u8]) -> Option<Vec<u8>> {
    const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01];
    const ECDSA: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03];
    let method = signed_with(certificate)?;
    let number = *method.last()?;
    match (method.strip_prefix(RSA).or(method.strip_prefix(ECDSA))?, method.starts_with(RSA), number) {
        // MD5 and SHA-1 count as SHA-256.
        ([_], true, 4 | 5 | 11) | ([_], false, 2) => Some(Sha256::digest(certificate).to_vec()),
        ([_], true, 12) | ([_], false, 3) => Some(Sha384::digest(certificate).to_vec()),
        ([_], true, 13) | ([_], false, 4) => Some(Sha512::digest(certificate).to_vec()),
        _ => None,
    }
}

/// The object identifier of a certificate's method of signing: the second part of the outer sequence begins with it.
fn signed_with(certificate: &[u8]) -> Option<&[u8]> {
    const SEQUENCE: u8 = 0x30;
    const OBJECT_IDENTIFIER: u8 = 0x06;
    let (outer, _) = part(certificate, SEQUENCE)?;
    let (_, rest) = part(outer, SEQUENCE)?;
    let (method, _) = part(rest, SEQUENCE)?;
    Some(part(method, OBJECT_IDENTIFIER)?.0)
}

/// What one part in DER holds, and what follows it.
fn part(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&first, rest) = bytes.split_first()?;
    let (&length, rest) = rest.split_first().filter(|_| first == tag)?;
    if length < 0x80 {
        return rest.split_at_checked(usize::from(length));
    }
    let (digits, rest) =
        rest.split_at_checked(usize::from(length & 0x7f)).filter(|(digits, _)| digits.len() <= 4)?;
    rest.split_at_checked(digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)))
}
