//! Pictures as cameras, drawing programs and people who mean ill make them.

use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{Delay, DynamicImage, Frame, ImageEncoder, Rgb, RgbImage, Rgba, RgbaImage};
use std::io::Write;

use super::*;

/// EXIF of a camera held upright, that knows where it was.
const EXIF: &[u8] =
    b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPS 53.5511 N 9.9937 E";

const FORMATS: [ImageFormat; 4] = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif];

fn shown(format: ImageFormat, bytes: &[u8]) -> Option<Prepared> {
    measure(format, bytes).and_then(prepare)
}

/// Its first column is red, all else is blue and green.
fn painted(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match x {
        0..40 => Rgb([250, 0, 0]),
        _ => Rgb([0, (x % 200) as u8, (y % 200) as u8]),
    })
}

fn written(encoder: impl ImageEncoder, image: impl Into<DynamicImage>) {
    let mut encoder = encoder;
    encoder.set_exif_metadata(EXIF.to_vec()).expect("EXIF");
    image.into().write_with_encoder(encoder).expect("written");
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    written(JpegEncoder::new_with_quality(&mut bytes, 90), painted(width, height));
    bytes
}

fn png(image: impl Into<DynamicImage>) -> Vec<u8> {
    let mut bytes = Vec::new();
    written(PngEncoder::new(&mut bytes), image);
    bytes
}

fn webp(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    written(WebPEncoder::new_lossless(&mut bytes), painted(width, height));
    bytes
}

fn gif(frames: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    let image = DynamicImage::from(painted(60, 20)).into_rgba8();
    let delay = Delay::from_numer_denom_ms(50, 1);
    let frames = (0..frames).map(|_| Frame::from_parts(image.clone(), 0, 0, delay));
    encoder.encode_frames(frames).expect("written");
    drop(encoder);
    bytes
}

fn one_of(format: ImageFormat) -> Vec<u8> {
    match format {
        ImageFormat::Jpeg => jpeg(90, 60),
        ImageFormat::Png => png(painted(90, 60)),
        ImageFormat::WebP => webp(90, 60),
        _ => gif(2),
    }
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn a_photo_is_upright_and_tells_nobody_where_it_was_taken() {
    for (format, bytes) in [
        (ImageFormat::Jpeg, jpeg(1200, 800)),
        (ImageFormat::Png, png(painted(1200, 800))),
        (ImageFormat::WebP, webp(1200, 800)),
    ] {
        assert!(holds(&bytes, b"GPS"), "{format:?}");
        let prepared = shown(format, &bytes).expect("a picture");
        assert_eq!((prepared.picture.width, prepared.picture.height), (800, 1200), "{format:?}");
        for bytes in prepared.thumbnails.iter().map(|(_, bytes)| bytes).chain([&prepared.bytes]) {
            for told in [b"GPS".as_slice(), b"Exif", b"eXIf", b"EXIF", b"http://ns.adobe.com"] {
                assert!(!holds(bytes, told), "{format:?}");
            }
        }
        let own =
            image::load_from_memory_with_format(&prepared.bytes, format).expect("it is one").into_rgb8();
        assert_eq!(own.dimensions(), (800, 1200), "{format:?}");
        // What was its first column is its first row now.
        assert!(own.get_pixel(790, 5).0[0] > 200 && own.get_pixel(5, 1190).0[0] < 50, "{format:?}");
        let sizes = prepared.thumbnails.iter().map(|(size, bytes)| {
            let small = image::load_from_memory_with_format(bytes, ImageFormat::Jpeg).expect("a JPEG");
            assert!(small.to_rgb8().get_pixel(5, 2).0[0] > 200, "{format:?}: upright, too");
            (*size, small.width(), small.height())
        });
        let sizes: Vec<_> = sizes.collect();
        assert_eq!(sizes, [(Size::Large, 427, 640), (Size::Small, 213, 320)], "{format:?}");
        let blur = STANDARD.decode(prepared.picture.blur.expect("a blur")).expect("base64");
        let blur = image::load_from_memory_with_format(&blur, ImageFormat::Png).expect("a PNG");
        assert_eq!((blur.width(), blur.height()), (5, 8), "{format:?}");
    }
}

#[test]
fn what_is_upright_keeps_every_point_as_it_was() {
    let bytes = jpeg(1200, 800);
    let upright = [&bytes[..], b"\xff\xfe\0\x04hm"].concat();
    let turned = EXIF[18..20].to_vec();
    assert_eq!(turned, [0, 6]);
    let place = bytes.windows(EXIF.len()).position(|window| window == EXIF).expect("EXIF");
    let mut straight = upright;
    straight[place + 19] = 1;
    let prepared = shown(ImageFormat::Jpeg, &straight).expect("a picture");
    assert_eq!((prepared.picture.width, prepared.picture.height), (1200, 800));
    let own = |bytes: &[u8]| image::load_from_memory(bytes).expect("a picture").into_rgb8();
    assert!(own(&prepared.bytes) == own(&straight), "to the bit");
    assert!(prepared.bytes.len() < straight.len() && !holds(&prepared.bytes, b"Exif"));
}

#[test]
fn one_sees_through_what_one_could_see_through_and_colours_do_not_run() {
    let image = RgbaImage::from_fn(600, 600, |x, _| match x / 3 % 2 {
        0 => Rgba([250, 250, 250, 255]),
        _ => Rgba([0, 0, 0, 0]),
    });
    let prepared = shown(ImageFormat::Png, &png(image)).expect("a picture");
    assert_eq!(prepared.picture.blur, None, "it would shine through");
    let (_, small) = prepared.thumbnails.last().expect("a small one");
    let small = image::load_from_memory_with_format(small, ImageFormat::Png).expect("a PNG").into_rgba8();
    let mixed = small.pixels().filter(|point| (40..215).contains(&point.0[3]));
    assert!(mixed.clone().count() > 100);
    for point in mixed {
        assert!(point.0[..3].iter().all(|colour| *colour > 235), "{point:?}");
    }
}

#[test]
fn what_moves_is_drawn_still_and_says_how_long_a_round_takes() {
    let prepared = shown(ImageFormat::Gif, &gif(4)).expect("a picture");
    assert_eq!(prepared.picture.round_ms, Some(200));
    assert_eq!(prepared.thumbnails.len(), 1, "it is small already");
    image::load_from_memory_with_format(&prepared.bytes, ImageFormat::Gif).expect("it is as it was");
    assert_eq!(shown(ImageFormat::Gif, &gif(1)).expect("a picture").picture.round_ms, None);
}

fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let named = [name.as_slice(), data].concat();
    let mut crc = flate2::Crc::new();
    crc.update(&named);
    let length = u32::try_from(data.len()).expect("short").to_be_bytes();
    [&length, named.as_slice(), &crc.sum().to_be_bytes()].concat()
}

