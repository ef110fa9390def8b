//! What both Rust and the page must answer, by a table they share; and what holds whatever the case.

use proptest::prelude::*;
use serde::Deserialize;

use super::*;

/// A case of the table. What is left out does not hold.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Case {
    name: String,
    /// None: public.
    kind: Option<Kind>,
    level: Option<Level>,
    outside: bool,
    own: bool,
    deleted: bool,
    before: bool,
    blocked: bool,
    mentioned: bool,
    keyword: bool,
    /// `followed`, `left` or `neither`; none: it is in no thread.
    thread: Option<String>,
    also_in_room: bool,
    read: bool,
    done: bool,
    snoozed: bool,
    quiet: bool,
    looking: bool,
    told: String,
    why: String,
}

impl Case {
    fn handled(&self) -> Handled {
        match self {
            Self { read: true, .. } => Handled::Read,
            Self { done: true, .. } => Handled::Done,
            Self { snoozed: true, .. } => Handled::Snoozed,
            _ => Handled::Open,
        }
    }

    fn concern(&self) -> Concern {
        let following = self.thread.as_deref().map(|thread| match thread {
            "followed" => Following::Followed,
            "left" => Following::Left,
            "neither" => Following::Neither,
            other => panic!("{}: {other}", self.name),
        });
        let kind = self.kind.unwrap_or(Kind::Public);
        Concern {
            is_member: !self.outside,
            kind,
            level: self.level.unwrap_or(Level::unless_chosen(kind)),
            is_own: self.own,
            is_deleted: self.deleted,
            is_before: self.before,
            is_blocked: self.blocked,
            is_mentioned: self.mentioned,
            has_keyword: self.keyword,
            place: following.map_or(Place::Room, |following| {
                if self.also_in_room { Place::Both(following) } else { Place::Thread(following) }
            }),
            in_room: self.handled(),
            in_thread: self.handled(),
            is_quiet: self.quiet,
            is_looking: self.looking,
        }
    }
}

#[test]
fn the_table_that_the_page_shares_is_answered_so() {
    let cases: Vec<Case> =
        serde_json::from_str(include_str!("../../../tests/cases/notifications.json")).expect("cases");
    assert!(cases.len() > 30, "{} cases", cases.len());
    for case in &cases {
        let (told, why): (&str, &str) = match case.concern().decide() {
            Decision::Waits(why, told) => (told.into(), why.into()),
            Decision::Nothing(why_not) => ("nothing", why_not.into()),
        };
        assert_eq!((told, why), (&*case.told, &*case.why), "{}", case.name);
    }
    let answers = |all: Vec<&'static str>| {
        for answer in all {
            assert!(cases.iter().any(|case| case.why == answer), "no case is answered {answer}");
        }
    };
    answers(Why::all().map(Into::into).collect());
    answers(WhyNot::all().map(Into::into).collect());
}

fn concerns() -> impl Strategy<Value = Concern> {
    let followings =
        || prop_oneof![Just(Following::Followed), Just(Following::Left), Just(Following::Neither)];
    let places = prop_oneof![
        Just(Place::Room),
        followings().prop_map(Place::Both),
        followings().prop_map(Place::Thread)
    ];
    let kinds = prop_oneof![Just(Kind::Public), Just(Kind::Private), Just(Kind::Direct)];
    let levels = prop::sample::select(Level::all().collect::<Vec<_>>());
    let handled =
        || prop::sample::select(vec![Handled::Open, Handled::Snoozed, Handled::Done, Handled::Read]);
    let handled = (handled(), handled());
    (any::<[bool; 9]>(), kinds, levels, places, handled).prop_map(|(is, kind, level, place, handled)| {
        Concern {
            is_member: is[0],
            kind,
            level,
            is_own: is[1],
            is_deleted: is[2],
            is_before: is[3],
            is_blocked: is[4],
            is_mentioned: is[5],
            has_keyword: is[6],
            place,
            in_room: handled.0,
            in_thread: handled.1,
            is_quiet: is[7],
            is_looking: is[8],
        }
    })
}

