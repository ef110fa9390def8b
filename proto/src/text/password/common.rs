//! Passwords that everyone tries first: common words and phrases, walks over a keyboard, counting, repeating.
//!
//! What is compared is the stem: lower case, letters and digits only, without the digits at the end. Short stems are in
//! the list because digits make them long enough.

use super::Password;

/// What people choose who are asked for ten characters, and the words they lengthen with digits.
const COMMON: &[&str] = &[
    "abc",
    "administrator",
    "adminadmin",
    "admin",
    "asdf",
    "baseball",
    "basketball",
    "bismillah",
    "changeme",
    "changemenow",
    "charlie",
    "chocolate",
    "computer",
    "contrasena",
    "correcthorsebatterystaple",
    "default",
    "dragon",
    "football",
    "forgetmenot",
    "fuckyou",
    "geheim",
    "hello",
    "helloworld",
    "hellohello",
    "hubbub",
    "iloveyou",
    "iloveyouso",
    "iloveyousomuch",
    "ilovemyself",
    "ilovejesus",
    "internet",
    "jesuschrist",
    "justinbieber",
    "letmein",
    "letmeinnow",
    "letmeinplease",
    "liverpool",
    "manchester",
    "master",
    "michael",
    "michelle",
    "monkey",
    "motdepasse",
    "mypassword",
    "nopassword",
    "onetwothree",
    "opensesame",
    "pass",
    "passpass",
    "passphrase",
    "passw0rd",
    "password",
    "passwordpassword",
    "passwort",
    "p4ssw0rd",
    "pa55word",
    "princess",
    "qazwsxedc",
    "qwe",
    "querty",
    "secret",
    "secretpassword",
    "senha",
    "shadow",
    "starwars",
    "summer",
    "sunshine",
    "superman",
    "supersecret",
    "teacher",
    "test",
    "testpassword",
    "testtest",
    "testing",
    "thisismypassword",
    "trustnoone",
    "trustno",
    "unknown",
    "wachtwoord",
    "welcome",
    "whatever",
    "whateverwhatever",
    "winter",
    "yourpassword",
];

/// Rows and columns of keyboards, and the orders everyone knows by heart.
const RUNS: &[&str] = &[
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyqwerty",
    "asdfasdf",
    "zxcvbnmasdfghjklqwertyuiop",
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "qweasdzxcrtyfghvbn",
    "q1a2z3w4s5x6e7d8c9",
    "aqswdefrgthyjukilo",
    "123qweasdzxc",
    "123qwe456rty789",
    "a1b2c3d4e5f6g7h8i9",
    "1a2b3c4d5e6f7g8h9i",
    "abc123def456ghi789",
    "abcd1234efgh5678",
    "qwer1234asdf5678",
    "1234qwerasdfzxcv",
    "3141592653589793238462643383279502884197",
];

/// How many different characters a password has at least.
const KINDS: usize = 4;

/// The shortest name that is looked for inside a password, in characters.
const PART: usize = 3;

/// So many letters beside a name do not make it a password.
const BESIDE: usize = 3;

/// Whether it is one that everyone tries first.
pub(super) fn is_common(text: &str) -> bool {
    let plain = plain(text);
    let turned: String = plain.chars().rev().collect();
    let mut kinds: Vec<char> = text.to_lowercase().chars().collect();
    kinds.sort_unstable();
    kinds.dedup();
    let short = stem(&plain);
    kinds.len() < KINDS
        || (!short.is_empty() && COMMON.iter().any(|common| *common == short || *common == plain))
        || repeats(&plain, |unit| unit.chars().count() <= 4 || COMMON.contains(&stem(unit)) || is_run(unit))
        || [plain.as_str(), turned.as_str()].iter().any(|walk| is_run(walk))
        || (short != plain && short.chars().count() >= 4 && is_run(short))
}

/// Whether it is made of these names: nothing beside them and their words but digits and three letters at most.
pub(super) fn is_made_of(text: &str, names: &[&str]) -> bool {
    let text = plain(text);
    let mut parts: Vec<String> = names.iter().flat_map(|name| parts(name)).collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.chars().count()));
    let rest = parts.iter().fold(text.clone(), |rest, part| rest.replace(part.as_str(), ""));
    rest != text && rest.chars().filter(|c| !c.is_numeric()).count() <= BESIDE
        || names.iter().map(|name| plain(name)).any(|name| !name.is_empty() && stem(&text) == name)
}

