import { NumberInput } from '@mantine/core';
import type { Operator } from '@otklik/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import { useDeed } from '../asking';

const MOST = 500;

/** How many conversations at once; saved when the field is left. Empty is any number. */
export function CapacityField({ operator }: { operator: Operator }) {
  const { t } = useTranslation('admin');
  const [value, setValue] = useState<number | ''>(operator.capacity ?? '');
  const save = useDeed({ stale: [keys.operators], run: (capacity: number | null) => server.patch<Operator>(`/operators/${operator.id}`, { capacity }) });
  const wished = value === '' ? null : value;
  return (
    <NumberInput
      aria-label={t('people.capacityOf', { name: operator.name })}
      title={t('people.capacity')}
      placeholder={t('people.capacityAny')}
      prefix={t('people.capacityBefore')}
      suffix={t('people.capacityAfter')}
      w={140}
      min={1}
      max={MOST}
      allowDecimal={false}
      disabled={save.isPending}
      value={value}
      onChange={(next) => setValue(typeof next === 'number' ? next : '')}
      onBlur={() => wished !== operator.capacity && save.mutate(wished)}
    />
  );
}
