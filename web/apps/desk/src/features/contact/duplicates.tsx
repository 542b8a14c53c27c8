import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Contact, Suggestion } from '@otklik/api';
import { dateTimeLabel } from '@otklik/i18n';
import { Avatar, ConfirmDialog } from '@otklik/ui';
import { IconRosetteDiscountCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { usePersonName } from '~/shared/person-name';
import { useMerge, useSuggestions } from './api';
import { tellUndoable } from '~/shared/undo-notice';
import classes from './contact.module.css';

/** People who look like the same person, with what says so. */
export function Duplicates({ contact }: { contact: Contact }) {
  const { t } = useTranslation('contact');
  const nameOf = usePersonName();
  const language = useLanguage();
  const called = (one: { id: number; name: string; identities?: Contact['identities'] }) => nameOf(one, one.identities?.[0]?.channel);
  const { data = [] } = useSuggestions(contact.id);
  const [asked, setAsked] = useState<Suggestion | null>(null);
  const { merge, undo } = useMerge(contact.id);
  const join = () => {
    if (!asked) return;
    merge.mutate(asked.contact.id, {
      onSuccess: ({ merge_id: id }) => {
        setAsked(null);
        tellUndoable(t('merged'), t('undoMerge'), () => part(id));
      },
    });
  };
  const [last, ...earlier] = contact.merges;
  const part = (id: number) => undo.mutate(id, { onSuccess: () => notifications.show({ message: t('unmerged') }) });
  return (
    <>
      {data.length === 0 ? <p className={classes.minor}>{t('noDuplicates')}</p> : null}
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
      {last ? (
        <>
          <p className={classes.minor}>{t('mergedFrom')}</p>
          <ul className={classes.list}>
            {[last, ...earlier].map((one) => (
              <li key={one.id} className={classes.duplicate}>
                <span className={classes.identityWords}>
                  <span className="truncate">{called({ id: one.contact_id, name: one.name })}</span>
                  <span className={classes.minor}>{[dateTimeLabel(new Date(one.at), new Date(), language), one.reason === 'proof' ? t('byProof') : ''].filter(Boolean).join(' · ')}</span>
                </span>
                {one === last ? (
                  <Button size="compact-sm" variant="default" loading={undo.isPending} onClick={() => part(one.id)} aria-label={t('undoMergeOf', { name: called({ id: one.contact_id, name: one.name }) })}>
                    {t('undoMerge')}
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <ConfirmDialog opened={asked !== null} title={t('mergeTitle')} confirm={t('merge')} cancel={t('cancel')} busy={merge.isPending} onConfirm={join} onClose={() => setAsked(null)}>
        {t('mergeHint', { kept: called(contact), other: asked ? called(asked.contact) : '' })}
      </ConfirmDialog>
    </>
  );
}
