import { t } from '../i18n';
import { cardTitle } from '../studio/logic/titles';
import { humanized } from '../studio/logic/tools';

const BY = ' by ';

/** What people call a slider of a belief: `white_balance.temperature`, or `exposure.stops by mean_luma` for how it follows a fact. */
export function sliderName(name: string): string {
  const [slider = '', fact] = name.split(BY);
  const [tool = '', parameter, ...rest] = slider.split('.');
  const title = parameter === undefined ? humanized(tool) : cardTitle(tool, parameter);
  const whole = [title, ...rest.map(humanized)].join(' ');
  return fact === undefined
    ? whole
    : t('taste.follows', { slider: whole, fact: humanized(fact).toLowerCase() });
}

/** What people call a kind of wish: `shadows+temperature@sky`; the overall style where nothing in particular was asked for. */
export function wishName(wish: string): string {
  const [asked = '', place] = wish.split('@');
  const what = asked === 'style' ? t('taste.style') : listed(asked.split('+'));
  return place === undefined
    ? what
    : t('taste.wishInPlace', { wish: what, place: humanized(place).toLowerCase() });
}

/** What people call a kind of photo. */
export function photoKind(context: string): string {
  return context === '' ? t('taste.anyPhoto') : humanized(context).toLowerCase();
}

function listed(names: readonly string[]): string {
  return names.map((each) => humanized(each).toLowerCase()).join(', ');
}
