//! The users of a nats-server, as its configuration writes them.

/// One user and all that it may do.
#[derive(Clone)]
pub struct User {
    /// Its name.
    pub name: String,
    /// Its password, without quotes or backslashes; or `$NAME` for a variable of the configuration.
    pub password: String,
    /// The patterns it may publish to.
    pub publish: Vec<String>,
    /// The patterns it may subscribe to.
    pub subscribe: Vec<String>,
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("User").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The `authorization` of a server with these users. Each may answer a request that it was sent, once and within a minute,
/// which is longer than anybody waits. More than once would have NATS keep and search every request of that minute.
pub fn users(users: &[User]) -> String {
    let users: String = users.iter().map(user).collect();
    format!("authorization {{\n  timeout: 5\n  users: [\n{users}  ]\n}}\n")
}

fn user(user: &User) -> String {
    let User { name, password, publish, subscribe } = user;
    let password = if password.starts_with('$') { password.clone() } else { format!("\"{password}\"") };
    let (publish, subscribe) = (list(publish), list(subscribe));
    format!(
        "    {{\n      user: \"{name}\", password: {password}\n      permissions: {{\n        publish: [{publish}]\n        \
         subscribe: [{subscribe}]\n        allow_responses: {{max: 1, expires: \"1m\"}}\n      }}\n    }}\n"
    )
}

fn list(patterns: &[String]) -> String {
    patterns.iter().map(|pattern| format!("\"{pattern}\"")).collect::<Vec<_>>().join(", ")
}
