//! What people search for, as a pattern for `like` and `ilike`.

/// The pattern that finds a text anywhere inside another, its own signs taken as they are; empty if there is nothing to
/// look for.
pub fn contains(text: &str) -> String {
    let text: String = text.trim().chars().filter(|c| *c != '\0').collect();
    if text.is_empty() {
        return text;
    }
    format!("%{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_the_database_are_searched_for_as_they_are() {
        assert_eq!(contains(" 100%_sure\\ "), "%100\\%\\_sure\\\\%");
        assert_eq!(contains(" \0 "), "");
    }
}
