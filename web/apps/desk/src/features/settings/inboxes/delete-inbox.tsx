import { Button } from '@mantine/core';
import { ConfirmDialog } from '@otklik/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { useDeed } from '../asking';
import type { FullInbox } from '../wire';

export function DeleteInbox({ inbox, onDeleted }: { inbox: FullInbox; onDeleted: () => void }) {
  const { t } = useTranslation('channels');
  const [asked, setAsked] = useState(false);
  const remove = useDeed({ stale: [keys.inboxes, keys.session], run: () => server.delete(`/inboxes/${inbox.id}`), onDone: onDeleted });
  return (
    <div>
      <Button color="red" variant="light" onClick={() => setAsked(true)}>
        {t('delete')}
      </Button>
      <ConfirmDialog opened={asked} title={t('deleteTitle', { name: inbox.name })} confirm={t('delete')} cancel={t('cancel')} danger busy={remove.isPending} onConfirm={() => remove.mutate(undefined)} onClose={() => setAsked(false)}>
        {t('deleteText')}
      </ConfirmDialog>
    </div>
  );
}
