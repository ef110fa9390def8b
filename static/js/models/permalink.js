// Addresses of messages: `/r/{slug}/m/{seq}` and `/d/{id}/m/{seq}`.

/**
 * The path of the message that an address of this site leads to, if it leads to one.
 *
 * @param {string} address
 * @param {string} origin of this site
 * @returns {string | undefined}
 */
export function permalinkPath(address, origin) {
  const path = address.startsWith(`${origin}/`) ? address.slice(origin.length) : address;
  return path.match(/^(\/[rd]\/[^/?#\s]+\/m\/[1-9]\d*)(?:[?#]|$)/)?.[1];
}
