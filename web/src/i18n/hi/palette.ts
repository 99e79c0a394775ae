/** The same as in English: the command palette. */
export const words = {
  palette: {
    title: 'खोजें या जाएँ',
    placeholder: 'कोई स्क्रीन, व्यक्ति, या संदेश का शब्द',
    results: 'नतीजे',
    nothing: 'कुछ नहीं मिला।',
    go: 'खोलें',
    do: 'करें',
    chat: 'चैट',
  },
};
