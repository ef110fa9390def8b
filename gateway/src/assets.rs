//! Stylesheets, scripts and pictures: embedded in the program, served under one prefix that names their content.
//!
//! `/static/{hash}/…` never changes its meaning, so browsers keep it for ever and ask no more. Scripts and stylesheets are joined at
//! the start, so that a page needs one of each; what is loaded later stays under the prefix it was loaded from.

mod archive;
mod comments;
mod emoji;
mod join;
mod neighbours;

pub(crate) use neighbours::Neighbours;

use std::collections::{BTreeMap, HashMap};
use std::io::Error;
use std::path::Path;
use std::sync::OnceLock;

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::task::block_in_place;

/// What stands under the prefix never changes.
pub(crate) const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// What stands at addresses others chose cannot name its content; a day old is new enough.
pub(crate) const A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");
/// Letters of a hash that names files.
const HASH: usize = 12;
/// The service worker, which is served at an address of its own.
const WORKER: &str = "js/worker.js";
/// Smaller files gain nothing.
const WORTH_COMPRESSING: usize = 1_024;

#[derive(RustEmbed)]
#[folder = "../static"]
struct Files;

/// All static files, hashed and compressed once at the start.
pub(crate) struct Assets {
    prefix: String,
    files: HashMap<String, Asset>,
    archive: OnceLock<Bytes>,
}

struct Asset {
    kind: &'static str,
    plain: Bytes,
    /// Only where it is smaller.
    gzip: Option<Bytes>,
    /// A sixth smaller still, and slow to make: once the first browser asks for it. Browsers do over https and on their own machine.
    brotli: OnceLock<Option<Bytes>>,
}

impl Assets {
    /// Reads what is embedded, or a folder that stands in for it.
    ///
    /// # Errors
    /// The folder cannot be read, or its scripts and stylesheets not be joined.
    pub(crate) fn load(instead: Option<&Path>) -> std::io::Result<Self> {
        let files = match instead {
            Some(folder) => files_in(folder, folder)?,
            None => Files::iter()
                .filter_map(|name| Some((name.to_string(), Files::get(&name)?.data.into())))
                .collect(),
        };
        Ok(Self::of(served(files).map_err(Error::other)?))
    }

    /// Files as browsers get them.
    fn of(mut all: Vec<(String, Bytes)>) -> Self {
        all.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let (mut tree, mut files) = (Sha256::new(), HashMap::new());
        for (name, bytes) in all {
            tree.update(name.as_bytes());
            tree.update([0]);
            tree.update(Sha256::digest(&bytes));
            let asset = Asset::new(&name, bytes);
            files.insert(name, asset);
        }
        let hash: String = tree.finalize().iter().take(HASH / 2).map(|byte| format!("{byte:02x}")).collect();
        Self { prefix: format!("/static/{hash}"), files, archive: OnceLock::new() }
    }

    /// What names their content: `1f2e3d4c5b6a`.
    pub(crate) fn hash(&self) -> &str {
        self.prefix.trim_start_matches("/static/")
    }

    /// What addresses of these files begin with: `/static/1f2e3d4c5b6a`, without a slash at the end.
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The service worker of this release; none where it has none. What it has to know stands before it: which release it is, and
    /// where the files are that every page needs.
    pub(crate) fn service_worker(&self) -> Option<String> {
        let script = std::str::from_utf8(&self.files.get(WORKER)?.plain).ok()?;
        let mut shell: Vec<String> = self.files.keys().filter(|name| is_shell(name)).cloned().collect();
        shell.sort_unstable();
        let files: Vec<String> = shell.iter().map(|name| format!("{}/{name}", self.prefix)).collect();
        let told = serde_json::json!({ "release": self.hash(), "files": files });
        Some(format!("self.installed = {told};\n{script}"))
    }

    /// A file as this browser takes it, to be kept as long as `keep` says; none of that name if there is none.
    pub(crate) fn serve(&self, path: &str, asked: &HeaderMap, keep: HeaderValue) -> Option<Response> {
        let asset = self.files.get(path)?;
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static(asset.kind)),
            (header::CACHE_CONTROL, keep),
            (header::VARY, HeaderValue::from_static("accept-encoding")),
        ];
        let (encoding, bytes) = asset.encoded(asked);
        let encoding = encoding.map(|encoding| [(header::CONTENT_ENCODING, encoding)]);
        Some(match encoding {
            Some(encoding) => (headers, encoding, bytes).into_response(),
            None => (headers, bytes).into_response(),
        })
    }
}

impl Asset {
    fn new(name: &str, plain: Bytes) -> Self {
        let kind = kind(name);
        let worth = is_text(kind) && plain.len() > WORTH_COMPRESSING;
        let gzip =
            worth.then(|| compression::gzip(&plain)).flatten().filter(|smaller| smaller.len() < plain.len());
        Self { kind, plain, gzip, brotli: OnceLock::new() }
    }

    /// The smallest form that this browser takes, and what it is called.
    fn encoded(&self, asked: &HeaderMap) -> (Option<&'static str>, Bytes) {
        let Some(gzip) = &self.gzip else { return (None, self.plain.clone()) };
        if takes(asked, "br")
            && let Some(brotli) = self.brotli.get_or_init(|| beside(|| compression::brotli(&self.plain)))
        {
            return (Some("br"), brotli.clone());
        }
        if takes(asked, "gzip") { (Some("gzip"), gzip.clone()) } else { (None, self.plain.clone()) }
    }
}

