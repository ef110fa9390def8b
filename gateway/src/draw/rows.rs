//! The rows of a timeline as a page's template is given them: messages drawn already, for they are most of a room's page and the
//! same for nearly everyone who looks at it.

use std::sync::Arc;

use serde::Serialize;

use super::message::Drawn;
use super::timeline::{Row, Timeline};
use super::{Draw, DrawError};
use crate::catalogue::Language;

/// One row.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum TemplateRow<'a> {
    /// A message, which `row` says it is: its HTML, and whether the page is about it.
    Message { row: &'static str, html: Arc<str>, chosen: bool },
    /// Any other, for the template to draw.
    Other(&'a Row),
}

impl Draw {
    pub(super) fn rows<'a>(
        &self,
        timeline: &'a Timeline,
        language: Language,
    ) -> Result<Vec<TemplateRow<'a>>, DrawError> {
        let drawn = |row: &'a Row| match row {
            Row::Message { message } => self.row(timeline, message, language),
            other => Ok(TemplateRow::Other(other)),
        };
        timeline.rows.iter().map(drawn).collect()
    }

    /// The message that a thread began with, likewise.
    pub(super) fn root<'a>(
        &self,
        timeline: &'a Timeline,
        language: Language,
    ) -> Result<Option<TemplateRow<'a>>, DrawError> {
        timeline.root.as_deref().map(|root| self.row(timeline, root, language)).transpose()
    }

    /// A message, with the reader's own reactions.
    fn row<'a>(
        &self,
        timeline: &Timeline,
        message: &Drawn,
        language: Language,
    ) -> Result<TemplateRow<'a>, DrawError> {
        let shared = self.drawn(message, language)?;
        let html = match timeline.mine.fill(message.seq(), &shared) {
            Some(mine) => mine.into(),
            None => shared,
        };
        Ok(TemplateRow::Message { row: "message", html, chosen: message.is_chosen() })
    }
}
