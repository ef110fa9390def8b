//! The most that a message can ask of the renderer: one character, or two, said again and again, for every character that means
//! something to Markdown, to HTML or to us. What it costs is counted, not timed, so it is the same on every machine:
//! `cargo test -p room-service --lib worst -- --nocapture` prints the worst.

use std::time::{Duration, Instant};

use proto::text::Body;

use super::{rest, visible};
use crate::render::dialect::{Block, parse, pieces};
use crate::render::{LONGEST, MARKS, draw, html, is_worth_it, plain};

/// One of each kind: marks, brackets, blanks, a digit, a letter, and letters of two, three and four bytes.
const ALPHABET: &str = "&<>\"'`~!@#$%^*()-_=+[]{}\\|;:,./? \t\n1aé日😀";
/// For every byte of a message, at most so many bytes of HTML: where each is escaped, or ends a line.
const GROWTH: usize = 6;

/// Every character alone, and every two.
fn units() -> impl Iterator<Item = String> {
    let pairs = ALPHABET.chars().flat_map(|one| ALPHABET.chars().map(move |two| format!("{one}{two}")));
    ALPHABET.chars().map(String::from).chain(pairs)
}

/// A unit said as often as fits, alone, at the end of an address, and around a letter with its mirror image.
fn bodies(unit: &str, bytes: usize) -> [String; 3] {
    let mirrored: String = unit.chars().rev().collect();
    let (whole, half) = (bytes / unit.len(), bytes / unit.len() / 2);
    let address = format!("https://example.org/{}", unit.repeat(whole));
    [unit.repeat(whole), address, format!("{}a{}", unit.repeat(half), mirrored.repeat(half))]
}

/// What a body costs: parts of Markdown, tags and escapes that are cleaned, bytes that are kept.
#[derive(Debug)]
struct Cost {
    parts: usize,
    marks: usize,
    bytes: usize,
}

fn cost(body: &str) -> Cost {
    let drawn = draw(body, &[]).html;
    let marks = drawn.bytes().filter(|byte| matches!(byte, b'<' | b'&')).count();
    let marks = if is_worth_it(&drawn) { marks } else { 0 };
    Cost { parts: parts(&parse(body)), marks, bytes: html(body).len() }
}

/// Blocks, and the pieces of their texts.
fn parts(blocks: &[Block<'_>]) -> usize {
    let of = |block: &Block<'_>| match block {
        Block::Paragraph(text) => pieces(text).len(),
        Block::Heading(text) => pieces(text).len(),
        Block::Quote(inner) => parts(inner),
        Block::Table(table) => {
            let cells = table.rows.iter().flatten().chain(&table.head);
            cells.map(|cell| 1 + pieces(cell).len()).sum()
        }
        Block::List(items) => items.iter().map(|item| 1 + parts(&item.blocks)).sum(),
        Block::Code(_) | Block::Rule => 0,
    };
    blocks.iter().map(|block| 1 + of(block)).sum()
}

/// The costs of all bodies of about so many bytes, the dearest first.
fn costs(units: impl Iterator<Item = String>, bytes: usize) -> Vec<(String, Cost)> {
    let mut all: Vec<_> = units
        .flat_map(|unit| bodies(&unit, bytes).map(|body| (format!("{:?}…", &unit), cost(&body))))
        .collect();
    all.sort_by_key(|(_, cost)| std::cmp::Reverse(cost.parts + 8 * cost.marks + cost.bytes));
    for (unit, cost) in all.iter().take(10) {
        eprintln!("{bytes:>6} bytes of {unit:<12} {cost:?}");
    }
    all
}

#[test]
fn no_two_characters_cost_more_than_their_share() {
    const BYTES: usize = 1_024;
    let addresses = "https://example.org/".len() * 4;
    for (unit, Cost { parts, bytes, .. }) in costs(units(), BYTES) {
        assert!(parts <= 4 * BYTES, "{unit}: {parts} parts");
        // A heading is the dearest: two bytes make a paragraph.
        assert!(bytes <= 2 * GROWTH * BYTES + addresses + 200, "{unit}: {bytes} bytes");
    }
}

