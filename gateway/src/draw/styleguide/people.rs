//! Those who live in the styleguide, and the screens about people: signing in, settings, profiles.

use proto::auth::{Details, Person, Profile, SessionLine, Status};
use proto::node::Availability;
use proto::room::{CommonRoom, OrgRole};
use proto::text::{About, DisplayName, JobTitle, Password, Pronouns, StatusEmoji, StatusText, ZoneName};
use proto::{At, Reason, SessionId, UserId};
use uuid::Uuid;

use super::{NOON, Screen, inside, rooms};
use crate::catalogue::Text;
use crate::draw::file_usage;
use crate::draw::{
    DetailsForm, Errors, EveryonePage, HiddenField, Participant, ProfilePage, ProofPage, RegisterPage,
    ResetPage, SessionRow, SettingsPage, Sidebar, SignInPage, StatusPage,
};

pub(super) const SCREENS: [Screen; 15] = [
    ("sign_in", |renderer| renderer.page(&SignInPage::default())),
    ("sign_in_wrong", |renderer| {
        renderer.page(&SignInPage {
            login: "ingrid".into(),
            notice: Some(Text::new("sign-in-message-unsent")),
            typed: Some("I will bring the lights on Wednesday.".into()),
            errors: wrong("password", Reason::WrongCredentials),
            ..SignInPage::default()
        })
    }),
    ("register", |renderer| renderer.page(&RegisterPage::default())),
    ("reset", |renderer| {
        renderer.page(&ResetPage {
            token: "token".into(),
            username: "ingrid".into(),
            name: "Ingrid Moe".into(),
            errors: wrong("password", Reason::PasswordTooShort { min: Password::MIN }),
        })
    }),
    ("proof", |renderer| renderer.page(&proof(Errors::none()))),
    ("proof_wrong", |renderer| renderer.page(&proof(wrong("old", Reason::WrongCurrentPassword)))),
    ("settings", |renderer| renderer.page(&settings(Errors::none(), Some(Text::new("settings-did-name"))))),
    ("settings_wrong", |renderer| {
        let errors = wrong("old", Reason::WrongCurrentPassword)
            .and("display_name", Reason::TooLong { max: DisplayName::MAX })
            .and("about", Reason::TooLong { max: About::MAX })
            .and("zone", Reason::UnknownZone);
        renderer.page(&settings(errors, None))
    }),
    ("status", |renderer| renderer.page(&status(Errors::none()))),
    ("status_wrong", |renderer| {
        let errors = wrong("emoji", Reason::NotOneEmoji).and("day", Reason::StatusDay { days: 366 });
        renderer.page(&status(errors))
    }),
    ("people", |renderer| {
        renderer.page(&everyone(&[ingrid(), rosa(), on_holiday(tomas()), nadia(), maximiliane()]))
    }),
    ("people_none", |renderer| renderer.page(&everyone(&[]))),
    ("profile", |renderer| renderer.page(&profile(on_holiday(tomas())))),
    ("profile_long", |renderer| renderer.page(&profile(maximiliane()))),
    ("profile_mine", |renderer| renderer.page(&profile(ingrid()))),
];

pub(super) fn person(n: u128, name: &str) -> Person {
    Person {
        id: UserId(Uuid::from_u128(n)),
        username: name.to_lowercase().replace(' ', "."),
        display_name: name.into(),
        ambiguous: false,
        status: None,
        invisible: false,
        avatar: None,
        quiet: None,
    }
}

pub(super) fn ingrid() -> Person {
    person(6, "Ingrid Moe")
}

pub(super) fn rosa() -> Person {
    person(0, "Rosa Silva")
}

pub(super) fn tomas() -> Person {
    person(8, "Tomas Krejčí")
}

pub(super) fn nadia() -> Person {
    Person { username: "nadia".into(), ..person(10, "نادية العمراني") }
}

pub(super) fn taro() -> Person {
    Person { username: "taro".into(), ..person(7, "山田 太郎") }
}

/// Whose name is as long as names may be.
pub(super) fn maximiliane() -> Person {
    Person {
        username: "maximiliane.hohenstaufen".into(),
        ..person(3, "Maximiliane von Hohenstaufen-Oberschlesien zu Wasserburg")
    }
}

pub(super) fn wrong(field: &str, reason: Reason) -> Errors {
    Errors::none().and(field, reason)
}

