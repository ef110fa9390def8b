// What a page can do without for a moment: fetched, as one file, once there is nothing left to do for the page itself.

/** @import { Context } from "./lib/context.js" */
import { Announcer } from "./elements/announcer.js";
import { watchFiles } from "./elements/files.js";
import { watchFormatting } from "./elements/formatting.js";
import { Welcome } from "./elements/welcome.js";
import { watchAttention } from "./lib/attention.js";
import { watchBlocked } from "./lib/blocked_rows.js";
import { watchDateJump } from "./lib/date_jump.js";
import { watchFormsInPlace } from "./lib/in_place.js";
import { watchKeyboard } from "./lib/keyboard.js";
import { watchCalls } from "./lib/notifier.js";
import { watchOutsideLinks } from "./lib/outside_links.js";
import { keepPages } from "./lib/page_keeping.js";
import { watchPageTimes } from "./lib/page_times.js";
import { watchPersonalCounts } from "./lib/personal_counts.js";
import { watchRoomOrder } from "./lib/room_order.js";

/**
 * Begins with all of it. What fails is missed alone.
 *
 * @param {Context} context
 * @param {{ define: (tag: string, Element: new (context: Context) => HTMLElement) => void, jump: () => void }} page
 */
export function begin(context, { define, jump }) {
  const parts = [
    () => watchKeyboard(context, { jump }),
    () => define("hub-announcer", Announcer),
    () => define("hub-welcome", Welcome),
    () => watchFiles(context),
    () => watchFormatting(context),
    () => keepPages(context),
    () => watchPageTimes(),
    () => watchAttention(context),
    () => watchPersonalCounts(context),
    () => watchBlocked(context),
    () => watchCalls(context),
    () => watchFormsInPlace(),
    () => watchRoomOrder(context),
    () => watchOutsideLinks(),
    () => watchDateJump(),
  ];
  for (const part of parts) {
    try {
      part();
    } catch (error) {
      reportError(error);
    }
  }
}
