//! An event, drawn once for each form that someone here reads, and the same bytes for all of them.

use std::sync::{Arc, OnceLock};

use axum::extract::ws::Utf8Bytes;
use proto::Seq;
use proto::frame::{EventFrame, ServerFrame};
use proto::room::{Event, Fact};

use super::ledger::Entry;
use crate::draw::Draw;
use crate::live::form::Form;
use crate::live::frame;
use crate::live::people::People;

/// An event and its drawings, made when first wanted.
#[derive(Debug)]
pub struct RenderedEvent {
    event: Event,
    json: OnceLock<Utf8Bytes>,
    html: OnceLock<Utf8Bytes>,
}

impl RenderedEvent {
    /// An event nobody has drawn yet.
    pub fn new(event: Event) -> Self {
        Self { event, json: OnceLock::new(), html: OnceLock::new() }
    }

    /// The frame in this form, encoded.
    pub fn bytes(&self, form: Form, renderer: &Draw) -> &Utf8Bytes {
        let cell = match form {
            Form::Json => &self.json,
            Form::Html => &self.html,
        };
        cell.get_or_init(|| frame::bytes(&ServerFrame::Event(Box::new(draw(&self.event, form, renderer)))))
    }
}

/// An event as the ledger takes it, with names as far as they are known here: a cold cache delays nothing.
pub(super) fn entry(mut event: Event, people: &People) -> Entry<Arc<RenderedEvent>> {
    if let Some(actor) = people.peek(event.actor) {
        event.name = actor.display_name;
    }
    if let Fact::Posted { message } | Fact::Edited { message } = &mut event.fact
        && let Some(author) = people.peek(message.author)
    {
        message.name = author.display_name;
    }
    if let Fact::Removed { user, whom, .. } | Fact::Added { user, whom } | Fact::Unbanned { user, whom } =
        &mut event.fact
        && let Some(person) = people.peek(*user)
    {
        *whom = person.display_name;
    }
    Entry { seq: event.seq, ends: event.fact.ends(event.actor), payload: Arc::new(RenderedEvent::new(event)) }
}

fn draw(event: &Event, form: Form, renderer: &Draw) -> EventFrame {
    let (message, html) = match form {
        Form::Json => (message_of(&event.fact), None),
        Form::Html => (None, html_of(event, renderer)),
    };
    EventFrame {
        room: event.room,
        seq: event.seq,
        kind: event.fact.kind().to_owned(),
        at: event.at,
        actor: event.actor,
        name: event.name.clone(),
        nonce: event.nonce,
        target: target(&event.fact),
        user: match &event.fact {
            Fact::Removed { user, .. }
            | Fact::Added { user, .. }
            | Fact::Unbanned { user, .. }
            | Fact::Appointed { user, .. } => Some(*user),
            _ => None,
        },
        message,
        html,
    }
}

fn message_of(fact: &Fact) -> Option<proto::room::Message> {
    match fact {
        Fact::Posted { message } | Fact::Edited { message } => Some((**message).clone()),
        _ => None,
    }
}

/// A browser is told which message to replace; a program reads it in the message.
fn target(fact: &Fact) -> Option<Seq> {
    match fact {
        Fact::Deleted { target } => Some(*target),
        Fact::Edited { message } => Some(message.seq),
        _ => None,
    }
}

fn html_of(event: &Event, renderer: &Draw) -> Option<String> {
    renderer.event(event).unwrap_or_else(|error| {
        // The event goes out all the same: a row without holes matters more than one message's appearance.
        tracing::error!(%error, room.id = %event.room, seq = event.seq, "an event could not be drawn");
        None
    })
}
