//! The items of a picture: what each is, says `iinf`; where it stands, `iloc`.

use std::collections::HashSet;
use std::ops::Range;

use super::{all, in_file};
use crate::files::blank::fields::{Child, Fields, children};

/// The most parts of all items.
const PARTS: usize = 16_384;
/// The most parts over which is written.
const WRITTEN: usize = 64;
/// Bytes that the first box of a file has at least.
const FIRST: u64 = 16;

/// Where something of an item stands.
#[derive(Debug)]
struct Part {
    item: u64,
    place: Place,
}

#[derive(Debug)]
enum Place {
    InFile(Range<u64>),
    /// In the box `idat`.
    InBox(Range<u64>),
    /// In another item, up to the end of whatever it is in, or in another file.
    Elsewhere,
}

/// Where the bytes of EXIF and XMP stand. None: they share bytes with something that is needed.
pub(super) fn places(
    content: &[u8],
    boxes: &[Child],
    at: u64,
    head: u64,
    size: u64,
) -> Option<Vec<Range<u64>>> {
    let told: Option<Vec<_>> = all(boxes, b"iinf").map(|range| told(content, &range)).collect();
    let told: HashSet<u64> = told?.into_iter().flatten().collect();
    let parts: Option<Vec<_>> = all(boxes, b"iloc").map(|range| located(&content[range])).collect();
    let parts: Vec<Part> = parts?.into_iter().flatten().collect();
    let inside: Vec<Range<u64>> = all(boxes, b"idat").map(|range| in_file(&range, at)).collect();
    // The box itself is needed, but for what it holds of items; and the first, which says what it all is.
    let itself = at - head..at + content.len() as u64;
    let (mut found, mut needed) = (Vec::new(), outside(&itself, inside.first()));
    needed.push(0..FIRST);
    for Part { item, place } in parts {
        let place = match place {
            Place::InFile(range) => Some(range),
            Place::InBox(range) => inside.first().and_then(|inside| within(inside, &range)),
            Place::Elsewhere => None,
        };
        match place {
            Some(range) if told.contains(&item) => found.push(range),
            Some(range) => needed.push(range),
            None if told.contains(&item) => return None,
            None => {}
        }
    }
    let is_free = |range: &Range<u64>| range.end <= size && !needed.iter().any(|other| meets(range, other));
    (found.len() <= WRITTEN && found.iter().all(is_free)).then_some(found)
}

fn meets(one: &Range<u64>, other: &Range<u64>) -> bool {
    one.start < other.end && other.start < one.end
}

fn outside(all: &Range<u64>, inside: Option<&Range<u64>>) -> Vec<Range<u64>> {
    match inside {
        Some(inside) => vec![all.start..inside.start, inside.end..all.end],
        None => vec![all.clone()],
    }
}

fn within(all: &Range<u64>, part: &Range<u64>) -> Option<Range<u64>> {
    let end = all.start.checked_add(part.end).filter(|end| *end <= all.end)?;
    Some(all.start.checked_add(part.start)?..end)
}

/// The items that are EXIF or, as XMP is, of a type of their own.
fn told(content: &[u8], range: &Range<usize>) -> Option<Vec<u64>> {
    let mut fields = Fields(&content[range.clone()]);
    let version = fields.number(1)?;
    let head = if version == 0 { 6 } else { 8 };
    let mut found = Vec::new();
    for (name, item) in children(content, &(range.start + head.min(range.len())..range.end))? {
        let mut fields = Fields(&content[item]);
        let version = fields.number(1)?;
        fields.take(3)?;
        if name == *b"infe" && version >= 2 {
            let id = fields.number(if version == 2 { 2 } else { 4 })?;
            fields.take(2)?;
            if matches!(&fields.name()?, b"Exif" | b"mime") {
                found.push(id);
            }
        }
    }
    Some(found)
}

/// Where all items stand.
fn located(bytes: &[u8]) -> Option<Vec<Part>> {
    let mut fields = Fields(bytes);
    let version = fields.number(1)?;
    fields.take(3)?;
    let sizes = usize::try_from(fields.number(2)?).ok()?;
    let size = |shift: usize| sizes >> shift & 15;
    let wide = if version < 2 { 2 } else { 4 };
    let mut found = Vec::new();
    for _ in 0..fields.number(wide)? {
        let item = fields.number(wide)?;
        let method = if version == 0 { 0 } else { fields.number(2)? & 15 };
        let file = fields.number(2)?;
        let base = fields.number(size(4))?;
        for _ in 0..fields.number(2)? {
            if version > 0 {
                fields.take(size(0))?;
            }
            let (offset, length) = (fields.number(size(12))?, fields.number(size(8))?);
            let start = base.checked_add(offset)?;
            let range = start..start.checked_add(length)?;
            let place = match method {
                _ if file != 0 || length == 0 => Place::Elsewhere,
                0 => Place::InFile(range),
                1 => Place::InBox(range),
                _ => Place::Elsewhere,
            };
            if found.len() == PARTS {
                return None;
            }
            found.push(Part { item, place });
        }
    }
    Some(found)
}
