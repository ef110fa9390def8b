//! Two people talk, each in a browser of their own.

use e2e::{Browser, Cluster, PASSWORD};

use crate::PROGRAM;

async fn register(browser: &Browser, cluster: &Cluster, username: &str) {
    let address = cluster.address(0);
    browser.driver.goto(format!("http://{address}/register")).await.expect("a page");
    browser.type_into("#username", username).await;
    browser.type_into("#email", &format!("{username}@example.org")).await;
    browser.type_into("#password", PASSWORD).await;
    browser.type_into("#password_again", PASSWORD).await;
    browser.find("main form button.primary").await.click().await.expect("clicked");
    browser.find("#pane").await;
    browser.driver.goto(format!("http://{address}/r/general")).await.expect("a page");
    browser.find("textarea#body").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_types_the_other_sees() {
    let cluster = Cluster::start(PROGRAM, 1, 1, 1).await;
    let (ann, bob) = tokio::join!(Browser::open(), Browser::open());
    register(&ann, &cluster, "ann").await;
    register(&bob, &cluster, "bob").await;
    ann.type_into("textarea#body", "Can you see this?").await;
    ann.type_into("textarea#body", "\u{e007}").await;
    bob.reads("#main", "Can you see this?").await;
    bob.type_into("textarea#body", "Yes, clearly.\u{e007}").await;
    ann.reads("#main", "Yes, clearly.").await;
    assert!(ann.driver.title().await.expect("a title").contains("general"));
}
