//! What a mail of unread messages says, in the language of whoever it is to.

use proto::auth::Letter;
use proto::room::{Kind, MailConversation, MailMessage, MailOrder};

use super::UnreadMailer;
use crate::actions::{Actions, direct};
use crate::catalogue::{Catalogue, Language, Text};
use crate::draw::{Appearance, DrawError, UnreadLetterLine, UnreadLetterPage, UnreadLetterPart, beginning};

/// Characters of a message, and of a name.
const MESSAGE: usize = 160;
const NAME: usize = 80;

/// The letter. `origin`: where its links lead.
pub(super) async fn letter(
    mailer: &UnreadMailer,
    actions: &Actions,
    order: &MailOrder,
    origin: &str,
) -> Result<Letter, DrawError> {
    let language = Language::parse(&order.language).unwrap_or_default();
    let catalogue = language.catalogue();
    let say = |text: &Text| Catalogue::say(catalogue, text);
    let (title, words) = (mailer.title.get(), mailer.words && order.words);
    let mut parts = Vec::new();
    for one in &order.conversations {
        let name = name(actions, order, one).await;
        let lines = if words { lines(actions, catalogue, &one.messages) } else { Vec::new() };
        let more = more(one.count, lines.len()).map(|text| say(&text));
        let link = format!("{origin}{0}/m/{1}#m-{1}", one.address, one.seq);
        parts.push(UnreadLetterPart { name, link, lines, more });
    }
    let count: i64 = order.conversations.iter().map(|one| one.count).sum();
    let lead = Text::new("mail-unread-text").with("count", count).with("installation", title.as_str());
    let page = UnreadLetterPage {
        subject: cut(&say(&subject(order, &parts, &title)), Letter::SUBJECT),
        hello: say(&Text::new("mail-hello").with("name", Letter::NAME)),
        lead: say(&lead),
        parts,
        why: say(&Text::new("mail-unread-why").with("pace", order.pace.as_str())),
        settings: (say(&Text::new("mail-unread-settings")), format!("{origin}/settings/notifications#mail")),
        stop: (say(&Text::new("mail-unread-stop")), unsubscribe(origin, order)),
        about: say(&Text::new("mail-about").with("installation", title.as_str()).with("address", origin)),
    };
    let html = mailer.draw.page_in(&page, Appearance { language, ..Appearance::default() })?;
    Ok(Letter { text: page.text(), html, subject: page.subject })
}

/// Where its recipient is told no more.
pub(super) fn unsubscribe(origin: &str, order: &MailOrder) -> String {
    format!("{origin}/unsubscribe/{}", order.link.simple())
}

/// The same for all mail about one conversation, so that programs show it together.
fn subject(order: &MailOrder, parts: &[UnreadLetterPart], title: &str) -> Text {
    match (&*order.conversations, parts) {
        ([one], [part]) if one.kind == Kind::Direct => {
            Text::new("mail-unread-subject-direct").with("name", part.name.as_str())
        }
        ([_], [part]) => Text::new("mail-unread-subject-room").with("room", part.name.as_str()),
        _ => Text::new("mail-unread-subject").with("installation", title),
    }
}

async fn name(actions: &Actions, order: &MailOrder, one: &MailConversation) -> String {
    if one.name.is_empty() {
        let name = direct::name_of(actions.people(), order.user, &one.others).await;
        plain(&name, NAME)
    } else {
        plain(&one.name, NAME)
    }
}

fn lines(actions: &Actions, catalogue: &Catalogue, messages: &[MailMessage]) -> Vec<UnreadLetterLine> {
    let line = |message: &MailMessage| {
        let author = actions.people().peek(message.author);
        let author = author.map_or_else(|| message.author_name.clone(), |one| one.shown_name());
        let author = Text::new("home-author").with("name", plain(&author, NAME));
        let said = if message.html.is_empty() {
            catalogue.say(&Text::new("sent-files").with("count", message.files))
        } else {
            plain(&beginning(&message.html, MESSAGE), MESSAGE + 1)
        };
        UnreadLetterLine { author: catalogue.say(&author), said }
    };
    messages.iter().map(line).collect()
}

/// How many there are that are not shown.
fn more(count: i64, shown: usize) -> Option<Text> {
    let rest = count - i64::try_from(shown).unwrap_or(count);
    (rest > 0).then(|| match shown {
        0 => Text::new("home-new").with("count", rest),
        _ => Text::new("mail-unread-more").with("count", rest),
    })
}

/// Without the marks in whose place auth puts names and tokens, and at most so long.
fn plain(text: &str, most: usize) -> String {
    let marks = |c: char| c.is_control() || ('\u{e000}'..='\u{f8ff}').contains(&c);
    cut(&text.chars().filter(|c| !marks(*c)).collect::<String>(), most)
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}
