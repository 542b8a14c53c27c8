import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Nap } from '~/shared/nap';
import { SnoozeList } from './snooze-list';

/** Until when something is put off, where no button stands open over it. */
export default function SnoozeDialog({ onClose, onChoose }: { onClose: () => void; onChoose: (nap: Nap) => void }) {
  const { t } = useTranslation('conversation');
  return (
    <Modal opened onClose={onClose} title={t('snooze.title')} size={360} closeButtonProps={{ 'aria-label': t('close') }}>
      <SnoozeList onChoose={onChoose} />
    </Modal>
  );
}
