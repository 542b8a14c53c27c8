declare module 'virtual:emoji-data' {
  /** JSON: parsed when it is needed, which is quicker than a script of the same size. */
  const text: string;
  export default text;
}
