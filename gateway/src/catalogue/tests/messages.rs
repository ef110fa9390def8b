//! What a catalogue holds: its messages, the arguments each takes, and the cases it tells apart.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Message, Pattern, PatternElement, VariantKey,
};
use fluent_syntax::parser;

use super::Messages;

pub(super) fn of(source: &str) -> Messages {
    let resource = parser::parse(source).expect("a catalogue");
    let messages = resource.body.iter().filter_map(|entry| match entry {
        Entry::Message(Message { id, value: Some(value), attributes, .. }) => {
            let mut arguments = BTreeSet::new();
            pattern(value, &mut arguments);
            attributes.iter().for_each(|form| pattern(&form.value, &mut arguments));
            Some((id.name.to_owned(), arguments))
        }
        _ => None,
    });
    messages.collect()
}

/// The cases of each message, by its key. Those of numbers are each language's own.
pub(super) fn cases(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let resource = parser::parse(source).expect("a catalogue");
    let messages = resource.body.iter().filter_map(|entry| match entry {
        Entry::Message(Message { id, value: Some(value), .. }) => {
            let mut found = BTreeSet::new();
            cases_of(value, &mut found);
            found.retain(|case| !["zero", "one", "two", "few", "many", "other"].contains(&case.as_str()));
            Some((id.name.to_owned(), found))
        }
        _ => None,
    });
    messages.collect()
}

fn cases_of(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression: Expression::Select { variants, .. } } = element else {
            continue;
        };
        for variant in variants {
            let (VariantKey::Identifier { name } | VariantKey::NumberLiteral { value: name }) = &variant.key;
            found.insert((*name).to_owned());
            cases_of(&variant.value, found);
        }
    }
}

fn pattern(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            self::expression(expression, found);
        }
    }
}

fn expression(expression: &Expression<&str>, found: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => self::inline(inline, found),
        Expression::Select { selector, variants } => {
            inline(selector, found);
            variants.iter().for_each(|variant| pattern(&variant.value, found));
        }
    }
}

fn inline(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments, .. } => call(arguments, found),
        InlineExpression::Placeable { expression } => self::expression(expression, found),
        InlineExpression::TermReference { arguments: Some(arguments), .. } => call(arguments, found),
        _ => {}
    }
}

fn call(arguments: &CallArguments<&str>, found: &mut BTreeSet<String>) {
    arguments.positional.iter().for_each(|argument| inline(argument, found));
    arguments.named.iter().for_each(|argument| inline(&argument.value, found));
}
