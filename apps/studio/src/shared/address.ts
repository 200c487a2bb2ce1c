/** The state of a page is its address: it can be copied, reloaded and linked. */
import { useState } from "preact/hooks";
import { useWindowEvents } from "./window-events.ts";

/** The parts of an address that pages read. */
export interface Address {
  readonly path: string;
  readonly query: URLSearchParams;
}

/** The values to set; `null` removes a key. */
export type Changes = Readonly<Record<string, string | readonly string[] | null>>;

const CHANGED = "address-changed";

declare global {
  interface WindowEventMap {
    [CHANGED]: Event;
  }
}

const current = (): Address => ({
  path: location.pathname,
  query: new URLSearchParams(location.search),
});

/** The address, kept up to date. */
export function useAddress(): Address {
  const [address, setAddress] = useState(current);
  useWindowEvents(["popstate", CHANGED], () => setAddress(current()));
  return address;
}

/** The address of a page. */
export function addressOf(path: string, values: Changes): string {
  const query = changed(new URLSearchParams(), values).toString();
  return query === "" ? path : `${path}?${query}`;
}

/** Changes the query of the present page, without an entry of its own in the history. */
export function setQuery(changes: Changes): void {
  const query = changed(new URLSearchParams(location.search), changes).toString();
  history.replaceState(
    null,
    "",
    query === "" ? location.pathname : `${location.pathname}?${query}`,
  );
  dispatchEvent(new Event(CHANGED));
}

/** Goes to another page. */
export function goTo(address: string): void {
  history.pushState(null, "", address);
  scrollTo(0, 0);
  dispatchEvent(new Event(CHANGED));
}

/** Follows a link within the studio without loading the document again. */
export function followLink(event: MouseEvent): void {
  const link = (event.target as Element).closest?.("a");
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  if (!link || !plain || link.target !== "" || link.origin !== location.origin) return;
  if (link.pathname.startsWith("/api/") || link.hasAttribute("download")) return;
  event.preventDefault();
  goTo(link.pathname + link.search);
}

function changed(query: URLSearchParams, changes: Changes): URLSearchParams {
  for (const [key, value] of Object.entries(changes)) {
    query.delete(key);
    const values = value === null ? [] : typeof value === "string" ? [value] : value;
    for (const one of values) query.append(key, one);
  }
  return query;
}
