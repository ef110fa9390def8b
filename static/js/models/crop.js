// The part of a picture that is taken of it: a square that never leaves it.

/**
 * @typedef {object} Crop
 * @property {number} x the middle of the square, in points of the picture
 * @property {number} y
 * @property {number} zoom 1: as large a square as there is room for
 */

/** @typedef {{ width: number, height: number }} Sides */

/** @param {number} value @param {number} most */
const within = (value, most) => Math.min(Math.max(value, 0), most);

/**
 * The middle of it, as large as can be.
 *
 * @param {Sides} sides
 * @returns {Crop}
 */
export const middle = ({ width, height }) => ({ x: width / 2, y: height / 2, zoom: 1 });

/**
 * Where the square begins, and how long its sides are.
 *
 * @param {Sides} sides
 * @param {Crop} crop
 */
export function squareOf({ width, height }, { x, y, zoom }) {
  const side = Math.min(width, height) / zoom;
  return { left: within(x - side / 2, width - side), top: within(y - side / 2, height - side), side };
}

/**
 * The same square moved by a part of its side, as far as there is room.
 *
 * @param {Sides} sides
 * @param {Crop} crop
 * @param {{ right?: number, down?: number }} by
 * @returns {Crop}
 */
export function moved(sides, crop, { right = 0, down = 0 }) {
  const { left, top, side } = squareOf(sides, crop);
  const next = squareOf(sides, { ...crop, x: left + side / 2 + right * side, y: top + side / 2 + down * side });
  return { ...crop, x: next.left + side / 2, y: next.top + side / 2 };
}
