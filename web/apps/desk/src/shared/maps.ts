import { useQuery } from '@tanstack/react-query';
import { keys } from './keys';
import { server } from './server';

export const KNOWN = ['yandex', '2gis', 'osm', 'google'] as const;
export type KnownMap = (typeof KNOWN)[number];

export interface Maps {
  known: KnownMap[];
  own_name: string;
  own_pattern: string;
  tiles_pattern: string;
  tiles_credit: string;
}

export function useMaps(): Maps | undefined {
  const { data } = useQuery({ queryKey: keys.maps, queryFn: () => server.get<Maps>('/maps'), staleTime: 5 * 60_000 });
  return data;
}

interface Point {
  latitude: number;
  longitude: number;
}

const ADDRESSES: Record<KnownMap, (point: Point) => string> = {
  yandex: ({ latitude, longitude }) => `https://yandex.ru/maps/?pt=${longitude},${latitude}&z=16`,
  '2gis': ({ latitude, longitude }) => `https://2gis.ru/geo/${longitude},${latitude}`,
  osm: ({ latitude, longitude }) => `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`,
  google: ({ latitude, longitude }) => `https://www.google.com/maps/search/?api=1&query=${latitude},${longitude}`,
};

export const addressOn = (map: KnownMap, point: Point): string => ADDRESSES[map](point);

/** The company's own map; the server has checked that it is an https address. */
export const ownAddress = (pattern: string, { latitude, longitude }: Point): string => pattern.replaceAll('{lat}', String(latitude)).replaceAll('{lon}', String(longitude));

export const TILE = 256;
const ZOOM = 15;

interface Piece {
  z: number;
  x: number;
  y: number;
  /** Where its corner stands in the frame, in pixels. */
  left: number;
  top: number;
}

/** The tiles of a frame with a point in its middle (Web Mercator); none beyond the poles, and the world goes round. */
export function tilesAround({ latitude, longitude }: Point, width: number, height: number, zoom = ZOOM): Piece[] {
  const side = 2 ** zoom;
  const radians = (Math.min(85.05, Math.max(-85.05, latitude)) * Math.PI) / 180;
  const left = ((longitude + 180) / 360) * side * TILE - width / 2;
  const top = ((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * side * TILE - height / 2;
  const pieces: Piece[] = [];
  for (let y = Math.floor(top / TILE); y * TILE < top + height; y += 1) {
    for (let x = Math.floor(left / TILE); x * TILE < left + width; x += 1) {
      if (y >= 0 && y < side) pieces.push({ z: zoom, x: ((x % side) + side) % side, y, left: Math.round(x * TILE - left), top: Math.round(y * TILE - top) });
    }
  }
  return pieces;
}
