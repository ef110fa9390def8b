//! Takes links that are to be looked at, looks, and says what is there: a few at once, and none of one host too often. What a gateway
//! that ends had taken, another takes a minute later.

use chassis::{Lifecycle, Subscription};
use proto::Refusal;
use proto::room::{LinkFound, LinkOrder, LinkOutcome, LinkPreview, LinkQuery, LinkReply};
use tokio::task::JoinSet;
use url::Url;
use uuid::Uuid;

use super::fetch::{DEADLINE, Found, fetch};
use super::hosts::Hosts;
use super::page::Page;
use super::picture::Means;
use super::words::one_line;
use crate::actions::link_pictures::ask;
use crate::cluster::Cluster;
use crate::worker::{self, Orders};

/// How long a link waits whose host was asked often.
const REST_SECONDS: u32 = 5;
/// How often somebody who does not answer is asked, and how long lies between.
const TRIES: u16 = 3;
const PAUSE_SECONDS: u32 = 30;

/// Looks until `life` ends. What is under way then is left to others.
pub(crate) async fn run(means: Means, cluster: Cluster, told: Subscription, life: Lifecycle) {
    let means = Means { outgoing: means.outgoing.for_pages(DEADLINE), ..means };
    let fetcher = Fetcher { means, cluster, hosts: Hosts::new(), key: Uuid::new_v4() };
    worker::run(fetcher, Some(told), life).await;
}

struct Fetcher {
    means: Means,
    cluster: Cluster,
    hosts: Hosts,
    /// Which room-service it asks first.
    key: Uuid,
}

impl Orders for Fetcher {
    type Outcome = LinkOutcome;
    const SLOTS: usize = 8;

    async fn take(&mut self, most: u16, under_way: &mut JoinSet<LinkOutcome>) -> bool {
        let Ok(LinkReply::Orders { orders, more }) = self.ask(LinkQuery::Take { most }).await else {
            return false;
        };
        orders.into_iter().for_each(|order| self.begin(order, under_way));
        more
    }

    async fn settle(&mut self, outcomes: Vec<LinkOutcome>) -> Result<(), Refusal> {
        self.ask(LinkQuery::Settle { outcomes }).await.map(drop)
    }
}

impl Fetcher {
    fn begin(&mut self, order: LinkOrder, under_way: &mut JoinSet<LinkOutcome>) {
        let known = match Url::parse(&order.href) {
            Ok(url) if self.means.is_own(&url) => Some(LinkFound::Nothing),
            Ok(url) => match self.hosts.may_be_asked(&url) {
                Some(true) => None,
                Some(false) => Some(LinkFound::Later { seconds: REST_SECONDS }),
                None => Some(LinkFound::Nothing),
            },
            Err(_) => Some(LinkFound::Nothing),
        };
        let (means, cluster, hosts) = (self.means.clone(), self.cluster.clone(), self.hosts.clone());
        under_way.spawn(async move {
            let found = match known {
                Some(found) => found,
                None => look(&means, (&cluster, &hosts), &order).await,
            };
            LinkOutcome { href: order.href, found }
        });
    }

    async fn ask(&self, query: LinkQuery) -> Result<LinkReply, Refusal> {
        ask(&self.cluster, self.key, query).await
    }
}

/// The page first, then its picture, if the page is shown.
async fn look(means: &Means, (cluster, hosts): (&Cluster, &Hosts), order: &LinkOrder) -> LinkFound {
    let found = fetch(&means.outgoing, &order.href).await;
    let picture = match &found {
        Found::Page(page, at) if !page.title.is_empty() => Some((page.picture.clone(), at.clone())),
        _ => None,
    };
    let mut shown = shown(found, order);
    if let (LinkFound::Page(preview), Some((named, at))) = (&mut shown, picture) {
        preview.picture = means.picture(cluster, hosts, (&named, &at)).await;
    }
    shown
}

fn shown(found: Found, order: &LinkOrder) -> LinkFound {
    match found {
        Found::Page(page, at) => {
            preview(page, &at, order).map_or(LinkFound::Nothing, |it| LinkFound::Page(Box::new(it)))
        }
        Found::Nothing => LinkFound::Nothing,
        Found::Silence if order.tries >= TRIES => LinkFound::Nothing,
        Found::Silence => LinkFound::Later { seconds: PAUSE_SECONDS * u32::from(order.tries.max(1)) },
    }
}

/// A page without a title shows nothing.
fn preview(page: Page, at: &Url, order: &LinkOrder) -> Option<LinkPreview> {
    let Page { title, description, site, picture: _ } = page;
    let host = at.host_str().unwrap_or_default().trim_start_matches("www.").to_owned();
    let site = if site.is_empty() { one_line(&host, LinkPreview::SITE) } else { site };
    let preview = LinkPreview { href: order.href.clone(), site, title, description, picture: None };
    (!preview.title.is_empty() && preview.is_bounded()).then_some(preview)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(tries: u16) -> LinkOrder {
        LinkOrder { href: "https://www.tea.example/a".into(), tries }
    }

    #[test]
    fn a_page_is_shown_under_its_title_and_where_it_is_in_the_end() {
        let at = Url::parse("https://www.shop.example/tea?x").expect("an address");
        let page =
            |title: &str, site: &str| Page { title: title.into(), site: site.into(), ..Page::default() };
        let found = |title, site| shown(Found::Page(page(title, site), at.clone()), &order(1));
        let LinkFound::Page(preview) = found("Tea", "") else { panic!("a page") };
        assert_eq!((preview.site.as_str(), preview.title.as_str()), ("shop.example", "Tea"));
        assert_eq!(preview.href, order(1).href);
        let LinkFound::Page(preview) = found("Tea", "The Shop") else { panic!("a page") };
        assert_eq!(preview.site, "The Shop");
        assert_eq!(found("", "The Shop"), LinkFound::Nothing);
    }

    #[test]
    fn who_does_not_answer_is_asked_three_times() {
        assert_eq!(shown(Found::Silence, &order(1)), LinkFound::Later { seconds: 30 });
        assert_eq!(shown(Found::Silence, &order(2)), LinkFound::Later { seconds: 60 });
        assert_eq!(shown(Found::Silence, &order(3)), LinkFound::Nothing);
        assert_eq!(shown(Found::Nothing, &order(1)), LinkFound::Nothing);
    }
}
