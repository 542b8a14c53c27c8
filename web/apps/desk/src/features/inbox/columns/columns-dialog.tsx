import '@mantine/core/styles/Checkbox.css';
import { Button, Group, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '~/shared/problem-text';
import { useSavedViews } from '../api';
import { savedOf, useChangeLook, useChosenColumns } from '../look';
import { useKeepView } from '../saved/api';
import { useViewTitle } from '../views';
import { ColumnsField } from './columns-field';
import classes from './columns-field.module.css';

/** The columns of the list that is open: of a saved view for all who see it, of a built-in list for oneself. */
export default function ColumnsDialog({ view, onClose }: { view: string; onClose: () => void }) {
  const { t } = useTranslation('filters');
  const title = useViewTitle(view);
  const saved = savedOf(view, useSavedViews());
  const [columns, setColumns] = useState(useChosenColumns(view));
  const change = useChangeLook(view);
  const keep = useKeepView();
  const save = () => {
    const chosen = columns && [...columns];
    if (saved) keep.mutate({ view: saved, draft: { ...saved, columns: chosen } }, { onSuccess: onClose });
    else {
      change({ columns: chosen });
      onClose();
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('columnsOf', { name: title })} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <ColumnsField titled value={columns} onChange={setColumns} />
        {saved && saved.scope !== 'private' ? <p className={classes.hint}>{t('columnsForAll')}</p> : null}
        {keep.error ? (
          <p className={classes.problem} role="alert">
            {problemText(keep.error)}
          </p>
        ) : null}
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={keep.isPending}>
            {t('save')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
