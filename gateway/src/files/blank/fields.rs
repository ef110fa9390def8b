//! Numbers and boxes in a few bytes.

use std::ops::Range;

/// The most boxes of one box.
const BOXES: usize = 4_096;

/// What is left to be read, the highest byte of a number first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl<'a> Fields<'a> {
    pub(super) fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// A number of so many bytes, up to eight.
    pub(super) fn number(&mut self, bytes: usize) -> Option<u64> {
        let taken = self.take(bytes)?;
        (bytes <= 8).then(|| taken.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    pub(super) fn name(&mut self) -> Option<[u8; 4]> {
        self.take(4)?.try_into().ok()
    }
}

/// A box: its name, and where its content stands.
pub(super) type Child = ([u8; 4], Range<usize>);

/// The boxes in a part of some bytes. None: they are not one behind the other.
pub(super) fn children(bytes: &[u8], within: &Range<usize>) -> Option<Vec<Child>> {
    let (mut found, mut at) = (Vec::new(), within.start);
    while within.end.checked_sub(at)? >= 8 {
        let mut fields = Fields(bytes.get(at..within.end)?);
        let (size, name) = (fields.number(4)?, fields.name()?);
        let (head, size) = match size {
            0 => (8, within.end - at),
            1 => (16, usize::try_from(fields.number(8)?).ok()?),
            size => (8, usize::try_from(size).ok()?),
        };
        let end = at.checked_add(size).filter(|end| size >= head && *end <= within.end)?;
        if found.len() == BOXES {
            return None;
        }
        found.push((name, at + head..end));
        at = end;
    }
    Some(found)
}
