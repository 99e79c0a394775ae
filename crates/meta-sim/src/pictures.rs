//! Pictures and sounds made on the spot, so that the simulator needs no files of its own.

use sha2::{Digest as _, Sha256};

/// Edge of a profile picture.
const AVATAR: u32 = 96;
/// Edge of a sample photo.
const SCENE: u32 = 320;
/// The longest stored block of deflate.
const BLOCK: usize = 65_535;
/// Samples per second of the sample sound.
const RATE: u32 = 8_000;

/// The smallest document that a reader opens: one empty page.
pub(crate) const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// A soft two-colour disc.
pub(crate) fn avatar(seed: &[u8]) -> Vec<u8> {
    let hash = Sha256::digest(seed);
    let (a, b) = (
        [hash[0] / 2 + 60, hash[1] / 2 + 40, hash[2] / 2 + 90],
        [hash[3] / 2, hash[4] / 3, hash[5] / 2 + 40],
    );
    png(AVATAR, |x, y| {
        let mix = (x + y) * 255 / (2 * AVATAR);
        std::array::from_fn(|i| blend(a[i], b[i], mix))
    })
}

/// A pot on a table: enough of a photo to tell it from another one.
pub(crate) fn scene(seed: &[u8]) -> Vec<u8> {
    let hash = Sha256::digest(seed);
    let pot = [hash[0] / 2 + 90, hash[1] / 2 + 60, hash[2] / 3 + 50];
    png(SCENE, |x, y| {
        let (cx, cy) = (
            i64::from(x) - i64::from(SCENE / 2),
            i64::from(y) - i64::from(SCENE / 2),
        );
        let half = 78 - (cy + 60).clamp(0, 140) / 6;
        if cx * cx / 36 + (cy + 60) * (cy + 60) <= 170 && cx.abs() <= 78 {
            return pot.map(|c| c / 2);
        }
        if (-60..=90).contains(&cy) && cx.abs() <= half {
            let light = u32::try_from(cx + 80).unwrap_or(0);
            return std::array::from_fn(|i| blend(255, pot[i], (120 + light).min(255)));
        }
        if y > SCENE * 2 / 3 {
            [185, 198, 171]
        } else {
            [223, 229, 214]
        }
    })
}

fn blend(a: u8, b: u8, mix: u32) -> u8 {
    let mix = mix.min(255);
    u8::try_from((u32::from(a) * (255 - mix) + u32::from(b) * mix) / 255).unwrap_or(u8::MAX)
}

/// A true PNG, uncompressed: no dependency for two pictures.
fn png(edge: u32, pixel: impl Fn(u32, u32) -> [u8; 3]) -> Vec<u8> {
    let mut raw = Vec::new();
    for y in 0..edge {
        raw.push(0);
        for x in 0..edge {
            raw.extend_from_slice(&pixel(x, y));
        }
    }
    let mut zlib = vec![0x78, 0x01];
    let mut blocks = raw.chunks(BLOCK).peekable();
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        zlib.push(u8::from(blocks.peek().is_none()));
        zlib.extend_from_slice(&length.to_le_bytes());
        zlib.extend_from_slice(&(!length).to_le_bytes());
        zlib.extend_from_slice(block);
    }
    zlib.extend_from_slice(&adler(&raw).to_be_bytes());
    let mut header = Vec::new();
    header.extend_from_slice(&edge.to_be_bytes());
    header.extend_from_slice(&edge.to_be_bytes());
    header.extend_from_slice(&[8, 2, 0, 0, 0]);
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [
        (b"IHDR", header.as_slice()),
        (b"IDAT", zlib.as_slice()),
        (b"IEND", &[][..]),
    ] {
        let length = u32::try_from(data.len()).unwrap_or(0);
        out.extend_from_slice(&length.to_be_bytes());
        let start = out.len();
        out.extend_from_slice(kind);
        out.extend_from_slice(data);
        let check = crc(&out[start..]);
        out.extend_from_slice(&check.to_be_bytes());
    }
    out
}

fn adler(data: &[u8]) -> u32 {
    let (mut a, mut b) = (1u32, 0u32);
    for byte in data {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    (b << 16) | a
}

fn crc(data: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in data {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                (crc >> 1) ^ 0xEDB8_8320
            } else {
                crc >> 1
            };
        }
    }
    !crc
}

/// One second of a soft tone as WAV.
pub(crate) fn tone() -> Vec<u8> {
    let samples: Vec<u8> = (0..RATE)
        .map(|i| {
            let wave = (f64::from(i) * 440.0 * std::f64::consts::TAU / f64::from(RATE)).sin();
            let fade = 1.0 - f64::from(i) / f64::from(RATE);
            // Eight bits around the middle; the product stays within 0..=255.
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "bounded by construction"
            )]
            let level = (127.5 + 90.0 * wave * fade) as u8;
            level
        })
        .collect();
    let size = u32::try_from(samples.len()).unwrap_or(0);
    let mut out = b"RIFF".to_vec();
    out.extend_from_slice(&(36 + size).to_le_bytes());
    out.extend_from_slice(b"WAVEfmt ");
    out.extend_from_slice(&16u32.to_le_bytes());
    out.extend_from_slice(&[1, 0, 1, 0]);
    out.extend_from_slice(&RATE.to_le_bytes());
    out.extend_from_slice(&RATE.to_le_bytes());
    out.extend_from_slice(&[1, 0, 8, 0]);
    out.extend_from_slice(b"data");
    out.extend_from_slice(&size.to_le_bytes());
    out.extend_from_slice(&samples);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_match_known_values() {
        assert_eq!(crc(b"IEND"), 0xAE42_6082);
        assert_eq!(adler(b"Wikipedia"), 0x11E6_0398);
    }

    #[test]
    fn people_look_different() {
        assert_ne!(avatar(b"a"), avatar(b"b"));
        assert_eq!(avatar(b"a"), avatar(b"a"));
        assert!(scene(b"a").starts_with(b"\x89PNG"));
        assert_eq!(&tone()[8..12], b"WAVE");
    }
}
