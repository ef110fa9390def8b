//! Lines for a terminal, a file or a pipe that may take none: whoever writes never waits. A thread of its own hands them on; what
//! there is no place for is lost, counted, and told once lines flow again.

use std::collections::VecDeque;
use std::io::Write;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tracing_subscriber::fmt::MakeWriter;

/// Bytes that may wait; a line is some 300.
const WAITING: usize = 1024 * 1024;

/// Where lines are put. Clones share the queue.
#[derive(Clone, Debug)]
pub struct Lines(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    queue: Mutex<Queue>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Queue {
    lines: VecDeque<Vec<u8>>,
    bytes: usize,
    /// A line is on its way out.
    writing: bool,
    /// Lines lost that nobody has been told of.
    lost: u64,
}

impl Lines {
    /// Lines for `out`. After a loss, once a line could be written, `tell` is told how many there were.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn new(
        mut out: impl Write + Send + 'static,
        tell: impl Fn(&Self, u64) + Send + 'static,
    ) -> std::io::Result<Self> {
        let lines = Self(Arc::default());
        let ours = lines.clone();
        std::thread::Builder::new().name("lines".into()).spawn(move || {
            let mut is_cut = false;
            loop {
                let line = ours.next();
                let end: &[u8] = if is_cut { b"\n" } else { b"" };
                let written = out.write_all(end).and_then(|()| out.write_all(&line));
                // Whoever closed our output does not want to know; on a full disk a part of a line may stand there.
                is_cut = written.and_then(|()| out.flush()).is_err();
                let lost = ours.written(line.len());
                if lost > 0 {
                    tell(&ours, lost);
                }
            }
        })?;
        Ok(lines)
    }

    /// Puts one line, with its end, or loses it.
    pub fn put(&self, line: &[u8]) {
        let mut queue = self.lock();
        if queue.bytes + line.len() > WAITING {
            queue.lost += 1;
            super::metrics::line_lost();
            return;
        }
        queue.bytes += line.len();
        queue.lines.push_back(line.to_vec());
        self.0.changed.notify_all();
    }

    /// Waits until all that was put is written, at most `within`.
    pub fn flush(&self, within: Duration) {
        let busy = |queue: &mut Queue| queue.writing || !queue.lines.is_empty();
        let _ = self.0.changed.wait_timeout_while(self.lock(), within, busy);
    }

    fn next(&self) -> Vec<u8> {
        let waited = self.0.changed.wait_while(self.lock(), |queue| queue.lines.is_empty());
        let mut queue = waited.unwrap_or_else(PoisonError::into_inner);
        queue.writing = true;
        queue.lines.pop_front().unwrap_or_default()
    }

    /// How many were lost since the last time.
    fn written(&self, bytes: usize) -> u64 {
        let mut queue = self.lock();
        queue.writing = false;
        queue.bytes -= bytes;
        self.0.changed.notify_all();
        std::mem::take(&mut queue.lost)
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.0.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Lines {
    /// One line: what formats them writes each whole.
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        self.put(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};

    use super::*;

    /// Takes a line when it is let.
    struct Reader(Receiver<()>, Sender<String>);

    impl Write for Reader {
        fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
            self.0.recv().map_err(std::io::Error::other)?;
            self.1.send(String::from_utf8_lossy(line).into_owned()).map_err(std::io::Error::other)?;
            Ok(line.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// Takes half of the second line, as a disk that has become full.
    struct Disk(usize, Sender<String>);

    impl Write for Disk {
        fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
            self.0 += 1;
            let taken = match self.0 {
                2 => line.len() / 2,
                3 => return Err(std::io::ErrorKind::StorageFull.into()),
                _ => line.len(),
            };
            let text = String::from_utf8_lossy(&line[..taken]).into_owned();
            self.1.send(text).map_err(std::io::Error::other)?;
            Ok(taken)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn after_a_line_that_was_cut_off_the_next_one_begins_anew() {
        let (sender, written) = channel();
        let lines = Lines::new(Disk(0, sender), |_, _| ()).expect("a thread");
        for line in ["one\n", "three\n", "four\n"] {
            lines.put(line.as_bytes());
        }
        let text: String = (0..4).map(|_| written.recv().expect("written")).collect();
        assert_eq!(text, "one\nthr\nfour\n");
    }

    #[test]
    fn who_writes_never_waits_and_what_was_lost_is_told_once_somebody_reads() {
        let ((let_one, taken), (tell, read)) = (channel(), channel());
        let lost = |lines: &Lines, count: u64| lines.put(format!("{count} lost\n").as_bytes());
        let lines = Lines::new(Reader(taken, tell), lost).expect("a thread");
        let line = vec![b'x'; 1024];
        // Nobody reads: all of this returns at once, or the test would never end.
        (0..3 * WAITING / line.len()).for_each(|_| lines.put(&line));
        let mut said = String::new();
        while !said.ends_with(" lost\n") {
            let_one.send(()).expect("the thread lives");
            said = read.recv().expect("a line");
        }
        let count: usize = said.split(' ').next().and_then(|count| count.parse().ok()).expect("a number");
        assert!((WAITING / 1024..3 * WAITING / 1024).contains(&count), "{said}");
    }
}
