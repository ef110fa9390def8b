//! What people sign in with: a username or an e-mail address.

use super::{Broadcast, parsed};
use crate::{Reason, Refusal};

parsed!(
    /// A username: 2 to 32 of `a–z 0–9 . _ -`, beginning with a letter or digit and not ending in `.` or `-`, which end
    /// sentences; always in lower case.
    /// ASCII on purpose: it is typed to sign in and to mention, and one script alone leaves no room for a letter of
    /// another that looks the same. The display name takes any script.
    Username
);
parsed!(
    /// An e-mail address, in lower case, checked for form only: something, `@`, a domain; at most 254 bytes (RFC 5321 §4.5.3.1.3).
    Email
);

impl Username {
    /// The fewest characters of a username.
    pub const MIN: usize = 2;
    /// The most characters of a username.
    pub const MAX: usize = 32;

    /// Reads a username, forgiving in case and spaces around it.
    ///
    /// # Errors
    /// Not the form of a username, or a word that calls more than one person.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let name = text.trim().to_ascii_lowercase();
        let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if !(Self::MIN..=Self::MAX).contains(&name.len())
            || !name.chars().all(inside)
            || !name.starts_with(|c: char| c.is_ascii_alphanumeric())
            || name.ends_with(['.', '-'])
        {
            return Err(Refusal::new(Reason::UsernameForm { min: Self::MIN, max: Self::MAX }).on("username"));
        }
        if Broadcast::parse(&name).is_some_and(|word| word.as_str() == name) {
            return Err(Refusal::new(Reason::UsernameTaken).on("username"));
        }
        Ok(Self(name))
    }
}

impl Email {
    /// What stands before the `@`.
    pub fn local(&self) -> &str {
        self.0.rsplit_once('@').map_or(&self.0, |(local, _)| local)
    }

    /// Reads an e-mail address.
    ///
    /// # Errors
    /// Not the form of an address.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let email = text.trim().to_lowercase();
        let refused = || Refusal::new(Reason::EmailForm).on("email");
        let (local, domain) = email.rsplit_once('@').ok_or_else(refused)?;
        let odd = |c: char| {
            c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | ',' | ';' | '(' | ')' | '\\')
        };
        if local.is_empty()
            || local.len() > 64
            || email.len() > 254
            || email.contains(odd)
            || local.contains('@')
        {
            return Err(refused());
        }
        let labels_fit = domain.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
        if labels_fit { Ok(Self(email)) } else { Err(refused()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usernames_are_plain_and_lower_case() {
        assert_eq!(Username::parse(" Rosa.Silva ").expect("fine").as_str(), "rosa.silva");
        for bad in
            ["", "a", "röst", "-rosa", "rosa.", "rosa-", "rosa silva", "rosa\u{202e}", "a@b", &"x".repeat(33)]
        {
            assert!(Username::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_letter_of_another_script_is_refused_however_much_it_looks_the_same() {
        for alike in
            ["rоsa", "гosa", "ｒｏｓａ", "rosα", "r0sа", "ros\u{430}", "\u{1d42b}osa", "roſa", "ro\u{17f}a"]
        {
            assert!(Username::parse(alike).is_err(), "{alike:?}");
        }
    }

    #[test]
    fn addresses_are_checked_for_form() {
        for good in ["Rosa@Example.org", "a+b@localhost", "用户@例子.广告"] {
            assert!(Email::parse(good).is_ok(), "{good:?}");
        }
        for bad in ["", "rosa", "@x.org", "a@", "a@b@c", "a b@c.org", "a@-x.org", "a@x..org", "<a@x.org>"] {
            assert!(Email::parse(bad).is_err(), "{bad:?}");
        }
    }
}
