//! What people say of themselves, and what they are up to.

use std::time::Duration;

use proto::auth::{
    AccountAction, Action, AdminAction, Change, Details, Query, Quiet, QuietHours, Reply, Status,
};
use proto::text::{About, JobTitle, Pronouns, StatusEmoji, StatusText, ZoneName};
use proto::{At, Code, PictureId, UserId};

use super::fixture::{Fixture, PASSWORD, by_admin, username};

fn details() -> Details {
    Details {
        pronouns: Pronouns::parse("she/her").ok(),
        title: JobTitle::parse("Stage manager").ok(),
        zone: ZoneName::parse("Europe/Lisbon").ok(),
        about: About::parse("Keeps the kettle warm.").ok(),
    }
}

fn set(user: UserId, details: Details) -> Action {
    Action::Account { user, change: AccountAction::SetDetails { details } }
}

async fn shown(fixture: &Fixture, name: &str) -> Details {
    match fixture.ask(&Query::Profile { username: username(name) }).await {
        Reply::Profile(Some(profile)) => profile.details,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_somebody_says_of_themselves_is_kept_and_told_to_others() {
    let fixture = Fixture::owned().await;
    let rosa = fixture.register("rosa").await.session.person.id;
    assert_eq!(shown(&fixture, "rosa").await, Details::default());
    fixture.act(set(rosa, details())).await.expect("set");
    assert_eq!(shown(&fixture, "rosa").await, details());
    let Reply::Account(Some(own)) = fixture.ask(&Query::Account { user: rosa }).await else { panic!("hers") };
    assert_eq!(own.details, details());
    assert_eq!(shown(&fixture, "owner").await, Details::default(), "of nobody else");

    let less = Details { about: None, zone: None, ..details() };
    fixture.act(set(rosa, less.clone())).await.expect("set");
    assert_eq!(shown(&fixture, "rosa").await, less, "what is left out is gone");

    let owner = fixture.id("owner").await;
    fixture.act(by_admin(owner, AdminAction::Deactivate { user: rosa })).await.expect("deactivated");
    let refusal = fixture.act(set(rosa, Details::default())).await.expect_err("she is not there");
    assert_eq!(refusal.code, Code::Revoked);
}

fn say(user: UserId, emoji: &str, text: &str, until: Option<At>) -> Action {
    let (emoji, text) = (StatusEmoji::optional(emoji), StatusText::optional(text));
    let status = Status::of(emoji.expect("an emoji"), text.expect("words"), until);
    Action::Account { user, change: AccountAction::SetStatus { status } }
}

#[tokio::test]
async fn another_status_is_told_to_everyone_once() {
    let fixture = Fixture::owned().await;
    let rosa = fixture.register("rosa").await;
    let user = rosa.session.person.id;
    let until = At::now_utc().replace_nanosecond(0).expect("a time") + Duration::from_secs(3_600);
    for _ in 0..2 {
        fixture.act(say(user, "🍜", "Lunch", Some(until))).await.expect("set");
    }
    let told = async || -> Vec<_> {
        fixture.feed(0).await.entries.iter().map(|entry| (entry.user, entry.change)).collect()
    };
    assert_eq!(told().await, [(user, Change::Status)], "the same again is no news");

    let session = fixture.resume(&rosa).await.expect("in");
    let status = session.person.status.expect("hers");
    assert_eq!((status.text.expect("words").as_str(), status.until), ("Lunch", Some(until)));
    let Reply::People(people) = fixture.ask(&Query::People { ids: vec![user] }).await else {
        panic!("people")
    };
    assert_eq!(people[0].status.as_ref().and_then(|status| status.until), Some(until));
    let signed_in = fixture.log_in("rosa", PASSWORD).await.expect("in");
    assert!(signed_in.session.person.status.is_some(), "on another device, too");

    fixture.act(say(user, "", "", None)).await.expect("cleared");
    fixture.act(say(user, "", "", None)).await.expect("it is clear already");
    assert_eq!(told().await, [(user, Change::Status); 2]);
    assert_eq!(fixture.resume(&rosa).await.expect("in").person.status, None);
}

#[tokio::test]
async fn when_somebody_is_not_to_be_disturbed_is_told_to_everyone_once_and_follows_their_clock() {
    let fixture = Fixture::owned().await;
    let rosa = fixture.register("rosa").await;
    let user = rosa.session.person.id;
    let changes = |change| Action::Account { user, change };
    let hours = QuietHours::new(1_200, 450, 31).expect("hours");
    let until = At::now_utc().replace_nanosecond(0).expect("a time") + Duration::from_secs(3_600);
    for _ in 0..2 {
        fixture.act(changes(AccountAction::SetQuietHours { hours: Some(hours) })).await.expect("set");
        fixture.act(changes(AccountAction::SetQuietUntil { until: Some(until) })).await.expect("set");
    }
    let told = async || {
        fixture.feed(0).await.entries.into_iter().filter(|entry| entry.change == Change::Status).count()
    };
    assert_eq!(told().await, 2, "the same again is no news");
    let quiet = async || fixture.resume(&rosa).await.expect("in").person.quiet;
    assert_eq!(quiet().await, Some(Box::new(Quiet { until: Some(until), hours: Some(hours), zone: None })));

    fixture.act(set(user, details())).await.expect("set");
    assert_eq!(told().await, 3, "another clock");
    let lisbon = details().zone;
    assert_eq!(quiet().await.and_then(|quiet| quiet.zone), lisbon);
    fixture.act(set(user, details())).await.expect("set");
    assert_eq!(told().await, 3, "the same clock");
    let signed_in = fixture.log_in("rosa", PASSWORD).await.expect("in").session.person;
    let Reply::People(people) = fixture.ask(&Query::People { ids: vec![user] }).await else {
        panic!("people")
    };
    for person in [&signed_in, &people[0]] {
        assert_eq!(person.quiet.as_ref().and_then(|quiet| quiet.hours), Some(hours), "wherever they are");
    }

    fixture.act(changes(AccountAction::SetQuietHours { hours: None })).await.expect("set");
    fixture.act(changes(AccountAction::SetQuietUntil { until: None })).await.expect("set");
    assert_eq!((quiet().await, told().await), (None, 5));
}

fn picture(user: UserId, avatar: Option<PictureId>) -> Action {
    Action::Account { user, change: AccountAction::SetAvatar { avatar } }
}

async fn in_use(fixture: &Fixture, ids: &[PictureId]) -> Vec<PictureId> {
    match fixture.ask(&Query::Pictures { ids: ids.to_vec() }).await {
        Reply::Pictures(pictures) => pictures,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn another_picture_is_told_to_everyone_once_and_the_one_before_is_in_use_no_more() {
    let fixture = Fixture::owned().await;
    let (owner, rosa) = (fixture.id("owner").await, fixture.register("rosa").await);
    let user = rosa.session.person.id;
    let [first, second] = [PictureId::new(), PictureId::new()];
    for _ in 0..2 {
        fixture.act(picture(user, Some(first))).await.expect("set");
    }
    assert_eq!(in_use(&fixture, &[first, second]).await, [first]);
    fixture.act(picture(user, Some(second))).await.expect("set");
    assert_eq!(in_use(&fixture, &[first, second]).await, [second]);
    assert_eq!(fixture.resume(&rosa).await.expect("in").person.avatar, Some(second));
    let Reply::Profile(Some(profile)) = fixture.ask(&Query::Profile { username: username("rosa") }).await
    else {
        panic!("hers")
    };
    assert_eq!(profile.person.avatar, Some(second));
    assert_eq!(fixture.log_in("rosa", PASSWORD).await.expect("in").session.person.avatar, Some(second));

    let remove = by_admin(owner, AdminAction::RemoveAvatar { user });
    for _ in 0..2 {
        fixture.act(remove.clone()).await.expect("removed");
    }
    assert_eq!(in_use(&fixture, &[first, second]).await, []);
    let changes: Vec<_> =
        fixture.feed(0).await.entries.iter().map(|entry| (entry.user, entry.change)).collect();
    assert_eq!(changes, [(user, Change::Renamed); 3], "the same again is no news");
    let only = proto::auth::AuditFilter { action: "remove_avatar".into(), ..Default::default() };
    let audit = Query::Audit { actor: owner, before: None, only, limit: 10 };
    let Reply::Audit { entries, .. } = fixture.ask(&audit).await else { panic!("entries") };
    assert_eq!(entries.len(), 1, "once, for once there was one");
    assert_eq!(entries[0].target.as_ref().map(|target| target.id), Some(user));
}