#[test]
fn the_longest_message_of_any_character_is_cleaned_in_bounds() {
    for (unit, Cost { parts, marks, bytes }) in costs(ALPHABET.chars().map(String::from), Body::MAX) {
        assert!(
            parts <= 4 * Body::MAX && marks <= MARKS && bytes <= LONGEST,
            "{unit}: {parts} {marks} {bytes}"
        );
    }
}

/// How long it takes to render it: the least of some times, for what else the machine does only adds to it.
fn time(body: &str) -> Duration {
    let once = |_| {
        let begun = Instant::now();
        html(body);
        begun.elapsed()
    };
    (0..3).map(once).min().unwrap_or_default()
}

#[test]
fn four_times_as_much_of_any_character_takes_no_sixteen_times_as_long() {
    const SHORT: Duration = Duration::from_micros(100);
    for unit in ALPHABET.chars().map(String::from) {
        for (few, many) in bodies(&unit, Body::MAX / 4).iter().zip(&bodies(&unit, Body::MAX)) {
            let grown = || time(many).as_secs_f64() / time(few).max(SHORT).as_secs_f64();
            // A machine that is busy at the wrong moment is asked again; squares stay squares.
            assert!((0..40).any(|_| grown() < 10.0), "{unit:?}: {:?} for {:?}", time(many), time(few));
        }
    }
}

#[test]
fn what_is_not_worth_its_formatting_is_shown_as_it_was_typed() {
    let escapes = format!("**&** {}", "&".repeat(MARKS));
    assert_eq!(html(&escapes), plain(&escapes));
    let bold = "**a** ".repeat(MARKS / 4);
    assert!(html(&bold).contains("<strong>a</strong>"), "what fits is drawn");
}

/// What somebody may pile up who wants to be a nuisance.
fn piles() -> [(&'static str, String); 10] {
    let columns = |n: usize| format!("{}|\n{}|\n", "|a".repeat(n), "|-".repeat(n));
    let deep = |mark: &str| (0..100).map(|n| format!("{}{mark}a\n", " ".repeat(2 * n))).collect::<String>();
    [
        ("ten thousand cells", columns(100) + &format!("{}|\n", "|".repeat(100)).repeat(150)),
        ("more columns than rows are long", columns(2_000) + &"|a|\n".repeat(2_000)),
        ("five thousand boxes", "- [ ] a\n".repeat(2_048)),
        ("a list in a list", deep("- ")),
        ("a box in a box", deep("- [ ] ")),
        ("entries of an entry in one line", "- ".repeat(200) + "a"),
        ("a quote in a quote", ">".repeat(200) + " a"),
        ("joiners", "👩\u{200d}".repeat(100)),
        ("hidden text", "||a|| ".repeat(2_730)),
        ("code", format!("```js\n{}", "'a' 1 ".repeat(2_700))),
    ]
}

#[test]
fn what_is_piled_up_is_drawn_in_bounds_and_nothing_of_it_vanishes() {
    for (what, body) in piles() {
        assert!(body.len() <= Body::MAX, "{what}: {}", body.len());
        let Cost { parts, marks, bytes } = cost(&body);
        eprintln!("{what}: {parts} parts, {marks} marks, {bytes} bytes");
        assert!(parts <= 4 * Body::MAX && marks <= MARKS && bytes <= LONGEST, "{what}");
        assert_eq!(rest(&visible(&html(&body))), rest(&body.replace("js\n", "JavaScript")), "{what}");
    }
}

#[test]
fn joiners_without_end_are_no_emoji() {
    assert!(html("👩\u{200d}👩").starts_with("<p>"), "no sequence that there is");
    assert!(html(&"👩\u{200d}".repeat(100)).starts_with("<p>👩"));
    assert!(html(&"🎉\u{200d}".repeat(4_000)).len() <= LONGEST);
}
