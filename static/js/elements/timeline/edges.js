// What stands before and after the messages: the start of the room or the way to older ones, and the ways to the latest.

/** @import { ScrollView } from "./scroll_view.js" */
import { get, setText } from "../../lib/dom.js";
import * as text from "../../lib/messages.js";

export class Edges {
  #start;
  older;
  newer;
  jump;

  /**
   * @param {HTMLElement} timeline
   * @param {HTMLElement} main
   */
  constructor(timeline, main) {
    this.#start = get(timeline, ".start");
    this.older = get(timeline, ".older");
    this.newer = get(timeline, ".newer");
    this.jump = get(main, ".jump");
  }

  /** @param {{ isMoreBefore: boolean, isMoreAfter: boolean, isFollowing: boolean, missed: number }} state */
  show({ isMoreBefore, isMoreAfter, isFollowing, missed }) {
    this.older.hidden = !isMoreBefore;
    this.#start.hidden = isMoreBefore;
    this.newer.hidden = !isMoreAfter;
    this.jump.hidden = isFollowing && !isMoreAfter;
    setText(get(this.jump, "span"), text.jumpToLatest(missed));
  }

  /**
   * The side whose end is within a screen of being seen.
   *
   * @param {ScrollView} view
   * @returns {"before" | "after" | undefined}
   */
  near(view) {
    if (view.isNear(this.older)) return "before";
    return view.isNear(this.newer) ? "after" : undefined;
  }

  /**
   * Tells when an end comes near. Answers how to stop that.
   *
   * @param {Element | null} scroller
   * @param {() => void} listener
   */
  watch(scroller, listener) {
    const observer = new IntersectionObserver(listener, { root: scroller, rootMargin: "100% 0px" });
    observer.observe(this.older);
    observer.observe(this.newer);
    return () => observer.disconnect();
  }
}
