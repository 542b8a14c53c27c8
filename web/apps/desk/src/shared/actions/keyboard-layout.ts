import { useEffect, useState } from 'react';

interface KeyboardApi {
  getLayoutMap?: () => Promise<ReadonlyMap<string, string>>;
}

/** What the person's own keyboard writes on its keys. */
export function useKeyboardLayout(wanted: boolean): ReadonlyMap<string, string> | undefined {
  const [layout, setLayout] = useState<ReadonlyMap<string, string>>();
  useEffect(() => {
    if (!wanted) return;
    const { keyboard } = navigator as Navigator & { keyboard?: KeyboardApi };
    // Not every browser tells; Latin letters do then.
    keyboard?.getLayoutMap?.().then(setLayout, () => undefined);
  }, [wanted]);
  return layout;
}
