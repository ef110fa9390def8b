//! Code in running text: between two runs of as many backticks.

use std::collections::HashMap;

/// Where code begins and ends.
pub(super) struct CodeSpans(HashMap<usize, usize>);

impl CodeSpans {
    pub(super) fn of(text: &str) -> Self {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        let mut at = 0;
        while let Some(found) = text[at..].find('`') {
            let start = at + found;
            let len = text.bytes().skip(start).take_while(|byte| *byte == b'`').count();
            runs.push((start, len));
            at = start + len;
        }
        let mut later: HashMap<usize, Vec<usize>> = HashMap::new();
        for (start, len) in runs.iter().rev() {
            later.entry(*len).or_default().push(*start);
        }
        let (mut spans, mut end) = (HashMap::new(), 0);
        for (start, len) in runs {
            let Some(same) = later.get_mut(&len) else { continue };
            same.pop();
            if start < end {
                continue;
            }
            if let Some(close) = same.last().copied()
                && !text[start + len..close].trim().is_empty()
            {
                end = close + len;
                spans.insert(start, end);
            }
        }
        Self(spans)
    }

    /// Where the code that begins here ends, if some does.
    pub(super) fn end(&self, start: usize) -> Option<usize> {
        self.0.get(&start).copied()
    }
}
