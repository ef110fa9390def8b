//! Where pictures are decoded: on threads of their own, a few at once, in so much memory together.

use std::sync::Arc;
use std::time::Duration;

use chassis::telemetry::metrics;
use proto::Refusal;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

use super::{Measured, Prepared, measure, prepare};

/// How long whoever sends a picture waits for those before it. Sent once more, it is waited for once more.
const DEADLINE: Duration = Duration::from_secs(30);
/// Bytes of all that is decoded at once.
const MEMORY: u64 = 512 * MIB;
const MIB: u64 = 1024 * 1024;
/// Of the cores, those that are never taken by pictures are at least as many.
const CORES_OF_EACH: usize = 2;
const MOST: usize = 4;

/// Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Pool {
    slots: Arc<Semaphore>,
    /// In MiB.
    memory: Arc<Semaphore>,
    /// How long is waited for both.
    patience: Duration,
}

impl Pool {
    /// For as many pictures at once as half the cores of this machine.
    pub(crate) fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self::of((cores / CORES_OF_EACH).clamp(1, MOST), DEADLINE)
    }

    fn of(slots: usize, patience: Duration) -> Self {
        let memory = usize::try_from(MEMORY / MIB).unwrap_or(1);
        Self { slots: Arc::new(Semaphore::new(slots)), memory: Arc::new(Semaphore::new(memory)), patience }
    }

    /// Decodes what `read` reads, and draws it in all sizes. None: it cannot be shown.
    ///
    /// # Errors
    /// `busy`: others are before it. Whatever `read` says.
    pub(crate) async fn prepare<R>(
        &self,
        format: image::ImageFormat,
        read: R,
    ) -> Result<Option<Prepared>, Refusal>
    where
        R: Future<Output = Result<Vec<u8>, Refusal>>,
    {
        self.draw(format, read, prepare).await
    }

    /// Decodes what `read` reads, and draws it so. None: it cannot be shown.
    ///
    /// # Errors
    /// As of `prepare`.
    pub(crate) async fn draw<R, D>(
        &self,
        format: image::ImageFormat,
        read: R,
        draw: fn(Measured) -> Option<D>,
    ) -> Result<Option<D>, Refusal>
    where
        R: Future<Output = Result<Vec<u8>, Refusal>>,
        D: Send + 'static,
    {
        let deadline = Instant::now() + self.patience;
        let slot = permits(&self.slots, 1, deadline).await?;
        let bytes = read.await?;
        let Some(measured) = on_a_thread(slot, move |slot| (slot, measure(format, &bytes))).await else {
            return Ok(None);
        };
        let (slot, Some(measured)) = measured else { return Ok(None) };
        let Some(memory) = self.needed(&measured) else { return Ok(None) };
        let memory = permits(&self.memory, memory, deadline).await?;
        let drawn = on_a_thread((slot, memory), move |permits| {
            let drawn = draw(measured);
            drop(permits);
            drawn
        });
        Ok(drawn.await.flatten())
    }

    /// In MiB; none: more than there is for all.
    fn needed(&self, measured: &Measured) -> Option<u32> {
        let mib = measured.memory.div_ceil(MIB).max(1);
        u32::try_from(mib).ok().filter(|_| mib <= MEMORY / MIB)
    }
}

async fn permits(
    of: &Arc<Semaphore>,
    count: u32,
    deadline: Instant,
) -> Result<OwnedSemaphorePermit, Refusal> {
    let permit = timeout_at(deadline, of.clone().acquire_many_owned(count)).await.map_err(|_| {
        metrics::deadline_passed("picture");
        Refusal::busy()
    })?;
    // It is never closed.
    permit.map_err(|_| Refusal::busy())
}

/// Whoever waits may go: the thread keeps what it holds until it is done. None: the decoder panicked.
async fn on_a_thread<H, T>(held: H, work: impl FnOnce(H) -> T + Send + 'static) -> Option<T>
where
    H: Send + 'static,
    T: Send + 'static,
{
    let done = tokio::task::spawn_blocking(move || work(held)).await;
    done.inspect_err(|error| tracing::error!(%error, "a picture could not be decoded")).ok()
}

#[cfg(test)]
mod tests {
    use image::ImageFormat;
    use proto::Code;

    use super::*;

    #[tokio::test]
    async fn who_sends_a_picture_waits_for_those_before_it_and_not_for_long() {
        let pool = Pool::of(1, Duration::from_millis(200));
        let nothing = async || pool.prepare(ImageFormat::Png, async { Ok(Vec::new()) }).await;
        assert!(nothing().await.expect("its turn").is_none(), "that is no picture");
        let before = pool.slots.clone().acquire_owned().await.expect("a slot");
        assert_eq!(nothing().await.expect_err("it waits").code, Code::Busy);
        drop(before);
        assert!(nothing().await.is_ok(), "nobody is before it any more");
        let lost = pool.prepare(ImageFormat::Png, async { Err(Refusal::unavailable()) }).await;
        assert_eq!(lost.expect_err("it cannot be read").code, Code::Unavailable);
        assert!(nothing().await.is_ok(), "who fails makes room");
    }
}
