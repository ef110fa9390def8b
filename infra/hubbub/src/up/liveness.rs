//! Asking a child whether it makes progress. What to think of its answers is a plain value.

use std::time::Duration;

use tokio::time::sleep;

use crate::up::job::Job;

/// How often it is asked.
const EVERY: Duration = Duration::from_secs(3);
/// How often in a row it may fail to answer that it lives.
const MOST: u32 = 3;
/// How often until it has answered for the first time: it may be starting still.
const WHILE_STARTING: u32 = 10;

/// Waits until a child is stuck, which has answered before or is starting; says what with.
pub(super) async fn stuck(job: &Job, has_answered: bool) -> String {
    let mut failures = Failures { in_a_row: 0, has_answered };
    loop {
        sleep(EVERY).await;
        if let Some(why) = failures.step(job.answers().await) {
            return why;
        }
    }
}

/// How often in a row a child did not say that it lives.
#[derive(Debug)]
struct Failures {
    in_a_row: u32,
    has_answered: bool,
}

impl Failures {
    /// Takes an answer; why the child is given up, if it is.
    fn step(&mut self, answer: Result<(), String>) -> Option<String> {
        let Err(why) = answer else {
            *self = Self { in_a_row: 0, has_answered: true };
            return None;
        };
        self.in_a_row += 1;
        let most = if self.has_answered { MOST } else { WHILE_STARTING };
        (self.in_a_row >= most).then(|| why.replace('\n', ", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_that_fails_three_times_in_a_row_is_given_up_and_one_that_starts_later() {
        let no = || Err("main loop: no progress for 12 s".to_owned());
        let mut failures = Failures { in_a_row: 0, has_answered: false };
        assert!((0..9).all(|_| failures.step(no()).is_none()));
        assert_eq!(failures.step(Ok(())), None);
        assert_eq!((failures.step(no()), failures.step(no()), failures.step(Ok(()))), (None, None, None));
        assert_eq!((failures.step(no()), failures.step(no())), (None, None));
        assert_eq!(failures.step(no()).as_deref(), Some("main loop: no progress for 12 s"));
    }
}
