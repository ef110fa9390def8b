//! Templates and static files are embedded: a new file among them must build the crate anew.

fn main() {
    for folder in ["../static", "../templates"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
