// What was begun and not sent, as a list: the one typed last comes first.

/** @import { Stored } from "./draft.js" */

const LONGEST = 240;

/**
 * Drafts of rooms that I am in, each as one line.
 *
 * @param {{ key: string, draft: Stored | undefined }[]} stored under `draft:` and the room
 * @param {(room: string) => { address?: string, name?: string } | undefined} roomOf
 */
export function drafts(stored, roomOf) {
  const lines = stored.flatMap(({ key, draft }) => {
    const { address, name } = roomOf(key.slice("draft:".length)) ?? {};
    const text = draft?.text?.trim().replace(/\s+/gu, " ") ?? "";
    return draft && address && name && text ? [{ address, name, text: [...text].slice(0, LONGEST).join(""), at: draft.at }] : [];
  });
  return lines.sort((one, other) => other.at - one.at);
}
