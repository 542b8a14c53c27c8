import '@otklik/ui/forms';
import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '~/shared/problem-text';
import { useImport } from './api';
import { CheckStep } from './check-step';
import { FileStep } from './file-step';
import { MappingStep } from './mapping-step';
import { RunStep } from './run-step';
import classes from './import.module.css';

/** Customers from a file, step by step: the file, its columns, what would happen, and how it goes. */
export default function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('people');
  const phone = useMediaQuery('(max-width: 799px)');
  const [id, setId] = useState<number | null>(null);
  return (
    <Modal opened onClose={onClose} size="xl" fullScreen={phone} title={t('import.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      {id === null ? <FileStep onTaken={setId} /> : <OneImport id={id} onBack={() => setId(null)} onClose={onClose} />}
    </Modal>
  );
}

function OneImport({ id, onBack, onClose }: { id: number; onBack: () => void; onClose: () => void }) {
  const found = useImport(id);
  const [columns, setColumns] = useState(false);
  if (found.isError) return <p className={classes.error} role="alert">{problemText(found.error)}</p>;
  if (!found.data) return null;
  const one = found.data;
  if (one.state === 'draft' || (one.state === 'checked' && columns)) return <MappingStep key={id} one={one} onChecked={() => setColumns(false)} onBack={onBack} />;
  if (one.state === 'checked') return <CheckStep one={one} onBack={() => setColumns(true)} />;
  return <RunStep one={one} onAgain={onBack} onClose={onClose} />;
}
