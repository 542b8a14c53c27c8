import { asProblem } from '@otklik/api';
import { useTranslation } from 'react-i18next';
import { problemText } from '~/shared/problem-text';
import classes from '../parts.module.css';
import { findPlace, type PlaceInFile } from './reading';

/** Everything that is wrong with a file, each beside its place. */
export function Refusals({ error, file }: { error: unknown; file: unknown }) {
  const { t, i18n } = useTranslation('blueprint');
  const { fields } = asProblem(error);
  if (fields.length === 0) return <p className={classes.error}>{problemText(error)}</p>;
  const say = ({ section, number, name }: PlaceInFile) => {
    if (section === null) return t('whole');
    if (number === null) return t(`sections.${section}`);
    return t(name ? 'placeNamed' : 'place', { section: t(`sections.${section}`), number, name });
  };
  const sayRest = (rest: string) => (i18n.exists(`blueprint:what.${rest}`) ? t(`what.${rest as 'name'}`) : rest);
  return (
    <>
      <p className={classes.error}>{t('errors')}</p>
      <ul className={classes.list}>
        {fields.map((one) => {
          const place = findPlace(one.field, file);
          return (
            <li key={`${one.field} ${one.message}`}>
              <span className={classes.name}>{say(place)}</span>
              {place.rest ? <span className={classes.quiet}> · {sayRest(place.rest)}</span> : null}
              <br />
              {one.message}
            </li>
          );
        })}
      </ul>
    </>
  );
}
