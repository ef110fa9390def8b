//! Pictures and films as telephones make them, in a few bytes: what they show is letters, and so is where they were made.

/// Where it was made, as all of them say it.
pub(crate) const PLACE: &[u8] = b"+53.5511+009.9937/";
/// What is seen or heard.
pub(crate) const SEEN: &[u8] = b"points and tones";

/// A box with this content.
pub(crate) fn boxed(name: &[u8; 4], content: &[&[u8]]) -> Vec<u8> {
    let content = content.concat();
    let size = u32::try_from(content.len() + 8).expect("small").to_be_bytes();
    [&size, name.as_slice(), &content].concat()
}

fn item(id: u16, kind: &[u8; 4], rest: &[u8]) -> Vec<u8> {
    boxed(b"infe", &[&[2, 0, 0, 0], &id.to_be_bytes(), &[0, 0], kind, b"\0", rest])
}

/// A picture of this brand: what is seen, EXIF and XMP stand one behind the other, where `method` says (0: behind all boxes, 1: in one
/// of them).
pub(crate) fn picture(brand: &[u8; 4], method: u8) -> Vec<u8> {
    let exif = [b"\0\0\0\0MM\0\x2a GPS ", PLACE].concat();
    let xmp = [b"<x:xmpmeta>", PLACE].concat();
    let parts = [SEEN, &exif, &xmp];
    let items = [item(1, b"hvc1", b""), item(2, b"Exif", b""), item(3, b"mime", b"application/rdf+xml\0")];
    let begin = boxed(b"ftyp", &[brand, b"\0\0\0\0mif1", brand]);
    let inside = if method == 1 { boxed(b"idat", &parts) } else { Vec::new() };
    let meta = |first: u32| {
        let mut at = first;
        let mut places = vec![1, 0, 0, 0, 0x44, 0, 0, 3];
        for (id, part) in (1_u16..).zip(parts) {
            let length = u32::try_from(part.len()).expect("small");
            places.extend([&id.to_be_bytes()[..], &[0, method, 0, 0, 0, 1]].concat());
            places.extend([at.to_be_bytes(), length.to_be_bytes()].concat());
            at += length;
        }
        let known = boxed(b"iinf", &[&[0, 0, 0, 0, 0, 3], &items.concat()]);
        let handler = boxed(b"hdlr", &[b"\0\0\0\0\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0\0"]);
        boxed(b"meta", &[&[0; 4], &handler, &known, &boxed(b"iloc", &[&places]), &inside])
    };
    let end = if method == 1 { Vec::new() } else { boxed(b"mdat", &parts) };
    let first = if method == 1 { 0 } else { begin.len() + meta(0).len() + 8 };
    [begin, meta(u32::try_from(first).expect("small")), end].concat()
}

/// A film that says where it was made in all the ways there are.
pub(crate) fn film() -> Vec<u8> {
    let key = |name: &[u8]| boxed(b"mdta", &[name]);
    let value = |number: u32, value: &[u8]| {
        boxed(&number.to_be_bytes(), &[&boxed(b"data", &[&[0, 0, 0, 1, 0, 0, 0, 0], value])])
    };
    let keys = [key(b"com.apple.quicktime.make"), key(b"com.apple.quicktime.location.ISO6709")].concat();
    let handler = boxed(b"hdlr", &[b"\0\0\0\0\0\0\0\0mdta\0\0\0\0\0\0\0\0\0\0\0\0\0"]);
    let keyed = boxed(
        b"meta",
        &[
            &handler,
            &boxed(b"keys", &[&[0, 0, 0, 0, 0, 0, 0, 2], &keys]),
            &boxed(b"ilst", &[&value(1, b"Make"), &value(2, PLACE)]),
        ],
    );
    let said = boxed(b"\xa9xyz", &[b"\0\x12\x15\xc7", PLACE]);
    let told = boxed(b"udta", &[&boxed(b"name", &[b"a boat"]), &said, &boxed(b"loci", &[PLACE]), &[0; 4]]);
    let track = boxed(b"trak", &[&boxed(b"udta", &[&said])]);
    let xmp = b"\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac";
    [
        boxed(b"ftyp", &[b"qt  \0\0\0\0qt  "]),
        boxed(b"mdat", &[SEEN]),
        boxed(b"moov", &[&track, &keyed, &told]),
        boxed(b"uuid", &[xmp, b"<x:xmpmeta>", PLACE]),
    ]
    .concat()
}

/// A TIFF of one picture that says its place in a list of its own and in XMP.
pub(crate) fn tiff() -> Vec<u8> {
    let field = |tag: u16, kind: u16, count: usize, value: usize| {
        let long = |number: usize| u32::try_from(number).expect("small").to_le_bytes();
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &long(count), &long(value)].concat()
    };
    let (list, places) = (8, 8 + 2 + 3 * 12 + 4);
    let values = places + 2 + 2 * 12 + 4;
    [
        b"II*\0\x08\0\0\0".to_vec(),
        [&[3, 0][..], &field(0x100, 3, 1, 600), &field(0x2bc, 1, PLACE.len(), values)].concat(),
        [field(0x8825, 4, 1, places), vec![0; 4]].concat(),
        // Its first field has its value with it.
        [&[2, 0][..], &field(1, 2, 2, usize::from(b'N')), &field(2, 2, PLACE.len(), values)].concat(),
        [&[0; 4], PLACE, SEEN].concat(),
    ]
    .concat()
    .split_off(list - 8)
}
