//! What people say of themselves on their profile.

use serde::{Deserialize, Serialize};

use crate::text::{About, JobTitle, Pronouns, ZoneName};

/// All of it; everything may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// How they are spoken of; none: they do not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pronouns: Option<Pronouns>,
    /// What they do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<JobTitle>,
    /// By which clock they live.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<ZoneName>,
    /// A few words about them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
}
