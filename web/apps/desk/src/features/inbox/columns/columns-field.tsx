import { Button, Checkbox } from '@mantine/core';
import { IconAction } from '@otklik/ui';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAttributes } from '~/shared/attributes';
import { useTalkFields } from '~/shared/closing/asked';
import { usePermission } from '~/shared/session';
import { COLUMNS_MAX, facts, marks, moved, usualColumns, withColumn } from './columns';
import classes from './columns-field.module.css';

interface ColumnsFieldProps {
  /** Null: the usual ones. */
  value: readonly string[] | null;
  onChange: (columns: string[] | null) => void;
  /** What stands around it says already what it is. */
  titled?: boolean;
}

/** Chooses what rows show, and in which order. */
export function ColumnsField({ value, onChange, titled = false }: ColumnsFieldProps) {
  const { t } = useTranslation('filters');
  const [said, setSaid] = useState('');
  const hint = useId();
  const chosen = value ?? usualColumns;
  const { nameOf, all } = useKnownColumns();
  const ordered = chosen.filter((one) => !isMark(one));
  const full = chosen.length >= COLUMNS_MAX;
  const put = (name: string, on: boolean) => onChange(withColumn(chosen, name, on));
  const move = (name: string, by: -1 | 1) => {
    onChange(moved(chosen, name, by));
    setSaid(`${nameOf(name)}: ${ordered.indexOf(name) + by + 1}`);
  };
  return (
    <fieldset className={classes.columns} aria-describedby={hint}>
      <legend className={titled ? 'visually-hidden' : undefined}>{t('columns')}</legend>
      <p id={hint} className={classes.hint}>
        {full ? t('columnsLimit', { max: COLUMNS_MAX }) : t('columnsHint')}
      </p>
      <div className={classes.marks} role="group" aria-label={t('columnMarks')}>
        {marks.map((name) => (
          <Checkbox key={name} label={nameOf(name)} checked={chosen.includes(name)} disabled={full && !chosen.includes(name)} onChange={(event) => put(name, event.currentTarget.checked)} />
        ))}
      </div>
      <ul className={classes.facts} aria-label={t('columnFacts')}>
        {[...ordered, ...all.filter((name) => !chosen.includes(name))].map((name) => {
          const at = ordered.indexOf(name);
          return (
            <li key={name} className={classes.fact}>
              <Checkbox label={nameOf(name)} checked={at >= 0} disabled={full && at < 0} onChange={(event) => put(name, event.currentTarget.checked)} />
              {at >= 0 && ordered.length > 1 ? (
                <span className={classes.steps}>
                  <IconAction label={t('columnUp', { name: nameOf(name) })} icon={IconArrowUp} size="sm" disabled={at === 0} onClick={() => move(name, -1)} />
                  <IconAction label={t('columnDown', { name: nameOf(name) })} icon={IconArrowDown} size="sm" disabled={at === ordered.length - 1} onClick={() => move(name, 1)} />
                </span>
              ) : null}
            </li>
          );
        })}
      </ul>
      <span className="visually-hidden" aria-live="polite">
        {said}
      </span>
      {value === null ? null : (
        <Button size="compact-sm" variant="subtle" onClick={() => onChange(null)}>
          {t('columnsUsual')}
        </Button>
      )}
    </fieldset>
  );
}

function isMark(name: string): boolean {
  return (marks as readonly string[]).includes(name);
}

/** Everything rows can show: what the desk knows itself, and the company's own fields that are in use. */
function useKnownColumns() {
  const { t } = useTranslation('filters');
  const mayCards = usePermission('contacts.view');
  const attributes = useAttributes().data ?? [];
  const fields = useTalkFields();
  const contact = mayCards ? attributes.filter((one) => !one.archived) : [];
  const talk = fields.filter((one) => !one.archived);
  const nameOf = (name: string) => {
    const [of, key] = name.split('.');
    if (key === undefined) return t(`column.${name as 'tags'}`);
    const found = (of === 'contact' ? attributes : fields).find((one) => one.key === key);
    return t(of === 'contact' ? 'columnContact' : 'columnTalk', { name: found?.name ?? t('columnGone') });
  };
  return { nameOf, all: [...facts, ...contact.map((one) => `contact.${one.key}`), ...talk.map((one) => `talk.${one.key}`)] };
}
