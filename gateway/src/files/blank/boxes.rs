//! Boxes in boxes, as pictures (HEIC, HEIF, AVIF) and films (MP4, QuickTime) have them: those are opened that lead to what says where
//! it was made.

use std::ops::Range;

use super::reader::{Reader, Source};
use super::{Blank, Found, StoreError, meta};

/// The most boxes that are looked at.
const BOXES: usize = 4_096;
/// Of them, those that list.
const LISTS: usize = 16;
/// The box without a name that holds XMP.
const XMP: &[u8] = b"\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac";

/// In what a box stands.
#[derive(Clone, Copy, Debug)]
enum Level {
    File,
    /// A film behind a picture.
    Motion,
    /// A film, or a track of it.
    Film,
    /// What a program adds to a film.
    UserData,
}

/// What is done with a box.
#[derive(Debug)]
enum Deed {
    Open(Level),
    /// It lists what is known of the picture or film.
    Meta,
    /// It says where, and nothing that is needed.
    Empty,
    /// One of those whose name is a number.
    Numbered,
    Leave,
}

impl Level {
    fn deed(self, name: [u8; 4]) -> Deed {
        match (self, &name) {
            (Self::File | Self::Motion, b"moov") => Deed::Open(Self::Film),
            (Self::File, b"mpvd") => Deed::Open(Self::Motion),
            (Self::Film, b"trak") => Deed::Open(Self::Film),
            (Self::Film, b"udta") => Deed::Open(Self::UserData),
            (Self::File | Self::Film | Self::UserData, b"meta") => Deed::Meta,
            (Self::UserData, b"\xa9xyz" | b"loci" | b"XMP_") => Deed::Empty,
            (Self::File | Self::Film | Self::UserData, b"uuid") => Deed::Numbered,
            _ => Deed::Leave,
        }
    }
}

/// A box in the file.
#[derive(Debug)]
struct Opened {
    name: [u8; 4],
    at: u64,
    content: Range<u64>,
}

/// # Errors
/// The file cannot be read.
pub(super) async fn find<S: Source>(reader: &mut Reader<S>) -> Result<Found, StoreError> {
    let mut found = Found::default();
    let mut within = vec![(Level::File, 0..reader.size)];
    let (mut count, mut lists) = (0, 0);
    while let Some((level, mut rest)) = within.pop() {
        // Four zeros may end what a program adds.
        while rest.start.saturating_add(8) <= rest.end {
            count += 1;
            let next = if count > BOXES { None } else { next(reader, &rest).await? };
            let Some(next) = next else {
                found.is_doubtful = true;
                break;
            };
            rest.start = next.content.end;
            match level.deed(next.name) {
                Deed::Open(level) => within.push((level, next.content)),
                Deed::Meta if lists == LISTS => found.is_doubtful = true,
                Deed::Meta => {
                    lists += 1;
                    list(reader, &next, &mut found).await?;
                }
                Deed::Empty => {
                    found.add(Blank::free(next.at + 4));
                    found.add(Blank::zeros(next.content));
                }
                Deed::Numbered => {
                    let number = reader.take(next.content.start, XMP.len() as u64).await?;
                    if number.is_some_and(|number| number == XMP) {
                        found.add(Blank::zeros(next.content.start + XMP.len() as u64..next.content.end));
                    }
                }
                Deed::Leave => {}
            }
        }
    }
    Ok(found)
}

/// The box that begins there. None: there is none that ends where it may.
async fn next<S: Source>(reader: &mut Reader<S>, rest: &Range<u64>) -> Result<Option<Opened>, StoreError> {
    let at = rest.start;
    let Some(head) = reader.take(at, 8).await? else { return Ok(None) };
    let name = [head[4], head[5], head[6], head[7]];
    let (length, size) = match u32::from_be_bytes([head[0], head[1], head[2], head[3]]) {
        0 => (8, rest.end - at),
        1 => match reader.take(at + 8, 8).await? {
            Some(size) => (16, size.iter().fold(0, |size, byte| size << 8 | u64::from(*byte))),
            None => return Ok(None),
        },
        size => (8, size.into()),
    };
    let end = at.checked_add(size).filter(|end| size >= length && *end <= rest.end);
    Ok(end.map(|end| Opened { name, at, content: at + length..end }))
}

async fn list<S: Source>(
    reader: &mut Reader<S>,
    Opened { at, content, .. }: &Opened,
    found: &mut Found,
) -> Result<(), StoreError> {
    let listed = reader.take(content.start, content.end - content.start).await?;
    let head = content.start - at;
    match listed.and_then(|listed| meta::places(&listed, content.start, head, reader.size)) {
        Some(places) => places.into_iter().for_each(|place| found.add(Blank::zeros(place))),
        None => found.is_doubtful = true,
    }
    Ok(())
}