fn profile(person: Person) -> ProfilePage {
    let org_role = if person.id == ingrid().id { OrgRole::Owner } else { OrgRole::Member };
    let is_me = person.id == ingrid().id;
    let common = |room: proto::room::MyRoom| CommonRoom {
        slug: super::slug(&room.address.last()),
        name: room.name,
        kind: room.kind,
    };
    let rooms = if is_me { Vec::new() } else { rooms::mine().into_iter().map(common).collect() };
    let mut sidebar = inside(&rooms::mine());
    sidebar.admin = person.id == tomas().id;
    let details = details(&person);
    let profile = Profile { person, org_role, since: NOON, details };
    ProfilePage::new(sidebar, &profile, rooms, ZoneName::parse("Europe/Berlin").ok().as_ref(), NOON)
}

/// What somebody says of themselves: the longer their name, the more of it.
fn details(person: &Person) -> Details {
    let (title, about) = if person.id == maximiliane().id {
        (
            "Vorsitzende des Ausschusses für Lichter, Trommeln und Lampions",
            "Macht seit 1987 das Licht. ".repeat(7),
        )
    } else {
        ("Stage manager", "Keeps the list of who plays when, and the kettle warm.".into())
    };
    Details {
        pronouns: Pronouns::parse("he/him").ok(),
        title: JobTitle::parse(title).ok(),
        zone: ZoneName::parse("America/Argentina/Buenos_Aires").ok(),
        about: About::parse(&about).ok(),
    }
}

/// Somebody who is away until a day that their own clock reckons.
fn on_holiday(person: Person) -> Person {
    let text = StatusText::parse("By the sea, without a phone").ok();
    let status =
        Status::of(StatusEmoji::parse("🌴").ok(), text, Some(At::now_utc() + time::Duration::days(9)));
    Person { status, ..person }
}

fn status(errors: Errors) -> StatusPage {
    let me = on_holiday(ingrid());
    let sidebar = Sidebar::new(&me, &rooms::mine(), None);
    StatusPage {
        now: sidebar.status.clone(),
        sidebar,
        emoji: "🌴".into(),
        text: "By the sea, without a phone".into(),
        ends: "date".into(),
        day: "2026-12-24".into(),
        zone: "America/Argentina/Buenos Aires".into(),
        invisible: true,
        next: "/r/design".into(),
        errors,
    }
}

fn everyone(people: &[Person]) -> EveryonePage {
    let search = if people.is_empty() { "zzz" } else { "" };
    // One is on the next page.
    let seen = [(rosa().id, Availability::Here), (nadia().id, Availability::Away)].into();
    EveryonePage::new(inside(&rooms::mine()), people, &seen, search, (0, 4), At::now_utc())
}

fn proof(errors: Errors) -> ProofPage {
    let field = |name: &str, value: &str| HiddenField { name: name.into(), value: value.into() };
    ProofPage {
        person: ingrid().id,
        action: "/admin/rooms/6e52a1c3-0000-4000-8000-000000000001/delete".into(),
        fields: vec![field("sure", "Design"), field("nonce", "6e52a1c3-0000-4000-8000-000000000002")],
        errors,
    }
}

fn settings(errors: Errors, notice: Option<Text>) -> SettingsPage {
    let this = SessionId(Uuid::from_u128(1));
    let line = |n: u128, agent: &str, net: &str, minutes: i64| SessionLine {
        id: SessionId(Uuid::from_u128(n)),
        agent: agent.into(),
        net: net.into(),
        since: NOON - time::Duration::days(9),
        last_seen: NOON - time::Duration::minutes(minutes),
    };
    let odd = "a program with a very long name of its own that somebody wrote one night";
    let lines = [
        line(1, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "192.0.2.0/24", 0),
        line(2, "Mozilla/5.0 (iPhone) Version/18.0 Safari/605.1.15", "2001:db8:4711::/48", 75),
        line(3, odd, "198.51.100.0/24", 9_000),
    ];
    SettingsPage {
        sidebar: inside(&rooms::mine()),
        display_name: "Ingrid Moe".into(),
        pictures: true,
        details: DetailsForm::of(&details(&ingrid())),
        email: "ingrid@example.org".into(),
        email_confirmed: notice.is_some(),
        mails: true,
        sessions: lines.iter().map(|line| SessionRow::of(line, this, NOON)).collect(),
        blocked: vec![Participant::of(tomas().id, Some(&tomas()))],
        first_contact: proto::room::FirstContact::default(),
        files: notice.is_some().then(|| file_usage::example(0)),
        admin: notice.is_some(),
        notice,
        errors,
    }
}
