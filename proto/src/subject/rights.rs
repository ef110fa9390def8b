//! Who may say and hear what on the bus: the one list that NATS's allow-lists are made of. Whatever is not here, nobody may.
//!
//! A process hears answers in an inbox that is its kind's own, and answers only what it was sent (`allow_responses`), so nobody may
//! publish to an inbox: whoever takes over a room-service neither overhears auth's answers nor forges them. A long answer comes in
//! parts at a subject that a gateway makes up for it alone, from 122 random bits: only who was asked knows it.

use super::{INBOX, ROOM_EVT, ROOM_HEADS};
use crate::node::NodeKind::{self, Auth, Gateway, Room};

/// A subject with a word in braces in place of whom it is about, who publishes there and who subscribes.
struct Subject {
    template: &'static str,
    publishers: &'static [NodeKind],
    subscribers: &'static [NodeKind],
}

/// In place of `{kind}` everyone publishes its own: no process speaks as another kind.
const SUBJECTS: [Subject; 15] = [
    subject("room.command.{node}", &[Gateway], &[Room]),
    subject("room.query.{node}", &[Gateway], &[Room]),
    subject("auth.command.{node}", &[Gateway], &[Auth]),
    subject("auth.query.{node}", &[Gateway], &[Auth]),
    subject("gateway.files.{node}", &[Gateway], &[Gateway]),
    subject("gateway.present.{node}", &[Gateway], &[Gateway]),
    subject("gateway.push.{node}", &[Room], &[Gateway]),
    subject("gateway.answer.{question}", &NodeKind::ALL, &[Gateway]),
    subject(ROOM_EVT, &[Room], &[Gateway]),
    subject(ROOM_HEADS, &[Room], &[Gateway, Room]),
    subject("room.typing.{room}", &[Gateway], &[Gateway]),
    subject("room.presence.{room}", &[Gateway], &[Gateway]),
    subject("user.evt.{user}", &[Room, Auth], &[Gateway]),
    subject("user.presence.{user}", &[Gateway], &[Gateway]),
    subject("node.{kind}", &NodeKind::ALL, &NodeKind::ALL),
];

const fn subject(
    template: &'static str,
    publishers: &'static [NodeKind],
    subscribers: &'static [NodeKind],
) -> Subject {
    Subject { template, publishers, subscribers }
}

/// The template that a subject is made of, if it is one of ours.
pub(super) fn template(subject: &str) -> Option<&'static str> {
    let is_made_of = |template: &str| match template.split_once('{') {
        Some((start, _)) => subject.starts_with(start),
        None => subject == template,
    };
    SUBJECTS.iter().map(|one| one.template).find(|template| is_made_of(template))
}

/// What one kind of process may do on the bus, in NATS's patterns; all else is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rights {
    /// Where it may publish. Besides, it may answer each request it receives once.
    pub publish: Vec<String>,
    /// What it may subscribe to.
    pub subscribe: Vec<String>,
}

/// The rights of a kind of process whose user is called like the kind.
pub fn rights(kind: NodeKind) -> Rights {
    let said = SUBJECTS.iter().filter(|one| one.publishers.contains(&kind));
    let heard = SUBJECTS.iter().filter(|one| one.subscribers.contains(&kind));
    let mut rights = Rights {
        publish: said.map(|one| pattern(one.template, kind.as_str())).collect(),
        subscribe: heard.map(|one| pattern(one.template, "*")).collect(),
    };
    let (inbox, echo) = (inbox(Some(kind.as_str())), echo(Some(kind.as_str())));
    rights.publish.push(format!("{echo}.>"));
    rights.subscribe.extend([format!("{echo}.>"), format!("{inbox}.>")]);
    rights
}

/// Where a user of NATS hears answers; without a user, where whoever holds the server's one token does.
pub fn inbox(user: Option<&str>) -> String {
    of_user(INBOX, user)
}

/// Where a user of NATS asks itself whether its subscriptions are in force.
pub fn echo(user: Option<&str>) -> String {
    of_user("_ECHO", user)
}

/// What may not stand in a subject is left out of the user's name.
fn of_user(start: &str, user: Option<&str>) -> String {
    let plain = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    let user: String = user.unwrap_or_default().chars().filter(plain).collect();
    if user.is_empty() { start.to_owned() } else { format!("{start}.{user}") }
}

fn pattern(template: &str, kind: &str) -> String {
    match template.split_once('{') {
        Some((start, "kind}")) => format!("{start}{kind}"),
        Some((start, _)) => format!("{start}*"),
        None => template.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_speaks_as_another_kind_or_to_an_inbox() {
        for kind in NodeKind::ALL {
            let rights = rights(kind);
            let nodes: Vec<_> = rights.publish.iter().filter(|one| one.starts_with("node.")).collect();
            assert_eq!(nodes, [&format!("node.{}", kind.as_str())]);
            assert!(!rights.publish.iter().any(|one| one.starts_with(INBOX)), "{rights:?}");
            let inboxes: Vec<_> = rights.subscribe.iter().filter(|one| one.starts_with(INBOX)).collect();
            assert_eq!(inboxes, [&format!("_INBOX.{}.>", kind.as_str())]);
        }
    }

    #[test]
    fn passwords_reach_auth_alone_and_only_gateways_ask() {
        for kind in NodeKind::ALL {
            let Rights { publish, subscribe } = rights(kind);
            let any = |patterns: &[String], start: &str| patterns.iter().any(|one| one.starts_with(start));
            assert_eq!(any(&subscribe, "auth."), kind == Auth);
            assert_eq!(any(&publish, "auth."), kind == Gateway);
            assert_eq!(any(&subscribe, "room.command"), kind == Room);
            assert_eq!(any(&publish, "room.command"), kind == Gateway);
            assert_eq!(any(&publish, "room.evt"), kind == Room);
        }
    }

    #[test]
    fn a_users_inbox_is_its_own_whatever_it_is_called() {
        assert_eq!(inbox(Some("acme-gateway")), "_INBOX.acme-gateway");
        assert_eq!(inbox(Some("a.>*b c")), "_INBOX.abc");
        assert_eq!((inbox(None), inbox(Some(">"))), ("_INBOX".to_owned(), "_INBOX".to_owned()));
    }
}
