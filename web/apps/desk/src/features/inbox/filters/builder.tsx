import '@mantine/core/styles/Combobox.css';
import { Button, Select, TextInput } from '@mantine/core';
import type { Language } from '@otklik/i18n';
import { IconAction } from '@otklik/ui';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { defaultOp, rowsOf, textOf, type Row } from './build';
import { fields, isOwn, plain, spelledWord, type Field } from './lexicon';
import { useNames, useOwnFields } from './names';
import type { Names } from './suggest';
import classes from './filters.module.css';

/** The filter as rows; it reads and writes the same text as the field. */
export default function Builder({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const { t } = useTranslation('filters');
  const language = useLanguage();
  const names = useNames();
  const all = [...fields, ...useOwnFields()];
  const [rows, setRows] = useState(() => rowsOf(text));
  const change = (next: Row[]) => {
    setRows(next);
    onChange(textOf(next, language));
  };
  const replace = (row: Row) => change(rows.map((one) => (one.key === row.key ? row : one)));
  const add = () => change([...rows, { key: Math.max(-1, ...rows.map((one) => one.key)) + 1, field: fields[0] ?? null, negated: false, op: '=', value: '', raw: '' }]);
  return (
    <div className={classes.builder} role="group" aria-label={t('builder')}>
      {rows.length === 0 ? <p className={classes.hint}>{t('noConditions')}</p> : <p className={classes.hint}>{t('allHold')}</p>}
      {rows.map((row) => (
        <ConditionRow key={row.key} row={row} all={all} names={names} language={language} onChange={replace} onRemove={() => change(rows.filter((one) => one.key !== row.key))} />
      ))}
      <Button variant="subtle" leftSection={<IconPlus size={16} stroke={1.8} aria-hidden="true" />} onClick={add} style={{ alignSelf: 'flex-start' }}>
        {t('add')}
      </Button>
    </div>
  );
}

interface ConditionRowProps {
  row: Row;
  /** Every field there is. */
  all: Field[];
  names: Names;
  language: Language;
  onChange: (row: Row) => void;
  onRemove: () => void;
}

function ConditionRow({ row, all, names, language, onChange, onRemove }: ConditionRowProps) {
  const { t } = useTranslation('filters');
  const remove = <IconAction label={t('remove')} icon={IconTrash} size="sm" onClick={onRemove} />;
  if (!row.field) {
    return (
      <div className={classes.condition}>
        <span className={classes.raw}>{row.raw}</span>
        {remove}
      </div>
    );
  }
  const field = all.find((one) => one.name === row.field?.name) ?? row.field;
  const offered = all.includes(field) ? all : [...all, field];
  const choose = (name: string | null) => {
    const next = offered.find((one) => one.name === name);
    if (next) onChange({ ...row, field: next, op: defaultOp(next), negated: false, value: '' });
  };
  const compare = (said: string | null) => {
    if (said) onChange({ ...row, negated: said === '-', op: said === '-' ? '=' : said });
  };
  return (
    <div className={classes.condition}>
      <Select aria-label={t('fieldLabel')} searchable data={offered.map((one) => ({ value: one.name, label: isOwn(one.name) ? (one.title ?? one.name) : t(`name.${one.name}`) }))} value={field.name} onChange={choose} allowDeselect={false} comboboxProps={{ withinPortal: false }} />
      <Select aria-label={t('compareLabel')} data={opsOf(field).map((op) => ({ value: op, label: t(`op.${opNames[op] ?? 'is'}`) }))} value={row.negated ? '-' : row.op} onChange={compare} allowDeselect={false} comboboxProps={{ withinPortal: false }} />
      <ValueField row={row} field={field} names={names} language={language} onChange={onChange} />
      {remove}
    </div>
  );
}

const opNames: Record<string, 'is' | 'not' | 'more' | 'less' | 'least' | 'most'> = { '=': 'is', '-': 'not', '>': 'more', '<': 'less', '>=': 'least', '<=': 'most' };

function opsOf(field: Field): string[] {
  if (field.kind === 'span') return ['>', '<'];
  return field.kind === 'rank' || field.ordered ? ['=', '-', '>=', '<='] : ['=', '-'];
}

function ValueField({ row, field, names, language, onChange }: Omit<ConditionRowProps, 'onRemove' | 'all'> & { field: Field }) {
  const { t } = useTranslation('filters');
  const change = (value: string) => onChange({ ...row, value });
  const typed = field.kind === 'own' && !names[field.name] && field.words.length === 2;
  if (field.kind === 'span' || field.kind === 'free' || typed) {
    return <TextInput aria-label={t('valueLabel')} value={row.value} placeholder={t(typed ? 'ownExample' : field.kind === 'span' ? 'spanExample' : 'contactExample')} onChange={(event) => change(event.currentTarget.value)} />;
  }
  const own = field.words.map((word) => ({ value: spelledWord(word, language), label: spelledWord(word, language) }));
  const known = (names[field.name] ?? []).filter((name) => !own.some((one) => plain(one.value) === plain(name))).map((name) => ({ value: name, label: name }));
  const canonical = field.words.find((word) => word.some((one) => plain(one) === plain(row.value)));
  return <Select aria-label={t('valueLabel')} searchable data={[...own, ...known]} value={canonical ? spelledWord(canonical, language) : row.value || null} onChange={(value) => change(value ?? '')} comboboxProps={{ withinPortal: false }} nothingFoundMessage={t('nothing')} />;
}
