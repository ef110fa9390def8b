//! Signing in, and being kept from guessing.

use auth_service::admin;
use futures_util::future::join_all;
use proto::text::Password;
use proto::{Code, Reason, Refusal};

use super::stage::{HERE, PASSWORD, Place, login_from, signed_in, username};

fn assert_wrong(refusal: &Refusal) {
    assert_eq!((refusal.code, refusal.field.as_deref()), (Code::BadRequest, Some("password")));
    assert_eq!(refusal.reason, Reason::WrongCredentials);
}

#[tokio::test]
async fn rosa_signs_in_by_name_and_by_address_however_she_writes_them() {
    let place = Place::open().await;
    let rosa = place.register("rosa").await;
    let mut tokens = vec![rosa.token.clone()];
    for login in ["rosa", " Rosa ", "rosa@example.org", "ROSA@Example.org "] {
        let again = place.log_in(login, PASSWORD).await.expect(login);
        assert_eq!(again.session.person, rosa.session.person);
        assert!(!tokens.contains(&again.token), "a new token each time");
        tokens.push(again.token);
    }
    // The older sessions live on: they are other devices.
    assert!(place.resume(&rosa).await.is_some());
}

#[tokio::test]
async fn wrong_and_unknown_are_one_answer_after_the_same_work() {
    let place = Place::open().await;
    place.register("rosa").await;
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
        let before = place.hashes();
        assert_wrong(&place.log_in(login, "a yellow goat").await.expect_err("wrong"));
        work.push(place.hashes() - before);
    }
    assert_eq!(work, [1; 8]);
}

#[tokio::test]
async fn a_deactivated_person_hears_what_a_wrong_password_hears() {
    let place = Place::owned().await;
    let rosa = place.register("rosa").await;
    admin::deactivate(&place.db, &username("rosa")).await.expect("deactivated");
    assert!(place.resume(&rosa).await.is_none());
    assert_wrong(&place.log_in("rosa", PASSWORD).await.expect_err("kept out"));
    admin::reactivate(&place.db, &username("rosa")).await.expect("reactivated");
    assert!(place.resume(&rosa).await.is_none(), "the old session does not come back");
    place.log_in("rosa", PASSWORD).await.expect("in again");
}

#[tokio::test]
async fn after_ten_failures_nobody_gets_in_by_that_name_for_a_while_at_any_service() {
    let place = Place::open().await;
    place.register("rosa").await;
    place.db.execute("delete from auth.session", &[]).await.expect("no session from here");
    let other = place.another_service().await;
    for login in ["rosa", "nobody"] {
        for attempt in 0..10 {
            let service = if attempt % 2 == 0 { &place.service } else { &other };
            let reply = place.ask_of(service, &login_from(login, "a yellow goat", HERE)).await;
            assert_wrong(&signed_in(reply).expect_err("wrong"));
        }
        let before = place.hashes() + (other.hashes)();
        for service in [&place.service, &other, &place.service] {
            let reply = place.ask_of(service, &login_from(login, PASSWORD, HERE)).await;
            let refusal = signed_in(reply).expect_err("throttled, even with the right password");
            assert_eq!(refusal.code, Code::RateLimited, "{login}");
            assert!(refusal.retry_ms.is_some_and(|ms| (1..=900_000).contains(&ms)), "{refusal:?}");
        }
        assert_eq!(place.hashes() + (other.hashes)(), before, "a throttled attempt costs no hash");
    }
    // A third service has not seen the windows full: it asks the database, where they end.
    let third = place.another_service().await;
    place.db.execute("update auth.throttle set ends_at = now()", &[]).await.expect("time passes");
    signed_in(place.ask_of(&third, &login_from("rosa", PASSWORD, HERE)).await).expect("the window is over");
}

#[tokio::test]
async fn guesses_side_by_side_do_not_slip_through() {
    let place = Place::open().await;
    let queries: Vec<_> = (0..40).map(|n| login_from("rosa", &format!("guess {n}"), HERE)).collect();
    let replies = join_all(queries.iter().map(|query| place.ask(query))).await;
    let refused = replies.into_iter().map(|reply| signed_in(reply).expect_err("wrong").code);
    assert_eq!(refused.filter(|code| *code == Code::BadRequest).count(), 10);
    assert_eq!(place.hashes(), 10);
}