/// A grey PNG that says to be so large, with so many zeros in it.
fn bomb(width: u32, height: u32, zeros: usize) -> Vec<u8> {
    let mut deflated = ZlibEncoder::new(Vec::new(), Compression::best());
    let block = vec![0; 1024 * 1024];
    for _ in 0..zeros.div_ceil(block.len()) {
        deflated.write_all(&block[..block.len().min(zeros)]).expect("written");
    }
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    let data = deflated.finish().expect("written");
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &head), chunk(b"IDAT", &data), chunk(b"IEND", b"")]
        .concat()
}

#[test]
fn bombs_are_no_pictures_and_take_next_to_nothing() {
    let began = Instant::now();
    assert!(shown(ImageFormat::Png, &bomb(65_535, 65_535, 1_000)).is_none(), "of 4 thousand million points");
    assert!(shown(ImageFormat::Png, &bomb(10_000, 5_001, 1_000)).is_none(), "a little too large");
    let more = shown(ImageFormat::Png, &bomb(1, 1, 512 * 1024 * 1024));
    assert!(more.is_none_or(|picture| picture.picture.width == 1), "far more than its only point");
    assert!(shown(ImageFormat::Png, &bomb(7_000, 7_000, 1_000)).is_none(), "fewer than it says");

    let many = gif(2);
    let frame = many.windows(2).position(|pair| pair == b"\x21\xf9").expect("a frame");
    let second =
        many[frame + 8..].windows(2).position(|pair| pair == b"\x21\xf9").expect("another") + frame + 8;
    let frames = many[frame..second].repeat(10_000);
    let many = [&many[..frame], &frames, b"\x3b"].concat();
    assert!(measure(ImageFormat::Gif, &many).is_none(), "of ten thousand frames");

    // Passes over many points take a few bytes each.
    let mut passes = jpeg(8_000, 1_000);
    let start = passes.windows(2).position(|pair| pair == b"\xff\xda").expect("points");
    let pass = passes[start..start + 200].to_vec();
    passes.truncate(passes.len() - 2);
    passes.extend(pass.repeat(1_000));
    assert!(measure(ImageFormat::Jpeg, &passes).is_none(), "gone over a thousand times");

    let mut canvas = webp(9, 9);
    canvas.splice(12..12, *b"VP8X\x0a\0\0\0\x02\0\0\0\xff\x3f\0\xff\x3f\0");
    let length = u32::try_from(canvas.len() - 8).expect("short").to_le_bytes();
    canvas[4..8].copy_from_slice(&length);
    assert!(measure(ImageFormat::WebP, &canvas).is_none(), "of 268 million points");
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
}

