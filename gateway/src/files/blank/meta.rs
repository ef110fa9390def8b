//! The box `meta`: of a picture the items, of which EXIF and XMP are two; of a film keys and their values, of which some name a place.

mod items;

use std::ops::Range;

use super::fields::{Child, Fields, children};

/// The most keys of a film.
const KEYS: usize = 4_096;

/// Where in the file bytes stand that say where it was made. The content of the box stands at `at`, behind a head of so many bytes;
/// the file has `size`. None: it is not as it should be, or they cannot be told from others.
pub(super) fn places(content: &[u8], at: u64, head: u64, size: u64) -> Option<Vec<Range<u64>>> {
    // QuickTime has no version there.
    let first = if content.get(4..8) == Some(b"hdlr") { 0 } else { 4 };
    let boxes = children(content, &(first..content.len()))?;
    let mut places = items::places(content, &boxes, at, head, size)?;
    let named: Option<Vec<_>> = all(&boxes, b"keys").map(|keys| keyed(&content[keys])).collect();
    let named = named?.concat();
    for values in all(&boxes, b"ilst") {
        for (name, value) in children(content, &values)? {
            if name == *b"\xa9xyz" || named.contains(&u32::from_be_bytes(name)) {
                places.extend(value_of(content, value).into_iter().map(|part| in_file(&part, at)));
            }
        }
    }
    Some(places)
}

fn all(boxes: &[Child], name: &'static [u8; 4]) -> impl Iterator<Item = Range<usize>> {
    boxes.iter().filter(move |(other, _)| other == name).map(|(_, content)| content.clone())
}

fn in_file(part: &Range<usize>, at: u64) -> Range<u64> {
    at + part.start as u64..at + part.end as u64
}

/// The numbers of the keys that name a place.
fn keyed(keys: &[u8]) -> Option<Vec<u32>> {
    let mut fields = Fields(keys);
    fields.take(4)?;
    let count = fields.number(4)?;
    let mut found = Vec::new();
    for number in 1..=count {
        let length = usize::try_from(fields.number(4)?).ok()?.checked_sub(4)?;
        let key = fields.take(length)?.to_ascii_lowercase();
        if key.windows(8).any(|part| part == b"location") {
            found.push(u32::try_from(number).ok()?);
        }
        if found.len() > KEYS {
            return None;
        }
    }
    Some(found)
}

/// What stands behind the type and the language of a value.
fn value_of(content: &[u8], value: Range<usize>) -> Vec<Range<usize>> {
    let Some(parts) = children(content, &value).filter(|parts| !parts.is_empty()) else {
        return vec![value];
    };
    parts.into_iter().map(|(_, part)| part.end.min(part.start + 8)..part.end).collect()
}
