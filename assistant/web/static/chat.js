// The chat page: shows the conversation, sends what the customer writes, and follows the shop's answers as they come.
//
// What was said lives in `entries`, oldest first; the page is drawn from it. Texts reach the page as textContent only.
// The server keeps each client_message_id once, so sending one again is always safe.

import { makeId, post } from "./post.js";
import { isElsewhere, nameDay, tellTime } from "./times.js";

const HISTORY_TIMEOUT_MS = 15_000;
const SEND_ATTEMPTS_MAX = 2; // then the customer decides
const RECONNECT_PAUSE_MS = 1_000; // doubles with each failure
const RECONNECT_PAUSE_MAX_MS = 30_000;
const RECONNECT_SHOWN_AFTER_MS = 1_000; // a proxy that ends a quiet stream is no news
const ANSWER_EXPECTED_MS = 10_000; // later than that, the stream may have died without a word
const TYPING_SHOWN_MS = 30_000; // in case the end of it never arrives
const NEAR_BOTTOM_PX = 60;
const ROOM_SHOWN_BELOW = 200; // characters left
const UNSENT_KEY = "chat.unsent";

const find = (id) => document.getElementById(id);
const [scroller, log, composer, text] = ["scroller", "log", "composer", "text"].map(find);

/** @type {{message: object, state: "sent"|"sending"|"failed"|"refused", node: HTMLElement}[]} */
const entries = [];
let shopName = "Chat";
let unread = 0;
let stuckToBottom = true;

// --- Drawing ---------------------------------------------------------------------------------------------------------

/** Return a new element of class `name` that holds `content` as plain text. */
function make(tag, name, content = "") {
  const node = document.createElement(tag);
  node.className = name;
  node.textContent = content;
  return node;
}

function drawMessage(message) {
  const node = make("div", `message ${message.from}`);
  const speaker = { customer: "You:", assistant: `${shopName}:`, person: "From our team" }[message.from];
  const who = make("span", message.from === "person" ? "who" : "unseen", speaker);
  const bubble = make("div", "bubble", message.text);
  bubble.dir = "auto";
  const meta = make("div", "meta");
  meta.append(make("time", ""));
  node.append(who, bubble, meta);
  return node;
}

function showTime({ message, state, node }) {
  const time = node.querySelector("time");
  time.dateTime = message.at;
  time.textContent = state === "sending" ? "Sending…" : tellTime(message.at);
}

function drawTrouble(entry, reason) {
  entry.node.querySelector(".trouble")?.remove();
  if (entry.state === "refused") entry.node.append(make("p", "trouble", `Not sent. ${reason}`));
  if (entry.state !== "failed") return;
  const again = make("button", "trouble", `Not sent. ${reason} Tap to try again.`.replace("  ", " "));
  again.type = "button";
  again.addEventListener("click", () => retry(entry));
  entry.node.append(again);
}

/** Bring days, groups and buttons into line with `entries`. */
function arrange() {
  let before = null;
  for (const entry of entries) {
    const at = new Date(entry.message.at);
    const day = nameDay(at);
    const sameDay = before?.day === day;
    if (sameDay) delete entry.node.dataset.day;
    else entry.node.dataset.day = day;
    const continues = sameDay && before.from === entry.message.from && at - before.at < 60_000;
    before?.node.classList.toggle("continued", continues && before.state === "sent");
    before = { day, at, from: entry.message.from, node: entry.node, state: entry.state };
  }
  before?.node.classList.remove("continued");
  find("empty").hidden = entries.length > 0;
  drawChoices();
  if (stuckToBottom) scrollToNewest();
}

/** Show buttons under the newest message only: an older question is no longer asked. */
function drawChoices() {
  const newest = entries.findLast((entry) => entry.state !== "refused");
  const choices = newest && newest.message.from !== "customer" ? (newest.message.choices ?? []) : [];
  const shown = log.querySelector(".choices");
  if (shown && shown.parentNode === newest?.node && choices.length) return;
  shown?.remove();
  if (!choices.length) return;
  const group = make("div", "choices");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Answers to choose from");
  for (const choice of choices) {
    const button = make("button", "", choice.title);
    button.type = "button";
    button.addEventListener("click", (event) => choose(choice, event));
    group.append(button);
  }
  newest.node.append(group);
}

function setState(entry, state, reason = "") {
  if (entry.state === "sent") return; // the server has it, whatever a late failure says
  entry.state = state;
  entry.node.classList.remove("sending", "failed", "refused");
  if (state !== "sent") entry.node.classList.add(state);
  showTime(entry);
  drawTrouble(entry, reason);
  keepUnsent();
  arrange();
}

