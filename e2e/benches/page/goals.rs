//! What was measured, beside what it must be.

/// Goals, as they were met.
#[derive(Default)]
pub(crate) struct Goals(Vec<Row>);

struct Row {
    what: &'static str,
    most: f64,
    found: f64,
}

impl Goals {
    /// A figure, with its unit, that must be at most this.
    pub(crate) fn note(&mut self, what: &'static str, most: f64, found: f64) {
        self.0.push(Row { what, most, found });
    }

    /// All of them, for people. What was not measured is not met.
    pub(crate) fn show(&self) {
        println!("\n{:<64}{:>10}{:>10}  met", "goal", "at most", "measured");
        for Row { what, most, found } in &self.0 {
            println!("{what:<64}{most:>10}{found:>10.2}  {}", if found <= most { "yes" } else { "NO" });
        }
    }
}

/// The one in the middle, and the one that 95 of 100 are not above.
pub(crate) fn spread(mut times: Vec<f64>) -> [f64; 2] {
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or(f64::NAN);
    [at(50), at(95)]
}
