//! Small pictures of photos, so that a thread of many does not load them whole.

use std::io::Cursor;
use std::sync::Arc;

use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};
use tokio::sync::Semaphore;

/// Longest edge of a small picture: twice a bubble's width, for sharp screens.
const EDGE: u32 = 640;
/// A photo within this edge and size is its own small picture.
const SMALL_BYTES: usize = 64 * 1024;
/// Largest edge that is decoded; cameras of phones make 12,000 at most.
const MAX_EDGE: u32 = 16_384;
/// Largest number of points that is decoded: 200 megapixels are the most that a phone's camera makes, and 50 are what their
/// apps send.
const MAX_POINTS: u64 = 64_000_000;
/// Most memory that a decoder takes: the points above with four bytes each.
const MAX_ALLOC: u64 = 256 * 1024 * 1024;
/// Largest file that is looked at.
pub const MAX_BYTES: u64 = 32 * 1024 * 1024;
/// Small pictures made at once: each takes a core and up to [`MAX_ALLOC`].
const AT_ONCE: usize = 1;
/// Quality of the JPEG: the lowest at which skin shows no blocks.
const QUALITY: u8 = 80;

/// Makes small pictures, few at a time.
#[derive(Clone, Debug)]
pub struct Thumbs {
    slots: Arc<Semaphore>,
}

impl Default for Thumbs {
    fn default() -> Self {
        Self {
            slots: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

/// A small picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thumb {
    /// The file.
    pub bytes: Bytes,
    /// Its type.
    pub mime: &'static str,
}

impl Thumbs {
    /// A small picture of a photo; `None` if it is no photo that can be decoded within the bounds, or small enough itself.
    pub async fn of(&self, photo: Bytes) -> Option<Thumb> {
        let slot = Arc::clone(&self.slots).acquire_owned().await.ok()?;
        let made = tokio::task::spawn_blocking(move || {
            let made = make(&photo);
            drop(slot);
            made
        });
        made.await.ok().flatten()
    }
}

fn make(photo: &[u8]) -> Option<Thumb> {
    let reader = || {
        ImageReader::new(Cursor::new(photo))
            .with_guessed_format()
            .ok()
    };
    let format = reader()?.format()?;
    if !matches!(
        format,
        ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP | ImageFormat::Gif
    ) {
        return None;
    }
    let (width, height) = reader()?.into_dimensions().ok()?;
    let points = u64::from(width) * u64::from(height);
    if width.max(height) > MAX_EDGE || points > MAX_POINTS || points == 0 {
        return None;
    }
    if width.max(height) <= EDGE && photo.len() <= SMALL_BYTES {
        return None;
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_EDGE);
    limits.max_image_height = Some(MAX_EDGE);
    limits.max_alloc = Some(MAX_ALLOC);
    let mut reader = reader()?;
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let turned = decoder.orientation().ok();
    let picture = DynamicImage::from_decoder(decoder).ok()?;
    let mut picture = if width.max(height) > EDGE {
        picture.thumbnail(EDGE, EDGE)
    } else {
        picture
    };
    if let Some(turned) = turned {
        picture.apply_orientation(turned);
    }
    let mut out = Cursor::new(Vec::new());
    let mime = if picture.color().has_alpha() {
        picture.write_to(&mut out, ImageFormat::Png).ok()?;
        "image/png"
    } else {
        let encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
        picture.to_rgb8().write_with_encoder(encoder).ok()?;
        "image/jpeg"
    };
    Some(Thumb {
        bytes: out.into_inner().into(),
        mime,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    fn photo(width: u32, height: u32) -> Vec<u8> {
        let picture = RgbImage::from_fn(width, height, |x, y| {
            Rgb([
                x.to_le_bytes()[0],
                y.to_le_bytes()[0],
                (x * y).to_le_bytes()[0],
            ])
        });
        let mut out = Cursor::new(Vec::new());
        picture.write_to(&mut out, ImageFormat::Png).unwrap();
        out.into_inner()
    }

    #[test]
    fn a_large_photo_becomes_small_and_keeps_its_shape() {
        let thumb = make(&photo(1_600, 800)).unwrap();
        assert_eq!(thumb.mime, "image/jpeg");
        let small = image::load_from_memory(&thumb.bytes).unwrap();
        assert_eq!((small.width(), small.height()), (EDGE, EDGE / 2));
    }

    #[test]
    fn what_is_see_through_stays_so() {
        let picture = RgbaImage::from_pixel(900, 900, Rgba([1, 2, 3, 0]));
        let mut out = Cursor::new(Vec::new());
        picture.write_to(&mut out, ImageFormat::Png).unwrap();
        assert_eq!(make(&out.into_inner()).unwrap().mime, "image/png");
    }

    #[test]
    fn small_broken_and_oversized_ones_have_none() {
        assert_eq!(make(&photo(40, 40)), None);
        assert_eq!(make(b"GIF89a is not enough"), None);
        let whole = photo(1_000, 1_000);
        assert_eq!(make(&whole[..whole.len() / 2]), None);
        // A header that promises more points than may be decoded, with nothing behind it.
        let mut bomb = whole;
        bomb[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
        bomb[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
        assert_eq!(make(&bomb), None);
    }
}
