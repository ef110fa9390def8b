//! The words of mail, in the language of whoever asks for it. What only auth knows (the name, and the token that a link ends
//! in) it puts in place of two marks; so no address comes here, and no token leaves auth but in the mail.

use proto::auth::Letter;

use crate::catalogue::{Catalogue, Text};
use crate::draw::{DrawError, LetterPage};
use crate::middleware::appearance;
use crate::state::AppState;

/// What a mail says, before it is words.
struct Draft {
    subject: Text,
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
        before: text,
        link: (Text::new("confirm-heading"), format!("{origin}/confirm/{}", Letter::TOKEN)),
        after: Text::new("mail-confirm-else"),
    };
    draft.written(state, origin)
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
            hello: say(&Text::new("mail-hello").with("name", Letter::NAME)),
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
