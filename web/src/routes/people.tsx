import { PeoplePage } from '@/features/people/PeoplePage';
import { words } from '@/i18n/en/people';
import { addWords } from '@/i18n/words';

addWords(words);

export function PeopleRoute() {
  return <PeoplePage />;
}
