import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { blockIds, useBlockName } from '~/shared/card-blocks';
import classes from './roles.module.css';

/** Which blocks of the customer's card people of this role do not see; only the screen is narrowed by it. */
export function HiddenBlocks({ hidden, onChange }: { hidden: readonly string[]; onChange: (hidden: string[]) => void }) {
  const { t } = useTranslation('roles');
  const name = useBlockName();
  const put = (id: string, on: boolean) => onChange(on ? [...hidden, id] : hidden.filter((one) => one !== id));
  return (
    <fieldset className={classes.rights}>
      <legend>{t('card.title')}</legend>
      <p className={classes.also}>{t('card.hint')}</p>
      <div className={classes.ticks}>
        {blockIds.map((id) => (
          <Checkbox key={id} label={name(id)} checked={hidden.includes(id)} onChange={(event) => put(id, event.currentTarget.checked)} />
        ))}
      </div>
    </fieldset>
  );
}
