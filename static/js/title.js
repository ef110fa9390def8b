// The title of the page, and before it what waits: how often I am named, else how much is unread.

export function plainTitle(title) {
  return title.replace(/^\(@?\d+\+?\) /, "");
}

export function titled(title, unread, mentions) {
  const plain = plainTitle(title);
  const number = (n) => (n > 99 ? "99+" : n);
  if (mentions > 0) return `(@${number(mentions)}) ${plain}`;
  return unread > 0 ? `(${number(unread)}) ${plain}` : plain;
}
