//! Where to begin: the greeting of the installation and three steps, which a new person finds in the common room until they hide
//! them.

use proto::auth::{Person, Session};
use proto::room::OrgRole;
use serde::Serialize;

use super::{Face, Sidebar};

/// What a new person is shown in the common room.
#[derive(Clone, Debug, Serialize)]
pub struct Welcome {
    /// Written by an admin; none: nothing was written.
    greeting: Option<String>,
    /// Who invited them.
    by: Option<Face>,
    /// Who looks may write the greeting, and nobody has.
    writes: bool,
    steps: [Step; 3],
    /// It stands above the first message of the room; else before what came after they joined.
    pub(super) on_top: bool,
}

/// Something to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
struct Step {
    what: StepKind,
    done: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum StepKind {
    Hello,
    Name,
    Rooms,
}

impl Welcome {
    /// For who looks. `by`: who invited them.
    pub fn new(session: &Session, greeting: Option<&str>, by: Option<&Person>) -> Self {
        Self {
            writes: greeting.is_none() && session.org_role >= OrgRole::Admin,
            greeting: greeting.map(str::to_owned),
            by: by.map(Face::told_apart),
            steps: steps(&session.person, 0, false),
            on_top: true,
        }
    }

    /// Ticks what is done.
    pub(super) fn tick(&mut self, person: &Person, sidebar: &Sidebar, has_spoken: bool) {
        self.steps = steps(person, sidebar.named().count(), has_spoken);
    }
}

/// What is done of it. A name of one's own is one that is not the username; whoever is in a second room has found the others.
fn steps(person: &Person, rooms: usize, has_spoken: bool) -> [Step; 3] {
    let is_named = person.display_name.to_lowercase() != person.username;
    [(StepKind::Hello, has_spoken), (StepKind::Name, is_named), (StepKind::Rooms, rooms > 1)]
        .map(|(what, done)| Step { what, done })
}

#[cfg(test)]
mod tests {
    use proto::UserId;

    use super::*;

    fn done(display_name: &str, rooms: usize, has_spoken: bool) -> [bool; 3] {
        let person = Person {
            id: UserId::new(),
            username: "mika".into(),
            display_name: display_name.into(),
            ambiguous: false,
            status: None,
            invisible: false,
            avatar: None,
            quiet: None,
        };
        steps(&person, rooms, has_spoken).map(|step| step.done)
    }

    #[test]
    fn a_step_is_ticked_once_it_is_done() {
        assert_eq!(done("Mika", 1, false), [false; 3], "a name in capitals is the username still");
        assert_eq!(done("Mika Tanaka", 1, false), [false, true, false]);
        assert_eq!(done("mika", 1, true), [true, false, false]);
        assert_eq!(done("mika", 2, false), [false, false, true]);
        assert_eq!(done("ミカ", 3, true), [true; 3]);
    }
}
