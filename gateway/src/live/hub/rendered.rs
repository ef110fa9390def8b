//! An event, drawn once for each form and language that someone here reads, and the same bytes for all of them.

use std::sync::{Arc, OnceLock};

use axum::extract::ws::Utf8Bytes;
use proto::auth::Person;
use proto::frame::{EventFrame, ReactionFrame, ServerFrame, SettingsFrame, ThreadFrame};
use proto::room::{About, Event, Fact, Previews};

use super::ledger::Entry;
use crate::catalogue::Language;
use crate::draw::Draw;
use crate::live::frame;
use crate::live::reader::{Form, Reader};
use crate::people::People;

/// An event and its drawings, made when first wanted.
#[derive(Debug)]
pub struct RenderedEvent {
    event: Event,
    json: OnceLock<Utf8Bytes>,
    html: [OnceLock<Utf8Bytes>; Language::ALL.len()],
}

impl RenderedEvent {
    /// An event nobody has drawn yet.
    pub fn new(event: Event) -> Self {
        Self { event, json: OnceLock::new(), html: Default::default() }
    }

    /// The frame as it is read, encoded. As JSON it has no words, and is the same in every language.
    pub fn bytes(&self, reader: Reader, renderer: &Draw) -> &Utf8Bytes {
        let cell = match reader.form {
            Form::Json => &self.json,
            Form::Html => &self.html[reader.language as usize],
        };
        cell.get_or_init(|| frame::bytes(&ServerFrame::Event(Box::new(draw(&self.event, reader, renderer)))))
    }
}

/// An event as the ledger takes it, with names as far as they are known here: a cold cache delays nothing.
pub(super) fn entry(mut event: Event, people: &People) -> Entry<Arc<RenderedEvent>> {
    if let Some(actor) = people.peek(event.actor) {
        event.name = actor.shown_name();
    }
    if let Some(message) = event.fact.message_mut() {
        message.show(|user| people.peek(user).as_ref().map(Person::shown));
    }
    if let Some(user) = event.fact.person()
        && let Some(whom) = event.fact.whom_mut()
        && let Some(person) = people.peek(user)
    {
        *whom = person.shown_name();
    }
    Entry { seq: event.seq, ends: event.fact.ends(event.actor), payload: Arc::new(RenderedEvent::new(event)) }
}

fn draw(event: &Event, reader: Reader, renderer: &Draw) -> EventFrame {
    let (message, html) = match reader.form {
        Form::Json => (event.fact.message().cloned(), None),
        Form::Html => (None, html_of(event, reader.language, renderer)),
    };
    let is_void = event.fact == Fact::Void;
    EventFrame {
        room: event.room,
        seq: event.seq,
        kind: event.fact.kind().to_owned(),
        at: event.at,
        actor: (!is_void).then_some(event.actor),
        name: if is_void { String::new() } else { event.name.clone() },
        nonce: (!is_void).then_some(event.nonce),
        target: event.fact.target(),
        user: event.fact.person(),
        settings: settings_of(&event.fact),
        thread: thread_of(event, reader, renderer),
        reaction: reaction_of(&event.fact),
        previews: previews_of(&event.fact, reader.form),
        message,
        html,
    }
}

/// The thread that goes on with it, as whoever shows the message it began with needs it.
fn thread_of(event: &Event, reader: Reader, renderer: &Draw) -> Option<ThreadFrame> {
    let Fact::Posted { message } = &event.fact else { return None };
    let (root, thread) = (message.root()?, message.thread.as_ref()?);
    let html = match reader.form {
        Form::Json => None,
        Form::Html => renderer
            .thread(thread, reader.language)
            .inspect_err(
                |error| tracing::error!(%error, room.id = %event.room, "a thread could not be drawn"),
            )
            .ok(),
    };
    Some(ThreadFrame { root, html })
}

/// What pages that show the room need not ask for. Whatever else is said of it is empty, and read anew from its page.
fn settings_of(fact: &Fact) -> Option<SettingsFrame> {
    let (name, address, topic) = match fact {
        Fact::Renamed { room_name, slug, .. } => (Some(room_name.clone()), Some(slug.clone().into()), None),
        Fact::Described { topic } => (None, None, Some(topic.as_str().to_owned())),
        _ => (None, None, None),
    };
    (fact.about() == About::Settings).then_some(SettingsFrame { name, address, topic })
}

fn reaction_of(fact: &Fact) -> Option<ReactionFrame> {
    fact.reacted().map(|(_, token, count)| ReactionFrame { token: token.to_owned(), count })
}

fn previews_of(fact: &Fact, form: Form) -> Option<Box<Previews>> {
    match fact {
        Fact::Previewed { previews, .. } if form == Form::Json => Some(previews.clone()),
        _ => None,
    }
}

fn html_of(event: &Event, language: Language, renderer: &Draw) -> Option<String> {
    renderer.event(event, language).unwrap_or_else(|error| {
        // The event goes out all the same: a row without holes matters more than one message's appearance.
        tracing::error!(%error, room.id = %event.room, seq = event.seq, "an event could not be drawn");
        None
    })
}

#[cfg(test)]
mod tests {
    use proto::{At, Nonce, RoomId, UserId};

    use super::*;

    #[test]
    fn of_a_void_nobody_is_told_who_left_it() {
        let renderer = Draw::new("Hubbub", "/static").expect("templates");
        let event = |fact| Event {
            room: RoomId::new(),
            seq: 7,
            at: At::UNIX_EPOCH,
            actor: UserId::new(),
            name: "Mallory".to_owned(),
            nonce: Nonce::new(),
            fact,
        };
        let told = |fact, form: Form| {
            let frame = draw(&event(fact), form.into(), &renderer);
            (frame.actor.is_some(), frame.nonce.is_some(), frame.name, frame.html.is_some())
        };
        for form in [Form::Json, Form::Html] {
            assert_eq!(told(Fact::Void, form), (false, false, String::new(), false));
            assert_eq!(told(Fact::Left, form), (true, true, "Mallory".to_owned(), form == Form::Html));
        }
    }
}
