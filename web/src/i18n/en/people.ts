/** The people screen. */
export const words = {
  people: {
    title: 'People',
  },
};
