import { expect, it } from 'vitest';
import { hashOf, invitationHash, launchOf, placeOf } from './place';

it('reads the address that it wrote', () => {
  expect(placeOf(hashOf({ page: 'studio', id: 'a b/c' }))).toEqual({ page: 'studio', id: 'a b/c' });
});

it('leads to the library where an address names no page', () => {
  for (const hash of ['', '#', '#/nowhere/1', '#token=bt_1'])
    expect(placeOf(hash)).toEqual({ page: 'library', id: '' });
});

it('finds the launch token and the photo to open', () => {
  const none = { token: '', photo: '', invitation: '', problem: '' };
  expect(launchOf('#token=bt_a-1_x&photo=4f')).toEqual({ ...none, token: 'bt_a-1_x', photo: '4f' });
  expect(launchOf('#/?token=x')).toEqual({ ...none, token: 'x' });
  expect(launchOf('#/studio/1')).toEqual(none);
});

it('finds an invitation, and what went wrong at the provider', () => {
  expect(launchOf(invitationHash('bi_a-1_x'))).toMatchObject({ invitation: 'bi_a-1_x', token: '' });
  expect(launchOf('#problem=the%20provider%20sent%20no%20code').problem).toBe('the provider sent no code');
});
