// What was copied from a page elsewhere, as it would be typed here: its marks, links, lists, quotes, code and tables.

const MARKS = /** @type {Record<string, string>} */ ({ STRONG: "**", B: "**", EM: "*", I: "*", S: "~~", DEL: "~~", STRIKE: "~~" });
const CODE = "\x60";
const FENCE = CODE.repeat(3);
const UNSEEN = new Set(["SCRIPT", "STYLE", "TEMPLATE", "TITLE", "HEAD"]);
const LINES = new Set(["ADDRESS", "ARTICLE", "ASIDE", "DD", "DIV", "DT", "FIGURE", "FOOTER", "HEADER", "MAIN", "SECTION", "TR"]);

/** What has a form of its own: without any, plain text says the same. */
const FORMED = "strong, b, em, i, s, del, strike, code, pre, a[href], ul, ol, blockquote, h1, h2, h3, h4, h5, h6, table, hr";

/**
 * @param {string} html
 * @returns {string | undefined} nothing where the plain text says the same
 */
export function markdownOf(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  if (!body.querySelector(FORMED)) return undefined;
  return tidy(inner(body));
}

/** @param {string} text */
function tidy(text) {
  return text
    .replace(/[ \t]+\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** @param {Node} node */
function inner(node) {
  return [...node.childNodes].map(say).join("");
}

/**
 * @param {Node} node
 * @returns {string}
 */
function say(node) {
  if (node instanceof Text) return node.data.replace(/\s+/g, " ");
  if (!(node instanceof HTMLElement) || UNSEEN.has(node.tagName)) return "";
  const name = node.tagName;
  if (name in MARKS) return isUndone(node) ? inner(node) : marked(MARKS[name], inner(node));
  if (LINES.has(name)) return `\n${inner(node)}\n`;
  switch (name) {
    case "BR":
      return "\n";
    case "HR":
      return "\n\n---\n\n";
    case "P":
      return `\n\n${inner(node)}\n\n`;
    case "A":
      return link(node);
    case "CODE":
      return marked(CODE, node.textContent ?? "");
    case "PRE":
      return `\n\n${FENCE}\n${(node.textContent ?? "").replace(/\n+$/, "")}\n${FENCE}\n\n`;
    case "BLOCKQUOTE":
      return `\n\n${prefixed("> ", "> ", tidy(inner(node)))}\n\n`;
    case "UL":
    case "OL":
      return list(node);
    case "TABLE":
      return table(/** @type {HTMLTableElement} */ (node));
    case "INPUT":
      return node.matches("[type=checkbox]") ? (node.matches(":checked") ? "[x] " : "[ ] ") : "";
    default:
      return /^H[1-6]$/.test(name) ? `\n\n# ${inner(node).trim()}\n\n` : inner(node);
  }
}

// Some wrap everything into a bold that is none. Styles of what was copied are not applied here, so they are read as text.
/** @param {HTMLElement} element */
function isUndone(element) {
  return /font-(weight:\s*(normal|400)|style:\s*normal)/i.test(element.getAttribute("style") ?? "");
}

/**
 * Blanks at the edges stay outside: a mark beside one has no effect.
 *
 * @param {string} mark
 * @param {string} text
 */
function marked(mark, text) {
  const words = text.trim();
  return words ? text.replace(words, () => mark + words + mark) : text;
}

/** @param {HTMLElement} element */
function link(element) {
  const address = element.getAttribute("href") ?? "";
  const label = inner(element).trim();
  if (!/^(https?:|mailto:)/i.test(address) || /[\s()]/.test(address)) return inner(element);
  return !label || label === address || `mailto:${label}` === address ? label || address : `[${label}](${address})`;
}

/** @param {HTMLElement} element */
function list(element) {
  const first = Number(element.getAttribute("start") ?? 1);
  const entries = [...element.children].map((entry, n) => {
    const mark = element.tagName === "OL" ? `${first + n}. ` : "- ";
    return prefixed(mark, "  ", tidy(inner(entry)).replace(/\n{2,}/g, "\n"));
  });
  return `\n\n${entries.join("\n")}\n\n`;
}

/**
 * @param {string} first
 * @param {string} others
 * @param {string} text
 */
function prefixed(first, others, text) {
  return text
    .split("\n")
    .map((line, n) => (n === 0 ? first : others) + line)
    .join("\n");
}

/** @param {HTMLTableElement} element */
function table(element) {
  const [head, ...rows] = [...element.rows].map((row) => [...row.cells].map(cell));
  if (!head) return inner(element);
  const line = (/** @type {string[]} */ cells) => `| ${cells.slice(0, head.length).join(" | ")} |`;
  return `\n\n${[line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n")}\n\n`;
}

/** @param {HTMLElement} element */
function cell(element) {
  return inner(element).trim().replace(/\s*\n\s*/g, " ").replaceAll("|", "\\|");
}
