//! PNG: chunks, each with its name and a checksum.

use super::{Contents, Rest};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// What a decoder needs, or shows: the picture itself, what one sees through, the colours, and pictures that follow.
const BELONG: [&[u8; 4]; 14] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP",
    b"acTL", b"fcTL", b"fdAT",
];
/// What browsers make of a picture that is shown for no time.
const SHORTEST_MS: u32 = 100;

/// The picture of a PNG.
pub(super) fn contents(bytes: &[u8]) -> Option<Contents> {
    let mut rest = Rest(bytes);
    rest.expect(SIGNATURE)?;
    let mut contents = Contents::new(SIGNATURE.to_vec());
    contents.frames = 0;
    loop {
        let whole = rest.0;
        let length = usize::try_from(rest.u32_be()?).ok()?;
        let name: &[u8; 4] = rest.take(4)?.try_into().ok()?;
        let data = rest.take(length)?;
        rest.take(4)?;
        match name {
            b"eXIf" => contents.turn(data),
            b"fcTL" => {
                contents.frames += 1;
                contents.round_ms = contents.round_ms.saturating_add(delay(data)?);
            }
            _ => {}
        }
        if BELONG.contains(&name) {
            contents.bytes.extend(&whole[..length + 12]);
        }
        if name == b"IEND" {
            break;
        }
    }
    contents.frames = contents.frames.max(1);
    Some(contents)
}

/// Of a frame: a fraction of a second, of hundredths where the denominator is 0.
fn delay(control: &[u8]) -> Option<u32> {
    let mut rest = Rest(control.get(20..24)?);
    let (over, under) = (u32::from(rest.u16_be()?), u32::from(rest.u16_be()?));
    let ms = over * 1000 / if under == 0 { 100 } else { under };
    Some(if ms == 0 { SHORTEST_MS } else { ms })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut bytes = SIGNATURE.to_vec();
        for (name, data) in chunks {
            bytes.extend(u32::try_from(data.len()).expect("short").to_be_bytes());
            bytes.extend([name.as_slice(), data, b"crc!"].concat());
        }
        bytes
    }

    #[test]
    fn what_is_no_picture_is_left_out() {
        let control = |ms: u16| [&[0; 20][..], &ms.to_be_bytes(), &1000_u16.to_be_bytes(), &[0; 2]].concat();
        let (first, second) = (control(40), control(0));
        let kept = [
            (b"IHDR", b"size".as_slice()),
            (b"fcTL", &first),
            (b"IDAT", b"points"),
            (b"fcTL", &second),
            (b"IEND", b""),
        ];
        let mut all = kept.to_vec();
        all.insert(1, (b"iTXt", b"XML:com.adobe.xmp\0where it was"));
        all.insert(2, (b"eXIf", b"II\x2a\0"));
        all.insert(3, (b"tEXt", b"Author\0Rosa"));
        let found = contents(&[&written(&all), b"<script>".as_slice()].concat()).expect("a PNG");
        assert_eq!(found.bytes, written(&kept));
        assert_eq!((found.frames, found.round_ms), (2, 140));
    }

    #[test]
    fn one_without_an_end_is_none() {
        let whole = written(&[(b"IHDR", b"size"), (b"IEND", b"")]);
        assert_eq!(contents(&whole).expect("a PNG").frames, 1);
        for none in [&whole[..whole.len() - 1], SIGNATURE, b"", b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIDAT"] {
            assert_eq!(contents(none), None);
        }
    }
}
