//! A letter, filled in for one person and made into a mail. The words are the gateway's; the name, the link and the address
//! are put in here, where addresses are known.

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder, MultiPart};
use lettre::{Address, Message};
use proto::auth::{Letter, Token, UnreadMail};
use uuid::Uuid;

/// Whom a letter goes to.
#[derive(Clone, Debug)]
pub(crate) struct Recipient {
    /// Not for logs.
    pub(crate) address: String,
    /// The name that is put in.
    pub(crate) name: String,
}

/// Why it is no mail.
#[derive(Debug, thiserror::Error)]
#[error("it cannot be made into a mail")]
pub(crate) struct NoMail;

/// A mail to `to`, in the name of `from`.
pub(super) fn mail(
    from: &Mailbox,
    to: &Recipient,
    letter: &Letter,
    token: Option<&Token>,
) -> Result<Message, NoMail> {
    let filled = letter.fill(&to.name, token.map_or("", Token::reveal)).ok_or(NoMail)?;
    finish(begin(from, to, Uuid::new_v4())?, filled)
}

/// A mail that tells of what is unread. Sent again under the same `key` it is the same mail; programs show what has its `thread` together.
pub(super) fn unread_mail(
    from: &Mailbox,
    to: &Recipient,
    key: Uuid,
    mail: &UnreadMail,
) -> Result<Message, NoMail> {
    let filled = mail.letter.fill(&to.name, "").filter(|_| mail.has_address()).ok_or(NoMail)?;
    let thread = id(from, mail.thread);
    let mut message = begin(from, to, key)?
        .in_reply_to(thread.clone())
        .references(thread)
        .raw_header(header("List-Unsubscribe", &format!("<{}>", mail.unsubscribe))?);
    if mail.unsubscribe.starts_with("https://") {
        message = message.raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")?);
    }
    finish(message, filled)
}

fn begin(from: &Mailbox, to: &Recipient, key: Uuid) -> Result<MessageBuilder, NoMail> {
    let address: Address = to.address.parse().map_err(|_| NoMail)?;
    let message = Message::builder().from(from.clone()).to(Mailbox::new(None, address));
    Ok(message.message_id(Some(id(from, key))).raw_header(header("Auto-Submitted", "auto-generated")?))
}

fn id(from: &Mailbox, key: Uuid) -> String {
    format!("<{key}@{}>", from.email.domain())
}

fn finish(message: MessageBuilder, filled: Letter) -> Result<Message, NoMail> {
    let words = MultiPart::alternative_plain_html(filled.text, filled.html);
    message.subject(filled.subject).multipart(words).map_err(|_| NoMail)
}

/// One that answering machines know us by (RFC 3834).
fn header(name: &'static str, value: &str) -> Result<HeaderValue, NoMail> {
    let name = HeaderName::new_from_ascii(name.to_owned()).map_err(|_| NoMail)?;
    Ok(HeaderValue::new(name, value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(to: &str, name: &str, subject: &str) -> Result<String, NoMail> {
        let from: Mailbox = "Hubbub <hubbub@example.org>".parse().expect("a sender");
        let letter = Letter {
            subject: subject.to_owned(),
            text: format!("Hello {}, go to https://chat.example.org/reset/{}", Letter::NAME, Letter::TOKEN),
            html: format!("<p>Hello {}</p><a href=\"/reset/{}\">Go</a>", Letter::NAME, Letter::TOKEN),
        };
        let to = Recipient { address: to.to_owned(), name: name.to_owned() };
        let token = Token::generate().expect("random");
        let mail = mail(&from, &to, &letter, Some(&token))?;
        // Long lines are broken where that is undone by whoever reads it.
        let mail = String::from_utf8(mail.formatted()).expect("mail is ASCII").replace("=\r\n", "");
        assert!(mail.is_ascii() && mail.contains(token.reveal()), "{mail}");
        Ok(mail)
    }

    #[test]
    fn a_mail_has_the_words_twice_and_the_name_escaped_where_it_is_html() {
        let mail = made("rosa@example.org", "Rosa <b>", "Your password").expect("a mail");
        assert!(mail.contains("To: rosa@example.org\r\n"), "{mail}");
        assert!(mail.contains("Hello Rosa <b>,") && mail.contains("Hello Rosa &lt;b&gt;"), "{mail}");
        assert!(
            mail.contains("Auto-Submitted: auto-generated\r\n") && mail.contains("Message-ID: <"),
            "{mail}"
        );
    }

    #[test]
    fn nothing_that_goes_in_adds_a_header_or_another_recipient() {
        for bad in ["rosa@example.org\r\nBcc: all@example.org", "rosa@example.org, b@example.org", "a b@c"] {
            assert!(made(bad, "Rosa", "Hello").is_err(), "{bad:?}");
        }
        for name in ["Rosa\r\nBcc: all@example.org", "Rosa\n\n.\n"] {
            let mail = made("rosa@example.org", name, "Hello").expect("a mail");
            let (headers, _) = mail.split_once("\r\n\r\n").expect("headers");
            assert!(!headers.contains("Bcc"), "{headers}");
        }
        assert!(made("rosa@example.org", "Rosa", "Hello\r\nBcc: all@example.org").is_err());
        let mail = made("rosa@example.org", "Rosa", "Grüße").expect("any script");
        assert!(mail.contains("Subject: =?utf-8?"), "{mail}");
    }
}
