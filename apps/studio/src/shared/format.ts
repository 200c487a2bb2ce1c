/** Numbers and times in words. */

/** `3.14`, `0.00031`, `1.2e+6`: three significant digits. */
export function formatNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e6)
    return value.toLocaleString("en").replaceAll(",", "\u202f");
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(2);
  return Number(value.toPrecision(3)).toString();
}

/** `2h 5m`, `3m 20s`, `12s` */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  if (hours >= 48) return `${Math.floor(hours / 24)}d ${hours % 24}h`;
  if (hours > 0) return `${hours}h ${minutes}m`;
  return minutes > 0 ? `${minutes}m ${whole % 60}s` : `${whole}s`;
}

/** `2 h ago`, of an ISO 8601 time. */
export function formatAge(time: string, now = Date.now()): string {
  const seconds = (now - Date.parse(time)) / 1000;
  return seconds < 60 ? "just now" : `${formatSeconds(seconds).split(" ")[0]} ago`;
}

/** `too early to tell` of `too-early-to-tell`. */
export const wordsOf = (name: string): string => name.replaceAll("-", " ");

export { formatBytes } from "../../../../src/text.ts";
