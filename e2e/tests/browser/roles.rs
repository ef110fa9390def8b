//! What somebody is to the organisation changes while they look: an open page offers what they may do now.

use e2e::{Browser, Cluster, Person};

use crate::PROGRAM;

const OFFERED: &str =
    "[...document.querySelectorAll('a[href^=\"/rooms\"]')].filter((one) => one.checkVisibility()).length";

#[tokio::test(flavor = "multi_thread")]
async fn who_becomes_a_guest_is_offered_no_rooms_of_others_any_more_and_a_member_is() {
    let cluster = Cluster::start(PROGRAM, 1, 1, 1).await;
    let gateway = cluster.address(0);
    // Whoever comes first owns the installation.
    let owner = Person::register(gateway, "owner").await;
    let ann = Browser::open().await;
    ann.register(gateway, "ann").await;
    ann.goto(gateway, "/").await;
    ann.js("window.isTheSamePage = true; return null;").await;
    ann.until("they are offered", &format!("return {OFFERED} >= 2;")).await;

    let page = owner.get("/admin/people?q=ann").await;
    let id = page.text.split("action=\"/admin/people/").nth(1).and_then(|rest| rest.split('/').next());
    let role = format!("/admin/people/{}/role", id.expect("a form about her"));
    owner.post(&role, &[("org_role", "guest")]).await;
    ann.until("none is offered", &format!("return {OFFERED} === 0;")).await;
    owner.post(&role, &[("org_role", "member")]).await;
    ann.until("they are offered again", &format!("return {OFFERED} >= 2;")).await;
    assert_eq!(ann.js("return window.isTheSamePage;").await, true, "without a reload");
}