#[tokio::test]
async fn getting_it_right_forgets_the_failures() {
    let place = Place::open().await;
    place.register("rosa").await;
    for _ in 0..3 {
        for _ in 0..9 {
            assert_wrong(&place.log_in("rosa", "a yellow goat").await.expect_err("wrong"));
        }
        place.log_in("rosa", PASSWORD).await.expect("right at last");
    }
}

#[tokio::test]
async fn a_64_of_ipv6_is_one_visitor() {
    let place = Place::open_with(|config| config.limits.failures_per_address = 4).await;
    let attempt = async |n: usize, address: &str| {
        let reply = place.ask(&login_from(&format!("name{n}"), "a yellow goat", address)).await;
        signed_in(reply).expect_err("nobody").code
    };
    for n in 0..4 {
        assert_eq!(attempt(n, &format!("2001:db8:1:2::{n}")).await, Code::BadRequest);
    }
    assert_eq!(attempt(5, "2001:db8:1:2:ffff::1").await, Code::RateLimited);
    assert_eq!(attempt(6, "2001:db8:1:3::1").await, Code::BadRequest, "next door is somebody else");
    assert_eq!(attempt(7, HERE).await, Code::BadRequest);
    assert_eq!(attempt(8, &format!("::ffff:{HERE}")).await, Code::BadRequest);
    assert_eq!(place.count("select max(count)::bigint from auth.throttle where count < 5").await, 2);
}

#[tokio::test]
async fn strangers_cannot_keep_rosa_out_of_her_own_network() {
    let place = Place::open().await;
    place.register("rosa").await;
    for _ in 0..11 {
        let reply = place.ask(&login_from("rosa", "a yellow goat", "198.51.100.9")).await;
        signed_in(reply).expect_err("a stranger");
    }
    let reply = place.ask(&login_from("rosa", PASSWORD, "203.0.113.5")).await;
    assert_eq!(signed_in(reply).expect_err("from elsewhere").code, Code::RateLimited);
    place.log_in("rosa", PASSWORD).await.expect("from where she has a session");
}

#[tokio::test]
async fn a_hash_of_former_parameters_is_made_anew_at_sign_in() {
    let place = Place::open().await;
    place.register("rosa").await;
    let kept = "select password from auth.account where username = 'rosa'";
    let before: String = place.db.query_one(kept, &[]).await.expect("kept").get(0);
    assert!(before.contains("$m=64,t=1,p=1$"), "{before}");
    let mut config = place.config.clone();
    config.hashing.memory_kib = 128;
    let place = Place { config, ..place };
    let newer = place.another_service().await;
    signed_in(place.ask_of(&newer, &login_from("rosa", PASSWORD, HERE)).await).expect("right");
    let after: String = place.db.query_one(kept, &[]).await.expect("kept").get(0);
    assert!(after.contains("$m=128,t=1,p=1$"), "{after}");
    signed_in(place.ask_of(&newer, &login_from("rosa", PASSWORD, HERE)).await).expect("right again");
}

#[tokio::test]
async fn signing_in_while_being_deactivated_opens_no_session_that_lasts() {
    let place =
        Place::open_with(|config| config.limits.failures_per_account = 10_000).await.with_owner().await;
    place.register("rosa").await;
    for _ in 0..5 {
        let queries: Vec<_> = (0..20).map(|_| login_from("rosa", PASSWORD, HERE)).collect();
        let attempts = join_all(queries.iter().map(|query| place.ask(query)));
        let (rosa, before) = (username("rosa"), place.hashes());
        let deactivating = async {
            // Into the middle of them.
            while place.hashes() < before + 5 {
                tokio::task::yield_now().await;
            }
            admin::deactivate(&place.db, &rosa).await.expect("deactivated")
        };
        let (replies, (_, changed)) = tokio::join!(attempts, deactivating);
        assert!(changed);
        assert_eq!(place.count("select count(*) from auth.session").await, 0, "not one is left");
        admin::reactivate(&place.db, &rosa).await.expect("reactivated");
        for opened in replies.into_iter().filter_map(|reply| signed_in(reply).ok()) {
            assert!(place.resume(&opened).await.is_none());
        }
    }
}

