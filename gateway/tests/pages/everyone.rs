//! The list of everyone.

use std::time::Duration;

use crate::fixture::Fixture;

const DEADLINE: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
async fn everyone_is_listed_in_pages_and_found_by_part_of_a_name_and_guests_see_those_they_know() {
    let fixture = Fixture::open().await;
    let (owner, rosa) = (fixture.person("owner").await, fixture.person("rosa").await);
    let more = "insert into auth.account (id, username, email, display_name, skeleton, search_key)
        select gen_random_uuid(), 'p' || n, 'p' || n || '@example.org', 'Pérson ' || n, 'person' || n, 'person ' || lpad(n::text, 3, '0')
        from generate_series(1, 60) n";
    fixture.sql(more).await;
    fixture.sql("update auth.account set active = false where username = 'p60'").await;
    let first = rosa.get("/people").await;
    assert_eq!(first.body.matches("class=\"member-about\"").count(), 50, "{}", first.body);
    assert!(first.has("href=\"/u/owner\"") && first.has("href=\"/people?offset=50\""), "{}", first.body);
    let second = rosa.get("/people?offset=50").await;
    assert!(second.has("@rosa") && second.has("href=\"/people?offset=0\"") && !second.has("offset=100"));
    assert!(!second.has("@p60"), "who has gone is not listed");
    assert!(!first.has("example.org") && !second.has("example.org"), "nor anybody's address");

    let found = rosa.get("/people?q=PÉRSON%2001").await;
    assert_eq!(found.body.matches("class=\"member-about\"").count(), 10, "{}", found.body);
    let nobody = rosa.get("/people?q=%25").await;
    assert!(nobody.has("No one found.") && !nobody.has("member-about"), "{}", nobody.body);
    let long = format!("/people?q={}", "x".repeat(10_000));
    assert!(rosa.get(&long).await.has("No one found."));

    let id = owner.get("/admin/people?q=rosa").await.between("action=\"/admin/people/", "/").expect("a form");
    assert_eq!(owner.post(&format!("/admin/people/{id}/role"), &[("org_role", "guest")]).await.status, 303);
    let known = rosa.until_has("/people", "The people you share a room with.", DEADLINE).await;
    assert!(known.has("@owner") && !known.has("@p1<"), "they are both in the common room: {}", known.body);
}
