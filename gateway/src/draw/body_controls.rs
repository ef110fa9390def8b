//! What a message's words can be done with: code copied and wrapped, hidden text shown, boxes ticked. The words were drawn once, for
//! everyone and in no language; what stands beside them is the reader's. In rendered HTML a `<` of the text is escaped, so each that
//! is found is a tag.

use serde::Serialize;
use tera::{Kwargs, State, Tera, TeraResult};

use super::excerpt::unescaped;

const SPOILER: &str = "<label class=\"spoiler\"><input type=\"checkbox\"";
const CAPTION_END: &str = "</figcaption>";
const BOX: &str = "<input type=\"checkbox\" disabled=\"\"";

/// Whether there is something in it to be given controls.
pub(super) fn has_controls(html: &str) -> bool {
    html.contains(CAPTION_END) || html.contains(SPOILER)
}

/// Gives templates the filter `controls`: `{{ html | controls(code=…, spoiler=…) }}`.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("controls", |html: &str, arguments: Kwargs, _: &State<'_>| -> TeraResult<String> {
        let (code, spoiler) = (arguments.must_get::<&str>("code")?, arguments.must_get::<&str>("spoiler")?);
        let spoiler = format!("{SPOILER} autocomplete=\"off\" aria-label=\"{spoiler}\"");
        Ok(html.replace(SPOILER, &spoiler).replace(CAPTION_END, &format!("{code}{CAPTION_END}")))
    });
}

/// A box of a message, for a form to tick.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Task {
    /// Where its mark stands in what was typed, in bytes.
    at: usize,
    /// It is ticked.
    done: bool,
    /// What is to be done.
    words: String,
}

/// The boxes of rendered words, in their order.
pub(super) fn tasks(html: &str) -> Vec<Task> {
    let task = |rest: &str| {
        let (tag, _) = rest.split_once('>')?;
        let value = |name: &str| tag.split_once(name)?.1.split('"').next();
        Some(Task {
            at: value(" data-at=\"")?.parse().ok()?,
            done: tag.starts_with(" checked"),
            words: unescaped(value(" aria-label=\"")?),
        })
    };
    html.split(BOX).skip(1).filter_map(task).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_found_with_what_they_stand_for() {
        let html = "<p>&lt;input type=\"checkbox\" disabled=\"\" data-at=\"1\"</p><ul>\
            <li class=\"task\"><input type=\"checkbox\" disabled=\"\" data-at=\"7\" aria-label=\"a &lt; b\"> <span>a &lt; b</span></li>\
            <li class=\"task\"><input type=\"checkbox\" disabled=\"\" checked=\"\" data-at=\"19\" aria-label=\"c\"> <span>c</span></li></ul>";
        let found: Vec<_> = tasks(html).into_iter().map(|task| (task.at, task.done, task.words)).collect();
        assert_eq!(found, [(7, false, "a < b".to_owned()), (19, true, "c".to_owned())]);
        assert!(tasks("<label class=\"spoiler\"><input type=\"checkbox\"><span>x</span></label>").is_empty());
    }
}