/// All files below a folder, by their paths from `root`.
fn files_in(root: &Path, folder: &Path) -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_in(root, &path)?);
        } else if let Some(name) = path.strip_prefix(root).ok().and_then(Path::to_str) {
            files.push((name.to_owned(), std::fs::read(&path)?));
        }
    }
    Ok(files)
}

/// The files as browsers get them.
fn served(files: Vec<(String, Vec<u8>)>) -> Result<Vec<(String, Bytes)>, String> {
    let (mut sources, mut served) = (BTreeMap::new(), Vec::new());
    for (name, bytes) in files {
        let is_source = name.ends_with(".js") || name.ends_with(".css");
        match String::from_utf8(bytes) {
            Ok(source) if is_source => {
                sources.insert(name, comments::without_comments(&source));
            }
            Ok(text) => served.push((name, text.into())),
            Err(error) => served.push((name, error.into_bytes().into())),
        }
    }
    served.push(emoji::file());
    let joined = join::join(sources)?.into_iter();
    served.extend(joined.map(|(name, text)| (name, comments::without_indents(&text).into())));
    Ok(served)
}

/// Whether pages that are kept need it: all scripts, since each may be loaded later, and what is seen of every page.
fn is_shell(name: &str) -> bool {
    let is_script = name.starts_with("js/") && name != WORKER;
    is_script || ["css/main.css", "css/print.css", "favicon.svg"].contains(&name)
}

fn takes(asked: &HeaderMap, encoding: &str) -> bool {
    let accepted =
        asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        parts.next() == Some(encoding) && !parts.any(|part| matches!(part, "q=0" | "q=0.0"))
    })
}

/// Work of some tenths of a second, which others on this thread need not wait for.
fn beside<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => block_in_place(work),
        _ => work(),
    }
}

fn is_text(kind: &str) -> bool {
    kind.starts_with("text/") || kind.starts_with("application/") || kind == "image/svg+xml"
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_scripts_and_sheets_are_joined() {
        let assets = Assets::load(None).expect("every line can be joined");
        for (path, is_served) in [
            ("js/main.js", true),
            ("js/gate.js", true),
            ("js/elements/mention_suggestions.js", true),
            ("js/worker.js", true),
            ("js/lib/connection.js", false),
            ("css/main.css", true),
            ("css/message.css", false),
        ] {
            assert_eq!(assets.files.contains_key(path), is_served, "{path}");
        }
    }

    #[test]
    fn the_service_worker_is_one_plain_script_and_knows_its_release_and_all_files_of_the_shell() {
        let assets = Assets::load(None).expect("every line can be joined");
        let worker = assets.service_worker().expect("a worker");
        let (told, script) = worker.split_once('\n').expect("a line");
        let told = told.strip_prefix("self.installed = ").and_then(|told| told.strip_suffix(';'));
        let told: serde_json::Value = serde_json::from_str(told.expect("what it is told")).expect("JSON");
        assert_eq!(told["release"], assets.hash());
        let files: Vec<&str> =
            told["files"].as_array().expect("files").iter().filter_map(|file| file.as_str()).collect();
        for (name, is_there) in [
            ("js/main.js", true),
            ("js/gate.js", true),
            ("js/elements/mention_suggestions.js", true),
            ("css/main.css", true),
            ("css/admin.css", false),
            ("js/worker.js", false),
        ] {
            let address = format!("{}/{name}", assets.prefix());
            assert_eq!(files.contains(&&*address), is_there, "{name}");
        }
        // Not every browser knows workers that are modules.
        assert!(script.contains("addEventListener(\"fetch\""), "{script}");
        assert!(!script.lines().any(|line| line.starts_with("import ") || line.starts_with("export ")));
    }

    #[test]
    fn what_is_compressed_is_sent_only_to_those_who_take_it() {
        let takes = |value: &'static str, encoding| {
            takes(
                &HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))]),
                encoding,
            )
        };
        assert!(takes("gzip", "gzip") && takes("br, gzip;q=0.8", "gzip") && takes("gzip, br", "br"));
        assert!(
            !takes("", "gzip")
                && !takes("br", "gzip")
                && !takes("gzip;q=0", "gzip")
                && !takes("xgzip", "gzip")
        );
    }

    #[test]
    fn a_browser_gets_the_smallest_form_that_it_takes() {
        let asset = Asset::new("a.css", "a { color: #123456; }\n".repeat(200).into());
        let encoded = |value: &'static str| {
            asset.encoded(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))]))
        };
        let (brotli, gzip, plain) = (encoded("gzip, br"), encoded("gzip"), encoded(""));
        assert_eq!((brotli.0, gzip.0, plain.0), (Some("br"), Some("gzip"), None));
        assert!(brotli.1.len() < gzip.1.len() && gzip.1.len() < plain.1.len());
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &*brotli.1, &mut back).expect("unpacked");
        assert_eq!(back, plain.1);
    }
}
