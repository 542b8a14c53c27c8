/** All pictures of what is around, opened one after the other from wherever one of them is. */
import { createContext, lazy, Suspense, useCallback, useContext, useState, type ReactNode } from 'react';
import type { Picture } from './picture';

const Lightbox = lazy(() => import('./lightbox'));

const Opening = createContext<(file: number) => void>(() => undefined);

/** Opens a picture by the number of its file. */
export function useAlbum(): (file: number) => void {
  return useContext(Opening);
}

export function Album({ pictures, children }: { pictures: Picture[]; children: ReactNode }) {
  // By its number: a picture keeps its place when older ones are brought before it.
  const [opened, setOpened] = useState<number | null>(null);
  const at = pictures.findIndex((one) => one.file.id === opened);
  const open = useCallback((file: number) => setOpened(file), []);
  return (
    <Opening value={open}>
      {children}
      <Suspense fallback={null}>{at < 0 ? null : <Lightbox pictures={pictures} at={at} onMove={(to) => setOpened(to === null ? null : (pictures[to]?.file.id ?? null))} />}</Suspense>
    </Opening>
  );
}