#[test]
fn what_is_cut_off_or_lies_is_a_part_of_a_picture_or_none() {
    for format in FORMATS {
        let bytes = one_of(format);
        for length in (0..bytes.len()).step_by(bytes.len() / 97 + 1) {
            let cut = shown(format, &bytes[..length]);
            assert!(cut.is_none_or(|cut| cut.picture.width <= 90), "{format:?} of {length}");
        }
        for other in FORMATS {
            assert!(other == format || shown(other, &bytes).is_none(), "{format:?} as {other:?}");
        }
        for nothing in [b"".as_slice(), &[0; 4096], &[0xff; 4096]] {
            assert!(shown(format, nothing).is_none(), "{format:?}");
        }
    }
}

#[test]
fn whatever_is_broken_in_a_picture_breaks_nothing_else() {
    // The same every time: a multiplicative generator, as good as any for choosing places.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("small")
    };
    for format in FORMATS {
        let whole = one_of(format);
        for _ in 0..150 {
            let mut bytes = whole.clone();
            for _ in 0..=next(4) {
                let place = next(bytes.len());
                bytes[place] = next(256) as u8;
            }
            if let Some(prepared) = shown(format, &bytes) {
                assert!(!prepared.thumbnails.is_empty() && prepared.picture.width > 0, "{format:?}");
            }
        }
    }
}

#[test]
fn what_hides_behind_a_picture_is_not_there_any_more() {
    for format in FORMATS {
        for hidden in
            [b"<html><script>alert(1)</script>".as_slice(), b"PK\x03\x04hidden.exe", b"%PDF-1.7 1 0 obj"]
        {
            let both = [&one_of(format)[..], hidden].concat();
            let prepared = shown(format, &both).expect("a picture");
            assert!(!holds(&prepared.bytes, hidden), "{format:?}");
        }
    }
    // A GIF whose head opens a comment of a script.
    let script = b"GIF89a/*\0\0\0\0\0*/=alert(1);//".as_slice();
    assert!(shown(ImageFormat::Gif, script).is_none());
}

#[test]
fn only_what_is_shown_is_decoded_and_only_up_to_a_size() {
    let of = |media_type: &str, size| format(&MediaType::parse(media_type).expect("a type"), size);
    assert_eq!(of("image/jpeg", BYTES), Some(ImageFormat::Jpeg));
    assert_eq!(of("image/jpeg", BYTES + 1), None);
    for other in ["image/svg+xml", "image/tiff", "application/pdf", "text/html"] {
        assert_eq!(of(other, 10), None, "{other}");
    }
}

#[test]
fn a_picture_of_a_page_is_drawn_small_upright_and_without_what_was_written_into_it() {
    let drawn = |format, bytes: &[u8]| measure(format, bytes).and_then(small);
    let photo = drawn(ImageFormat::Jpeg, &jpeg(1_200, 900)).expect("a picture");
    assert_eq!((photo.width, photo.height), (240, 320));
    assert!(!photo.bytes.windows(3).any(|some| some == b"GPS"));
    let decoded = image::load_from_memory(&photo.bytes).expect("it can be decoded");
    assert_eq!((decoded.width(), decoded.height()), (240, 320));
    let moving =
        drawn(ImageFormat::Gif, &gif(3)).map(|one| image::guess_format(&one.bytes).expect("a format"));
    assert!(moving.is_none_or(|format| format != ImageFormat::Gif), "what moves stands still");
    assert!(drawn(ImageFormat::Jpeg, &jpeg(1, 1)).is_none(), "it counts who looks");
    assert!(drawn(ImageFormat::Jpeg, &jpeg(1_200, SHOWN - 1)).is_none());
    assert!(drawn(ImageFormat::Png, b"<svg></svg>").is_none());
}
