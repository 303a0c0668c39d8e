// How the page tells the time: in the reader's zone and habits, in the language of the page.

const language = document.documentElement.lang;
const locale = navigator.languages.find((tag) => tag.startsWith(language)) ?? language;
const clockFormat = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" });

/** Return the clock's time at an instant (an ISO string), such as "14:05" or "2:05 PM". */
export function tellTime(at) {
  return clockFormat.format(new Date(at));
}

/** Return "Today", "Yesterday" or the date of an instant, in the reader's own time zone. */
export function nameDay(at) {
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (at.toDateString() === today.toDateString()) return "Today";
  if (at.toDateString() === yesterday.toDateString()) return "Yesterday";
  const year = at.getFullYear() === today.getFullYear() ? undefined : "numeric";
  return at.toLocaleDateString(locale, { weekday: "long", day: "numeric", month: "long", year });
}

/** Return whether the reader's clock now shows another time than a clock in `zone`. */
export function isElsewhere(zone) {
  const now = new Date();
  const show = (timeZone) => now.toLocaleTimeString("en-GB", { timeZone, timeStyle: "short" });
  try {
    return show(zone) !== show(undefined);
  } catch {
    return false; // an old browser does not know the zone
  }
}