function scrollToNewest() {
  scroller.scrollTop = scroller.scrollHeight;
  find("newest").hidden = true;
}

function showTitle() {
  document.title = unread ? `(${unread}) ${shopName}` : shopName;
}

function showShop(shop) {
  shopName = shop.name;
  find("shop").textContent = shop.name;
  find("initial").textContent = [...shop.name.trim()][0]?.toUpperCase() ?? "";
  find("tagline").textContent = shop.tagline ?? "";
  find("zone").textContent = `Booking times are in the shop’s time zone (${shop.zone}).`;
  find("zone").hidden = !isElsewhere(shop.zone);
  showTitle();
}

let typingTimer;

function showTyping(busy) {
  clearTimeout(typingTimer);
  const typing = find("typing");
  if (!busy) {
    typing.replaceChildren();
    return;
  }
  typingTimer = setTimeout(showTyping, TYPING_SHOWN_MS, false);
  if (typing.firstChild) return;
  const dots = make("div", "dots");
  dots.setAttribute("aria-hidden", "true");
  dots.append(make("i", ""), make("i", ""), make("i", ""));
  typing.append(make("span", "unseen", "Typing…"), dots);
}

// --- What was said ---------------------------------------------------------------------------------------------------

/** Add a message at the end, or, where it comes from history, before what is still unsent. */
function addEntry(message, state, fromHistory = false) {
  const entry = { message, state, node: drawMessage(message) };
  const unsent = entries.findIndex((other) => other.state !== "sent");
  const place = fromHistory && unsent >= 0 ? unsent : entries.length;
  log.insertBefore(entry.node, entries[place]?.node ?? null);
  entries.splice(place, 0, entry);
  if (!fromHistory) entry.node.classList.add("arriving");
  showTime(entry);
  return entry;
}

/** Take in a message of the server's, once, however often and by whatever way it comes. */
function receive(message, fromHistory = false) {
  const own = message.client_message_id;
  const known = entries.find(
    (entry) => entry.message.id === message.id || (own && entry.message.client_message_id === own),
  );
  if (known) {
    Object.assign(known.message, message);
    setState(known, "sent");
    showTime(known);
    return;
  }
  addEntry(message, "sent", fromHistory);
  if (fromHistory || message.from === "customer") return;
  showTyping(false);
  find("newest").hidden = stuckToBottom;
  if (document.hidden) unread += 1;
  showTitle();
}

/** Keep what the server does not have yet, so that a reload does not lose it. */
function keepUnsent() {
  const unsent = entries.filter((entry) => ["sending", "failed"].includes(entry.state));
  try {
    sessionStorage.setItem(UNSENT_KEY, JSON.stringify(unsent.map((entry) => entry.message)));
  } catch {
    // Storage is full or forbidden: only a reload would have needed it.
  }
}

function restoreUnsent() {
  try {
    for (const message of JSON.parse(sessionStorage.getItem(UNSENT_KEY) ?? "[]")) {
      setState(addEntry(message, "sending"), "failed");
    }
  } catch {
    // Storage is forbidden or holds something else: there is nothing to restore.
  }
}

// --- Sending ---------------------------------------------------------------------------------------------------------

function say(words, choice) {
  const message = { client_message_id: makeId(), from: "customer", text: words, at: new Date().toISOString() };
  if (choice) message.choice = choice;
  stuckToBottom = true;
  send(addEntry(message, "sending"));
}

function choose(choice, event) {
  say(choice.title, choice.token);
  // The button is gone. A keyboard goes on in the text field; a thumb must not be met by a screen keyboard.
  (event.detail ? scroller : text).focus({ preventScroll: true });
}

function retry(entry) {
  entries.push(...entries.splice(entries.indexOf(entry), 1));
  log.append(entry.node);
  stuckToBottom = true;
  send(entry);
  scroller.focus({ preventScroll: true });
}

let sending = Promise.resolve();

/** Send after everything sent before, so that two quick messages cannot overtake each other. */
function send(entry) {
  setState(entry, "sending");
  sending = sending.then(() => deliver(entry));
}

async function deliver(entry) {
  for (let attempt = 1; entry.state === "sending"; attempt += 1) {
    const { state, reason, pauseS } = await post(entry.message);
    if (state !== "failed" || attempt === SEND_ATTEMPTS_MAX || !navigator.onLine) {
      setState(entry, state, reason);
    } else {
      await new Promise((resolve) => setTimeout(resolve, pauseS * 1_000));
    }
  }
  setTimeout(() => entry.state === "sent" && entries.at(-1) === entry && connect(), ANSWER_EXPECTED_MS);
}

