//! Signing in, and being kept from guessing.

use futures_util::future::join_all;
use proto::text::Password;
use proto::{Code, Reason, Refusal};

use super::fixture::{Fixture, HERE, PASSWORD, login_from, signed_in, username};

fn assert_wrong(refusal: &Refusal) {
    assert_eq!((refusal.code, refusal.field.as_deref()), (Code::BadRequest, Some("password")));
    assert_eq!(refusal.reason, Reason::WrongCredentials);
}

#[tokio::test]
async fn rosa_signs_in_by_name_and_by_address_however_she_writes_them() {
    let fixture = Fixture::open().await;
    let rosa = fixture.register("rosa").await;
    let mut tokens = vec![rosa.token.clone()];
    for login in ["rosa", " Rosa ", "rosa@example.org", "ROSA@Example.org "] {
        let again = fixture.log_in(login, PASSWORD).await.expect(login);
        assert_eq!(again.session.person, rosa.session.person);
        assert!(!tokens.contains(&again.token), "a new token each time");
        tokens.push(again.token);
    }
    // The older sessions live on: they are other devices.
    assert!(fixture.resume(&rosa).await.is_some());
}

#[tokio::test]
async fn wrong_and_unknown_are_one_answer_after_the_same_work() {
    let fixture = Fixture::open().await;
    fixture.register("rosa").await;
    let mut work = Vec::new();
    for login in [
        "rosa",
        "rosa@example.org",
        "nobody",
        "nobody@example.org",
        "r\0sa",
        "",
        "röst@@",
        &"x".repeat(5_000),
    ] {
        let before = fixture.hashes();
        assert_wrong(&fixture.log_in(login, "a yellow goat").await.err().expect("wrong"));
        work.push(fixture.hashes() - before);
    }
    assert_eq!(work, [1; 8]);
}

#[tokio::test]
async fn a_deactivated_person_hears_what_a_wrong_password_hears() {
    let fixture = Fixture::owned().await;
    let rosa = fixture.register("rosa").await;
    fixture.people.deactivate(&username("rosa")).await.expect("deactivated");
    assert!(fixture.resume(&rosa).await.is_none());
    assert_wrong(&fixture.log_in("rosa", PASSWORD).await.err().expect("kept out"));
    fixture.people.reactivate(&username("rosa")).await.expect("reactivated");
    assert!(fixture.resume(&rosa).await.is_none(), "the old session does not come back");
    fixture.log_in("rosa", PASSWORD).await.expect("in again");
}

#[tokio::test]
async fn after_ten_failures_nobody_gets_in_by_that_name_for_a_while_at_any_service() {
    let fixture = Fixture::open().await;
    fixture.register("rosa").await;
    fixture.db.execute("delete from auth.session", &[]).await.expect("no session from here");
    let other = fixture.another_service().await;
    for login in ["rosa", "nobody"] {
        for attempt in 0..10 {
            let service = if attempt % 2 == 0 { &fixture.service } else { &other };
            let action = login_from(login, "a yellow goat", HERE);
            assert_wrong(&signed_in(&action, fixture.send_to(service, &action).await).err().expect("wrong"));
        }
        let before = fixture.hashes() + (other.hashes)();
        for service in [&fixture.service, &other, &fixture.service] {
            let action = login_from(login, PASSWORD, HERE);
            let refusal = signed_in(&action, fixture.send_to(service, &action).await);
            let refusal = refusal.err().expect("throttled, even with the right password");
            assert_eq!(refusal.code, Code::RateLimited, "{login}");
            assert!(refusal.retry_ms.is_some_and(|ms| (1..=900_000).contains(&ms)), "{refusal:?}");
        }
        assert_eq!(fixture.hashes() + (other.hashes)(), before, "a throttled attempt costs no hash");
    }
    // A third service has not seen the windows full: it asks the database, where they end.
    let third = fixture.another_service().await;
    fixture.db.execute("update auth.throttle set ends_at = now()", &[]).await.expect("time passes");
    let action = login_from("rosa", PASSWORD, HERE);
    signed_in(&action, fixture.send_to(&third, &action).await).expect("the window is over");
}

#[tokio::test]
async fn guesses_side_by_side_do_not_slip_through() {
    let fixture = Fixture::open().await;
    let actions: Vec<_> = (0..40).map(|n| login_from("rosa", &format!("guess {n}"), HERE)).collect();
    let outcomes = join_all(actions.iter().map(|action| fixture.sign_in(action))).await;
    let refused = outcomes.into_iter().map(|outcome| outcome.err().expect("wrong").code);
    assert_eq!(refused.filter(|code| *code == Code::BadRequest).count(), 10);
    assert_eq!(fixture.hashes(), 10);
}

#[tokio::test]
async fn getting_it_right_forgets_the_failures() {
    let fixture = Fixture::open().await;
    fixture.register("rosa").await;
    for _ in 0..3 {
        for _ in 0..9 {
            assert_wrong(&fixture.log_in("rosa", "a yellow goat").await.err().expect("wrong"));
        }
        fixture.log_in("rosa", PASSWORD).await.expect("right at last");
    }
}