fn waits(concern: &Concern) -> bool {
    matches!(concern.decide(), Decision::Waits(..))
}

proptest! {
    #[test]
    fn nobody_is_told_of_what_they_have_read_wrote_or_may_not_read(concern in concerns()) {
        let is_dealt_with = match concern.place {
            Place::Room => concern.in_room != Handled::Open,
            Place::Thread(_) => concern.in_thread != Handled::Open,
            Place::Both(_) => concern.in_room != Handled::Open && concern.in_thread != Handled::Open,
        };
        let is_not_theirs = is_dealt_with || concern.is_own || concern.is_deleted || concern.is_before || !concern.is_member;
        prop_assert!(!(is_not_theirs && waits(&concern)));
        let muted = [Level::Nothing, Level::Hidden].map(|level| waits(&Concern { level, ..concern }));
        prop_assert_eq!(muted, [false; 2]);
    }

    #[test]
    fn who_wants_to_hear_less_never_hears_more(concern in concerns()) {
        let at = |level| waits(&Concern { level, ..concern });
        prop_assert!(at(Level::Everything) || !at(Level::Mentions));
        let is_heard_blocked = waits(&Concern { is_blocked: true, ..concern });
        prop_assert!(waits(&concern) || !is_heard_blocked || concern.is_blocked);
        // Quiet hours and a page that is looked at change when somebody is told, never what waits for them.
        for (is_quiet, is_looking) in [(true, false), (false, true), (false, false)] {
            prop_assert_eq!(waits(&Concern { is_quiet, is_looking, ..concern }), waits(&concern));
        }
    }

    #[test]
    fn what_is_aimed_at_somebody_reaches_them_wherever_something_calls_them(concern in concerns()) {
        let aimed = Concern {
            is_member: true, is_own: false, is_deleted: false, is_before: false, is_blocked: false, is_mentioned: true,
            in_room: Handled::Open, in_thread: Handled::Open,
            ..concern
        };
        let is_shut = !aimed.level.calls() || aimed.place == Place::Thread(Following::Left);
        prop_assert_eq!(waits(&aimed), !is_shut);
    }

    #[test]
    fn a_message_waits_where_one_of_its_conversations_says_so_for_the_most_personal_reason(concern in concerns()) {
        let places = match concern.place {
            Place::Room => vec![concern.waits_in_room()],
            Place::Thread(_) => vec![concern.waits_in_thread()],
            Place::Both(_) => vec![concern.waits_in_room(), concern.waits_in_thread()],
        };
        let most_personal = places.into_iter().filter_map(Result::ok).min();
        let decided = match concern.decide() {
            Decision::Waits(why, _) => Some(why),
            Decision::Nothing(_) => None,
        };
        prop_assert_eq!(decided, most_personal);
        // Where it is not said it never waits.
        prop_assert!(!matches!(concern.place, Place::Thread(_)) || concern.waits_in_room().is_err());
        prop_assert!(concern.place != Place::Room || concern.waits_in_thread().is_err());
    }
}

#[test]
fn what_is_said_in_a_thread_and_in_the_room_is_dealt_with_in_each() {
    let concern = Concern {
        is_member: true,
        kind: Kind::Public,
        level: Level::Mentions,
        is_own: false,
        is_deleted: false,
        is_before: false,
        is_blocked: false,
        is_mentioned: true,
        has_keyword: false,
        place: Place::Both(Following::Followed),
        in_room: Handled::Open,
        in_thread: Handled::Open,
        is_quiet: false,
        is_looking: false,
    };
    assert_eq!(concern.decide(), Decision::Waits(Why::Mentioned, Told::Now));
    let read_there = Concern { in_room: Handled::Read, ..concern };
    assert_eq!(read_there.decide(), Decision::Waits(Why::Thread, Told::Now), "its thread has something new");
    let both = Concern { in_thread: Handled::Snoozed, ..read_there };
    assert_eq!(both.decide(), Decision::Nothing(WhyNot::Read));
}
