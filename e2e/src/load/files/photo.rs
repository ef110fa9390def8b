//! A photo of twelve million points, from its last byte until all its drawings are there.

use std::time::Instant;

use image::codecs::jpeg::JpegEncoder;
use image::{ImageEncoder, Rgb, RgbImage};
use serde::Serialize;

use super::super::error::LoadError;
use super::super::process::{Processes, between};
use super::super::progress::Progress;
use super::transfer::{forget, upload};
use super::{Must, Row, Setting, median};

/// Processor time, ms.
const MOST_MS: f64 = 400.0;
/// EXIF of a camera held upright.
const TURNED: &[u8] = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";

/// The one in the middle of each, in ms.
#[derive(Debug, Serialize)]
pub(super) struct Photo {
    points: u32,
    bytes: usize,
    /// Processor time of the gateway, receiving included.
    cpu_ms: Option<f64>,
    /// The same where it is turned: the original is encoded anew.
    cpu_turned_ms: Option<f64>,
    /// From the first byte sent to the answer.
    took_ms: Option<f64>,
}

pub(super) async fn measure(setting: &Setting, is_small: bool, runs: u32) -> Result<Photo, LoadError> {
    let _progress = Progress::start("photos go up".into(), 4 + 4 * runs);
    let sides = if is_small { (1_200, 900) } else { (4_000, 3_000) };
    let drawn = tokio::task::spawn_blocking(move || (jpeg(sides, None), jpeg(sides, Some(TURNED)))).await;
    let (upright, turned) = drawn.map_err(LoadError::doing("no photo could be drawn"))?;
    let (upright, turned) = (upright?, turned?);
    let gateway = setting.ours.target.processes().only("gateway");
    let (mut cpu, mut cpu_turned, mut took) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..runs {
        let (used, waited) = once(setting, &gateway, &upright).await?;
        cpu.push(used);
        took.push(waited);
        cpu_turned.push(once(setting, &gateway, &turned).await?.0);
    }
    let (cpu_ms, cpu_turned_ms, took_ms) = (median(cpu), median(cpu_turned), median(took));
    Ok(Photo { points: sides.0 * sides.1, bytes: upright.len(), cpu_ms, cpu_turned_ms, took_ms })
}

/// Processor time and time, in ms.
async fn once(setting: &Setting, gateway: &Processes, photo: &[u8]) -> Result<(f64, f64), LoadError> {
    let (sender, room) = (&setting.senders[1], setting.general().await?);
    let (before, begun) = (gateway.snapshot(), Instant::now());
    let sent = upload(sender, room, ("photo.jpg", photo.len() as u64), photo.to_vec()).await;
    let file = sent.map_err(LoadError::doing("a photo was not sent"))?;
    let (took, used) = (begun.elapsed(), between(&before, &gateway.snapshot()));
    forget(sender, file).await.map_err(LoadError::doing("a photo was not let go of"))?;
    let cpu_ms: u64 = used.values().map(|usage| usage.cpu_ms).sum();
    Ok((cpu_ms as f64, took.as_secs_f64() * 1_000.0))
}

/// Soft shapes under the noise of a sensor: about as many bytes as a camera makes of it.
fn jpeg((width, height): (u32, u32), exif: Option<&[u8]>) -> Result<Vec<u8>, LoadError> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let image = RgbImage::from_fn(width, height, |x, y| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let noise = (state % 9) as f32;
        let wave = |n: f32| 120.0 + 100.0 * (n / 170.0).sin();
        let [x, y] = [x, y].map(|side| side as f32);
        Rgb([wave(x) + noise, wave(y) + noise, wave(x + y) + noise].map(|colour| colour as u8))
    });
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
    let drawn = exif.map_or(Ok(()), |exif| {
        encoder.set_exif_metadata(exif.to_vec()).map_err(LoadError::doing("a photo takes no EXIF"))
    });
    drawn?;
    encoder.encode_image(&image).map_err(LoadError::doing("no photo could be drawn"))?;
    Ok(bytes)
}

impl Photo {
    pub(super) fn rows(&self) -> Vec<Row> {
        vec![
            Row::new("photo, points", 0, Some(f64::from(self.points))),
            Row::new("photo, KiB", 0, Some(self.bytes as f64 / 1_024.0)),
            Row::new("photo to all drawings, CPU, ms", 0, self.cpu_ms).must(Must::AtMost(MOST_MS)),
            Row::new("the same where it is turned, CPU, ms", 0, self.cpu_turned_ms),
            Row::new("photo to all drawings, ms", 0, self.took_ms),
        ]
    }
}
