//! Two releases side by side: whichever gateway a proxy sends a browser to, its page looks and works as it should.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chassis::Lifecycle;

use crate::browser::{Browser, Page};
use crate::fixture::Fixture;

/// Until files are taken over, on a busy machine.
const DEADLINE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_either_release_gets_its_files_from_a_gateway_of_the_other_even_when_its_own_is_gone() {
    let (fixture, life) = (Fixture::open().await, Lifecycle::new());
    let next = next_release();
    let (old, new) = (fixture.stranger(), fixture.another_gateway(&next, &life).await);
    let (of_old, of_new) = (files(&old.get("/register").await), files(&new.get("/register").await));
    assert!(of_old.len() > 2 && of_old.iter().all(|path| !of_new.contains(path)), "{of_old:?} {of_new:?}");
    // A busy machine may need longer to take them over than one request waits.
    old.until(&of_new[0], 200, DEADLINE).await;
    new.until(&of_old[0], 200, DEADLINE).await;
    // As a proxy that sends every request to the next gateway: the page from one, its files from the other.
    let css = served_alike(&new, &old, &of_new).await;
    assert!(css.contains("next-release"), "{css}");
    assert!(!served_alike(&old, &new, &of_old).await.contains("next-release"));
    assert_ne!(old.get("/sw.js").await.body, new.get("/sw.js").await.body, "browsers see that it is another");
    life.stop();
    for path in &of_new {
        assert_eq!(old.get(path).await.status, 200, "{path} of a release that is gone");
    }
    let page = old.get("/static/0123456789ab/css/main.css").await;
    assert_eq!(page.status, 404, "nobody announces these: {}", page.body);
    std::fs::remove_dir_all(next).expect("removed");
}

/// Both serve the same under these addresses, for ever; gives all of it.
async fn served_alike(one: &Browser, other: &Browser, paths: &[String]) -> String {
    let mut all = String::new();
    for path in paths {
        let (ours, theirs) = (one.get(path).await, other.get(path).await);
        assert_eq!((ours.status, theirs.status), (200, 200), "{path}");
        assert_eq!(ours.body, theirs.body, "{path}");
        for name in ["content-type", "cache-control"] {
            assert_eq!(ours.header(name), theirs.header(name), "{path}");
        }
        all.push_str(&theirs.body);
    }
    all
}

/// The static files a page names.
fn files(page: &Page) -> Vec<String> {
    let named = page.body.split('"').filter(|word| word.starts_with("/static/"));
    named.map(str::to_owned).collect()
}

/// The static files of this release, with one changed.
fn next_release() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("hubbub-release-{}", uuid::Uuid::new_v4().simple()));
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../static"), &folder);
    let sheet = folder.join("css/base.css");
    let css = std::fs::read_to_string(&sheet).expect("a style sheet");
    std::fs::write(&sheet, format!("{css}\n.the-next-release {{ color: red }}\n")).expect("written");
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            std::fs::copy(&path, &to).expect("copied");
        }
    }
}
