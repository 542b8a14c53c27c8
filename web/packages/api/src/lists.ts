/** Shapes of the wire: lists in groups. */

/** A group of a list with anything in it; `count` is null when counting takes too long, 1000 is "so many or more". */
export interface ListGroup {
  key: string;
  name: string | null;
  count: number | null;
}
