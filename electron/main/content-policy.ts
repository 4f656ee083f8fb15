/** Where the window's page comes from. */
export const appOrigin = 'app://occlude'

/** The one page there is. */
export const appPage = `${appOrigin}/index.html`

/** The same page, asked to show the picture alone. */
export const secondPage = `${appPage}?second-display`

/** SHA-256 of no text at all. The components' styles go into empty `style` elements, rule by rule through the CSSOM: those may be. */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"

/**
 * What the page may load. Nothing but the window's own files; no script or style within the page, no `eval` (the kernels are
 * WebAssembly, compiled from a file of ours); pictures that the page itself has made; no frame, no form, no network.
 */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  `style-src 'self' ${emptyStyle}`,
  "img-src 'self' blob:",
  "font-src 'self'",
  'media-src blob:',
  "worker-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Features of the browser that the page gives up for itself. */
const givenUp = ['camera', 'microphone', 'geolocation', 'display-capture', 'usb', 'serial', 'hid', 'midi']

/** The headers of every answer of the app protocol. */
export const appHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': givenUp.map((feature) => `${feature}=()`).join(', '),
  'cache-control': 'no-store',
}