/// A name as one word, and its words, as far as they are long enough to be told from chance.
fn parts(name: &str) -> Vec<String> {
    let words = name.split(|c: char| !c.is_alphanumeric()).map(plain);
    std::iter::once(plain(name)).chain(words).filter(|part| part.chars().count() >= PART).collect()
}

/// Whether it is a few characters over and over again, perhaps with digits after them: as good as those few.
pub(super) fn is_repeated(text: &str) -> bool {
    let plain = plain(text);
    [plain.as_str(), stem(&plain)]
        .iter()
        .any(|text| repeats(text, |unit| unit.chars().count() < Password::MIN))
}

/// Letters and digits, in lower case.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn stem(plain: &str) -> &str {
    plain.trim_end_matches(|c: char| c.is_numeric())
}

/// A piece of a walk that everyone knows.
fn is_run(text: &str) -> bool {
    text.len() >= 3 && RUNS.iter().any(|run| run.contains(text))
}

/// Nothing but one such unit over and over again.
fn repeats(plain: &str, is_poor: impl Fn(&str) -> bool) -> bool {
    let chars: Vec<char> = plain.chars().collect();
    (1..=chars.len() / 2).filter(|length| chars.len().is_multiple_of(*length)).any(|length| {
        let unit: String = chars[..length].iter().collect();
        chars.chunks(length).all(|chunk| chunk == &chars[..length]) && is_poor(&unit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everyone_tries_first_is_common() {
        for common in [
            "password12",
            "Password1234!",
            "P a s s w o r d 1 2 3",
            "passwordpassword",
            "qwertyuiop",
            "QWERTYUIOP123",
            "poiuytrewq",
            "qwertzuiop",
            "1q2w3e4r5t",
            "1qaz2wsx3edc",
            "1234567890",
            "0987654321",
            "12345678901234567890",
            "9876543210",
            "aaaaaaaaaa",
            "abababababab",
            "abcabcabcabc",
            "abcdefghij",
            "iloveyou2024",
            "letmein12345",
            "welcome2026!",
            "qwerty12345",
            "qwertyqwerty",
            "asdfghjkl;",
            "3141592653",
            "correct horse battery staple",
            "1111111111",
            "1212121212",
            "__________",
        ] {
            assert!(is_common(common), "{common}");
        }
    }

    #[test]
    fn what_a_person_thought_of_is_not() {
        for own in [
            "correct horse",
            "correct horse battery",
            "a yellow boat",
            "жёлтая лодка",
            "黄色い小さな舟が川を下る",
            "tulip-carburettor-9",
            "my password is long",
            "x7Kq-29vL-pm",
            "hunter2hunter3",
        ] {
            assert!(!is_common(own), "{own}");
        }
    }

    #[test]
    fn a_few_characters_repeated_are_no_more_than_a_few() {
        for short in [
            "first3first3",
            "First3 first3!",
            "tuliptulip",
            "boat-boat-boat",
            "tuliptulip2026",
            "жёлтаяжёлтая",
        ] {
            assert!(is_repeated(short), "{short}");
        }
        for own in ["hunter2hunter3", "correct horse", "a yellow boata yellow boat", "tulip-carburettor-9"] {
            assert!(!is_repeated(own), "{own}");
        }
    }

    #[test]
    fn a_name_stays_a_name_with_little_beside_it() {
        let rosa = ["rosasilva", "Rosa Silva", "rosa.s@example.org", "rosa.s"];
        for name in [
            "Rosa.Silva-1984",
            "1984rosasilva",
            "rosa silva",
            "silva, rosa",
            "RosaRosaRosa!",
            "my-rosa-2026",
            "rosa.s@example.org",
            "example.org 1",
        ] {
            assert!(is_made_of(name, &rosa), "{name}");
        }
        for own in ["rosa's boat", "a yellow boat", "silver carburettor", "1234567890"] {
            assert!(!is_made_of(own, &rosa), "{own}");
        }
        assert!(!is_made_of("1234", &[""]) && !is_made_of("----", &["..."]));
        assert!(is_made_of("li-19841984", &["li"]) && !is_made_of("a lilac bush", &["li"]));
    }
}
