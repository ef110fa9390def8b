//! What a catalogue holds: its messages, and the arguments each takes.

use std::collections::BTreeSet;

use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Message, Pattern, PatternElement,
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
