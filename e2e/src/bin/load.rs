//! `cargo run --release -p e2e --bin load -- team`: figures of a cluster under load; see `docs/performance.md`.

fn main() -> std::process::ExitCode {
    e2e::load::main()
}
