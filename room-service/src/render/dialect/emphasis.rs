//! Runs of `*`, `_`, `~` and `|`: which open, which close, and which have no effect.

use super::letters::{is_cjk, is_punctuation};

/// A run of one mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub(super) mark: u8,
    pub(super) start: usize,
    pub(super) len: usize,
    pub(super) opens: bool,
    pub(super) closes: bool,
}

/// What a part of a run does: so many marks of it open or close together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    Open(usize),
    Close(usize),
}

impl Run {
    /// The run that begins at `start`.
    pub(super) fn at(text: &str, start: usize) -> Self {
        let mark = text.as_bytes()[start];
        let len = text.bytes().skip(start).take_while(|byte| *byte == mark).count();
        let before = text[..start].chars().next_back();
        let after = text[start + len..].chars().next();
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let other = |c: Option<char>| c.is_some_and(is_punctuation);
        let free = |c: Option<char>| blank(c) || other(c) || c.is_some_and(is_cjk);
        // As in CommonMark, but a letter of a script without blanks is as good as a blank.
        let left = !blank(after) && (!other(after) || free(before));
        let right = !blank(before) && (!other(before) || free(after));
        let fits = if matches!(mark, b'~' | b'|') { len == 2 } else { len <= 3 };
        let (opens, closes) = match mark {
            b'_' | b'|' => (left && (!right || free(before)), right && (!left || free(after))),
            _ => (left, right),
        };
        Self { mark, start, len, opens: fits && opens, closes: fits && closes }
    }
}

/// What each run does, outermost marks first; nothing for those without effect. Each opening run is looked at a constant number of times.
pub(super) fn resolve(runs: &[Run]) -> Vec<Vec<Effect>> {
    let mut effects = vec![Vec::new(); runs.len()];
    // Runs that are open: their number, and how many of their marks are left.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut waiting = [[0_usize; 4]; 4];
    let kind = |run: &Run| match run.mark {
        b'*' => 0,
        b'_' => 1,
        b'~' => 2,
        _ => 3,
    };
    for (n, run) in runs.iter().enumerate() {
        let mut left = run.len;
        while run.closes && left > 0 {
            let fits = |other: usize| other == left || other == 3 || left == 3;
            if !(1..=3).any(|other| fits(other) && waiting[kind(run)][other] > 0) {
                break;
            }
            // There is one that fits: what was opened after it has no effect.
            while let Some((other, rest)) = open.pop() {
                waiting[kind(&runs[other])][rest] -= 1;
                if runs[other].mark != run.mark || !fits(rest) {
                    continue;
                }
                let together = rest.min(left);
                // Of an opening run the inner marks are used first, and they stand last.
                effects[other].push(Effect::Open(together));
                effects[n].push(Effect::Close(together));
                left -= together;
                if rest > together {
                    open.push((other, rest - together));
                    waiting[kind(run)][rest - together] += 1;
                }
                break;
            }
        }
        if run.opens && left == run.len && left <= 3 {
            open.push((n, left));
            waiting[kind(run)][left] += 1;
        }
    }
    for effect in &mut effects {
        if matches!(effect.first(), Some(Effect::Open(_))) {
            effect.reverse();
        }
    }
    effects
}
