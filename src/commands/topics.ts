/** What there is to read about besides the commands; the texts are loaded when one is asked for. */
export const TOPIC_NAMES = ['dates', 'streaks', 'data'] as const;
