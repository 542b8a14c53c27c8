import { Select, TextInput } from '@mantine/core';
import { IconAction } from '@otklik/ui';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { defaultOp, type Row } from './build';
import type { Bench } from './builder';
import { isOwn, plain, spelledWord, type Field } from './lexicon';
import classes from './filters.module.css';

interface ConditionRowProps {
  row: Row;
  bench: Bench;
  onRemove: () => void;
}

/** One condition: what is compared, how, and with what; words and what the builder only keeps are shown as typed. */
export function ConditionRow({ row, bench, onRemove }: ConditionRowProps) {
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
  const field = bench.all.find((one) => one.name === row.field?.name) ?? row.field;
  const offered = bench.all.includes(field) ? bench.all : [...bench.all, field];
  const change = (more: Partial<Row>) => bench.put(row.key, { ...row, ...more });
  const choose = (name: string | null) => {
    const next = offered.find((one) => one.name === name);
    if (next) change({ field: next, op: defaultOp(next), negated: false, value: '', named: false });
  };
  const compare = (said: string | null) => {
    if (said) change({ negated: said === '-', op: said === '-' ? '=' : said });
  };
  return (
    <div className={classes.condition}>
      <Select aria-label={t('fieldLabel')} searchable data={offered.map((one) => ({ value: one.name, label: isOwn(one.name) ? (one.title ?? one.name) : t(`name.${one.name}`) }))} value={field.name} onChange={choose} allowDeselect={false} comboboxProps={{ withinPortal: false }} />
      <Select aria-label={t('compareLabel')} data={opsOf(field, row.op).map((op) => ({ value: op, label: t(`op.${opNames[op] ?? 'is'}`) }))} value={row.negated ? '-' : row.op} onChange={compare} allowDeselect={false} comboboxProps={{ withinPortal: false }} />
      <ValueField row={row} field={field} bench={bench} onChange={(value) => change({ value, named: false })} />
      {remove}
    </div>
  );
}

const opNames: Record<string, 'is' | 'not' | 'more' | 'less' | 'least' | 'most'> = { '=': 'is', '-': 'not', '>': 'more', '<': 'less', '>=': 'least', '<=': 'most' };

/** What the field is usually compared by, and what was typed here. */
function opsOf(field: Field, typed: string): string[] {
  const usual = field.kind === 'span' ? ['>', '<'] : field.kind === 'rank' || field.ordered ? ['=', '-', '>=', '<='] : ['=', '-'];
  return usual.includes(typed) ? usual : [...usual, typed];
}

function ValueField({ row, field, bench: { names, language }, onChange }: { row: Row; field: Field; bench: Bench; onChange: (value: string) => void }) {
  const { t } = useTranslation('filters');
  const typed = field.kind === 'own' && !names[field.name] && field.words.length === 2;
  if (field.kind === 'span' || field.kind === 'free' || typed) {
    return <TextInput className={classes.value ?? ''} aria-label={t('valueLabel')} value={row.value} placeholder={t(typed ? 'ownExample' : field.kind === 'span' ? 'spanExample' : 'contactExample')} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
  const own = field.words.map((word) => ({ value: spelledWord(word, language), label: spelledWord(word, language) }));
  const known = (names[field.name] ?? []).filter((name) => !own.some((one) => plain(one.value) === plain(name))).map((name) => ({ value: name, label: name }));
  const canonical = row.named ? undefined : field.words.find((word) => word.some((one) => plain(one) === plain(row.value)));
  const shown = canonical ? spelledWord(canonical, language) : row.value;
  const data = [...own, ...known];
  // A name or number that is not among those offered is shown all the same.
  if (shown && !data.some((one) => one.value === shown)) data.push({ value: shown, label: shown });
  return <Select className={classes.value ?? ''} aria-label={t('valueLabel')} searchable data={data} value={shown || null} onChange={(value) => onChange(value ?? '')} comboboxProps={{ withinPortal: false }} nothingFoundMessage={t('nothing')} />;
}
