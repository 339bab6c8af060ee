import { expect, it } from 'vitest';
import { photoKind, sliderName, wishName } from './names';

it('calls sliders what the studio calls them', () => {
  expect(sliderName('white_balance.temperature')).toBe('Temperature');
  expect(sliderName('exposure.stops')).toBe('Exposure');
  expect(sliderName('exposure.stops by mean_luma')).toBe('Exposure, by mean luma');
});

it('tells a wish with its place', () => {
  expect(wishName('style')).toBe('overall style');
  expect(wishName('shadows+temperature')).toBe('shadows, temperature');
  expect(wishName('exposure@sky')).toBe('exposure (sky)');
});

it('has a name for photos of no kind', () => {
  expect(photoKind('')).toBe('any photo');
  expect(photoKind('landscape')).toBe('landscape');
});
