import { Button, Menu } from '@mantine/core';
import type { CardLayout, Contact } from '@otklik/api';
import { IconAction, MenuOnDemand } from '@otklik/ui';
import { IconChevronDown, IconChevronRight, IconDots } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlockName, type BlockId } from '~/shared/card-blocks';
import { usePreferences } from '~/shared/preferences';
import { useSession } from '~/shared/session';
import { About } from './about';
import { arrange, bringBack, fold, hide, moveTo } from './blocks';
import { Consents } from './consents';
import { Duplicates } from './duplicates';
import { Files } from './files';
import { Identities } from './identities';
import { Notes } from './notes';
import { Ratings } from './ratings';
import { Talk } from './talk';
import { Timeline } from './timeline';
import { Visits } from './visits';
import classes from './contact.module.css';

interface CardBlocksProps {
  contact: Contact;
  /** The conversation the card stands beside: not listed among the others. */
  current?: number | undefined;
}

/** The blocks of the card, each folded, moved and hidden as this operator likes. */
export function CardBlocks({ contact, current }: CardBlocksProps) {
  const { t } = useTranslation('contact');
  const nameOf = useBlockName();
  const [{ card }, change] = usePreferences();
  const [dragged, setDragged] = useState<BlockId | null>(null);
  const { hidden_blocks: byRole } = useSession();
  // Beside no conversation there is nothing to say of one.
  const now = arrange(card, current === undefined ? ['talk', ...byRole] : byRole);
  const put = (layout: CardLayout) => change({ card: layout });
  const contents: Record<BlockId, ReactNode> = {
    talk: current === undefined ? null : <Talk id={current} />,
    about: <About contact={contact} all={current === undefined} />,
    identities: <Identities contact={contact} />,
    duplicates: <Duplicates contact={contact} />,
    notes: <Notes contact={contact.id} />,
    timeline: <Timeline contact={contact.id} current={current} />,
    ratings: <Ratings contact={contact} current={current} />,
    files: <Files contact={contact.id} />,
    visits: <Visits contact={contact} />,
    consents: <Consents contact={contact} />,
  };
  return (
    <>
      {now.shown.map((id, place) => (
        <Block
          key={id}
          id={id}
          open={!now.folded.has(id)}
          onFold={() => put(fold(now, id))}
          onUp={place > 0 ? () => put(moveTo(now, id, place - 1)) : null}
          onDown={place < now.shown.length - 1 ? () => put(moveTo(now, id, place + 1)) : null}
          onHide={() => put(hide(now, id))}
          onDrag={setDragged}
          onDrop={dragged && dragged !== id ? () => put(moveTo(now, dragged, place)) : null}
        >
          {contents[id]}
        </Block>
      ))}
      {now.hidden.length > 0 ? (
        <div className={classes.section}>
          <p className={classes.minor}>{t('blocks.hidden')}</p>
          <div className={classes.hidden}>
            {now.hidden.map((id) => (
              <Button key={id} size="compact-sm" variant="default" onClick={() => put(bringBack(now, id))} aria-label={t('blocks.bringBack', { name: nameOf(id) })}>
                {nameOf(id)}
              </Button>
            ))}
          </div>
        </div>
      ) : null}
    </>
  );
}

interface BlockProps {
  id: BlockId;
  open: boolean;
  onFold: () => void;
  onUp: (() => void) | null;
  onDown: (() => void) | null;
  onHide: () => void;
  onDrag: (id: BlockId | null) => void;
  onDrop: (() => void) | null;
  children: ReactNode;
}

function Block({ id, open, onFold, onUp, onDown, onHide, onDrag, onDrop, children }: BlockProps) {
  const { t } = useTranslation('contact');
  const name = useBlockName()(id);
  const Glyph = open ? IconChevronDown : IconChevronRight;
  return (
    <section className={classes.block} data-block={id} aria-label={name}>
      <header className={classes.blockHead}>
        <h3>
          <button
            type="button"
            className={classes.fold}
            aria-expanded={open}
            onClick={onFold}
            draggable
            onDragStart={() => onDrag(id)}
            onDragEnd={() => onDrag(null)}
            onDragOver={(event) => onDrop && event.preventDefault()}
            onDrop={() => onDrop?.()}
          >
            <Glyph size={14} stroke={2} aria-hidden="true" />
            {name}
          </button>
        </h3>
        <MenuOnDemand position="bottom-end" width={200} button={<IconAction label={t('blocks.menu', { name })} icon={IconDots} size="sm" />}>
          <Menu.Item disabled={!onUp} onClick={() => onUp?.()}>
            {t('blocks.up')}
          </Menu.Item>
          <Menu.Item disabled={!onDown} onClick={() => onDown?.()}>
            {t('blocks.down')}
          </Menu.Item>
          <Menu.Item onClick={onHide}>{t('blocks.hide')}</Menu.Item>
        </MenuOnDemand>
      </header>
      {open ? children : null}
    </section>
  );
}
