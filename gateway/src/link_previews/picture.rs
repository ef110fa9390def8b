//! What a page looks like: its picture, asked for as the page was, drawn small in the bounds of all pictures, and written into the store
//! of files. A page whose picture cannot be had is shown without one.

use std::time::Duration;

use proto::FileId;
use proto::room::{LinkPicture, LinkPreview};
use tokio::time::timeout;
use url::Url;

use super::fetch::fetch_picture;
use super::hosts::Hosts;
use crate::actions::link_pictures;
use crate::cluster::Cluster;
use crate::files::Files;
use crate::outgoing::Outgoing;

/// How long all of it may take, with its turn and with pictures of others that are drawn before it.
const DEADLINE: Duration = Duration::from_secs(20);

/// What is needed to find out what links look like.
#[derive(Clone)]
pub(crate) struct Means {
    /// Asks strangers.
    pub(crate) outgoing: Outgoing,
    /// Pages of this installation say nothing to who is not signed in.
    pub(crate) own: Option<Url>,
    /// Where pictures are drawn and kept.
    pub(crate) files: Files,
}

impl Means {
    /// Whether an address is one of this installation.
    pub(super) fn is_own(&self, url: &Url) -> bool {
        self.own.as_ref().is_some_and(|own| own.origin() == url.origin())
    }

    /// The picture that a page at `at` names.
    pub(super) async fn picture(
        &self,
        cluster: &Cluster,
        hosts: &Hosts,
        named: (&str, &Url),
    ) -> Option<LinkPicture> {
        let url = address(named).filter(|url| !self.is_own(url))?;
        self.files.writable().ok()?;
        timeout(DEADLINE, self.take(cluster, hosts, url)).await.ok().flatten()
    }

    async fn take(&self, cluster: &Cluster, hosts: &Hosts, url: Url) -> Option<LinkPicture> {
        if !hosts.turn(&url).await {
            return None;
        }
        let drawn = self.files.draw_for_link(fetch_picture(&self.outgoing, url).await?).await?;
        let (id, size) = (FileId::new(), u32::try_from(drawn.bytes.len()).ok()?);
        // Known before it is there: what breaks off here is swept.
        if !link_pictures::keep(cluster, id, size).await.ok()? {
            tracing::info!("there is no room for pictures of pages: the files of the installation are full");
            return None;
        }
        let kept = self.files.keep_for_link(id, drawn.bytes).await;
        kept.inspect_err(|refusal| tracing::warn!(%refusal, "the picture of a page could not be kept"))
            .ok()?;
        Some(LinkPicture { id, width: drawn.width, height: drawn.height })
    }
}

/// Where the picture of a page is: beside the page, if it does not say.
fn address((named, at): (&str, &Url)) -> Option<Url> {
    let fits = !named.is_empty() && named.len() <= LinkPreview::ADDRESS;
    let url = at.join(named).ok().filter(|_| fits)?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_where_its_page_says_and_asked_for_over_http_alone() {
        let at = Url::parse("https://tea.example/all/about?x#y").expect("an address");
        let found = |named: &str| address((named, &at)).map(String::from).unwrap_or_default();
        assert_eq!(found("a.jpg"), "https://tea.example/all/a.jpg");
        assert_eq!(found("/a.jpg?b"), "https://tea.example/a.jpg?b");
        assert_eq!(found("//cups.example/a"), "https://cups.example/a");
        assert_eq!(found("http://cups.example/a"), "http://cups.example/a");
        for none in ["", "data:image/png;base64,AAAA", "javascript:alert(1)", "file:///etc/passwd", "http://"]
        {
            assert_eq!(found(none), "", "{none}");
        }
        assert_eq!(found(&"a".repeat(LinkPreview::ADDRESS + 1)), "");
    }
}
