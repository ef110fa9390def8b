// Addresses of the installation's pages.

/**
 * Whether the page at this path is shown without leaving the one that is loaded.
 *
 * @param {string} path
 */
export function isInPlace(path) {
  return path === "/" || path === "/rooms" || path.startsWith("/r/") || (path.startsWith("/d/") && path !== "/d/new");
}

/**
 * The path of what is shown, after its room moved from one path to another; nothing if it is not in that room.
 *
 * @param {string} path
 * @param {string} from
 * @param {string} to
 * @returns {string | undefined}
 */
export function renamedPath(path, from, to) {
  const [shown, former] = [decodeURIComponent(path), decodeURIComponent(from)];
  return shown === former || shown.startsWith(`${former}/`) ? to + shown.slice(former.length) : undefined;
}

/**
 * The same for an address with what may follow its path.
 *
 * @param {string} address
 * @param {string} from
 * @param {string} to
 * @returns {string | undefined}
 */
export function renamedAddress(address, from, to) {
  const end = address.search(/[?#]|$/);
  const path = renamedPath(address.slice(0, end), from, to);
  return path === undefined ? undefined : path + address.slice(end);
}
