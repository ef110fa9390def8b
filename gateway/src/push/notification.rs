//! What a device shows, in the words that an open page would use (`static/js/lib/notifier.js`): the service worker only shows it.

use proto::room::notification::Why;
use proto::room::{Kind, PushOrder};
use serde::Serialize;

use crate::catalogue::{Catalogue, Language, Text};
use crate::draw::beginning;

/// Characters of a title, and of what stands below it.
const TITLE: usize = 100;
const BODY: usize = 200;
/// The tag of what is said in threads alone, as open pages have it.
const THREADS: &str = "threads";

/// What is told.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Notification {
    title: String,
    body: String,
    /// One of these takes the place of the one before.
    tag: String,
    /// Where it leads.
    address: String,
    /// It calls once more, though it takes the place of another.
    renotify: bool,
}

/// Who is concerned, by the names that the person who is told knows.
pub(super) struct Names {
    /// The room, or the others in a direct conversation.
    pub(super) room: String,
    /// Who wrote.
    pub(super) author: String,
}

impl Notification {
    /// What an order tells. `words`: who wrote, and what.
    pub(super) fn of(order: &PushOrder, names: &Names, words: bool) -> Self {
        let catalogue = Language::parse(&order.language).unwrap_or_default().catalogue();
        let (title, body) = if words {
            said(order, names, catalogue)
        } else {
            (names.room.clone(), catalogue.say(&Text::new("home-new").with("count", order.count)))
        };
        Self {
            title: cut(&title, TITLE),
            body: cut(&body, BODY),
            tag: if order.topic.root != 0 { THREADS.to_owned() } else { order.topic.room.to_string() },
            // A reply that stands in a thread alone is found from there, too.
            address: format!("{0}/m/{1}#m-{1}", order.address, order.seq),
            renotify: matches!(order.why, Why::Mentioned | Why::Direct),
        }
    }
}

/// By whom it is said comes first where it is for this person; else where it is said.
fn said(order: &PushOrder, names: &Names, catalogue: &Catalogue) -> (String, String) {
    let body = if order.blocked {
        catalogue.say(&Text::new("blocked-message"))
    } else if order.html.is_empty() {
        catalogue.say(&Text::new("sent-files").with("count", order.files))
    } else {
        beginning(&order.html, BODY)
    };
    let is_in_room = order.kind == Kind::Direct || order.why == Why::Everything;
    let (title, body) = if is_in_room && order.blocked {
        (names.room.clone(), body)
    } else if is_in_room {
        let first = names.author.split_whitespace().next().unwrap_or(&names.author);
        let author = catalogue.say(&Text::new("home-author").with("name", first));
        (names.room.clone(), format!("{author} {body}"))
    } else {
        let place = catalogue.say(&Text::new("home-in-room").with("room", names.room.as_str()));
        (format!("{} {place}", names.author), body)
    };
    if order.count < 2 {
        return (title, body);
    }
    (catalogue.say(&Text::new("push-title").with("title", title).with("count", order.count)), body)
}

/// So many characters of it at most.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}
