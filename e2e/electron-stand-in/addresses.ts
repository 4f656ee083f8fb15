/** `app://occlude/x` as a plain Chromium can load it: `http://occlude--app.localhost:PORT/x`. A name below localhost is the loopback, and a secure context. */
export function httpOf(address: string, port: number): string {
  const url = URL.parse(address)
  if (!url || url.protocol === 'http:') return address
  return `http://${url.host}--${url.protocol.slice(0, -1)}.localhost:${port}${url.pathname}${url.search}${url.hash}`
}

const mapped = /^(blob:)?http:\/\/([a-z0-9-]+?)--([a-z]+)\.localhost:\d+/

/** The address that the program knows; others stay as they are. */
export function appOf(address: string): string {
  return address.replace(
    mapped,
    (_all, blob: string | undefined, host: string, scheme: string) => `${blob ?? ''}${scheme}://${host}`,
  )
}

/** The scheme and host that a `Host` header means; null for every other name, so that no other site can point its name here. */
export function schemeOfHost(header: string | undefined): { readonly scheme: string; readonly host: string } | null {
  const found = /^([a-z0-9-]+?)--([a-z]+)\.localhost:\d+$/.exec(header ?? '')
  return found ? { host: found[1] ?? '', scheme: found[2] ?? '' } : null
}
