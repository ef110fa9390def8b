//! Links by which someone who forgot their password sets another one.

use futures_util::future::join_all;
use proto::auth::{Action, AdminAction, Change, LinkState, NewInvite, Query, Reply, Token, TokenHash};
use proto::room::OrgRole;
use proto::text::Password;
use proto::{Code, UserId};

use super::fixture::{Fixture, PASSWORD, by_admin, done, make_reset_link, set_role, username};

const NEXT: &str = "a green boat";

fn reset(token: &TokenHash, password: &str) -> Action {
    Action::UseResetLink {
        token: token.clone(),
        password: Password::choose(password, "").expect("a password"),
    }
}

async fn whose(fixture: &Fixture, token: &TokenHash) -> Option<UserId> {
    match fixture.ask(&Query::ResetLink { token: token.clone() }).await {
        Reply::ResetLink(found) => {
            found.filter(|link| link.state == LinkState::Usable).map(|link| link.person.id)
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_link_sets_the_password_once_and_ends_all_sessions() {
    let fixture = Fixture::owned().await;
    let owner = fixture.id("owner").await;
    let rosa = fixture.register("rosa").await;
    let user = rosa.session.person.id;
    let link = fixture.link(make_reset_link(owner, user)).await.expect("a link");
    assert_eq!(whose(&fixture, &link.token).await, Some(user));
    assert!(fixture.resume(&rosa).await.is_some(), "the link alone ends nothing");

    let refusal = fixture.act(reset(&link.token, "rosa@example.org")).await.expect_err("her address");
    assert_eq!(refusal.field.as_deref(), Some("password"));
    fixture.act(reset(&link.token, NEXT)).await.expect("reset");
    assert!(fixture.resume(&rosa).await.is_none());
    fixture.log_in("rosa", PASSWORD).await.err().expect("the old one");
    fixture.log_in("rosa", NEXT).await.expect("the new one");
    let told: Vec<_> = fixture.feed(0).await.entries.iter().map(|entry| (entry.user, entry.change)).collect();
    assert_eq!(told, [(user, Change::AllSessionsEnded)]);

    assert_eq!(whose(&fixture, &link.token).await, None);
    let again = fixture.act(reset(&link.token, "a brown boat")).await.expect_err("used");
    assert_eq!(again.code, Code::NotFound);
    fixture.log_in("rosa", NEXT).await.expect("still this one");
}

#[tokio::test]
async fn of_many_who_use_a_link_at_once_one_does() {
    let fixture = Fixture::owned().await;
    let user = fixture.someone("rosa", OrgRole::Member).await;
    let actor = fixture.id("owner").await;
    let link = fixture.link(make_reset_link(actor, user)).await.expect("a link");
    let actions: Vec<_> = (0..8).map(|n| reset(&link.token, &format!("boat number {n}a"))).collect();
    let other = fixture.another_service().await;
    let race = actions
        .iter()
        .enumerate()
        .map(|(n, action)| fixture.send_to(if n % 2 == 0 { &fixture.service } else { &other }, action));
    let outcomes: Vec<_> = join_all(race).await.into_iter().map(done).collect();
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    let winner = outcomes.iter().position(Result::is_ok).expect("one");
    fixture.log_in("rosa", &format!("boat number {winner}a")).await.expect("the winner's password");
    assert_eq!(fixture.feed(0).await.entries.len(), 1);
}

#[tokio::test]
async fn a_link_is_worth_nothing_once_it_is_old_replaced_or_its_person_or_maker_is_out() {
    let fixture = Fixture::owned().await;
    let owner = fixture.id("owner").await;
    let admin = fixture.someone("adam", OrgRole::Admin).await;
    let user = fixture.someone("rosa", OrgRole::Member).await;
    let make = async |actor| fixture.link(make_reset_link(actor, user)).await.expect("a link").token;
    let first = make(owner).await;
    let second = make(owner).await;
    assert_eq!((whose(&fixture, &first).await, whose(&fixture, &second).await), (None, Some(user)));

    let expire = "update auth.reset set expires_at = now() - interval '1 second'";
    fixture.db.execute(expire, &[]).await.expect("a day passes");
    assert_eq!(whose(&fixture, &second).await, None);
    fixture.act(reset(&second, NEXT)).await.expect_err("too late");

    let by_adam = make(admin).await;
    fixture.act(set_role(owner, admin, OrgRole::Member)).await.expect("unmade");
    assert_eq!(whose(&fixture, &by_adam).await, None, "his links go with him");

    let third = make(owner).await;
    fixture.people.deactivate(&username("rosa")).await.expect("deactivated");
    assert_eq!(whose(&fixture, &third).await, None);
    fixture.people.reactivate(&username("rosa")).await.expect("reactivated");
    assert_eq!(whose(&fixture, &third).await, None, "it does not come back");
    for bad in ["", "x", &"a".repeat(64)] {
        assert_eq!(whose(&fixture, &TokenHash(bad.to_owned())).await, None);
    }
}

#[tokio::test]
async fn of_links_and_codes_only_hashes_are_kept() {
    let fixture = Fixture::owned().await;
    let actor = fixture.id("owner").await;
    let user = fixture.someone("rosa", OrgRole::Member).await;
    let [code, link] = [(); 2].map(|()| Token::generate().expect("random"));
    let invite = NewInvite { id: uuid::Uuid::new_v4(), code: code.hash(), uses: 1, days: 1, room: None };
    fixture.link(by_admin(actor, AdminAction::MakeInvite(invite))).await.expect("an invite");
    let change = AdminAction::MakeResetLink { user, link: link.hash() };
    fixture.link(by_admin(actor, change)).await.expect("a link");
    let mut all = String::new();
    for table in ["account", "session", "reset", "invite", "audit", "feed", "command"] {
        let dump = format!("select coalesce(string_agg(t::text, e'\\n'), '') from auth.{table} t");
        all += &fixture.db.query_one(&dump, &[]).await.expect("dumped").get::<_, String>(0);
    }
    assert!(all.contains(&code.hash().0) && all.contains(&link.hash().0));
    assert!(!all.contains(code.reveal()) && !all.contains(link.reveal()));
    assert!(!format!("{code:?} {link:?}").contains(code.reveal()));
}

#[tokio::test]
async fn a_link_that_does_not_work_says_why_for_a_month() {
    let fixture = Fixture::owned().await;
    let owner = fixture.id("owner").await;
    let user = fixture.someone("rosa", OrgRole::Member).await;
    let link = fixture.link(make_reset_link(owner, user)).await.expect("a link").token;
    let state = async |link: &TokenHash| match fixture.ask(&Query::ResetLink { token: link.clone() }).await {
        Reply::ResetLink(found) => found.map(|found| found.state),
        other => panic!("{other:?}"),
    };
    assert_eq!(state(&link).await, Some(LinkState::Usable));
    fixture.act(reset(&link, NEXT)).await.expect("reset");
    assert_eq!(state(&link).await, Some(LinkState::Used));
    let link = fixture.link(make_reset_link(owner, user)).await.expect("another").token;
    assert_eq!(state(&link).await, Some(LinkState::Usable), "another one is not used");
    let pass = async |time: &str| {
        let pass = format!(
            "update auth.reset set expires_at = now() - interval '{time}'; select auth.sweep(1e9, 1e9, 100)"
        );
        fixture.db.batch_execute(&pass).await.expect("time passes");
    };
    pass("1 second").await;
    assert_eq!(state(&link).await, Some(LinkState::Expired));
    pass("31 days").await;
    assert_eq!(state(&link).await, None);
}
