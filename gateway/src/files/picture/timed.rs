//! Bytes that can be read for so long: a decoder that asks for more afterwards is told that it is too late.

use std::io::{BufRead, Cursor, Error, ErrorKind, Read, Result, Seek, SeekFrom};
use std::time::{Duration, Instant};

/// The most bytes that are read without looking at the clock.
const AT_ONCE: usize = 64 * 1024;

pub(super) struct Timed<'a> {
    bytes: Cursor<&'a [u8]>,
    until: Instant,
}

impl<'a> Timed<'a> {
    pub(super) fn new(bytes: &'a [u8], time: Duration) -> Self {
        Self { bytes: Cursor::new(bytes), until: Instant::now() + time }
    }

    fn check(&self) -> Result<()> {
        if Instant::now() < self.until { Ok(()) } else { Err(Error::from(ErrorKind::TimedOut)) }
    }
}

impl Read for Timed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        self.check()?;
        self.bytes.read(buffer)
    }
}

impl BufRead for Timed<'_> {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        self.check()?;
        let bytes = self.bytes.fill_buf()?;
        Ok(&bytes[..bytes.len().min(AT_ONCE)])
    }

    fn consume(&mut self, amount: usize) {
        self.bytes.consume(amount);
    }
}

impl Seek for Timed<'_> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.bytes.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_too_late_is_not_given() {
        let mut bytes = [0; 4];
        Timed::new(b"abcd", Duration::from_secs(60)).read_exact(&mut bytes).expect("in time");
        assert_eq!(&bytes, b"abcd");
        let late = Timed::new(b"abcd", Duration::ZERO).read(&mut bytes).expect_err("too late");
        assert_eq!(late.kind(), ErrorKind::TimedOut);
    }
}
