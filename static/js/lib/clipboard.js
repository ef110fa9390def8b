// What is copied, without asking for a permission where that can be.

/**
 * What an element says or holds, or where it leads, to the clipboard.
 *
 * @param {HTMLElement} source
 * @returns {Promise<boolean>} whether it was copied
 */
export async function copy(source) {
  if (source instanceof HTMLAnchorElement) source.textContent = source.href;
  if (source instanceof HTMLInputElement) source.select();
  else getSelection()?.selectAllChildren(source);
  // Deprecated, and the one way that needs neither https nor a permission.
  if (document.execCommand("copy")) return true;
  const text = source instanceof HTMLInputElement ? source.value : (source.textContent ?? "");
  return navigator.clipboard?.writeText(text).then(() => true, () => false) ?? false;
}
