//! Emoji that are all there is to a message.

use unicode_segmentation::UnicodeSegmentation;

use super::super::dialect::Piece;

/// So many alone are drawn large.
const MOST: usize = 3;

/// Whether these are one to three emoji, and nothing else but blanks.
pub(super) fn are_emoji(pieces: &[Piece<'_>]) -> bool {
    let mut count = 0;
    for piece in pieces {
        let words = match piece {
            Piece::Emoji(_) => "",
            Piece::Text(words) => words,
            _ => return false,
        };
        count += usize::from(words.is_empty());
        for cluster in words.graphemes(true).filter(|cluster| !cluster.trim().is_empty()) {
            if count > MOST || emojis::get(cluster).is_none() {
                return false;
            }
            count += 1;
        }
    }
    (1..=MOST).contains(&count)
}
