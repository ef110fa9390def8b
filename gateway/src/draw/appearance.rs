//! How a browser wants its pages: set by a form, kept in its cookies, drawn onto `<html>`.

use serde::Serialize;

use crate::catalogue::Language;

/// Colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system has it.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// How close things stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Density {
    /// With room around them.
    #[default]
    Cozy,
    /// More on one screen.
    Compact,
}

/// All of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Appearance {
    /// Colours.
    pub theme: Theme,
    /// How close things stand.
    pub density: Density,
    /// What is written in.
    pub language: Language,
    /// The language is this browser's choice here; else the one it asks for in general.
    pub language_chosen: bool,
}

impl Theme {
    /// Reads a word of the form or of the cookie; any other is the system's choice.
    pub fn read(word: &str) -> Self {
        match word {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }

    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl Density {
    /// Reads a word of the form or of the cookie; any other is the usual.
    pub fn read(word: &str) -> Self {
        if word == "compact" { Self::Compact } else { Self::Cozy }
    }

    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cozy => "cozy",
            Self::Compact => "compact",
        }
    }
}
