//! The product as people see it: two real browsers.

mod talking;

/// The twin of the one command.
const PROGRAM: &str = env!("CARGO_BIN_EXE_hubbub-e2e");
