//! A password on its way to being hashed. It is never written anywhere: `Debug` shows nothing of it.

mod common;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Reason, Refusal};

/// A password as typed: 10 to 256 characters when chosen, anything up to 1,024 bytes when tried.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Password(String);

impl Password {
    /// The fewest characters of a new password.
    pub const MIN: usize = 10;
    /// The most characters of a new password.
    pub const MAX: usize = 256;

    /// Reads a password that someone chooses.
    ///
    /// # Errors
    /// Too short, too long, the person's own name, a few characters repeated, or one that everyone tries first.
    pub fn choose(text: &str, username: &str) -> Result<Self, Refusal> {
        let count = text.chars().count();
        if count < Self::MIN {
            return Err(Refusal::new(Reason::PasswordTooShort { min: Self::MIN }).on("password"));
        }
        if count > Self::MAX {
            return Err(Refusal::new(Reason::TooLong { max: Self::MAX }).on("password"));
        }
        let password = Self(text.to_owned());
        password.unlike(&[username])?;
        if common::is_common(text) {
            return Err(Refusal::new(Reason::PasswordCommon).on("password"));
        }
        if common::is_repeated(text) {
            return Err(Refusal::new(Reason::PasswordRepeats).on("password"));
        }
        Ok(password)
    }

    /// Makes sure that it is not made of a person's names or addresses, with little beside them.
    ///
    /// # Errors
    /// It is.
    pub fn unlike(&self, names: &[&str]) -> Result<(), Refusal> {
        if common::is_made_of(&self.0, names) {
            return Err(Refusal::new(Reason::PasswordIsName).on("password"));
        }
        Ok(())
    }

    /// Makes sure that it is not the installation's name, with little beside it.
    ///
    /// # Errors
    /// It is.
    pub fn unlike_installation(self, name: &str) -> Result<Self, Refusal> {
        if common::is_made_of(&self.0, &[name]) {
            return Err(Refusal::new(Reason::PasswordIsInstallation).on("password"));
        }
        Ok(self)
    }

    /// Takes a password as someone typed it to sign in; whether it is right is for the hash to say.
    pub fn try_out(text: &str) -> Self {
        let end = text.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= 1_024).last();
        Self(text[..end.unwrap_or(0)].to_owned())
    }

    /// The secret itself, for the hasher alone.
    pub fn reveal(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// The PHC string that is kept of a password. `Debug` shows nothing of it: it can be guessed at offline.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PasswordHash(pub String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_long_and_own_name_are_refused() {
        assert!(Password::choose("123456789", "rosa").is_err());
        assert!(Password::choose(&"x".repeat(257), "rosa").is_err());
        assert!(Password::choose("Rosa-Silva-1", "rosa-silva-1").is_err());
        assert!(Password::choose("Rosa.Silva.1984", "rosa-silva").is_err());
        assert!(Password::choose("жёлтая лодка", "rosa").is_ok());
    }

    #[test]
    fn what_everyone_tries_first_is_refused_beside_its_field() {
        let refusal = Password::choose("Password1234", "rosa").expect_err("common");
        assert_eq!(refusal.field.as_deref(), Some("password"));
    }

    #[test]
    fn an_address_is_no_password() {
        let password = Password::choose("rosa.silva@example.org", "rosa").expect("her name is another");
        assert!(password.unlike(&["rosa", "Rosa Silva", "rosa.silva@example.org"]).is_err());
        assert!(password.unlike(&["rosa"]).is_ok());
    }

    #[test]
    fn what_is_repeated_or_the_installation_s_name_is_refused_with_its_own_reason() {
        let refused = Password::choose("first3first3", "rosa").expect_err("repeated");
        assert_eq!((refused.reason, refused.field.as_deref()), (Reason::PasswordRepeats, Some("password")));
        let named =
            |text| Password::choose(text, "rosa").and_then(|own| own.unlike_installation("Harbour Club"));
        for name in ["Harbour Club 2026", "harbourclub!", "the-harbour-club"] {
            assert_eq!(named(name).expect_err("the name").reason, Reason::PasswordIsInstallation, "{name}");
        }
        assert!(named("a yellow harbour boat").is_ok());
    }

    #[test]
    fn a_password_is_never_printed() {
        let password = Password::choose("correct horse", "rosa").expect("fine");
        assert!(!format!("{password:?}").contains("horse"));
    }
}
