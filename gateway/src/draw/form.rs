//! What a form is drawn again with when something in it was wrong.

use std::collections::BTreeMap;

use proto::Refusal;
use serde::Serialize;

use crate::catalogue::Text;

/// Sentences shown beside the fields they are about, or above the form. Empty: nothing was wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Errors {
    /// By the name of the field.
    pub fields: BTreeMap<String, Text>,
    /// About the form as a whole.
    pub form: Option<Text>,
}

impl Errors {
    /// Nothing is wrong.
    pub fn none() -> Self {
        Self::default()
    }

    /// One more sentence about a field; the first one about each field stays.
    #[must_use]
    pub fn and(mut self, field: &str, sentence: impl Into<Text>) -> Self {
        self.fields.entry(field.to_owned()).or_insert_with(|| sentence.into());
        self
    }

    /// A refusal, beside its field where it names one.
    #[must_use]
    pub fn and_refusal(mut self, refusal: &Refusal) -> Self {
        match &refusal.field {
            Some(field) => self.and(field, refusal),
            None => {
                self.form.get_or_insert_with(|| refusal.into());
                self
            }
        }
    }

    /// Nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.form.is_none()
    }
}

impl From<&Refusal> for Errors {
    fn from(refusal: &Refusal) -> Self {
        Self::none().and_refusal(refusal)
    }
}
