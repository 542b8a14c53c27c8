import type { Message } from '@otklik/api';
import { IconMapPin } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './cards.module.css';

/** Coordinates and links; no map tile, which would tell a foreign host where our customer is. */
export function LocationCard({ location }: { location: NonNullable<Message['location']> }) {
  const { t } = useTranslation('conversation');
  const { latitude, longitude } = location;
  const point = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return (
    <div className={classes.card}>
      <IconMapPin size={22} stroke={1.7} aria-hidden="true" />
      <div className={classes.words}>
        <strong>{location.title ?? t('kind.location')}</strong>
        {location.address ? <span>{location.address}</span> : null}
        <span className={classes.minor}>{point}</span>
        <span className={classes.links}>
          <a href={`https://yandex.ru/maps/?pt=${longitude},${latitude}&z=16`} target="_blank" rel="noreferrer noopener">
            {t('maps.yandex')}
          </a>
          <a href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`} target="_blank" rel="noreferrer noopener">
            {t('maps.osm')}
          </a>
        </span>
      </div>
    </div>
  );
}
