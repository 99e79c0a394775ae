/** The command palette. */
export const words = {
  palette: {
    title: 'Search or jump',
    placeholder: 'A screen, a person, a word of a message',
    results: 'Results',
    nothing: 'Nothing fits.',
    go: 'Open',
    do: 'Do',
    chat: 'Chat',
  },
};
