//! What is wrong with a configuration, as operators read it.

use std::fmt;

/// One thing wrong with the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The variable it is about.
    pub variable: String,
    /// Where its value came from: the environment, a file, or nowhere.
    pub source: String,
    /// What is wrong.
    pub what: String,
    /// A value that would do.
    pub example: String,
}

/// Everything wrong with the configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.len() {
            1 => writeln!(f, "One setting needs your attention:")?,
            n => writeln!(f, "{n} settings need your attention:")?,
        }
        for problem in &self.0 {
            writeln!(f, "  {}: {} ({})", problem.variable, problem.what, problem.source)?;
            writeln!(f, "      for example: {}={}", problem.variable, problem.example)?;
        }
        Ok(())
    }
}
