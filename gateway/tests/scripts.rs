//! The rules of the browser's side that need no browser, tried in Node where there is one. `.ci/run` sees to it that there is.

use std::path::Path;
use std::process::Command;

#[test]
fn the_scripts_keep_their_rules() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/js");
    let files = folder.read_dir().expect("the tests").map(|entry| entry.expect("a file").path());
    let files: Vec<_> = files.filter(|path| path.to_string_lossy().ends_with(".test.mjs")).collect();
    assert!(!files.is_empty(), "no tests in {}", folder.display());
    match Command::new("node").arg("--test").args(&files).output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            eprintln!("not tried: no node on this machine (sudo apt install nodejs)");
        }
        Err(error) => panic!("node cannot be run: {error}"),
    }
}
