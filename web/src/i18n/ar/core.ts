/** The frame around every screen, and words that many screens share. */
export const words = {
  app: {},
};
