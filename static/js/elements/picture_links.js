// Pictures in messages: opened over the page, and those that move played where they stand. What does it is fetched with the first.

import { closest, isPlainClick } from "../lib/dom.js";

// Called before addresses are followed in place.
export function watchPictureLinks() {
  document.addEventListener("click", (event) => {
    const button = closest(event, ".pictures .play");
    if (button) import("./moving_picture.js").then(({ playInPlace }) => playInPlace(button), () => {});
    const link = closest(event, "a.picture");
    if (!(link instanceof HTMLAnchorElement) || !isPlainClick(event)) return;
    event.preventDefault();
    import("./lightbox.js").then(({ openLightbox }) => openLightbox(link)).catch(() => location.assign(link.href));
  });
}
