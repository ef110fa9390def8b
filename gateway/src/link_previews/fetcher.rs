//! Takes links that are to be looked at, looks, and says what is there: a few at once, and none of one host too often.
//!
//! A room-service tells when there is something; should nobody hear, it is found by looking every 15 s. What a gateway that ends had
//! taken, another takes a minute later.

use std::time::Duration;

use chassis::{Lifecycle, Subscription};
use proto::Refusal;
use proto::room::{LinkFound, LinkOrder, LinkOutcome, LinkPreview, LinkQuery, LinkReply};
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior};
use url::Url;
use uuid::Uuid;

use super::fetch::{DEADLINE, Found, fetch};
use super::hosts::Hosts;
use super::page::Page;
use super::picture::Means;
use super::words::one_line;
use crate::actions::link_pictures::ask;
use crate::cluster::Cluster;

/// Links that are looked at at once.
const SLOTS: usize = 8;
/// How often it is looked for what nobody told of.
const EVERY: Duration = Duration::from_secs(15);
/// How long a link waits whose host was asked often.
const REST_SECONDS: u32 = 5;
/// How often somebody who does not answer is asked, and how long lies between.
const TRIES: u16 = 3;
const PAUSE_SECONDS: u32 = 30;

/// Looks until `life` ends. What is under way then is left to others.
pub(crate) async fn run(means: Means, cluster: Cluster, mut told: Subscription, life: Lifecycle) {
    let (means, key) = (Means { outgoing: means.outgoing.for_pages(DEADLINE), ..means }, Uuid::new_v4());
    let (hosts, under_way) = (Hosts::new(), JoinSet::new());
    let mut fetcher = Fetcher { means, cluster, hosts, key, under_way, is_due: true };
    let mut pace = tokio::time::interval_at(Instant::now() + EVERY, EVERY);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        fetcher.take().await;
        tokio::select! {
            () = life.stopped() => break,
            _ = pace.tick() => fetcher.is_due = true,
            heard = told.next() => match heard {
                Some(_) => fetcher.is_due = true,
                None => break,
            },
            Some(outcome) = fetcher.under_way.join_next() => fetcher.settle(outcome.ok()).await,
        }
    }
}

struct Fetcher {
    means: Means,
    cluster: Cluster,
    hosts: Hosts,
    /// Which room-service it asks first.
    key: Uuid,
    under_way: JoinSet<LinkOutcome>,
    /// There may be something to take.
    is_due: bool,
}

impl Fetcher {
    /// Takes as much as there are slots for, and begins to look.
    async fn take(&mut self) {
        let free = SLOTS.saturating_sub(self.under_way.len());
        if !self.is_due || free == 0 {
            return;
        }
        match self.ask(LinkQuery::Take { most: u16::try_from(free).unwrap_or(1) }).await {
            Ok(LinkReply::Orders { orders, more }) => {
                self.is_due = more;
                orders.into_iter().for_each(|order| self.begin(order));
            }
            // It is looked again soon.
            Ok(_) | Err(_) => self.is_due = false,
        }
    }

    fn begin(&mut self, order: LinkOrder) {
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
        self.under_way.spawn(async move {
            let found = match known {
                Some(found) => found,
                None => look(&means, (&cluster, &hosts), &order).await,
            };
            LinkOutcome { href: order.href, found }
        });
    }

    /// Says what was found, and whatever else has ended meanwhile.
    async fn settle(&mut self, first: Option<LinkOutcome>) {
        let mut outcomes: Vec<LinkOutcome> = first.into_iter().collect();
        while let Some(next) = self.under_way.try_join_next() {
            outcomes.extend(next.ok());
        }
        // Something may have been said meanwhile.
        self.is_due = true;
        if !outcomes.is_empty() && self.ask(LinkQuery::Settle { outcomes }).await.is_err() {
            tracing::debug!("what links lead to could not be said: they are looked at once more");
        }
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
