//! GIF: a screen, and blocks that draw on it.

use super::{Contents, Rest};

const FRAME: u8 = 0x2c;
const EXTENSION: u8 = 0x21;
const END: u8 = 0x3b;
/// Extensions: how the next frame is shown, and what applications add.
const CONTROL: u8 = 0xf9;
const APPLICATION: u8 = 0xff;
/// Those that say how often all frames are shown.
const LOOPS: [&[u8]; 2] = [b"NETSCAPE2.0", b"ANIMEXTS1.0"];
/// What browsers make of a frame that is shown for so short.
const SHORTEST_MS: u32 = 100;

/// The picture of a GIF. One that ends in the middle ends with its last whole frame.
pub(super) fn contents(bytes: &[u8]) -> Option<Contents> {
    let mut rest = Rest(bytes);
    let head = rest.take(13)?;
    (head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a")).then_some(())?;
    let mut contents = Contents::new(head.to_vec());
    contents.bytes.extend(rest.take(colours(head[10]))?);
    contents.frames = 0;
    while let Some(written) = block(&mut rest, &mut contents) {
        contents.bytes.extend(written);
    }
    contents.bytes.push(END);
    (contents.frames > 0).then_some(contents)
}

/// The next block, as it is kept; nothing behind the last.
fn block<'a>(rest: &mut Rest<'a>, contents: &mut Contents) -> Option<&'a [u8]> {
    let whole = rest.0;
    let is_kept = match rest.byte()? {
        FRAME => {
            let place = rest.take(9)?;
            rest.take(colours(place[8]) + 1)?;
            sub_blocks(rest)?;
            contents.frames += 1;
            true
        }
        EXTENSION => {
            let label = rest.byte()?;
            let first = *rest.0.first()?;
            let data = rest.0.get(1..1 + usize::from(first))?;
            sub_blocks(rest)?;
            if label == CONTROL {
                contents.round_ms = contents.round_ms.saturating_add(delay(data)?);
            }
            label == CONTROL || label == APPLICATION && LOOPS.contains(&data)
        }
        _ => return None,
    };
    let length = whole.len() - rest.0.len();
    Some(if is_kept { &whole[..length] } else { &[] })
}

/// Bytes of a table of colours, by the field that says how many it has.
fn colours(field: u8) -> usize {
    if field & 0x80 == 0 { 0 } else { 3 << ((field & 0x07) + 1) }
}

fn sub_blocks(rest: &mut Rest<'_>) -> Option<()> {
    while let length @ 1.. = rest.byte()? {
        rest.take(usize::from(length))?;
    }
    Some(())
}

fn delay(control: &[u8]) -> Option<u32> {
    let [_, low, high, ..] = control else { return None };
    let hundredths = u32::from(u16::from_le_bytes([*low, *high]));
    Some(if hundredths <= 1 { SHORTEST_MS } else { hundredths * 10 })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff";
    const LOOP: &[u8] = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0";
    const CONTROLLED: &[u8] = b"\x21\xf9\x04\0\x05\0\0\0";
    const DRAWN: &[u8] = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";

    #[test]
    fn what_is_no_picture_is_left_out() {
        let comment = b"\x21\xfe\x08by Rosa!\0".as_slice();
        let xmp = b"\x21\xff\x0bXMP DataXMP\x03<x>\0".as_slice();
        let script = b"\x3b*/alert(1)".as_slice();
        let found =
            contents(&[HEAD, comment, LOOP, xmp, CONTROLLED, DRAWN, CONTROLLED, DRAWN, script].concat());
        let found = found.expect("a GIF");
        assert_eq!(found.bytes, [HEAD, LOOP, CONTROLLED, DRAWN, CONTROLLED, DRAWN, b"\x3b"].concat());
        assert_eq!((found.frames, found.round_ms), (2, 100));
    }

    #[test]
    fn one_that_ends_too_early_ends_with_its_last_frame_and_one_without_any_is_none() {
        let cut = contents(&[HEAD, DRAWN, &DRAWN[..12]].concat()).expect("a frame");
        assert_eq!((cut.bytes, cut.frames), ([HEAD, DRAWN, b"\x3b"].concat(), 1));
        for none in [HEAD, &HEAD[..10], b"GIF89a/*<script>*/=1;", b"", b"GIF88a0000000\x3b"] {
            assert_eq!(contents(none), None);
        }
    }
}
