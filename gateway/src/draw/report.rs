//! Reports: the form that reports a message, and what was reported, for those who keep order.

use std::collections::HashMap;

use proto::auth::Person;
use proto::room::{
    Kind, Message, Report, ReportCase, ReportOutcome, ReportReason, ReportScope, Reported, RoomView,
};
use proto::{At, Nonce, RoomId, Seq, UserId};
use serde::Serialize;

use super::message::Drawn;
use super::when::{ago, iso};
use super::{Errors, Face, Page, Sidebar};
use crate::catalogue::Text;

/// `GET /r/{slug}/m/{seq}/report`, and what its `POST` answers.
#[derive(Clone, Debug, Serialize)]
pub struct ReportPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The room.
    pub room: RoomView,
    /// Which message.
    pub seq: Seq,
    /// It, as it stands.
    message: Box<Drawn>,
    /// What there is to choose from.
    reasons: Vec<&'static str>,
    /// What was chosen.
    pub reason: String,
    /// What was typed.
    pub note: String,
    /// It is reported.
    pub done: bool,
    /// What was wrong; fields `reason`, `note`.
    pub errors: Errors,
}

impl ReportPage {
    /// The form for this message.
    pub fn new(sidebar: Sidebar, room: RoomView, message: &Message) -> Self {
        Self {
            sidebar,
            room,
            seq: message.seq,
            message: Box::new(Drawn::bare(message)),
            reasons: ReportReason::all().map(ReportReason::as_str).collect(),
            reason: String::new(),
            note: String::new(),
            done: false,
            errors: Errors::none(),
        }
    }

    /// The same, once it is reported.
    #[must_use]
    pub fn done(self) -> Self {
        Self { done: true, ..self }
    }

    /// The same, with what was typed, and what was wrong with it.
    #[must_use]
    pub fn refused(self, reason: &str, note: &str, errors: Errors) -> Self {
        Self { reason: reason.to_owned(), note: note.to_owned(), errors, ..self }
    }
}

/// `GET /reports` and `/admin/reports`, and their forms gone wrong.
#[derive(Clone, Debug, Serialize)]
pub struct ReportsPage {
    /// Who is looking, and their rooms.
    pub sidebar: Sidebar,
    /// The address of the list, and of its forms.
    pub base: &'static str,
    /// Of this room alone.
    pub room: Option<RoomId>,
    /// What that is called, where there is anything of it.
    pub room_name: Option<String>,
    /// This page of them.
    pub cases: Vec<CaseRow>,
    /// They are closed.
    pub closed: bool,
    /// How many are open, and how many closed.
    pub counts: (i64, i64),
    /// Where the list goes on.
    pub next: Option<u32>,
    /// A sentence above the list that is no error.
    pub notice: Option<Text>,
    /// What was wrong with a form of the list.
    pub errors: Errors,
}

/// What was reported of the same words.
#[derive(Clone, Debug, Serialize)]
pub struct CaseRow {
    room: RoomId,
    seq: Seq,
    text_rev: Seq,
    /// What its room is called.
    pub room_name: String,
    /// It was said in a direct conversation.
    pub direct: bool,
    /// The message in its place, for those who may read it there.
    pub address: Option<String>,
    /// Who wrote it.
    pub face: Face,
    /// What they are called by those who know them.
    pub first_name: String,
    at: String,
    body: String,
    files: Vec<String>,
    /// It was deleted since.
    pub deleted: bool,
    /// What the first report says is wrong.
    pub reason: &'static str,
    /// How many people reported it.
    pub people: i64,
    /// "3 hours ago": since when it waits.
    pub since: Text,
    /// What they say.
    pub reports: Vec<ReportRow>,
    /// So many more said something.
    pub others: i64,
    /// Closed cases of the author's in the room.
    pub earlier: i64,
    /// How it ended.
    pub closed: Option<ClosedRow>,
    /// For the forms.
    nonce: Nonce,
    /// The form that was refused: `mute` or `ban`.
    typed_how: String,
    /// The reason that was typed in it.
    typed_reason: String,
}

/// What one person says.
#[derive(Clone, Debug, Serialize)]
pub struct ReportRow {
    /// Who; empty: nobody can tell at the moment.
    pub name: String,
    /// What is wrong.
    pub reason: &'static str,
    /// What else.
    pub note: Option<String>,
}

/// How a case ended.
#[derive(Clone, Debug, Serialize)]
pub struct ClosedRow {
    /// Who closed it; empty: nobody can tell at the moment.
    pub by: String,
    /// With what.
    pub outcome: ReportOutcome,
    at: String,
}

impl CaseRow {
    /// A case, with people called as they are now.
    pub fn of(case: &ReportCase, scope: ReportScope, people: &HashMap<UserId, Person>, now: At) -> Self {
        let name = |user: UserId| people.get(&user).map(Person::shown_name).unwrap_or_default();
        let author = people.get(&case.author).map_or_else(|| case.author_name.clone(), Person::shown_name);
        let said = |report: &Report| ReportRow {
            name: name(report.reporter),
            reason: report.reason.as_str(),
            note: report.note.clone(),
        };
        let first = case.reports.first();
        let opens = !case.deleted && (scope == ReportScope::Moderated || case.kind == Kind::Public);
        Self {
            room: case.of.room,
            seq: case.of.seq,
            text_rev: case.of.text_rev,
            room_name: case.room_name.clone(),
            direct: case.kind == Kind::Direct,
            address: opens.then(|| format!("{}/m/{}", case.address, case.of.seq)),
            first_name: author.split_whitespace().next().unwrap_or_default().to_owned(),
            face: Face::known(case.author, people.get(&case.author), &case.author_name),
            at: iso(case.said_at),
            body: case.body.clone(),
            files: case.files.clone(),
            deleted: case.deleted,
            reason: first.map_or(ReportReason::Other, |report| report.reason).as_str(),
            people: case.people,
            since: ago(first.map_or(now, |report| report.at), now),
            reports: case.reports.iter().map(said).collect(),
            others: case.people - case.reports.len() as i64,
            earlier: case.earlier,
            closed: case.closed.map(|closed| ClosedRow {
                by: name(closed.by),
                outcome: closed.outcome,
                at: iso(closed.at),
            }),
            nonce: Nonce::new(),
            typed_how: String::new(),
            typed_reason: String::new(),
        }
    }

    /// Whether it is this one.
    pub fn is(&self, of: Reported) -> bool {
        (self.room, self.seq, self.text_rev) == (of.room, of.seq, of.text_rev)
    }

    /// What was typed, where its form was refused.
    pub fn give_back(&mut self, how: &str, reason: &str, nonce: Nonce) {
        (self.typed_how, self.typed_reason, self.nonce) = (how.to_owned(), reason.to_owned(), nonce);
    }
}

impl Page for ReportPage {
    const TEMPLATE: &'static str = "messages/report.html";
}

impl Page for ReportsPage {
    const TEMPLATE: &'static str = "reports/reports.html";
}
