//! TIFF, and what cameras make of it: lists of fields, of which one leads to the list of the place.

use std::collections::HashSet;

use super::reader::{Reader, Source};
use super::{Blank, Found, StoreError};

/// The most lists that are gone through.
const LISTS: usize = 256;
/// Bytes of a field.
const FIELD: u64 = 12;
/// Fields that lead to other lists: of EXIF, of pictures, of the place.
const EXIF: u16 = 0x8769;
const PICTURES: u16 = 0x014a;
const PLACE: u16 = 0x8825;
/// Fields that hold XMP, IPTC, and what Photoshop adds.
const TOLD: [u16; 3] = [0x02bc, 0x83bb, 0x8649];

/// Which list it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    /// Of a picture: another may follow.
    Picture,
    Exif,
    Place,
}

/// In which order the bytes of a number stand.
#[derive(Clone, Copy, Debug)]
struct Order {
    is_little: bool,
}

impl Order {
    fn short(self, bytes: &[u8], at: usize) -> u16 {
        let pair = bytes.get(at..at + 2).and_then(|pair| pair.try_into().ok()).unwrap_or_default();
        if self.is_little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
    }

    fn long(self, bytes: &[u8], at: usize) -> u64 {
        let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).unwrap_or_default();
        u64::from(if self.is_little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    }
}

/// # Errors
/// The file cannot be read.
pub(super) async fn find<S: Source>(reader: &mut Reader<S>) -> Result<Found, StoreError> {
    let mut walk = Walk { found: Found::default(), lists: Vec::new(), seen: HashSet::new() };
    let Some(head) = reader.take(0, 8).await? else {
        return Ok(Found { is_doubtful: true, ..walk.found });
    };
    let order = Order { is_little: head[0] == b'I' };
    walk.lists.push((List::Picture, order.long(&head, 4)));
    while let Some((list, at)) = walk.lists.pop() {
        if at == 0 || !walk.seen.insert(at) {
            continue;
        }
        if walk.seen.len() > LISTS || !walk.list(reader, order, list, at).await? {
            walk.found.is_doubtful = true;
        }
    }
    Ok(walk.found)
}

#[derive(Debug)]
struct Walk {
    found: Found,
    /// Those still to be gone through.
    lists: Vec<(List, u64)>,
    seen: HashSet<u64>,
}

impl Walk {
    /// Goes through one list; false: it is none.
    async fn list<S: Source>(
        &mut self,
        reader: &mut Reader<S>,
        order: Order,
        list: List,
        at: u64,
    ) -> Result<bool, StoreError> {
        let Some(count) = reader.take(at, 2).await? else { return Ok(false) };
        let length = u64::from(order.short(&count, 0)) * FIELD;
        let Some(fields) = reader.take(at + 2, length).await? else { return Ok(false) };
        let mut is_whole = true;
        for field in fields.chunks_exact(FIELD as usize) {
            is_whole &= self.field(reader, order, list, field).await?;
        }
        if list == List::Place {
            self.found.add(Blank::zeros(at..at + 2 + length));
        } else if list == List::Picture
            && let Some(next) = reader.take(at + 2 + length, 4).await?
        {
            self.follow(List::Picture, order.long(&next, 0));
        }
        Ok(is_whole)
    }

    async fn field<S: Source>(
        &mut self,
        reader: &mut Reader<S>,
        order: Order,
        list: List,
        field: &[u8],
    ) -> Result<bool, StoreError> {
        let (tag, count, value) = (order.short(field, 0), order.long(field, 4), order.long(field, 8));
        let length = count * width(order.short(field, 2));
        match tag {
            _ if list == List::Place || TOLD.contains(&tag) => {
                return Ok(self.over(reader.size, value, length));
            }
            PLACE => self.follow(List::Place, value),
            EXIF => self.follow(List::Exif, value),
            PICTURES if length <= 4 => self.follow(List::Picture, value),
            PICTURES => {
                let Some(all) = reader.take(value, length.min(4 * LISTS as u64)).await? else {
                    return Ok(false);
                };
                (0..all.len() / 4).for_each(|n| self.follow(List::Picture, order.long(&all, 4 * n)));
            }
            _ => {}
        }
        Ok(true)
    }

    fn follow(&mut self, list: List, at: u64) {
        if self.lists.len() < LISTS {
            self.lists.push((list, at));
        } else {
            self.found.is_doubtful = true;
        }
    }

    /// What does not fit into the field stands elsewhere.
    fn over(&mut self, size: u64, at: u64, length: u64) -> bool {
        if length <= 4 {
            return true;
        }
        let is_there = at.checked_add(length).is_some_and(|end| end <= size);
        if is_there {
            self.found.add(Blank::zeros(at..at + length));
        }
        is_there
    }
}

/// How many bytes a value of this type has.
fn width(kind: u16) -> u64 {
    match kind {
        3 | 8 => 2,
        4 | 9 | 11 | 13 => 4,
        5 | 10 | 12 => 8,
        _ => 1,
    }
}
