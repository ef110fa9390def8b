// Pictures of people, over the letters that stand for them. `templates/people/_person.html` draws the same.

import { find, findAll } from "./dom.js";

/**
 * @param {HTMLElement} face
 * @param {string} [avatar] none: letters alone
 */
export function showAvatar(face, avatar) {
  const src = avatar && `/picture/${avatar}/96`;
  const image = find(face, "img");
  if (image?.getAttribute("src") === src) return;
  image?.remove();
  if (src) face.append(Object.assign(new Image(), { src, alt: "" }));
}

/**
 * Wherever they have said something on this page, and on the way to one's own settings.
 *
 * @param {{ id: string, avatar?: string }} person
 */
export function showEverywhere({ id, avatar }) {
  for (const face of findAll(document, `:is([data-author="${id}"], a[data-user="${id}"]) > .avatar`)) showAvatar(face, avatar);
}
