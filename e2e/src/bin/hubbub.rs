//! The twin of `hubbub`, for the cluster's tests.

fn main() -> std::process::ExitCode {
    hubbub::main()
}
