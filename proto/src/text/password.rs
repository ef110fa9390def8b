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
    /// Too short, too long, the person's own name, or one that everyone tries first.
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
        Ok(password)
    }

    /// Makes sure that it is none of a person's names or addresses, with or without digits after it.
    ///
    /// # Errors
    /// It is one.
    pub fn unlike(&self, names: &[&str]) -> Result<(), Refusal> {
        if names.iter().any(|name| common::is_name(&self.0, name)) {
            return Err(Refusal::new(Reason::PasswordIsName).on("password"));
        }
        Ok(())
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
    fn a_password_is_never_printed() {
        let password = Password::choose("correct horse", "rosa").expect("fine");
        assert!(!format!("{password:?}").contains("horse"));
    }
}
