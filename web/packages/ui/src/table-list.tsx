import type { ReactNode } from 'react';
import classes from './table-list.module.css';

export interface Column<Row> {
  id: string;
  title: string;
  render: (row: Row) => ReactNode;
  /** Figures stand right. */
  numeric?: boolean;
  width?: string;
  /** Hidden on narrow screens. */
  secondary?: boolean;
}

interface TableListProps<Row> {
  label: string;
  rows: Row[];
  columns: Column<Row>[];
  rowKey: (row: Row) => string | number;
  empty?: ReactNode;
  /** On a phone each row is a block: the last column stands below the others. */
  stacked?: boolean;
}

export function TableList<Row>({ label, rows, columns, rowKey, empty, stacked = false }: TableListProps<Row>) {
  if (rows.length === 0 && empty) return <>{empty}</>;
  return (
    <div className={classes.frame}>
      <table className={classes.table} aria-label={label} data-stacked={stacked}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" data-numeric={column.numeric} data-secondary={column.secondary} style={{ width: column.width }}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => (
                <td key={column.id} data-numeric={column.numeric} data-secondary={column.secondary}>
                  {column.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
