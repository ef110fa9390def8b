//! Reads here and there in a file, and not much of it.

use std::ops::Range;

use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt;
use proto::FileId;

use crate::files::store::{Edition, FileStore, StoreError};

/// Bytes that are read at least: what follows is often wanted next.
const AHEAD: u64 = 16 * 1024;
/// The most bytes that are wanted at once.
pub(super) const AT_ONCE: u64 = 1024 * 1024;
/// How often is read of one file.
const READS: u32 = 1_024;

/// Where bytes are read from.
pub(super) trait Source {
    /// These bytes, all of which are there.
    fn read(&self, range: Range<u64>) -> impl Future<Output = Result<Bytes, StoreError>> + Send;
}

/// A file as it is in the store.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) store: FileStore,
    pub(super) file: FileId,
}

impl Source for Stored {
    async fn read(&self, range: Range<u64>) -> Result<Bytes, StoreError> {
        let capacity = usize::try_from(range.end - range.start).unwrap_or_default();
        let all = self.store.read(self.file, Edition::Sent, range);
        let all = all.try_fold(BytesMut::with_capacity(capacity), |mut all, chunk| async move {
            all.extend_from_slice(&chunk);
            Ok(all)
        });
        Ok(all.await?.freeze())
    }
}

/// A file of so many bytes.
#[derive(Debug)]
pub(super) struct Reader<S> {
    source: S,
    pub(super) size: u64,
    /// What was read last, and where it stands.
    read: Bytes,
    at: u64,
    reads: u32,
}

impl<S: Source> Reader<S> {
    pub(super) fn new(source: S, size: u64) -> Self {
        Self { source, size, read: Bytes::new(), at: 0, reads: 0 }
    }

    /// So many bytes from there. None: there are not so many, or it is more than is read of a file.
    ///
    /// # Errors
    /// They cannot be read.
    pub(super) async fn take(&mut self, at: u64, count: u64) -> Result<Option<Bytes>, StoreError> {
        let Some(end) = at.checked_add(count).filter(|end| *end <= self.size && count <= AT_ONCE) else {
            return Ok(None);
        };
        if at < self.at || end > self.at + self.read.len() as u64 {
            if self.reads == READS {
                return Ok(None);
            }
            self.reads += 1;
            self.read = self.source.read(at..end.max(at.saturating_add(AHEAD).min(self.size))).await?;
            self.at = at;
        }
        let from = usize::try_from(at - self.at).unwrap_or(usize::MAX);
        let to = usize::try_from(end - self.at).unwrap_or(usize::MAX);
        Ok((from <= to && to <= self.read.len()).then(|| self.read.slice(from..to)))
    }
}
