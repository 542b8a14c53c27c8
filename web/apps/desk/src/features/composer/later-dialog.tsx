import '@otklik/ui/forms';
import { Checkbox, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TimeList } from '~/shared/when/time-list';
import type { Later } from './use-sending';

interface LaterDialogProps {
  onChoose: (later: Later) => void;
  onClose: () => void;
}

/** When the message shall leave, and whether a word of the customer's before that stops it. */
export default function LaterDialog({ onChoose, onClose }: LaterDialogProps) {
  const { t } = useTranslation('composer');
  const [unless, setUnless] = useState(true);
  return (
    <Modal opened onClose={onClose} title={t('later.title')} size="sm" closeButtonProps={{ 'aria-label': t('later.close') }}>
      <Checkbox mb="sm" checked={unless} label={t('later.unlessAnswered')} onChange={(event) => setUnless(event.currentTarget.checked)} />
      <TimeList set={t('later.set')} onChoose={(at) => onChoose({ at: at.toISOString(), unless_answered: unless })} />
    </Modal>
  );
}
