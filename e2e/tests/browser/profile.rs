//! What people say of themselves, at two gateways.

use e2e::{Browser, Cluster, Person};

use crate::PROGRAM;

#[tokio::test(flavor = "multi_thread")]
async fn the_zone_of_the_browser_is_offered_and_others_see_the_time_there_at_any_gateway() {
    let cluster = Cluster::start(PROGRAM, 2, 1, 1).await;
    let (here, there) = (cluster.address(0), cluster.address(1));
    let rosa = Browser::open().await;
    rosa.register(here, "rosa").await;
    rosa.goto(here, "/settings").await;
    rosa.until("the zone is offered", "return document.querySelector('hub-zone-offer')?.hidden === false;")
        .await;
    rosa.click("hub-zone-offer button").await;
    let chosen =
        "return document.querySelector('#zone').value === Intl.DateTimeFormat().resolvedOptions().timeZone
        && document.querySelector('hub-zone-offer').hidden && document.activeElement?.id === 'zone';";
    rosa.until("it is chosen", chosen).await;
    rosa.type_into("#title", "Stage manager").await;
    rosa.click("form[action='/settings/profile'] .button").await;
    rosa.reads(".notice", "Your profile was changed.").await;

    let tomas = Person::register(there, "tomas").await;
    let profile = tomas.get("/u/rosa").await;
    assert!(
        profile.text.contains("Stage manager") && profile.text.contains("Local time"),
        "{}",
        profile.text
    );
}
