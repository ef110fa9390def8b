//! Code between two lines of backticks or tildes.

use super::{Block, Code, is_blank};

/// The line that opens it: so many of one mark, and perhaps a language.
#[derive(Clone, Copy)]
pub(super) struct Opening<'a> {
    mark: char,
    len: usize,
    info: &'a str,
}

pub(super) fn opening(line: &str) -> Option<Opening<'_>> {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let info = line.trim_start_matches(mark);
    let len = line.len() - info.len();
    // `` ```code``` `` in one line is code in running text.
    (len >= 3 && !info.contains('`')).then_some(Opening { mark, len, info: info.trim() })
}

/// Until its closing line, or to the end. What holds nothing is shown as it was typed.
pub(super) fn code<'a>(lines: &[&'a str], opening: Opening<'a>) -> (Option<Block<'a>>, usize) {
    let closes = |line: &&str| {
        let rest = line.trim_start_matches(opening.mark);
        line.len() - rest.len() >= opening.len && rest.trim().is_empty()
    };
    let end = lines.iter().skip(1).position(closes).map_or(lines.len(), |at| at + 1);
    let (code, taken) = (&lines[1..end], (end + 1).min(lines.len()));
    if code.iter().all(|line| is_blank(line)) {
        return (None, taken);
    }
    (Some(Block::Code(Code { info: opening.info, text: code.join("\n") })), taken)
}
