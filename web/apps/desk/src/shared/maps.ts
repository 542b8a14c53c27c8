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

/** The tile that holds a point, and where in it the point is, in pixels (Web Mercator). */
export function tileOf({ latitude, longitude }: Point, zoom = ZOOM) {
  const side = 2 ** zoom;
  const radians = (Math.min(85.05, Math.max(-85.05, latitude)) * Math.PI) / 180;
  const across = (((longitude + 180) / 360) % 1) * side;
  const down = ((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * side;
  const [x, y] = [Math.min(side - 1, Math.floor(across)), Math.min(side - 1, Math.floor(down))];
  return { z: zoom, x, y, left: Math.round((across - x) * TILE), top: Math.round((down - y) * TILE) };
}
