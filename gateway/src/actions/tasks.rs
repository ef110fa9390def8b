//! Boxes of task lists, ticked: an edit of the words they stand in.

use proto::room::{Action, Message};
use proto::{Reason, Refusal, Seq};

/// A box: where its mark stands in the words, in bytes, and whether it shall be ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tick {
    pub(crate) at: usize,
    pub(crate) done: bool,
}

/// What ticks a box of this message, drawn as it was at `rev`. None: it is ticked already.
///
/// # Errors
/// The words have changed since: the box may be another one.
pub(crate) fn tick(message: &Message, tick: Tick, rev: Seq) -> Result<Option<Action>, Refusal> {
    let moved = || Refusal::from(Reason::EditedMeanwhile);
    if message.text_rev > rev {
        return Err(moved());
    }
    let body = ticked(&message.body, tick).ok_or_else(moved)?;
    if body == message.body {
        return Ok(None);
    }
    super::messages::edit(message.seq, &body, Some(message.text_rev), Vec::new()).map(Some)
}

/// The words with that box as it shall be; none if no box is there.
fn ticked(body: &str, Tick { at, done }: Tick) -> Option<String> {
    let mark = body.get(at..at.checked_add(3)?)?;
    let is_done = match mark {
        "[ ]" => false,
        "[x]" | "[X]" => true,
        _ => return None,
    };
    let mark = match (is_done, done) {
        (false, true) => "[x]",
        (true, false) => "[ ]",
        _ => mark,
    };
    Some(format!("{}{mark}{}", &body[..at], &body[at + 3..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_ticked_where_it_stands_and_nowhere_else() {
        let body = "Für 日曜:\n- [ ] Lights\n- [X] Cable";
        let (lights, cable) = (body.find("[ ]").expect("a box"), body.find("[X]").expect("a box"));
        let tick = |at, done| ticked(body, Tick { at, done });
        assert_eq!(tick(lights, true).as_deref(), Some("Für 日曜:\n- [x] Lights\n- [X] Cable"));
        assert_eq!(tick(cable, false).as_deref(), Some("Für 日曜:\n- [ ] Lights\n- [ ] Cable"));
        assert_eq!(tick(cable, true).as_deref(), Some(body), "ticked already");
        // In the middle of a letter, of a word, behind the end.
        for at in [2, lights + 1, body.len() - 1, body.len(), usize::MAX] {
            assert_eq!(tick(at, true), None, "{at}");
        }
    }
}
