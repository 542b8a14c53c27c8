import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Moment } from './moment';
import classes from './parts.module.css';
import { programName } from './people/program-name';

/** A session: a browser somewhere in which somebody is signed in. */
export interface Place {
  id: number;
  address: string;
  user_agent: string;
  created_at: string;
  seen_at: string;
  own: boolean;
}

interface PlaceListProps {
  places: Place[];
  /** What is said of the session that looks. */
  own: ReactNode;
  /** The one that is being ended. */
  ending: number | undefined;
  /** Absent when they may not be ended. */
  onEnd: ((id: number) => void) | undefined;
}

export function PlaceList({ places, own, ending, onEnd }: PlaceListProps) {
  const { t } = useTranslation('roles');
  return (
    <ul className={classes.list}>
      {places.map((place) => {
        const program = programName(place.user_agent) || t('places.unknown');
        return (
          <li key={place.id} className={classes.spread}>
            <span>
              <span className={classes.name}>{program}</span>
              <br />
              <span className={`${classes.quiet} ${classes.small}`}>
                {place.address} · <Moment at={place.seen_at} />
              </span>
            </span>
            {place.own ? (
              <span className={classes.quiet}>{own}</span>
            ) : onEnd ? (
              <Button variant="default" aria-label={t('places.endOf', { place: `${program}, ${place.address}` })} loading={ending === place.id} onClick={() => onEnd(place.id)}>
                {t('places.end')}
              </Button>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
