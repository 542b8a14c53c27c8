import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { TimeList } from './time-list';

/** Until when something is put off, where no button stands open over it. */
export default function SnoozeDialog({ onClose, onChoose }: { onClose: () => void; onChoose: (until: Date) => void }) {
  const { t } = useTranslation('conversation');
  return (
    <Modal opened onClose={onClose} title={t('snooze.title')} size={340} closeButtonProps={{ 'aria-label': t('close') }}>
      <TimeList set={t('snooze.set')} quick onChoose={onChoose} />
    </Modal>
  );
}
