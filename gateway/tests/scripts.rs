//! The page's scripts, as far as they need no browser: what they decide, and which of them may import which. Tried in Node;
//! `.ci/run` sees to it that there is one. Their types are checked there, too.

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::Command;

#[test]
fn the_scripts_keep_their_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let entries = root.join("gateway/tests/js").read_dir().expect("a folder");
    let mut tests: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
    tests.retain(|path| path.to_string_lossy().ends_with(".test.js"));
    assert!(!tests.is_empty(), "no tests in {}", root.display());
    match Command::new("node").arg("--test").args(&tests).current_dir(&root).output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout)),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            assert!(std::env::var_os("CI").is_none(), "the scripts were not tested: there is no node");
            // Past the test's own output, which nobody sees of one that passes.
            let notice = "\n*** NOT TESTED: the page's scripts, for there is no node here (sudo apt install nodejs) ***\n";
            writeln!(std::io::stderr(), "{notice}").expect("written");
        }
        Err(error) => panic!("node cannot be run: {error}"),
    }
}
