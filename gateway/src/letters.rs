//! The words of mail, in the language of whoever asks for it. What only auth knows (the name, and the token that a link ends
//! in) it puts in place of two marks; so no address comes here, and no token leaves auth but in the mail.

use proto::auth::{Letter, Session};

use crate::catalogue::{Catalogue, Text};
use crate::draw::{self, DrawError, LetterPage};
use crate::middleware::appearance;
use crate::state::AppState;

/// What a mail says, before it is words.
struct Draft {
    subject: Text,
    hello: Text,
    /// Why it is sent.
    before: Text,
    /// What the link does, and its address with a mark for the token.
    link: (Text, String),
    /// What to do if it was somebody else who asked.
    after: Text,
}

/// To whoever forgot their password.
pub(crate) fn forgotten(state: &AppState, origin: &str) -> Result<Letter, DrawError> {
    let title = state.title();
    let draft = Draft {
        subject: Text::new("mail-reset-subject").with("installation", title.as_str()),
        hello: hello(),
        before: Text::new("mail-reset-text").with("installation", title.as_str()),
        link: (Text::new("reset-heading"), format!("{origin}/reset/{}", Letter::TOKEN)),
        after: Text::new("mail-reset-else"),
    };
    draft.written(state, origin)
}

/// To whoever has just said that an address is theirs: this person.
pub(crate) fn confirmation(state: &AppState, origin: &str, username: &str) -> Result<Letter, DrawError> {
    let title = state.title();
    let text = Text::new("mail-confirm-text").with("username", username).with("installation", title.as_str());
    let draft = Draft {
        subject: Text::new("mail-confirm-subject").with("installation", title.as_str()),
        hello: hello(),
        before: text,
        link: (Text::new("confirm-heading"), format!("{origin}/confirm/{}", Letter::TOKEN)),
        after: Text::new("mail-confirm-else"),
    };
    draft.written(state, origin)
}

/// To whoever has just signed in with this browser, should they never have done so from there.
pub(crate) fn device(
    state: &AppState,
    origin: &str,
    session: &Session,
    agent: &str,
) -> Result<Letter, DrawError> {
    let catalogue = appearance::current().language.catalogue();
    let (title, device) = (state.title(), catalogue.say(&draw::device(agent)));
    let moment = catalogue.say(&Text::new("moment").with("at", draw::iso(session.proved_at)));
    let subject = Text::new("mail-device-subject").with("installation", title.as_str());
    let text = Text::new("mail-device-text")
        .with("username", session.person.username.as_str())
        .with("installation", title.as_str())
        .with("device", device)
        .with("moment", moment);
    let link = (Text::new("mail-device-button"), format!("{origin}/settings"));
    Draft { subject, hello: hello(), before: text, link, after: Text::new("mail-device-else") }
        .written(state, origin)
}

/// To somebody who is invited by this person, with the whole link.
pub(crate) fn invite(
    state: &AppState,
    origin: &str,
    session: &Session,
    link: String,
) -> Result<Letter, DrawError> {
    let (title, by) = (state.title(), session.person.shown_name());
    let subject = Text::new("mail-invite-subject").with("installation", title.as_str());
    let text = Text::new("register-lead-invited").with("name", by).with("installation", title.as_str());
    let link = (Text::new("create-account"), link);
    let after = Text::new("mail-invite-else");
    Draft { subject, hello: Text::new("mail-hello-anyone"), before: text, link, after }.written(state, origin)
}

fn hello() -> Text {
    Text::new("mail-hello").with("name", Letter::NAME)
}

impl Draft {
    /// In words, as text and as HTML.
    fn written(self, state: &AppState, origin: &str) -> Result<Letter, DrawError> {
        let appearance = appearance::current();
        let catalogue = appearance.language.catalogue();
        let say = |text: &Text| Catalogue::say(catalogue, text);
        let title = state.title();
        let about = Text::new("mail-about").with("installation", title.as_str()).with("address", origin);
        let page = LetterPage {
            subject: say(&self.subject),
            hello: say(&self.hello),
            before: say(&self.before),
            label: say(&self.link.0),
            link: self.link.1,
            after: say(&self.after),
            about: say(&about),
        };
        let html = state.draw().page_in(&page, appearance)?;
        Ok(Letter { text: page.text(), html, subject: page.subject })
    }
}
