// Days and groups, in the reader's own time zone. `gateway/src/draw/timeline.rs` has the same rules for the first page.

const GROUP = 5 * 60_000;

// Do two rows, one right after the other, belong together? Rows are { author, at (ms), day, name, isMessage, isGone }.
export function belongs(before, row) {
  return Boolean(
    before?.isMessage &&
      row.isMessage &&
      !before.isGone &&
      !row.isGone &&
      before.author === row.author &&
      before.name === row.name &&
      row.at - before.at < GROUP &&
      before.day === row.day,
  );
}

export function day(at) {
  const date = new Date(at);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;
}

// "Today", "Yesterday", "Monday 3 November", and the year where it is another one.
export function dayName(at, now = Date.now(), language = undefined) {
  if (day(at) === day(now)) return "Today";
  if (day(at) === day(now - 86_400_000)) return "Yesterday";
  const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", year }).format(at);
}
