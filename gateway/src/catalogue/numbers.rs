//! Numbers in a message, with the thousands marked as the language marks them: `12,345`.

use fluent_bundle::FluentValue;
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale_core::Locale;
use intl_memoizer::Memoizable;
use intl_memoizer::concurrent::IntlLangMemoizer;
use unic_langid::LanguageIdentifier;

struct Numbers(DecimalFormatter);

impl Memoizable for Numbers {
    type Args = ();
    type Error = ();

    fn construct(language: LanguageIdentifier, (): ()) -> Result<Self, ()> {
        let locale: Locale = language.to_string().parse().map_err(drop)?;
        let numbers = DecimalFormatter::try_new(
            (&locale).into(),
            icu_decimal::options::DecimalFormatterOptions::default(),
        );
        numbers.map(Self).map_err(drop)
    }
}

/// Writes whole numbers; everything else is written as it always is.
pub(super) fn write(value: &FluentValue<'_>, memoizer: &IntlLangMemoizer) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let is_whole = number.value.fract() == 0.0 && number.value.abs() < 1e15;
    // Within ±10^15 every whole f64 is an i64.
    #[expect(clippy::cast_possible_truncation, reason = "just looked at")]
    let whole = Decimal::from(number.value as i64);
    let written = |numbers: &Numbers| numbers.0.format(&whole).to_string();
    is_whole.then(|| memoizer.with_try_get::<Numbers, _, _>((), written).ok()).flatten()
}
