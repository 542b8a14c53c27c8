import { Button } from '@mantine/core';
import { IconLayoutGridAdd } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asShown, type Rows } from '~/shared/keyboards/rows';
import { ShownButtons } from '~/shared/keyboards/shown-buttons';

const ButtonEditor = lazy(() => import('~/shared/keyboards/button-editor'));

interface CannedButtonsProps {
  rows: Rows;
  readOnly: boolean;
  onChange: (rows: Rows) => void;
}

/** Buttons that go into the reply with the text; which of them a channel shows is seen there. */
export function CannedButtons({ rows, readOnly, onChange }: CannedButtonsProps) {
  const { t } = useTranslation('keyboards');
  const [open, setOpen] = useState(false);
  if (readOnly) return <ShownButtons rows={asShown(rows)} />;
  if (rows.length === 0 && !open) {
    return (
      <div>
        <Button variant="default" leftSection={<IconLayoutGridAdd size={15} stroke={1.8} aria-hidden="true" />} onClick={() => setOpen(true)}>
          {t('add')}
        </Button>
      </div>
    );
  }
  return (
    <Suspense fallback={null}>
      <ButtonEditor inset begin={open} rows={rows} limits={null} onChange={onChange} />
    </Suspense>
  );
}
