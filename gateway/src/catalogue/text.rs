//! A sentence before it is words: pages and refusals carry these, and the catalogue of the reader words them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use fluent_bundle::{FluentArgs, FluentValue};
use proto::{Code, Reason, Refusal};
use serde::Serialize;
use serde_json::Value;

/// A message of the catalogue and what goes into it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Text {
    key: Cow<'static, str>,
    pub(super) arguments: BTreeMap<Cow<'static, str>, Value>,
}

impl Text {
    /// The message with this key; the tests find every such key in the source, so it is written out.
    pub fn new(key: &'static str) -> Self {
        Self { key: key.into(), arguments: BTreeMap::new() }
    }

    /// The same with one more argument: text or a number.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.arguments.insert(name.into(), value.into());
        self
    }

    /// Which message.
    pub fn key(&self) -> &str {
        &self.key
    }

    pub(super) fn arguments(&self) -> FluentArgs<'_> {
        self.arguments.iter().map(|(name, value)| (name.as_ref(), argument(value))).collect()
    }
}

impl From<&Refusal> for Text {
    /// `refusal-too-long` with `max`, for `TooLong { max }`; a reason nobody knows here is worded by its code.
    fn from(refusal: &Refusal) -> Self {
        if refusal.reason == Reason::Other {
            return by_code(refusal.code);
        }
        let Ok(Value::Object(mut arguments)) = serde_json::to_value(&refusal.reason) else {
            return by_code(refusal.code);
        };
        let why = arguments.remove("why");
        let name = why.as_ref().and_then(Value::as_str).unwrap_or_default().replace('_', "-");
        let arguments = arguments.into_iter().map(|(name, value)| (name.into(), value)).collect();
        Self { key: format!("refusal-{name}").into(), arguments }
    }
}

impl From<Reason> for Text {
    fn from(reason: Reason) -> Self {
        Self::from(&Refusal::new(reason))
    }
}

fn by_code(code: Code) -> Text {
    Text::new("refusal-other").with("code", code.as_str())
}

fn argument(value: &Value) -> FluentValue<'_> {
    match value {
        Value::Number(number) => number.as_f64().unwrap_or_default().into(),
        Value::String(text) => text.as_str().into(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.into(),
        Value::Null => "".into(),
        other => other.to_string().into(),
    }
}