#[tokio::test]
async fn a_64_of_ipv6_is_one_client() {
    let fixture = Fixture::open_with(|config| config.limits.failures_per_address = 4).await;
    let attempt = async |n: usize, address: &str| {
        let action = login_from(&format!("name{n}"), "a yellow goat", address);
        fixture.sign_in(&action).await.err().expect("nobody").code
    };
    for n in 0..4 {
        assert_eq!(attempt(n, &format!("2001:db8:1:2::{n}")).await, Code::BadRequest);
    }
    assert_eq!(attempt(5, "2001:db8:1:2:ffff::1").await, Code::RateLimited);
    assert_eq!(attempt(6, "2001:db8:1:3::1").await, Code::BadRequest, "next door is somebody else");
    assert_eq!(attempt(7, HERE).await, Code::BadRequest);
    assert_eq!(attempt(8, &format!("::ffff:{HERE}")).await, Code::BadRequest);
    assert_eq!(fixture.count("select max(count)::bigint from auth.throttle where count < 5").await, 2);
}

#[tokio::test]
async fn strangers_cannot_keep_rosa_out_of_her_own_network() {
    let fixture = Fixture::open().await;
    fixture.register("rosa").await;
    for n in 0..60 {
        let action = login_from("rosa", "a yellow goat", &format!("198.51.100.{}", n / 11));
        fixture.sign_in(&action).await.err().expect("a stranger");
    }
    let action = login_from("rosa", PASSWORD, "203.0.113.5");
    assert_eq!(fixture.sign_in(&action).await.err().expect("from elsewhere").code, Code::RateLimited);
    fixture.log_in("rosa", PASSWORD).await.expect("from where she has a session");
}

#[tokio::test]
async fn who_is_kept_out_does_not_learn_whether_a_name_is_there() {
    let (near, far) = (HERE, "198.51.100.9");
    for [first, then] in [[near, far], [far, near]] {
        let fixture = Fixture::open().await;
        fixture.register("rosa").await;
        let mut answers = Vec::new();
        for login in ["rosa", "nobody"] {
            let attempt = async |from: &str| {
                fixture.sign_in(&login_from(login, "a yellow goat", from)).await.err().expect("nobody").code
            };
            let mut codes = Vec::new();
            for _ in 0..11 {
                codes.push(attempt(first).await);
            }
            codes.push(attempt(then).await);
            answers.push(codes);
        }
        assert_eq!(answers[0], answers[1], "from {first}, then from {then}");
        assert_eq!(answers[0][10..], [Code::RateLimited, Code::BadRequest], "each network by itself");
    }
}

#[tokio::test]
async fn one_network_fills_no_more_than_its_share_of_a_name() {
    let fixture = Fixture::open().await;
    for _ in 0..60 {
        let action = login_from("rosa", "a yellow goat", "198.51.100.9");
        fixture.sign_in(&action).await.err().expect("nobody");
    }
    let attempt = async |from: &str| {
        fixture.sign_in(&login_from("rosa", "a yellow goat", from)).await.err().expect("nobody").code
    };
    assert_eq!(attempt("203.0.113.5").await, Code::BadRequest);
    assert_eq!(fixture.count("select max(count)::bigint from auth.throttle where count < 60").await, 11);
}

#[tokio::test]
async fn a_hash_of_former_parameters_is_made_anew_at_sign_in() {
    let fixture = Fixture::open().await;
    fixture.register("rosa").await;
    let kept = "select password from auth.account where username = 'rosa'";
    let before: String = fixture.db.query_one(kept, &[]).await.expect("kept").get(0);
    assert!(before.contains("$m=64,t=1,p=1$"), "{before}");
    let mut config = fixture.config.clone();
    config.hashing.memory_kib = 128;
    let fixture = Fixture { config, ..fixture };
    let newer = fixture.another_service().await;
    let action = login_from("rosa", PASSWORD, HERE);
    signed_in(&action, fixture.send_to(&newer, &action).await).expect("right");
    let after: String = fixture.db.query_one(kept, &[]).await.expect("kept").get(0);
    assert!(after.contains("$m=128,t=1,p=1$"), "{after}");
    signed_in(&action, fixture.send_to(&newer, &login_from("rosa", PASSWORD, HERE)).await)
        .expect("right again");
}

