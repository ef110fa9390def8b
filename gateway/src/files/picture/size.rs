//! How large pictures are drawn.

use serde::Deserialize;

/// What a picture is drawn in besides its own size: for screens of one and of two points to a pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Size {
    /// As messages show it. Every picture has it.
    Small,
    /// Twice that. A picture that is no larger than the small one has none.
    Large,
}

impl Size {
    /// All there are, the largest first.
    pub(super) const ALL: [Self; 2] = [Self::Large, Self::Small];

    /// Its name in addresses and in the store.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Large => "large",
        }
    }

    fn bounds(self) -> (u32, u32) {
        match self {
            Self::Small => (452, 320),
            Self::Large => (904, 640),
        }
    }
}

/// Pixels of a side of a square that stands for somebody or something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(crate) enum Side {
    /// Beside what they say, and in lists.
    #[serde(rename = "96")]
    Small,
    /// On a card, a profile and a notification.
    #[serde(rename = "192")]
    Medium,
    /// As large as there is one.
    #[serde(rename = "512")]
    Large,
    /// The longer side of an emoji, which is no square: it has no other.
    #[serde(rename = "128")]
    Emoji,
}

impl Side {
    /// Those of a square, the largest first.
    pub(super) const ALL: [Self; 3] = [Self::Large, Self::Medium, Self::Small];

    /// So many. Its name in addresses and in the store is the same in digits.
    pub(crate) fn pixels(self) -> u32 {
        match self {
            Self::Small => 96,
            Self::Medium => 192,
            Self::Large => 512,
            Self::Emoji => 128,
        }
    }
}

/// How large a picture of this size is drawn: all of it, never enlarged. None: it has no drawing of this size.
pub(crate) fn fitted(size: Size, (width, height): (u32, u32)) -> Option<(u32, u32)> {
    let (most_wide, most_high) = Size::Small.bounds();
    if size == Size::Large && width <= most_wide && height <= most_high {
        return None;
    }
    Some(within(size.bounds(), (width, height)))
}

/// The same sides in so much room, each of them at least a pixel.
pub(super) fn within(most: (u32, u32), (width, height): (u32, u32)) -> (u32, u32) {
    if width <= most.0 && height <= most.1 {
        return (width, height);
    }
    let part = |side: u32, of: u32, over: u32| {
        let side = (u64::from(side) * u64::from(of) + u64::from(over) / 2) / u64::from(over.max(1));
        u32::try_from(side).unwrap_or(u32::MAX).max(1)
    };
    if u64::from(width) * u64::from(most.1) >= u64::from(height) * u64::from(most.0) {
        (most.0, part(height, most.0, width))
    } else {
        (part(width, most.1, height), most.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_shown_whole_with_its_own_sides_and_never_enlarged() {
        assert_eq!(fitted(Size::Small, (4000, 3000)), Some((427, 320)));
        assert_eq!(fitted(Size::Large, (4000, 3000)), Some((853, 640)));
        assert_eq!(fitted(Size::Small, (3000, 4000)), Some((240, 320)));
        assert_eq!(fitted(Size::Large, (600, 400)), Some((600, 400)));
        assert_eq!(fitted(Size::Small, (64, 64)), Some((64, 64)));
        assert_eq!(fitted(Size::Large, (64, 64)), None);
        assert_eq!(fitted(Size::Small, (50_000, 10)), Some((452, 1)));
        assert_eq!(fitted(Size::Small, (1, u32::MAX)), Some((1, 320)));
    }
}
