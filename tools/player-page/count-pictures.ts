let open = 0
const closed = new WeakSet<VideoFrame>()

/** Counts every decoded picture of the page from now on, until it is closed. */
export function countPictures(): void {
  const { clone, close } = VideoFrame.prototype
  VideoFrame.prototype.clone = function (this: VideoFrame) {
    open++
    return clone.call(this)
  }
  VideoFrame.prototype.close = function (this: VideoFrame) {
    if (!closed.has(this)) open--
    closed.add(this)
    close.call(this)
  }
  const Made = window.VideoFrame
  window.VideoFrame = new Proxy(Made, {
    construct(target, given) {
      open++
      return Reflect.construct(target, given)
    },
  })
  window.VideoDecoder = new Proxy(window.VideoDecoder, {
    construct(target, [given]: [VideoDecoderInit]) {
      const output = (picture: VideoFrame): void => {
        open++
        given.output(picture)
      }
      return Reflect.construct(target, [{ ...given, output }])
    },
  })
}

/** How many pictures are open. */
export function openPictures(): number {
  return open
}
