//! WebP: chunks of RIFF, filled up to an even number of bytes.

use super::{Contents, Rest};

/// Of the picture itself, or of one that follows.
const PICTURE: [&[u8; 4]; 3] = [b"VP8 ", b"VP8L", b"ALPH"];
/// In the first byte of `VP8X`: there is XMP, there is EXIF.
const METADATA: u8 = 0x04 | 0x08;
/// Bytes of a frame before its chunks, and where among them its time stands.
const FRAME: usize = 16;
const TIME: std::ops::Range<usize> = 12..15;
/// What browsers make of a picture that is shown for so short.
const SHORTEST_MS: u32 = 100;

/// The picture of a WebP.
pub(super) fn contents(bytes: &[u8]) -> Option<Contents> {
    let mut rest = Rest(bytes);
    rest.expect(b"RIFF")?;
    let size = usize::try_from(rest.u32_le()?).ok()?;
    rest.0 = &rest.0[..size.min(rest.0.len())];
    rest.expect(b"WEBP")?;
    let mut contents = Contents::new(Vec::new());
    contents.frames = 0;
    let mut chunks = b"WEBP".to_vec();
    while let Some((name, data)) = chunk(&mut rest) {
        match name {
            b"VP8X" => {
                let (flags, others) = data.split_first()?;
                write(&mut chunks, name, &[&[flags & !METADATA], others].concat());
            }
            b"EXIF" => contents.turn(data.strip_prefix(b"Exif\0\0").unwrap_or(data)),
            b"ANMF" => {
                contents.frames += 1;
                contents.round_ms = contents.round_ms.saturating_add(delay(data)?);
                write(&mut chunks, name, &frame(data)?);
            }
            b"ICCP" | b"ANIM" => write(&mut chunks, name, data),
            name if PICTURE.contains(&name) => write(&mut chunks, name, data),
            _ => {}
        }
    }
    contents.frames = contents.frames.max(1);
    write(&mut contents.bytes, b"RIFF", &chunks);
    Some(contents)
}

fn chunk<'a>(rest: &mut Rest<'a>) -> Option<(&'a [u8; 4], &'a [u8])> {
    let name = rest.take(4)?.try_into().ok()?;
    let length = usize::try_from(rest.u32_le()?).ok()?;
    let data = rest.take(length)?;
    if length % 2 == 1 && !rest.is_empty() {
        rest.take(1)?;
    }
    Some((name, data))
}

fn write(to: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    to.extend(name);
    // It is no longer than what was read, which has such a length.
    to.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_le_bytes());
    to.extend(data);
    if data.len() % 2 == 1 {
        to.push(0);
    }
}

fn delay(frame: &[u8]) -> Option<u32> {
    let [low, middle, high] = frame.get(TIME)? else { return None };
    let ms = u32::from_le_bytes([*low, *middle, *high, 0]);
    Some(if ms <= 10 { SHORTEST_MS } else { ms })
}

/// A frame has chunks of its own.
fn frame(data: &[u8]) -> Option<Vec<u8>> {
    let mut rest = Rest(data);
    let mut written = rest.take(FRAME)?.to_vec();
    while let Some((name, data)) = chunk(&mut rest) {
        if PICTURE.contains(&name) {
            write(&mut written, name, data);
        }
    }
    Some(written)
}

#[cfg(test)]
mod tests {
    use image::metadata::Orientation;

    use super::*;

    fn written(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let (mut all, mut file) = (b"WEBP".to_vec(), Vec::new());
        chunks.iter().for_each(|(name, data)| write(&mut all, name, data));
        write(&mut file, b"RIFF", &all);
        file
    }

    #[test]
    fn what_is_no_picture_is_left_out_and_not_said_to_be_there() {
        let exif = b"II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x03\0\0\0\0\0\0\0".as_slice();
        let head = |flags: u8| [flags, 0, 0, 0, 9, 0, 0, 9, 0, 0];
        let (said, kept) = (head(0x2c), head(0x20));
        let all = [
            (b"VP8X", said.as_slice()),
            (b"ICCP", b"colours"),
            (b"VP8L", b"points"),
            (b"EXIF", exif),
            (b"XMP ", b"<x:xmpmeta>"),
            (b"junk", b"anything"),
        ];
        let found = contents(&[&written(&all), b"<html>".as_slice()].concat()).expect("a WebP");
        let kept = [(b"VP8X", kept.as_slice()), (b"ICCP", b"colours"), (b"VP8L", b"points")];
        assert_eq!(found.bytes, written(&kept));
        assert_eq!((found.orientation, found.frames), (Orientation::Rotate180, 1));
    }

    #[test]
    fn frames_are_counted_with_their_time_and_have_nothing_else_in_them() {
        let frame = |ms: u8, inner: &[(&[u8; 4], &[u8])]| {
            let mut data = [&[0; 12][..], &[ms, 0, 0, 0]].concat();
            inner.iter().for_each(|(name, points)| write(&mut data, name, points));
            data
        };
        let (full, bare) =
            (frame(40, &[(b"VP8 ", b"points"), (b"junk", b"x")]), frame(40, &[(b"VP8 ", b"points")]));
        let all = [(b"ANIM", b"012345".as_slice()), (b"ANMF", &full), (b"ANMF", &bare)];
        let found = contents(&written(&all)).expect("a WebP");
        assert_eq!(found.bytes, written(&[(b"ANIM", b"012345"), (b"ANMF", &bare), (b"ANMF", &bare)]));
        assert_eq!((found.frames, found.round_ms), (2, 80));
        for none in [b"RIFF\0\0\0\0WAVE".as_slice(), b"RIFF", b"", &written(&[(b"ANMF", b"short")])] {
            assert_eq!(contents(none), None);
        }
    }
}