// --- Following the shop's answers ------------------------------------------------------------------------------------

let stream = null;
let failures = 0;
let connectionNumber = 0;
let reconnectTimer;
let noticeTimer;

/** Load what was said and follow the stream from there: at the start, and whenever messages may have been missed. */
async function connect() {
  connectionNumber += 1;
  const mine = connectionNumber;
  clearTimeout(reconnectTimer);
  const history = await loadHistory();
  if (mine !== connectionNumber) return;
  if (history === "ended") return endSession();
  if (!history) return reconnectLater();
  showShop(history.shop);
  for (const message of history.messages) receive(message, true);
  showTyping(history.busy);
  arrange();
  log.setAttribute("aria-busy", "false");
  follow(history.last_event_id);
}

async function loadHistory() {
  try {
    const response = await fetch("/chat/history", { cache: "no-store", signal: AbortSignal.timeout(HISTORY_TIMEOUT_MS) });
    if (response.status === 401) return "ended";
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

/** Follow the stream after event `after`. The browser resumes a broken one itself, unless it was refused. */
function follow(after) {
  stream?.close();
  stream = new EventSource(`/chat/stream?after=${encodeURIComponent(after ?? "")}`);
  stream.addEventListener("open", showConnected);
  stream.addEventListener("message", (event) => {
    receive(JSON.parse(event.data));
    arrange();
  });
  stream.addEventListener("typing", (event) => showTyping(JSON.parse(event.data).busy));
  stream.addEventListener("error", ({ target }) => {
    if (target !== stream) return;
    showReconnecting();
    if (target.readyState === EventSource.CLOSED) reconnectLater();
  });
}

function reconnectLater() {
  showReconnecting();
  const pauseMs = Math.min(RECONNECT_PAUSE_MS * 2 ** failures, RECONNECT_PAUSE_MAX_MS);
  failures += 1;
  clearTimeout(reconnectTimer);
  // Half of it by chance: a hundred phones that lost one server must not all come back at once.
  reconnectTimer = setTimeout(connect, pauseMs * (0.5 + Math.random() / 2));
}

function showConnected() {
  failures = 0;
  clearTimeout(noticeTimer);
  noticeTimer = undefined;
  find("connection").textContent = "";
}

function showReconnecting() {
  noticeTimer ??= setTimeout(() => {
    find("connection").textContent = navigator.onLine ? "Reconnecting…" : "You are offline. Reconnecting…";
  }, RECONNECT_SHOWN_AFTER_MS);
}

function endSession() {
  stream?.close();
  clearTimeout(noticeTimer);
  find("connection").textContent = "This chat has ended. Reload the page to start a new one.";
}

// --- The customer's hands --------------------------------------------------------------------------------------------

function submit() {
  const words = text.value.trim();
  if (!words) return;
  text.value = "";
  fitText();
  say(words);
}

/** Let the field grow with its text, up to the limit of the style sheet, and tell how much room is left near the end. */
function fitText() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + text.offsetHeight - text.clientHeight}px`;
  const left = text.maxLength - text.value.length;
  find("room").textContent = left < ROOM_SHOWN_BELOW ? `${left} characters left` : "";
}

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
text.addEventListener("input", fitText);
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit();
});
// Pressing Send must not take the focus, or a phone's keyboard folds away between two messages.
find("send").addEventListener("mousedown", (event) => event.preventDefault());
find("newest").addEventListener("click", () => {
  scrollToNewest();
  scroller.focus({ preventScroll: true });
});
scroller.addEventListener("scroll", () => {
  stuckToBottom = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_BOTTOM_PX;
  if (stuckToBottom) find("newest").hidden = true;
});
new ResizeObserver(() => stuckToBottom && scrollToNewest()).observe(scroller);

let hiddenSince = 0;
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    hiddenSince = Date.now();
    return;
  }
  unread = 0;
  showTitle();
  // A phone cuts the streams of pages it put aside, often without telling them.
  if (Date.now() - hiddenSince > ANSWER_EXPECTED_MS) connect();
});
addEventListener("online", connect);
addEventListener("pageshow", (event) => event.persisted && connect());

composer.hidden = false;
if (matchMedia("(pointer: fine)").matches) text.focus();
restoreUnsent();
connect();
