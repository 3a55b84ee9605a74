/** Names the experiment and the variant in answers. */
export const experimentHeader = 'x-titans-experiment';
