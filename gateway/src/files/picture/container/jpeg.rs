//! JPEG: segments, each behind a marker, and points between them.

use super::{Contents, Rest};

const START: u8 = 0xd8;
const END: u8 = 0xd9;
const POINTS: u8 = 0xda;
const COMMENT: u8 = 0xfe;
const EXIF: &[u8] = b"Exif\0\0";

/// The picture of a JPEG. One that ends in the middle ends there.
pub(super) fn contents(bytes: &[u8]) -> Option<Contents> {
    let mut rest = Rest(bytes);
    rest.expect(&[0xff, START])?;
    let mut contents = Contents::new(vec![0xff, START]);
    contents.scans = 0;
    while let Some(marker) = next_marker(&mut rest) {
        match marker {
            END => break,
            // Without a length: they stand between points alone.
            0x01 | 0xd0..=START => continue,
            _ => {}
        }
        let Some(payload) = segment(&mut rest) else { break };
        if let (0xe1, Some(exif)) = (marker, payload.strip_prefix(EXIF)) {
            contents.turn(exif);
        }
        if belongs(marker, payload) {
            contents.bytes.extend([0xff, marker]);
            // It was read as such.
            contents.bytes.extend(u16::try_from(payload.len() + 2).ok()?.to_be_bytes());
            contents.bytes.extend(payload);
        }
        if marker == POINTS {
            contents.scans += 1;
            contents.bytes.extend(rest.take(points(rest.0))?);
        }
    }
    contents.bytes.extend([0xff, END]);
    (contents.scans > 0).then_some(contents)
}

/// Behind as many 0xff as there are.
fn next_marker(rest: &mut Rest<'_>) -> Option<u8> {
    while rest.byte()? != 0xff {}
    loop {
        match rest.byte()? {
            0xff => {}
            marker => return Some(marker),
        }
    }
}

fn segment<'a>(rest: &mut Rest<'a>) -> Option<&'a [u8]> {
    let length = usize::from(rest.u16_be()?);
    rest.take(length.checked_sub(2)?)
}

/// Of what applications add, what decoders need: the density, the colours, and how those are to be read.
fn belongs(marker: u8, payload: &[u8]) -> bool {
    match marker {
        0xe0 => payload.starts_with(b"JFIF\0"),
        0xe2 => payload.starts_with(b"ICC_PROFILE\0"),
        0xee => payload.starts_with(b"Adobe"),
        0xe1..=0xef | COMMENT => false,
        0xc0..=0xdf => true,
        _ => false,
    }
}

/// How many bytes are points: up to the next marker that does not stand among them.
fn points(bytes: &[u8]) -> usize {
    let is_end = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff);
    bytes.windows(2).position(is_end).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use image::metadata::Orientation;

    use super::*;

    fn written(segments: &[(u8, &[u8])], points: &[u8], behind: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0xff, START];
        for (marker, payload) in segments {
            bytes.extend([0xff, *marker]);
            bytes.extend(u16::try_from(payload.len() + 2).expect("short").to_be_bytes());
            bytes.extend(*payload);
        }
        bytes.extend([0xff, POINTS, 0, 2]);
        [&bytes, points, &[0xff, END], behind].concat()
    }

    #[test]
    fn what_is_no_picture_is_left_out_and_the_points_stay() {
        let exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".as_slice();
        let (jfif, table) = (b"JFIF\0\x01".as_slice(), b"\x01\x02".as_slice());
        let points = b"\x01\xff\x00\x02\xff\xd0\x03".as_slice();
        let all = [
            (0xe0, jfif),
            (0xe0, b"JFXX\0a small picture"),
            (0xe1, exif),
            (0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>"),
            (0xe2, b"ICC_PROFILE\0\x01\x01colours"),
            (0xe2, b"MPF\0another picture"),
            (0xed, b"Photoshop 3.0\0who and where"),
            (0xdb, table),
            (COMMENT, b"made by Rosa"),
        ];
        let found = contents(&written(&all, points, b"PK\x03\x04 and an archive")).expect("a JPEG");
        let kept = [(0xe0, jfif), (0xe2, b"ICC_PROFILE\0\x01\x01colours"), (0xdb, table)];
        assert_eq!(found.bytes, written(&kept, points, b""));
        assert_eq!((found.orientation, found.scans), (Orientation::Rotate90, 1));
    }

    #[test]
    fn one_that_ends_too_early_ends_there_and_one_without_points_is_none() {
        let whole = written(&[(0xdb, b"\x01")], b"\x01\x02\x03", b"");
        let cut = contents(&whole[..whole.len() - 3]).expect("a part of it");
        assert_eq!(cut.bytes, written(&[(0xdb, b"\x01")], b"\x01\x02", b""));
        for none in [&whole[..4], b"\xff\xd8\xff\xd9", b"\xff\xd8\xff\xe1\xff\xff", b"", b"GIF89a"] {
            assert_eq!(contents(none), None);
        }
    }
}
