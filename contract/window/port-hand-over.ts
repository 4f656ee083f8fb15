/**
 * How the page gets its one port. The page posts `askForPort` to itself (`window.postMessage(askForPort, location.origin)`); the
 * preload script, which shares the page's messages and nothing else, asks the host, and posts `portHandedOver` with the port as the
 * message's only port to the same window. A page that asks again gets a new port, and its old one is closed.
 */
export const askForPort = 'occlude:ask-for-port'

/** The message that carries the port. */
export const portHandedOver = 'occlude:port'
