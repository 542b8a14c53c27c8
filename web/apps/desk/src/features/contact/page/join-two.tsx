import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Contact } from '@otklik/api';
import { ConfirmDialog } from '@otklik/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePersonName } from '~/shared/person-name';
import { tellUndoable } from '~/shared/undo-notice';
import { useMerge } from '../api';
import classes from './page.module.css';

interface JoinTwoProps {
  /** Those chosen that are still listed, in the order they were chosen in. */
  picked: Contact[];
  count: number;
  onClear: () => void;
  onJoined: (kept: number) => void;
}

/** Two chosen people become one: the first stays, the second becomes part of them; it can be undone. */
export function JoinTwo({ picked, count, onClear, onJoined }: JoinTwoProps) {
  const { t } = useTranslation('people');
  const { t: tCard } = useTranslation('contact');
  const nameOf = usePersonName();
  const [asking, setAsking] = useState(false);
  const [kept, gone] = picked;
  const { merge, undo } = useMerge(kept?.id ?? 0);
  if (count === 0) return null;
  const called = (one: Contact | undefined) => (one ? nameOf(one, one.identities[0]?.channel) : '');
  const join = () => {
    if (!kept || !gone) return;
    merge.mutate(gone.id, {
      onSuccess: ({ merge_id: id }) => {
        setAsking(false);
        onClear();
        onJoined(kept.id);
        tellUndoable(tCard('merged'), tCard('undoMerge'), () => undo.mutate(id, { onSuccess: () => notifications.show({ message: tCard('unmerged') }) }));
      },
    });
  };
  return (
    <div className={classes.bar} role="group" aria-label={t('chosenActions')}>
      <span role="status">{t('chosen', { count })}</span>
      <Button size="compact-sm" disabled={picked.length !== 2} onClick={() => setAsking(true)}>
        {t('join')}
      </Button>
      {picked.length === 2 ? null : <span className={classes.minor}>{t('joinHint')}</span>}
      <Button size="compact-sm" variant="subtle" onClick={onClear}>
        {t('clearChosen')}
      </Button>
      <ConfirmDialog opened={asking} title={tCard('mergeTitle')} confirm={tCard('merge')} cancel={tCard('cancel')} busy={merge.isPending} onConfirm={join} onClose={() => setAsking(false)}>
        {tCard('mergeHint', { kept: called(kept), other: called(gone) })}
      </ConfirmDialog>
    </div>
  );
}
