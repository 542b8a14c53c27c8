import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Contact, Suggestion } from '@otklik/api';
import { Avatar, ConfirmDialog } from '@otklik/ui';
import { IconRosetteDiscountCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePersonName } from '~/shared/person-name';
import { useMerge, useSuggestions } from './api';
import { tellUndoable } from '~/shared/undo-notice';
import classes from './contact.module.css';

/** People who look like the same person, with what says so. */
export function Duplicates({ contact }: { contact: Contact }) {
  const { t } = useTranslation('contact');
  const nameOf = usePersonName();
  const called = (one: Contact) => nameOf(one, one.identities[0]?.channel);
  const { data = [] } = useSuggestions(contact.id);
  const [asked, setAsked] = useState<Suggestion | null>(null);
  const { merge, undo } = useMerge(contact.id);
  if (data.length === 0) return null;
  const join = () => {
    if (!asked) return;
    merge.mutate(asked.contact.id, {
      onSuccess: ({ merge_id: id }) => {
        setAsked(null);
        tellUndoable(t('merged'), t('undoMerge'), () => undo.mutate(id, { onSuccess: () => notifications.show({ message: t('unmerged') }) }));
      },
    });
  };
  return (
    <section className={classes.section}>
      <h3>{t('duplicates')}</h3>
      <ul className={classes.list}>
        {data.map((one) => (
          <li key={one.contact.id} className={classes.duplicate}>
            <Avatar name={called(one.contact)} url={one.contact.avatar_url} size={28} />
            <div className={classes.identityWords}>
              <span className="truncate">{called(one.contact)}</span>
              {one.evidence.map((fact) => (
                <span key={`${fact.kind}${fact.value}`} className={classes.minor}>
                  {fact.verified ? <IconRosetteDiscountCheck size={13} stroke={1.9} aria-hidden="true" /> : null}
                  {t(`evidence.${fact.kind}`, { value: fact.value })}
                </span>
              ))}
            </div>
            <Button size="compact-sm" variant="default" onClick={() => setAsked(one)}>
              {t('merge')}
            </Button>
          </li>
        ))}
      </ul>
      <ConfirmDialog opened={asked !== null} title={t('mergeTitle')} confirm={t('merge')} cancel={t('cancel')} busy={merge.isPending} onConfirm={join} onClose={() => setAsked(null)}>
        {t('mergeHint', { kept: called(contact), other: asked ? called(asked.contact) : '' })}
      </ConfirmDialog>
    </section>
  );
}
