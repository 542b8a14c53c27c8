import { Button, Select } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAttributes } from '~/shared/attributes';
import { keys } from '~/shared/keys';
import { problemText } from '~/shared/problem-text';
import { doImport, type ContactImportDetail, type Mapping } from './api';
import { isAddressed, ownTargets, sendTo } from './targets';
import classes from './import.module.css';

interface MappingStepProps {
  one: ContactImportDetail;
  onChecked: () => void;
  onBack: () => void;
}

/** Which column means what; guessed from the headers, with the first rows beside. */
export function MappingStep({ one, onChecked, onBack }: MappingStepProps) {
  const { t } = useTranslation('people');
  const client = useQueryClient();
  const fields = (useAttributes().data ?? []).filter((field) => !field.archived);
  const [mapping, setMapping] = useState<Mapping>(one.mapping);
  const check = useMutation({
    mutationFn: () => doImport(one.id, 'check', mapping),
    onSuccess: (checked) => {
      client.setQueryData(keys.import(one.id), checked);
      onChecked();
    },
  });
  const targets = [...ownTargets.map((value) => ({ value, label: t(`import.targets.${value}`) })), ...fields.map((field) => ({ value: `attributes.${field.key}`, label: field.name }))];
  return (
    <div className={classes.stack}>
      <p className={classes.lead}>{t('import.mapHint', { file: one.file_name, count: one.total })}</p>
      <ul className={classes.columns}>
        {one.headers.map((header, column) => {
          const title = header || t('import.column', { number: column + 1 });
          return (
            <li key={column}>
              <div className={classes.column}>
                <span className={classes.fileName}>{title}</span>
                <span className={classes.sample}>{one.sample.map((row) => row[column]).filter(Boolean).slice(0, 3).join(' · ') || t('import.emptyColumn')}</span>
              </div>
              <Select aria-label={t('import.targetOf', { column: title })} placeholder={t('import.skip')} clearable clearButtonProps={{ 'aria-label': t('import.skip') }} value={mapping[String(column)] ?? null} data={targets} onChange={(target) => setMapping(sendTo(mapping, column, target))} />
            </li>
          );
        })}
      </ul>
      <p className={classes.error} role="alert">
        {check.isError ? problemText(check.error) : isAddressed(mapping) ? null : t('import.needAddress')}
      </p>
      <div className={classes.verbs}>
        <Button variant="default" onClick={onBack}>
          {t('import.otherFile')}
        </Button>
        <Button loading={check.isPending} disabled={!isAddressed(mapping)} onClick={() => check.mutate()}>
          {t('import.check')}
        </Button>
      </div>
    </div>
  );
}
