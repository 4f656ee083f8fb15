/** Between the worlds of a page: which of the ports that were handed over, counted from 0, was closed by whom. */
export const portEvents = { closed: 'stand-in:port-closed', letGo: 'stand-in:port-let-go' } as const

/**
 * In Electron's pages a port tells of its other side's end by `close`, and its own end is told there: an addition of Electron's. This
 * source, in the page's own world, adds it to the ports that the preload script hands over. Pages that post ports to themselves
 * besides would confuse it.
 */
export const portClosing = `(() => {
  const ports = [], over = new Set()
  const end = (at) => ports[at] && over.has(at) && setTimeout(() => ports[at].dispatchEvent(new Event('close')))
  window.addEventListener('message', (event) => {
    if (event.source !== window) return
    for (const port of event.ports) {
      const at = ports.push(port) - 1
      const close = port.close.bind(port)
      port.close = () => {
        close()
        document.dispatchEvent(new CustomEvent('${portEvents.letGo}', { detail: at }))
      }
      end(at)
    }
  }, true)
  document.addEventListener('${portEvents.closed}', ({ detail }) => { over.add(detail); end(detail) })
})()`