#[tokio::test]
async fn signing_in_while_being_deactivated_opens_no_session_that_lasts() {
    let fixture =
        Fixture::open_with(|config| config.limits.failures_per_account = 10_000).await.with_owner().await;
    fixture.register("rosa").await;
    for _ in 0..5 {
        let actions: Vec<_> = (0..20).map(|_| login_from("rosa", PASSWORD, HERE)).collect();
        let attempts = join_all(actions.iter().map(|action| fixture.sign_in(action)));
        let (rosa, before) = (username("rosa"), fixture.hashes());
        let deactivating = async {
            // Into the middle of them.
            while fixture.hashes() < before + 5 {
                tokio::task::yield_now().await;
            }
            fixture.people.deactivate(&rosa).await.expect("deactivated")
        };
        let (outcomes, changed) = tokio::join!(attempts, deactivating);
        assert!(changed);
        assert_eq!(fixture.count("select count(*) from auth.session").await, 0, "not one is left");
        fixture.people.reactivate(&rosa).await.expect("reactivated");
        for opened in outcomes.into_iter().flatten() {
            assert!(fixture.resume(&opened).await.is_none());
        }
    }
}

#[tokio::test]
async fn a_sign_in_that_checked_the_old_password_loses_to_a_new_one() {
    let fixture = Fixture::open_with(|config| config.limits.failures_per_account = 10_000).await;
    fixture.register("rosa").await;
    // The account is locked by the reset when the sign-in comes to open its session.
    let mut operator = fixture.another_connection().await;
    let reset = operator.transaction().await.expect("begun");
    let id: uuid::Uuid = reset.query_one("select id from auth.account", &[]).await.expect("rosa").get(0);
    let set = "select auth.set_password(gen_random_uuid(), null, version, $1, 'another') from auth.org";
    reset.query_one(set, &[&id]).await.expect("reset");
    let action = login_from("rosa", PASSWORD, HERE);
    let waiting = async {
        fixture.somebody_waits().await;
        reset.commit().await.expect("committed");
    };
    let (reply, ()) = tokio::join!(fixture.send(&action), waiting);
    assert_wrong(&signed_in(&action, reply).err().expect("too late"));
    assert_eq!(fixture.count("select count(*) from auth.session").await, 0);
    let password = Password::choose("a green boat", "rosa").expect("a password");
    fixture.people.reset_password(&username("rosa"), password).await.expect("reset");
    fixture.log_in("rosa", "a green boat").await.expect("the new one");
}

#[tokio::test]
async fn whichever_comes_second_of_sign_in_and_deactivation_sees_the_other() {
    let fixture = Fixture::owned().await;
    let id = fixture.register("rosa").await.session.person.id;
    let mut operator = fixture.another_connection().await;

    // Deactivation first: the sign-in waits for it, and finds nobody.
    let deactivation = operator.transaction().await.expect("begun");
    let deactivate = "select auth.set_role(gen_random_uuid(), 'deactivate', null, version, $1, 'member', false, false, true,
                                            'inactive', 'member', 'inactive') from auth.org";
    deactivation.query_one(deactivate, &[&id.0]).await.expect("deactivated");
    let action = login_from("rosa", PASSWORD, HERE);
    let (reply, ()) = tokio::join!(fixture.send(&action), async {
        fixture.somebody_waits().await;
        deactivation.commit().await.expect("committed");
    });
    assert_wrong(&signed_in(&action, reply).err().expect("too late"));
    assert_eq!(fixture.count("select count(*) from auth.session").await, 0);

    // Sign-in first: the deactivation waits for it, and ends its session too.
    fixture.people.reactivate(&username("rosa")).await.expect("reactivated");
    let sign_in = operator.transaction().await.expect("begun");
    let opening = "select auth.sign_in(gen_random_uuid(), id, password, null, gen_random_uuid(), repeat('0', 64), '192.0.2.7', '')
                   from auth.account where username = 'rosa'";
    assert_eq!(sign_in.query(opening, &[]).await.expect("signed in").len(), 1);
    let rosa = username("rosa");
    let (outcome, ()) = tokio::join!(fixture.people.deactivate(&rosa), async {
        fixture.somebody_waits().await;
        sign_in.commit().await.expect("committed");
    });
    assert!(outcome.expect("deactivated"));
    assert_eq!(fixture.count("select count(*) from auth.session").await, 0);
}

#[tokio::test]
async fn a_service_too_busy_to_hash_does_not_count_it_as_a_failure() {
    let fixture = Fixture::open_with(|config| {
        config.limits.failures_per_account = 10_000;
        (config.hashing.at_once, config.hashing.waiting) = (1, 0);
        // Long enough that the others come while it works.
        (config.hashing.memory_kib, config.hashing.passes) = (19 * 1024, 4);
    })
    .await;
    let actions: Vec<_> = (0..30).map(|_| login_from("rosa", "a yellow goat", HERE)).collect();
    let outcomes = join_all(actions.iter().map(|action| fixture.sign_in(action))).await;
    let codes: Vec<_> = outcomes.into_iter().map(|outcome| outcome.err().expect("nobody").code).collect();
    let failures = codes.iter().filter(|code| **code == Code::BadRequest).count();
    assert!(failures > 0 && codes.contains(&Code::Busy), "{codes:?}");
    let counted = format!("select count(*) from auth.throttle where count = {failures}");
    assert_eq!(
        fixture.count(&counted).await,
        3,
        "the network's count, the name's from there and in all: {failures}"
    );
}
