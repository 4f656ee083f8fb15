import { Button, Menu, MenuItemRadio, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { ArrowSortRegular } from '@fluentui/react-icons'
import { type Order, orderWords } from './filters.ts'

/** Every order of the hits, also those whose heading is not there: in pictures, or in a narrow list. */
export function SortMenu({ order, onOrder }: { readonly order: Order; readonly onOrder: (order: Order) => void }) {
  const current = orderWords.findIndex(([{ by, reverse }]) => by === order.by && reverse === order.reverse)
  return (
    <Menu
      checkedValues={{ order: [String(current)] }}
      onCheckedValueChange={(_, { checkedItems: [chosen] }) => {
        const found = orderWords[Number(chosen)]
        if (found) onOrder(found[0])
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<ArrowSortRegular />}>Sort</Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {orderWords.map(([, words], at) => (
            <MenuItemRadio key={words} name="order" value={String(at)}>
              {words}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
