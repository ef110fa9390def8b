//! The rules of the browser's side that need no browser, tried in Node where there is one. `.ci/run` sees to it that there is.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Copies the files of a folder, and none below it; gives the copies.
fn copy(from: &Path, to: &Path) -> Vec<PathBuf> {
    fs::create_dir_all(to).expect("a folder");
    let files = from.read_dir().expect("a folder").map(|entry| entry.expect("a file").path());
    let copies = files.filter(|file| file.is_file()).map(|file| {
        let copy = to.join(file.file_name().expect("a name"));
        fs::copy(&file, &copy).expect("copied");
        copy
    });
    copies.collect()
}

#[test]
fn the_scripts_keep_their_rules() {
    // A Node older than 20.19, such as the distribution's, takes `.js` for a module only where a file beside it says so, and
    // such a file has no business among what browsers are served: hence a copy.
    let (here, place) = (Path::new(env!("CARGO_MANIFEST_DIR")), tempfile::tempdir().expect("a folder"));
    fs::write(place.path().join("package.json"), r#"{"type":"module"}"#).expect("written");
    copy(&here.join("../static/js"), &place.path().join("static/js"));
    let files = copy(&here.join("tests/js"), &place.path().join("gateway/tests/js"));
    let files: Vec<_> =
        files.into_iter().filter(|path| path.to_string_lossy().ends_with(".test.mjs")).collect();
    assert!(!files.is_empty(), "no tests in {}", here.display());
    match Command::new("node").arg("--test").args(&files).output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            eprintln!("not tried: no node on this machine (sudo apt install nodejs)");
        }
        Err(error) => panic!("node cannot be run: {error}"),
    }
}
