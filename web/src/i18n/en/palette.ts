/** The command palette. */
export const words = {
  palette: {},
};
