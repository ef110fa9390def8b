//! Pictures and films as telephones make them, as they break, and as people make them who mean ill.

#[path = "../../../tests/pages/containers.rs"]
mod containers;

use bytes::Bytes;
use futures_util::FutureExt;
use proptest::prelude::*;

use super::*;
use containers::{PLACE, SEEN, boxed, film, picture, tiff};

impl Source for Vec<u8> {
    async fn read(&self, range: Range<u64>) -> Result<Bytes, StoreError> {
        let range = usize::try_from(range.start).expect("small")..usize::try_from(range.end).expect("small");
        Ok(Bytes::copy_from_slice(&self[range]))
    }
}

fn found(bytes: &[u8], family: Family) -> Found {
    let finding = find(bytes.to_vec(), bytes.len() as u64, family).now_or_never();
    finding.expect("nothing is waited for").expect("it can be read")
}

/// The file afterwards, written in pieces of so many bytes, and whether some of it was not understood.
fn blanked(bytes: &[u8], family: Family, piece: usize) -> (Vec<u8>, bool) {
    let Found { blanks, is_doubtful } = found(bytes, family);
    let mut written = bytes.to_vec();
    for (number, piece_of) in written.chunks_mut(piece).enumerate() {
        for blank in &blanks {
            blank.over(piece_of, (number * piece) as u64);
        }
    }
    (written, is_doubtful)
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn all() -> Vec<(&'static str, Family, Vec<u8>)> {
    vec![
        ("heic", Family::Boxes, picture(b"heic", 0)),
        ("heic with a box of items", Family::Boxes, picture(b"heic", 1)),
        ("avif", Family::Boxes, picture(b"avif", 0)),
        ("film", Family::Boxes, film()),
        ("tiff", Family::Tiff, tiff()),
    ]
}

#[test]
fn where_it_was_made_is_gone_and_nothing_else_moves() {
    for (name, family, bytes) in all() {
        let (written, is_doubtful) = blanked(&bytes, family, bytes.len());
        assert!(!is_doubtful && written.len() == bytes.len(), "{name}");
        assert!(holds(&bytes, PLACE) && !holds(&written, PLACE) && !holds(&written, b"GPS"), "{name}");
        assert!(holds(&written, SEEN), "{name}");
        let others = bytes.iter().zip(&written).filter(|(before, after)| before != after);
        assert!(others.clone().all(|(_, after)| b"\0free".contains(after)), "{name}: zeros and names alone");
        for piece in [1, 3, 7, 64] {
            assert!(blanked(&bytes, family, piece).0 == written, "{name} in pieces of {piece}");
        }
        assert!(
            blanked(&written, family, 64) == (written.clone(), false),
            "{name}: done twice it is the same"
        );
    }
    let (film, _) = blanked(&film(), Family::Boxes, 64);
    assert!(holds(&film, b"Make") && holds(&film, b"a boat"), "what says no place stays");
}

#[test]
fn what_a_telephone_films_behind_its_picture_is_opened_too() {
    let both = [picture(b"heic", 0), boxed(b"mpvd", &[&film()])].concat();
    let (written, is_doubtful) = blanked(&both, Family::Boxes, 64);
    // What stands beside the film there belongs to no format.
    let end = both.len() - PLACE.len();
    assert!(!is_doubtful && !holds(&written[..end], PLACE));
}

/// The numbers of an item's place begin there: six bytes of the item, four each of where and how long.
fn place_of(bytes: &[u8], item: usize) -> usize {
    let list = bytes.windows(4).position(|window| window == b"iloc").expect("places") + 4;
    list + 8 + (item - 1) * 16 + 8
}

#[test]
fn what_would_harm_the_picture_is_left_as_it_is_and_doubted() {
    let whole = picture(b"heic", 0);
    let exif = place_of(&whole, 2);
    let seen = whole[place_of(&whole, 1)..][..4].to_vec();
    let meta = (whole.windows(4).position(|window| window == b"meta").expect("a box") as u32).to_be_bytes();
    for (place, why) in [
        (seen.as_slice(), "the picture itself"),
        (&meta, "the list itself"),
        (&[0; 4], "what says that it is a picture"),
        (&u32::MAX.to_be_bytes(), "behind the end"),
    ] {
        let mut lying = whole.clone();
        lying[exif..exif + 4].copy_from_slice(place);
        let (written, is_doubtful) = blanked(&lying, Family::Boxes, 64);
        assert!(is_doubtful, "{why}");
        assert!(written == lying, "{why}");
    }
    let mut elsewhere = whole.clone();
    elsewhere[exif + 4..exif + 8].fill(0);
    assert!(found(&elsewhere, Family::Boxes).is_doubtful, "as long as the file is");
}

#[test]
fn bombs_of_boxes_lists_and_places_are_read_no_further_than_others() {
    let boxes = boxed(b"free", &[]).repeat(1_000_000);
    assert!(found(&boxes, Family::Boxes).is_doubtful);
    let mut nested = Vec::new();
    for _ in 0..10_000 {
        nested = [&(nested.len() as u32 + 8).to_be_bytes()[..], b"trak", &nested].concat();
    }
    assert!(found(&boxed(b"moov", &[&nested]), Family::Boxes).is_doubtful);
    let many = boxed(b"moov", &[&boxed(b"udta", &[&boxed(b"\xa9xyz", &[PLACE]).repeat(4_000)])]);
    let found_in = found(&many, Family::Boxes);
    assert!(found_in.is_doubtful && found_in.blanks.len() <= BLANKS);
    // A list that leads to itself, and one of 65,535 fields that all say the whole file is a place.
    let mut circle = tiff();
    let next = 8 + 2 + 3 * 12;
    circle[next..next + 4].copy_from_slice(&8_u32.to_le_bytes());
    assert!(!found(&circle, Family::Tiff).is_doubtful);
    let field = b"\xbc\x02\x01\0\xff\xff\0\0\0\0\0\0".repeat(65_535);
    let lists = [b"II*\0\x08\0\0\0\xff\xff".as_slice(), &field, &[0; 4]].concat();
    let found_in = found(&lists, Family::Tiff);
    assert!(found_in.is_doubtful && found_in.blanks.len() == 1, "over each byte once");
}

#[test]
fn what_is_cut_off_breaks_nothing() {
    for (name, family, bytes) in all() {
        for length in 0..bytes.len() {
            let (written, _) = blanked(&bytes[..length], family, 64);
            assert_eq!(written.len(), length, "{name}");
        }
    }
}

proptest! {
    #[test]
    fn whatever_stands_in_a_file_it_is_as_long_afterwards(
        which in 0_usize..5,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
    ) {
        let (_, family, mut bytes) = all().swap_remove(which);
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let (written, _) = blanked(&bytes, family, 64);
        prop_assert_eq!(written.len(), bytes.len());
    }

    #[test]
    fn what_is_no_file_at_all_is_read_without_harm(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        head in prop::sample::select(vec![&b""[..], b"II*\0\x08\0\0\0", b"\0\0\x02\0meta\0\0\0\0", b"\0\0\x02\0moov"]),
    ) {
        let bytes = [head, &bytes].concat();
        for family in [Family::Boxes, Family::Tiff] {
            prop_assert_eq!(blanked(&bytes, family, 64).0.len(), bytes.len());
        }
    }
}
