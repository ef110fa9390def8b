//! An installation that knows its address answers to no other.

use reqwest::header::{HOST, HeaderMap, HeaderValue};
use reqwest::{Method, RequestBuilder};

use crate::browser::{Browser, PASSWORD, Page};
use crate::fixture::Fixture;

const OURS: (&str, &str) = ("HUBBUB_PUBLIC_URL", "http://chat.example.org");

/// As a browser asks that was sent there by such a name.
pub(crate) fn under(host: &str, request: RequestBuilder) -> RequestBuilder {
    request.headers(HeaderMap::from_iter([(HOST, HeaderValue::from_str(host).expect("a header"))]))
}

fn sign_in(browser: &Browser, host: &str) -> RequestBuilder {
    under(host, browser.request(Method::POST, "/login")).header("origin", format!("http://{host}")).form(&[
        ("login", "rosa"),
        ("password", PASSWORD),
        ("next", ""),
    ])
}

#[tokio::test(flavor = "multi_thread")]
async fn another_host_is_refused_even_where_its_pages_say_that_they_are_its_own() {
    let fixture = Fixture::open_with(&[OURS]).await;
    let browser = fixture.stranger();
    for host in ["evil.example", "chat.example.org.evil.example", "chat.example.org:8443"] {
        let page = Page::of(sign_in(&browser, host)).await;
        assert_eq!(page.status, 403, "{host}: {}", page.body);
        assert!(page.has("http://chat.example.org"), "{host} is told the address: {}", page.body);
        let page = Page::of(under(host, browser.request(Method::GET, "/login"))).await;
        assert_eq!(page.status, 403, "{host}");
    }
    assert_eq!(Page::of(sign_in(&browser, "chat.example.org")).await.status, 422, "read, and no such person");
    let owner = fixture.person("owner").await;
    assert!(!owner.get("/admin").await.has("Site address: not set"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_of_the_operators_may_have_its_own_name_for_us() {
    let fixture = Fixture::open_with(&[OURS, ("HUBBUB_TRUSTED_PROXIES", "127.0.0.1")]).await;
    let browser = fixture.stranger();
    let page = Page::of(under("gateway-1:8080", browser.request(Method::GET, "/register"))).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert_eq!(
        Page::of(sign_in(&browser, "gateway-1:8080")).await.status,
        403,
        "its form is no page of ours"
    );
}
