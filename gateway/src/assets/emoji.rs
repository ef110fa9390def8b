//! The emoji to choose from, as one file of JSON: made at the start from the list that reactions are held against, fetched by a page
//! whose reader opens the picker.

use bytes::Bytes;
use emojis::{Emoji, Group, SkinTone, UnicodeVersion};
use serde_json::json;

/// Where it is, below the prefix.
pub(super) const NAME: &str = "emoji.json";
/// What came later is drawn as a box by many systems; it can be typed all the same.
const NEWEST: UnicodeVersion = UnicodeVersion::new(15, 1);

/// The groups, by what the catalogue calls them.
const GROUPS: [(Group, &str); 9] = [
    (Group::SmileysAndEmotion, "smileys"),
    (Group::PeopleAndBody, "people"),
    (Group::AnimalsAndNature, "nature"),
    (Group::FoodAndDrink, "food"),
    (Group::TravelAndPlaces, "travel"),
    (Group::Activities, "activities"),
    (Group::Objects, "objects"),
    (Group::Symbols, "symbols"),
    (Group::Flags, "flags"),
];

/// The file.
pub(super) fn file() -> (String, Bytes) {
    let groups = GROUPS.map(|(group, name)| {
        let known = group.emojis().filter(|emoji| emoji.unicode_version() <= NEWEST);
        json!({ "name": name, "emoji": known.map(entry).collect::<Vec<_>>() })
    });
    (NAME.to_owned(), json!(groups).to_string().into())
}

/// The emoji, its name, what else it is called, and where it has tones of skin the same in the lightest.
fn entry(emoji: &'static Emoji) -> serde_json::Value {
    let keywords = emoji.shortcodes().collect::<Vec<_>>().join(" ");
    match emoji.with_skin_tone(SkinTone::Light) {
        Some(light) => json!([emoji.as_str(), emoji.name(), keywords, light.as_str()]),
        None => json!([emoji.as_str(), emoji.name(), keywords]),
    }
}

#[cfg(test)]
mod tests {
    use proto::text::Reaction;

    use super::*;
    use compression::gzip;

    #[test]
    fn all_emoji_that_are_offered_are_reactions_and_fit_sixty_kib() {
        let (_, file) = file();
        let bytes = gzip(&file).expect("compressed").len();
        assert!(bytes <= 60 * 1024, "{bytes} bytes");
        let groups: Vec<serde_json::Value> = serde_json::from_slice(&file).expect("JSON");
        let emoji = groups.iter().flat_map(|group| group["emoji"].as_array().expect("emoji"));
        let mut count = 0;
        for one in emoji {
            for reaction in [&one[0], &one[3]].into_iter().filter_map(serde_json::Value::as_str) {
                assert_eq!(Reaction::parse(reaction).expect("a reaction").as_str(), reaction);
                assert_eq!(Reaction::parse(reaction).expect("a reaction").token(), one[0], "{one}");
            }
            count += 1;
        }
        assert!(count > 1_500, "{count} emoji");
    }
}
