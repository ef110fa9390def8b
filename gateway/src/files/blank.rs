//! What stays as it was sent and may say where it was made: pictures that are not decoded here, and films. Zeros are written over the
//! place and what stands with it, so that nothing else moves and the picture stays what it was.
//!
//! Only a little of a file is read for that, and one piece of it at a time is written anew.

mod boxes;
mod fields;
mod meta;
mod reader;
#[cfg(test)]
mod tests;
mod tiff;

use std::ops::Range;

use proto::Refusal;
use proto::room::File;
use proto::text::MediaType;

use super::FileStore;
use super::receive::{Inspected, refused};
use super::store::{PIECE, StoreError};
use reader::{Reader, Source, Stored};

/// The most parts over which is written.
const BLANKS: usize = 1_024;

/// The families of files in which places are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    /// Boxes in boxes: HEIC, HEIF, AVIF, MP4 and QuickTime.
    Boxes,
    Tiff,
}

/// What is written over a part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Blank {
    range: Range<u64>,
    with: With,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum With {
    Zeros,
    /// The name of a box in which nothing is.
    Free,
}

impl Blank {
    fn zeros(range: Range<u64>) -> Self {
        Self { range, with: With::Zeros }
    }

    /// Over the four letters there.
    fn free(at: u64) -> Self {
        Self { range: at..at + 4, with: With::Free }
    }

    /// Writes what falls into these bytes, which begin there in the file. Whether any of them is another now.
    fn over(&self, bytes: &mut [u8], at: u64) -> bool {
        let Range { start, end } = self.range;
        let inside =
            |place: u64| usize::try_from(place.saturating_sub(at)).unwrap_or(usize::MAX).min(bytes.len());
        let (from, to) = (inside(start), inside(end));
        // What comes before these bytes has been written with those before them.
        let skipped = usize::try_from(at.saturating_sub(start)).unwrap_or(usize::MAX);
        let letters: &[u8] = match self.with {
            With::Zeros => &[0],
            With::Free => b"free",
        };
        let wanted = letters.iter().cycle().skip(skipped % letters.len());
        let mut is_another = false;
        for (byte, wanted) in bytes[from..to.max(from)].iter_mut().zip(wanted) {
            is_another |= byte != wanted;
            *byte = *wanted;
        }
        is_another
    }
}

/// What was found in a file.
#[derive(Debug, Default, PartialEq, Eq)]
struct Found {
    blanks: Vec<Blank>,
    /// Some of it could not be read as its format has it, or was more than is read.
    is_doubtful: bool,
}

impl Found {
    fn add(&mut self, blank: Blank) {
        if self.blanks.len() < BLANKS {
            self.blanks.push(blank);
        } else {
            self.is_doubtful = true;
        }
    }

    /// With nothing in it twice: however often a file says so, no byte is written more often than a few times.
    fn settled(self) -> Self {
        let (mut zeros, mut blanks): (Vec<_>, Vec<_>) =
            self.blanks.into_iter().partition(|blank| blank.with == With::Zeros);
        zeros.sort_unstable_by_key(|blank| blank.range.start);
        let mut end = 0;
        for Blank { range, with } in zeros {
            let range = range.start.max(end)..range.end;
            if range.start < range.end {
                end = range.end;
                blanks.push(Blank { range, with });
            }
        }
        Self { blanks, ..self }
    }
}

fn family(media_type: &MediaType) -> Option<Family> {
    match media_type.as_str() {
        "image/avif" | "image/heic" | "image/heif" | "video/mp4" | "audio/mp4" => Some(Family::Boxes),
        "image/tiff" => Some(Family::Tiff),
        _ => None,
    }
}

async fn find<S: Source>(source: S, size: u64, family: Family) -> Result<Found, StoreError> {
    let mut reader = Reader::new(source, size);
    let found = match family {
        Family::Boxes => boxes::find(&mut reader).await?,
        Family::Tiff => tiff::find(&mut reader).await?,
    };
    Ok(found.settled())
}

/// Takes out of a file in the store where it was made. A picture that is not as its format has it stays as it was sent, and is of no
/// type that is known.
///
/// # Errors
/// The store does not do as it should.
pub(super) async fn blank(store: &FileStore, inspected: Inspected) -> Result<Inspected, Refusal> {
    let Some(family) = family(&inspected.file.media_type) else { return Ok(inspected) };
    let blanked = blanked(store, &inspected, family).await;
    let (is_changed, is_doubtful) = blanked.map_err(|error| refused(&error))?;
    let Inspected { file, sha256, head } =
        if is_changed { store.inspect(inspected.file).await? } else { inspected };
    let is_unknown = is_doubtful && file.media_type.as_str().starts_with("image/");
    let media_type = if is_unknown { MediaType::unknown() } else { file.media_type };
    Ok(Inspected { file: File { media_type, ..file }, sha256, head })
}

/// Whether the file is another now, and whether all of it was understood.
async fn blanked(
    store: &FileStore,
    Inspected { file, sha256, .. }: &Inspected,
    family: Family,
) -> Result<(bool, bool), StoreError> {
    let stored = Stored { store: store.clone(), file: file.id };
    let Found { blanks, is_doubtful } = find(stored.clone(), file.size, family).await?;
    let mut is_changed = false;
    for number in 0..file.size.div_ceil(PIECE) {
        let (from, to) = (number * PIECE, file.size.min((number + 1) * PIECE));
        if !blanks.iter().any(|blank| blank.range.start < to && blank.range.end > from) {
            continue;
        }
        let mut bytes = Vec::from(stored.read(from..to).await?);
        // All of them, whichever is the first to change something.
        let changed = blanks.iter().filter(|blank| blank.over(&mut bytes, from)).count();
        if changed > 0 {
            if !is_changed {
                store.note_sent(file.id, sha256).await?;
            }
            store.put_over(file.id, number, bytes).await?;
            is_changed = true;
        }
    }
    Ok((is_changed, is_doubtful))
}
