//! Templates and static files are embedded: a new file among them must build the crate anew. So must a changed catalogue, and
//! one that cannot be read is no release.

use std::{env, fs, path::Path};

fn main() {
    for folder in ["../static", "../templates", "locales"] {
        println!("cargo:rerun-if-changed={folder}");
    }
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo says where the crate is");
    for file in fs::read_dir(Path::new(&root).join("locales")).expect("the catalogues").flatten() {
        let source = fs::read_to_string(file.path()).expect("a catalogue is UTF-8");
        if let Err((_, errors)) = fluent_syntax::parser::parse(source.as_str()) {
            for error in errors {
                let line = 1 + source[..error.pos.start].matches('\n').count();
                println!("cargo:error={}:{line}: {}", file.path().display(), error.kind);
            }
        }
    }
}
