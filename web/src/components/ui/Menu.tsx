import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';

type Props = {
  /** A button element; it gets the menu's ARIA attributes. */
  trigger: ReactElement;
  side?: 'top' | 'bottom';
  align?: 'start' | 'end';
  children: ReactNode;
};

export function Menu({ trigger, side = 'bottom', align = 'start', children }: Props) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={6} className="z-[var(--z-pop)]">
          <Base.Popup className="pop max-h-[60dvh] min-w-52 overflow-y-auto p-1">{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

type ItemProps = { icon?: ReactNode; onSelect: () => void; children: ReactNode };

export function MenuItem({ icon, onSelect, children }: ItemProps) {
  return (
    <Base.Item className="menu-item" onClick={onSelect}>
      {icon}
      <span className="grow">{children}</span>
    </Base.Item>
  );
}

type CheckProps = { icon?: ReactNode; checked: boolean; onChange: (checked: boolean) => void; children: ReactNode };

export function MenuCheck({ icon, checked, onChange, children }: CheckProps) {
  return (
    <Base.CheckboxItem className="menu-item" checked={checked} onCheckedChange={onChange} closeOnClick>
      {icon}
      <span className="grow">{children}</span>
      <Base.CheckboxItemIndicator>
        <Check size={16} aria-hidden />
      </Base.CheckboxItemIndicator>
    </Base.CheckboxItem>
  );
}

export function MenuLine() {
  return <Base.Separator className="mx-2 my-1 h-px bg-line-strong" />;
}

/** Names the entries below it; not an entry itself. */
export function MenuHeading({ children }: { children: ReactNode }) {
  return <p className="px-2.5 pt-1.5 pb-1 text-fs1 font-medium text-3">{children}</p>;
}
