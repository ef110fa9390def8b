//! The boxes of tasks as HTML. Nobody can tick one in a drawing that is everyone's: whoever looks at their own message is let.

use super::super::dialect::{self, Block, Item, Mark, Piece, Task};
use super::super::escape::escape;
use super::Drawing;

/// The most characters of what a box is called.
const CALLED: usize = 120;

impl Drawing<'_> {
    /// An entry's box and the words beside it; the blocks that are left.
    pub(super) fn task<'a>(&mut self, task: Task<'_>, blocks: &'a [Block<'a>]) -> &'a [Block<'a>] {
        let (text, rest) = match blocks {
            [Block::Paragraph(text), rest @ ..] => (text.as_str(), rest),
            _ => ("", blocks),
        };
        let pieces = dialect::pieces(text);
        self.checkbox(task, &called(&pieces));
        self.within("<span>", "</span>", |this| this.pieces(&pieces, true));
        rest
    }

    /// `data-at`: where its mark stands in the message, in bytes.
    fn checkbox(&mut self, task: Task<'_>, called: &str) {
        let at = dialect::offset(self.body, task.mark);
        let checked = if task.done { " checked" } else { "" };
        self.html
            .push_str(&format!("<input type=\"checkbox\" disabled{checked} data-at=\"{at}\" aria-label=\""));
        escape(&mut self.html, if called.is_empty() { task.mark } else { called });
        self.html.push_str("\"> ");
    }
}

/// How an entry of a list begins.
pub(super) fn opening(item: &Item<'_>) -> &'static str {
    if item.task.is_some() { "<li class=\"task\">" } else { "<li>" }
}

/// The words of an entry, on one line, without what is hidden in them.
fn called(pieces: &[Piece<'_>]) -> String {
    let (mut words, mut hidden) = (String::new(), 0_usize);
    for piece in pieces {
        let said = match piece {
            Piece::Open(Mark::Spoiler) => {
                hidden += 1;
                "…"
            }
            Piece::Close(Mark::Spoiler) => {
                hidden = hidden.saturating_sub(1);
                ""
            }
            _ if hidden > 0 => "",
            Piece::Text(text) | Piece::Code(text) | Piece::Address(text, _) => text,
            Piece::Emoji(emoji) | Piece::Named(emoji) => emoji,
            Piece::Link { label, .. } => &called(label),
            Piece::Open(_) | Piece::Close(_) => "",
        };
        words.extend(said.chars().map(|c| if c.is_whitespace() { ' ' } else { c }));
    }
    words.trim().chars().take(CALLED).collect()
}
