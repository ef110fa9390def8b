// One request about a file. Only the older way tells how much of a body has been sent.

// For so long nothing may happen, in ms: the server looks at the whole file before it answers.
const SILENCE = 60_000;

/**
 * `status` is 0 where there was no answer.
 *
 * @typedef {{ status: number, code?: string, message: string, offset: number, isComplete: boolean, id?: string, retryMs?: number }} FileAnswer
 */

/**
 * @typedef {object} FileRequest
 * @property {string} method
 * @property {string} address
 * @property {Record<string, string>} [headers]
 * @property {Blob | URLSearchParams} [body]
 * @property {(bytes: number) => void} [sent] hears how many bytes of the body are on their way
 * @property {AbortSignal} [signal]
 */

/**
 * @param {FileRequest} request
 * @returns {Promise<FileAnswer>}
 */
export function requestFile({ method, address, headers = {}, body, sent, signal }) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    let silence = 0;
    const isAlive = () => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), SILENCE);
    };
    request.open(method, address);
    request.setRequestHeader("accept", "application/json");
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded }) => {
      isAlive();
      sent?.(loaded);
    };
    request.onloadend = () => {
      clearTimeout(silence);
      done(answer(request));
    };
    signal?.addEventListener("abort", () => request.abort());
    isAlive();
    request.send(body);
  });
}

/**
 * @param {XMLHttpRequest} request
 * @returns {FileAnswer}
 */
function answer(request) {
  const { status } = request;
  const header = (/** @type {string} */ name) => (status ? request.getResponseHeader(name) : null);
  const said = parsed(request.responseText);
  const retryAfter = Number(header("retry-after"));
  return {
    status,
    code: said.code,
    message: said.detail ?? "",
    id: said.id,
    offset: Number(header("upload-offset")) || 0,
    isComplete: header("upload-complete") === "?1",
    ...(retryAfter > 0 && { retryMs: retryAfter * 1000 }),
  };
}

/**
 * @param {string} text
 * @returns {{ id?: string, code?: string, detail?: string }}
 */
function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
