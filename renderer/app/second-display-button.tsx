import { ToggleButton } from '@fluentui/react-components'
import { DualScreenRegular } from '@fluentui/react-icons'

/** Puts the picture alone on the second display, or takes it away from there. Where there is one display only, it is not there. */
export function SecondDisplayButton({
  displays,
  onShow,
}: {
  readonly displays: { readonly count: number; readonly second: boolean }
  readonly onShow: (show: boolean) => void
}) {
  if (displays.count < 2 && !displays.second) return null
  return (
    <ToggleButton
      appearance="subtle"
      icon={<DualScreenRegular />}
      checked={displays.second}
      onClick={() => onShow(!displays.second)}
    >
      Picture on the second display
    </ToggleButton>
  )
}
