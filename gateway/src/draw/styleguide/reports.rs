//! The screens of reports.

use std::collections::HashMap;

use proto::auth::Person;
use proto::room::{
    Kind, Report, ReportCase, ReportClosed, ReportOutcome, ReportReason, ReportScope, Reported,
};
use proto::{Reason, UserId};
use time::Duration;

use super::people::{ingrid, maximiliane, nadia, rosa, taro, tomas, wrong};
use super::rooms::{mine, view};
use super::talk::said;
use super::{NOON, Screen, inside, room_id, slug};
use crate::draw::{CaseRow, Errors, ReportPage, ReportsPage};

pub(super) const SCREENS: [Screen; 7] = [
    ("report", |renderer| renderer.page(&form())),
    ("report_refused", |renderer| {
        let errors = wrong("reason", Reason::ReportReasonMissing);
        renderer.page(&form().refused("", "Third time today.", errors))
    }),
    ("report_done", |renderer| renderer.page(&form().done())),
    ("reports", |renderer| renderer.page(&list(ReportScope::Moderated, &open(), false))),
    ("reports_none", |renderer| renderer.page(&list(ReportScope::Moderated, &[], false))),
    ("reports_closed", |renderer| renderer.page(&list(ReportScope::Moderated, &closed(), true))),
    ("admin_reports", |renderer| renderer.page(&list(ReportScope::All, &open(), false))),
];

fn form() -> ReportPage {
    let message = said(2, &tomas(), -50, "<p>Cheap outboard engines, direct import, write to me.</p>");
    ReportPage::new(inside(&mine()), view(), &message)
}

fn list(scope: ReportScope, cases: &[ReportCase], closed: bool) -> ReportsPage {
    let everyone = [ingrid(), rosa(), tomas(), nadia(), taro(), maximiliane()];
    let people: HashMap<UserId, Person> = everyone.into_iter().map(|person| (person.id, person)).collect();
    let mut sidebar = inside(&mine());
    (sidebar.reports, sidebar.moderates, sidebar.admin) = (3, true, scope == ReportScope::All);
    ReportsPage {
        sidebar,
        base: if scope == ReportScope::All { "/admin/reports" } else { "/reports" },
        room: None,
        room_name: None,
        cases: cases.iter().map(|case| CaseRow::of(case, scope, &people, NOON)).collect(),
        closed,
        counts: (3, 27),
        next: closed.then_some(25),
        notice: None,
        errors: Errors::none(),
    }
}

fn open() -> Vec<ReportCase> {
    let first =
        case(7, &taro(), ReportReason::Harassment, "If you can’t carry a crate, stay at home next time.");
    let direct =
        case(9, &maximiliane(), ReportReason::Other, "Here is the guest list with everybody’s numbers.");
    vec![
        ReportCase {
            people: 12,
            reports: vec![
                report(&nadia(), ReportReason::Harassment, Some("This is the second time this week.")),
                report(&maximiliane(), ReportReason::Other, None),
            ],
            earlier: 1,
            ..first
        },
        ReportCase {
            files: vec!["price list.pdf".into()],
            deleted: true,
            ..case(8, &tomas(), ReportReason::Spam, "Cheap outboard engines, direct import, write to me.")
        },
        ReportCase { kind: Kind::Direct, room_name: String::new(), ..direct },
    ]
}

fn closed() -> Vec<ReportCase> {
    let outcomes =
        [ReportOutcome::Dismissed, ReportOutcome::Deleted, ReportOutcome::Muted, ReportOutcome::Banned];
    let ended = |outcome| ReportClosed { by: ingrid().id, outcome, at: NOON - Duration::HOUR };
    let case = |(n, outcome)| ReportCase {
        closed: Some(ended(outcome)),
        ..case(n, &tomas(), ReportReason::Spam, "Cheap engines!")
    };
    (10..).zip(outcomes).map(case).collect()
}

fn case(seq: i64, by: &Person, reason: ReportReason, body: &str) -> ReportCase {
    ReportCase {
        of: Reported { room: room_id("kitchen"), seq, text_rev: seq },
        address: slug("kitchen").into(),
        room_name: "kitchen".into(),
        kind: Kind::Public,
        author: by.id,
        author_name: by.display_name.clone(),
        said_at: NOON - Duration::hours(5),
        body: body.into(),
        files: Vec::new(),
        deleted: false,
        people: 1,
        reports: vec![report(&rosa(), reason, Some("Same text in three rooms."))],
        earlier: 0,
        closed: None,
    }
}

fn report(by: &Person, reason: ReportReason, note: Option<&str>) -> Report {
    Report { reporter: by.id, reason, note: note.map(str::to_owned), at: NOON - Duration::hours(3) }
}
