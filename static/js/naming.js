// Where somebody is being named: the `@` before the cursor and what has been typed after it. `proto/src/text/mention.rs` has
// the rule for what is sent; here a name may also be looked for as people are called.

export function namedBefore(text) {
  const found = text.match(/(?:^|[^\p{L}\p{N}@/._+:=&#-])@([\p{L}\p{N}._-]{0,32})$/u);
  if (!found) return null;
  const typed = found[1];
  return { start: text.length - typed.length - 1, typed };
}
