//! What people say of themselves.

use proto::auth::{AccountAction, Action, AdminAction, Details, Query, Reply};
use proto::text::{About, JobTitle, Pronouns, ZoneName};
use proto::{Code, UserId};

use super::fixture::{Fixture, by_admin, username};

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
