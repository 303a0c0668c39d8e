// How a message reaches the server: under an id of the page's own making, so that sending it again is safe.

const SEND_TIMEOUT_MS = 15_000;
const SEND_PAUSE_S = 2; // between attempts, where the server names none
const SEND_PAUSE_MAX_S = 10;

/** Return a random UUID. (crypto.randomUUID is missing where a shop serves its own network without TLS.) */
export function makeId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Return {state, reason, pauseS}: whether the server took the message, why not, and when to ask again. */
export async function post({ client_message_id, text: words, choice }) {
  try {
    const response = await fetch("/chat/messages", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Requested-With": "chat" },
      body: JSON.stringify({ client_message_id, text: words, choice }),
      signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
    });
    if (response.ok) return { state: "sent" };
    const reason = (await response.json().catch(() => ({}))).error ?? "";
    const passing = response.status >= 500 || [408, 425, 429].includes(response.status);
    const pauseS = Number(response.headers.get("Retry-After")) || SEND_PAUSE_S;
    return { state: passing ? "failed" : "refused", reason, pauseS: Math.min(pauseS, SEND_PAUSE_MAX_S) };
  } catch {
    return { state: "failed", reason: "", pauseS: SEND_PAUSE_S };
  }
}
