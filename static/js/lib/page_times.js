// Times on pages without a timeline, and in what is shown over a page: the reader's own there, too.

import { localizeTimes } from "./local_times.js";

export function watchPageTimes() {
  const localize = () => localizeTimes(document);
  for (const shown of ["page-shown", "part-shown"]) document.addEventListener(shown, localize);
  localize();
}
