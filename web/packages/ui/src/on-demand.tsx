/** Menus and popovers that are made when they are opened: a thread holds a hundred of them, and closed ones cost as much as open ones. */
import { Menu, Popover, type MenuProps, type PopoverProps } from '@mantine/core';
import { cloneElement, useEffect, useLayoutEffect, useRef, useState, type MouseEvent, type ReactElement, type ReactNode, type Ref, type RefObject } from 'react';

interface Button {
  ref?: Ref<HTMLElement>;
  onClick?: ((event: MouseEvent<HTMLElement>) => void) | undefined;
  'aria-haspopup'?: 'menu' | 'dialog';
  'aria-expanded'?: boolean;
}

interface MenuOnDemandProps extends Pick<MenuProps, 'position' | 'width' | 'returnFocus'> {
  /** Opens the menu; takes a ref. */
  button: ReactElement<object>;
  children: ReactNode;
}

export function MenuOnDemand({ button, children, ...menu }: MenuOnDemandProps) {
  const [opened, setOpened] = useState(false);
  const { anchor, made, popup } = useDemand(opened, setOpened);
  return (
    <>
      {cloneElement(button as ReactElement<Button>, { ref: anchor, 'aria-haspopup': 'menu', 'aria-expanded': opened, onClick: () => setOpened(!opened) })}
      {made ? (
        <Menu {...menu} {...popup}>
          <Menu.Target>
            <Standing at={anchor} />
          </Menu.Target>
          <Menu.Dropdown>{children}</Menu.Dropdown>
        </Menu>
      ) : null}
    </>
  );
}

interface PopoverOnDemandProps extends Pick<PopoverProps, 'position' | 'width'> {
  opened: boolean;
  onChange: (opened: boolean) => void;
  /** Opens the popover; takes a ref. */
  button: ReactElement<object>;
  label: string;
  padding: number;
  children: ReactNode;
}

/** A small dialogue beside its button: the focus goes in, and back to the button. */
export function PopoverOnDemand({ opened, onChange, button, label, padding, children, ...popover }: PopoverOnDemandProps) {
  const { anchor, made, popup } = useDemand(opened, onChange);
  return (
    <>
      {cloneElement(button as ReactElement<Button>, { ref: anchor, 'aria-haspopup': 'dialog', 'aria-expanded': opened, onClick: () => onChange(!opened) })}
      {made ? (
        <Popover {...popover} {...popup} trapFocus returnFocus withRoles={false}>
          <Popover.Target>
            <Standing at={anchor} />
          </Popover.Target>
          <Popover.Dropdown p={padding} role="dialog" aria-label={label} onKeyDown={(event) => event.stopPropagation()}>
            {opened ? children : null}
          </Popover.Dropdown>
        </Popover>
      ) : null}
    </>
  );
}

/** Made closed and opened in the next moment, so that it notes who had the focus; taken away when it has faded. */
function useDemand(opened: boolean, onChange: (opened: boolean) => void) {
  const anchor = useRef<HTMLElement>(null);
  const [made, setMade] = useState(opened);
  const [stands, setStands] = useState(false);
  if (opened && !made) setMade(true);
  useEffect(() => setStands(made), [made]);
  const gone = () => {
    if (!opened) setMade(false);
  };
  return { anchor, made, popup: { opened: opened && stands, onChange, onExitTransitionEnd: gone } };
}

/** Gives the button, which stands there already, as what a popup belongs to. */
function Standing({ at, ref }: { at: RefObject<HTMLElement | null>; ref?: Ref<HTMLElement> }) {
  useLayoutEffect(() => {
    if (typeof ref !== 'function') return undefined;
    ref(at.current);
    return () => void ref(null);
  }, [at, ref]);
  return null;
}
