import { Button } from '@mantine/core';
import { KeyCaps } from '@otklik/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction, useCaps } from '~/shared/actions';
import { useNow } from '~/shared/clock';
import { takeBack, useHeld, type Waiting } from '~/shared/held';
import { tellProblem } from '~/shared/problem-text';
import { useSession } from '~/shared/session';
import classes from './composer.module.css';

interface HeldBarProps {
  conversation: number;
  /** Nothing is written: Ctrl+Z means the message, not the text. */
  empty: boolean;
}

/** My last reply waits some seconds before it leaves, and can be taken back until then. */
export function HeldBar({ conversation, empty }: HeldBarProps) {
  const me = useSession().operator.id;
  const mine = useHeld(conversation).filter((one) => !one.scheduled && one.state === 'waiting' && one.author.kind === 'operator' && one.author.id === me);
  const last = mine.at(-1);
  return last ? <Bar key={last.id} held={last} empty={empty} /> : null;
}

function Bar({ held, empty }: { held: Waiting; empty: boolean }) {
  const { t } = useTranslation('composer');
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const caps = useCaps('composer.undoSend');
  const seconds = Math.ceil((held.leaves - useNow()) / 1000);
  const undo = () => {
    if (busy) return;
    setBusy(true);
    takeBack(client, held)
      .catch(tellProblem)
      .finally(() => setBusy(false));
  };
  useAction('composer.undoSend', undo, empty && !busy);
  return (
    <div className={classes.held}>
      <span className={classes.heldWords} aria-hidden="true">
        {seconds > 0 ? t('undo.leavesIn', { count: seconds }) : t('undo.leaving')}
      </span>
      <span className="visually-hidden" role="status">
        {t('undo.said')}
      </span>
      <Button size="compact-sm" variant="light" loading={busy} onClick={undo} rightSection={empty && caps.length > 0 ? <KeyCaps keys={caps} /> : null}>
        {t('undo.cancel')}
      </Button>
    </div>
  );
}
