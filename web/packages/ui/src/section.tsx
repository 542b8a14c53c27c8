import { useId, type ReactNode } from 'react';
import classes from './page.module.css';

interface SectionProps {
  title: string;
  hint?: string;
  children: ReactNode;
}

/** One titled part of a settings page. */
export function Section({ title, hint, children }: SectionProps) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <h2 id={id} className={classes.sectionTitle}>
        {title}
      </h2>
      {hint ? <p className={classes.hint}>{hint}</p> : null}
      <div className={classes.sectionBody}>{children}</div>
    </section>
  );
}
