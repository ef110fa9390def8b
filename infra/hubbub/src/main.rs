//! The one command: `hubbub`. All of it is in the library, where the tests of the cluster can reach it.

fn main() -> std::process::ExitCode {
    hubbub::main()
}
