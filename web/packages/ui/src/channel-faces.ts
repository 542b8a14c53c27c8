/** How each channel is shown, as the server describes it: the desk itself knows none. */
export interface ChannelFace {
  slug: string;
  name: { ru: string; en: string };
  /** What filters read for it beside the slug; the first is shown in Russian. */
  spellings: string[];
  /** The outline of its sign on a field of 24 × 24. */
  sign: string;
  colour: string;
}

let known = new Map<string, ChannelFace>();

/** Takes the channels of the session; they are the same until the server is renewed, and the page with it. */
export function learnChannels(faces: readonly ChannelFace[]): void {
  known = new Map(faces.map((face) => [face.slug, face]));
}

/** The channels in the order in which they are offered. */
export function channelFaces(): ChannelFace[] {
  return [...known.values()];
}

export function channelFace(slug: string): ChannelFace | undefined {
  return known.get(slug);
}