#[tokio::test]
async fn a_sign_in_that_checked_the_old_password_loses_to_a_new_one() {
    let place = Place::open_with(|config| config.limits.failures_per_account = 10_000).await;
    place.register("rosa").await;
    // The account is locked by the reset when the sign-in comes to open its session.
    let mut operator = place.another_connection().await;
    let reset = operator.transaction().await.expect("begun");
    let id: uuid::Uuid = reset.query_one("select id from auth.account", &[]).await.expect("rosa").get(0);
    reset.query_one("select auth.reset_password($1, 'another')", &[&id]).await.expect("reset");
    let query = login_from("rosa", PASSWORD, HERE);
    let waiting = async {
        place.somebody_waits().await;
        reset.commit().await.expect("committed");
    };
    let (reply, ()) = tokio::join!(place.ask(&query), waiting);
    assert_wrong(&signed_in(reply).expect_err("too late"));
    assert_eq!(place.count("select count(*) from auth.session").await, 0);
    let password = Password::choose("a green boat", "rosa").expect("a password");
    admin::reset_password(&place.db, &username("rosa"), password).await.expect("reset");
    place.log_in("rosa", "a green boat").await.expect("the new one");
}

#[tokio::test]
async fn whichever_comes_second_of_sign_in_and_deactivation_sees_the_other() {
    let place = Place::owned().await;
    let id = place.register("rosa").await.session.person.id;
    let mut operator = place.another_connection().await;

    // Deactivation first: the sign-in waits for it, and finds nobody.
    let deactivation = operator.transaction().await.expect("begun");
    deactivation.query_one("select auth.deactivate($1)", &[&id.0]).await.expect("deactivated");
    let query = login_from("rosa", PASSWORD, HERE);
    let (reply, ()) = tokio::join!(place.ask(&query), async {
        place.somebody_waits().await;
        deactivation.commit().await.expect("committed");
    });
    assert_wrong(&signed_in(reply).expect_err("too late"));
    assert_eq!(place.count("select count(*) from auth.session").await, 0);

    // Sign-in first: the deactivation waits for it, and ends its session too.
    admin::reactivate(&place.db, &username("rosa")).await.expect("reactivated");
    let sign_in = operator.transaction().await.expect("begun");
    let opening = "select auth.sign_in(id, password, null, gen_random_uuid(), repeat('0', 64), '192.0.2.7', '') from auth.account where username = 'rosa'";
    assert_eq!(sign_in.query(opening, &[]).await.expect("signed in").len(), 1);
    let (other, rosa) = (place.another_connection().await, username("rosa"));
    let (outcome, ()) = tokio::join!(admin::deactivate(&other, &rosa), async {
        place.somebody_waits().await;
        sign_in.commit().await.expect("committed");
    });
    assert!(outcome.expect("deactivated").1);
    assert_eq!(place.count("select count(*) from auth.session").await, 0);
}

#[tokio::test]
async fn a_service_too_busy_to_hash_does_not_count_it_as_a_failure() {
    let place = Place::open_with(|config| {
        config.limits.failures_per_account = 10_000;
        (config.hashing.at_once, config.hashing.waiting) = (1, 0);
        // Long enough that the others come while it works.
        (config.hashing.memory_kib, config.hashing.passes) = (19 * 1024, 4);
    })
    .await;
    let queries: Vec<_> = (0..30).map(|_| login_from("rosa", "a yellow goat", HERE)).collect();
    let replies = join_all(queries.iter().map(|query| place.ask(query))).await;
    let codes: Vec<_> = replies.into_iter().map(|reply| signed_in(reply).expect_err("nobody").code).collect();
    let failures = codes.iter().filter(|code| **code == Code::BadRequest).count();
    assert!(failures > 0 && codes.contains(&Code::Busy), "{codes:?}");
    let counted = format!("select count(*) from auth.throttle where count = {failures}");
    assert_eq!(place.count(&counted).await, 2, "the name's count and the network's: {failures}");
}
