import { makeStyles } from '@fluentui/react-components'
import { useEffect, useRef } from 'react'
import { useSame } from '../../../ui/use-same.ts'
import type { CropPlace, Crops } from '../session/crops.ts'

const useStyles = makeStyles({
  crop: { backgroundColor: '#000', borderRadius: '4px', flexShrink: 0 },
})

function isSamePlace(one: CropPlace | null, other: CropPlace | null): boolean {
  return one?.frame === other?.frame && one?.box.join() === other?.box.join()
}

type CropProps = {
  readonly place: CropPlace | null
  readonly crops: Crops
  /** Of its square, in CSS pixels. */
  readonly side: number
  /** Read out where the picture says what no words beside it do. */
  readonly label?: string
}

/** A small picture of somebody or something, cut out of the clip; black until it is there. */
export function Crop({ place, crops, side, label }: CropProps) {
  const styles = useStyles()
  const canvas = useRef<HTMLCanvasElement>(null)
  const shown = useSame(place, isSamePlace)
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!shown || !context) return
    context.clearRect(0, 0, side, side)
    return crops.want(shown, (image) => context.drawImage(image, 0, 0, side, side))
  }, [crops, shown, side])
  const named = label === undefined ? {} : { role: 'img', 'aria-label': label }
  return <canvas ref={canvas} width={side} height={side} className={styles.crop} {...named} />
}
