import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { TONES } from '~/shared/labels';
import { ToneDot } from '~/shared/tag-chip';
import classes from './labels.module.css';

interface ToneChoiceProps {
  tone: number;
  onChange: (tone: number) => void;
}

/** The six colours of tags, named for those who do not see them. */
export function ToneChoice({ tone, onChange }: ToneChoiceProps) {
  const { t } = useTranslation('admin');
  const group = useId();
  return (
    <fieldset className={classes.tones}>
      <legend>{t('tags.colour')}</legend>
      {TONES.map((one) => (
        <label key={one} className={classes.tone} title={t(`tags.tones.${one}`)}>
          <input type="radio" className="visually-hidden" name={group} checked={one === tone} aria-label={t(`tags.tones.${one}`)} onChange={() => onChange(one)} />
          <ToneDot tone={one} />
        </label>
      ))}
    </fieldset>
  );
}
