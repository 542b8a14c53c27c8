import classes from './search.module.css';

interface MarkedProps {
  text: string;
  /** Offset and length in code points. */
  marks: [number, number][];
}

/** A text with what was looked for in it. */
export function Marked({ text, marks }: MarkedProps) {
  const signs = [...text];
  const parts = marks.flatMap(([offset, length], index) => {
    const [before = 0, size = 0] = marks[index - 1] ?? [];
    return [
      { at: before + size, words: signs.slice(before + size, offset).join(''), found: false },
      { at: offset, words: signs.slice(offset, offset + length).join(''), found: true },
    ];
  });
  const [last = 0, size = 0] = marks.at(-1) ?? [];
  return (
    <>
      {parts.map((part) => (part.found ? <mark key={`m${part.at}`} className={classes.found}>{part.words}</mark> : <span key={`s${part.at}`}>{part.words}</span>))}
      {signs.slice(last + size).join('')}
    </>
  );
}
