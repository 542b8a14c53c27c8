import type { Message } from '@otklik/api';
import { IconMapPin, IconMapPinFilled } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOn, ownAddress, TILE, tilesAround, useMaps } from '~/shared/maps';
import classes from './cards.module.css';

type Place = NonNullable<Message['location']>;

const WIDTH = 256;
const HEIGHT = 140;

/** Coordinates and links to the company's maps; a piece of a map where it has a tile server, by way of our own. */
export function LocationCard({ location }: { location: Place }) {
  const { t } = useTranslation('conversation');
  const maps = useMaps();
  const { latitude, longitude } = location;
  const point = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return (
    <div className={classes.card}>
      <IconMapPin size={22} stroke={1.7} aria-hidden="true" />
      <div className={classes.words}>
        <strong>{location.title ?? t('kind.location')}</strong>
        {location.address ? <span>{location.address}</span> : null}
        <span className={classes.minor}>{point}</span>
        {maps?.tiles_pattern ? <Piece location={location} credit={maps.tiles_credit} /> : null}
        <span className={classes.links}>
          {maps?.known.map((map) => (
            <a key={map} href={addressOn(map, location)} target="_blank" rel="noreferrer noopener">
              {t(`maps.${map}`)}
            </a>
          ))}
          {maps?.own_pattern ? (
            <a href={ownAddress(maps.own_pattern, location)} target="_blank" rel="noreferrer noopener">
              {maps.own_name}
            </a>
          ) : null}
        </span>
      </div>
    </div>
  );
}

/** A few tiles with the point in their middle; nothing stands here while the tile server does not answer. */
function Piece({ location, credit }: { location: Place; credit: string }) {
  const { t } = useTranslation('conversation');
  const [missing, setMissing] = useState(false);
  if (missing) return null;
  return (
    <span className={classes.piece} style={{ width: WIDTH, height: HEIGHT }} role="img" aria-label={t('maps.piece')}>
      {tilesAround(location, WIDTH, HEIGHT).map(({ z, x, y, left, top }) => (
        <img key={`${x}/${y}`} src={`/api/v1/maps/tiles/${z}/${x}/${y}`} alt="" width={TILE} height={TILE} style={{ left, top }} loading="lazy" onError={() => setMissing(true)} />
      ))}
      <IconMapPinFilled size={24} aria-hidden="true" style={{ left: WIDTH / 2 - 12, top: HEIGHT / 2 - 22 }} />
      {credit ? <small>{credit}</small> : null}
    </span>
  );
}
