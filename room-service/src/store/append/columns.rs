//! What every append needs, as columns: one array for each parameter of `chat.append`. One whose values are all as usual
//! is left out.

use proto::Seq;
use proto::room::{About, Fact};
use serde_json::Value;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::super::StoreError;
use super::column::Column;
use crate::render;
use crate::room::{Draft, Order};

/// The place of an order among those of a call, from 1.
pub(super) fn placed<'a>(orders: &[&'a Order]) -> impl Iterator<Item = (i32, &'a Order)> {
    (1..).zip(orders.iter().copied())
}

fn drafts<'a>(orders: &[&'a Order]) -> impl Iterator<Item = (i32, &'a Draft)> {
    placed(orders).flat_map(|(place, order)| order.drafts.iter().map(move |draft| (place, draft)))
}

/// Where each room was and will be.
#[derive(Default)]
pub(super) struct Rooms {
    id: Vec<Uuid>,
    expected: Vec<Seq>,
    head: Vec<Seq>,
    last_msg: Vec<i64>,
    acl: Column<Seq>,
    members: Column<i64>,
    rules: Column<i32>,
}

impl Rooms {
    pub(super) fn of(orders: &[&Order]) -> Self {
        let mut rooms = Self::default();
        for order in orders {
            rooms.id.push(order.room.0);
            rooms.expected.push(order.expected);
            rooms.head.push(order.head);
            rooms.last_msg.push(order.last_msg);
            // Who is inside changes with the last membership event, and the rules with events that ask for them.
            let changes = order.acl > order.expected;
            rooms.acl.push(changes.then_some(order.acl));
            rooms.members.push(changes.then_some(order.members));
            rooms.rules.push((order.rules > 1).then_some(order.rules));
        }
        rooms
    }

    pub(super) fn values(&self) -> [&(dyn ToSql + Sync); 7] {
        [&self.id, &self.expected, &self.head, &self.last_msg, &self.acl, &self.members, &self.rules]
    }
}

/// What is added to the logs.
#[derive(Default)]
pub(super) struct Events<'a> {
    place: Vec<i32>,
    seq: Vec<Seq>,
    kind: Column<&'static str>,
    actor: Vec<Uuid>,
    name: Vec<&'a str>,
    authority: Column<&'static str>,
    target: Column<Seq>,
    nonce: Vec<Uuid>,
    fingerprint: Vec<i64>,
    data: Column<Value>,
}

impl<'a> Events<'a> {
    pub(super) fn of(orders: &[&'a Order]) -> Result<Self, StoreError> {
        let mut events = Self::default();
        for (place, draft) in drafts(orders) {
            let event = &draft.event;
            events.place.push(place);
            events.seq.push(event.seq);
            let is_post = matches!(event.fact, Fact::Posted { .. });
            events.kind.push((!is_post).then(|| event.fact.kind()));
            events.actor.push(event.actor.0);
            events.name.push(&event.name);
            events.authority.push(authority(draft));
            events.nonce.push(event.nonce.0);
            events.fingerprint.push(draft.fingerprint.0);
            events.target.push(event.fact.target());
            events.data.push(data(draft)?);
        }
        Ok(events)
    }

    pub(super) fn values(&self) -> [&(dyn ToSql + Sync); 10] {
        [
            &self.place,
            &self.seq,
            &self.kind,
            &self.actor,
            &self.name,
            &self.authority,
            &self.target,
            &self.nonce,
            &self.fingerprint,
            &self.data,
        ]
    }
}

/// What is said; none where nothing is.
#[derive(Default)]
pub(super) struct Posts<'a> {
    event: Option<Vec<i32>>,
    msg_no: Column<i64>,
    body: Column<&'a str>,
    html: Column<&'a str>,
    reply_to: Column<Seq>,
}

impl<'a> Posts<'a> {
    pub(super) fn of(orders: &[&'a Order]) -> Self {
        let mut posts = Self::default();
        let mut events = Vec::new();
        for (event, (_, draft)) in (1..).zip(drafts(orders)) {
            let Fact::Posted { message } = &draft.event.fact else { continue };
            events.push(event);
            posts.msg_no.push(message.msg_no);
            posts.body.push(Some(&message.body));
            posts.html.push(Some(&message.html));
            posts.reply_to.push(message.reply_to.as_ref().map(|quote| quote.seq));
        }
        posts.event = (events.len() < drafts(orders).count()).then_some(events);
        posts
    }

    pub(super) fn values(&self) -> [&(dyn ToSql + Sync); 6] {
        [&self.event, &self.msg_no, &self.body, &self.html, &render::VERSION, &self.reply_to]
    }
}

/// By what right it was done, where that is more than a member's.
fn authority(draft: &Draft) -> Option<&'static str> {
    (!draft.authority.is_member()).then(|| draft.authority.as_str())
}

/// Of a fact what has no column or row of its own; of a void, why.
fn data(draft: &Draft) -> Result<Option<Value>, StoreError> {
    // What a message shows of its links stands with the message, and goes with it.
    if draft.event.fact.message().is_some() || draft.event.fact.about() == About::Previews {
        return Ok(None);
    }
    if let Some(reason) = &draft.void_reason {
        return Ok(Some(serde_json::to_value(reason)?));
    }
    let Value::Object(mut fields) = serde_json::to_value(&draft.event.fact)? else { return Ok(None) };
    for column in ["kind", "target"] {
        fields.remove(column);
    }
    Ok((!fields.is_empty()).then_some(Value::Object(fields)))
}
