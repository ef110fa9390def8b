//! Which release it is that migrates, or works in what another has migrated.

use std::fmt;

/// A release by its number, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Release([i32; 3]);

impl Release {
    /// The release by its number as cargo writes it; what stands behind a `-` or `+` does not count.
    pub fn parse(version: &str) -> Option<Self> {
        let mut parts = version.split(['-', '+']).next()?.split('.');
        let mut next = || parts.next()?.parse().ok();
        Some(Self([next()?, next()?, next()?]))
    }

    /// Major, minor, patch.
    pub(super) fn numbers(&self) -> &[i32] {
        &self.0
    }

    /// This one.
    pub fn this() -> Self {
        Self::parse(crate::VERSION).unwrap_or_else(|| unreachable!("cargo has checked the version"))
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.0;
        write!(f, "{major}.{minor}.{patch}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_in_order_by_their_numbers() {
        let release = |text| Release::parse(text).expect("a release");
        assert!(release("0.9.12") < release("0.10.0"));
        assert!(release("1.0.0") < release("1.0.1"));
        assert_eq!(release("1.2.3-rc.1+linux"), release("1.2.3"));
        assert_eq!(Release::parse("1.2"), None);
        assert_eq!(Release::this().to_string(), crate::VERSION);
    }
}
