/** What a colour says beside its word. */
export type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'accent';
