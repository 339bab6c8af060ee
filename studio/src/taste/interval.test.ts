import { describe, expect, it } from 'vitest';
import { documentIn } from './documents';
import { drawn } from './interval';

describe('an interval', () => {
  it('holds value, ends and neutral within the width', () => {
    const found = drawn(3, 1, 5);
    expect(found.zero).toBeCloseTo(4);
    expect(found.high).toBeCloseTo(96);
    expect(found.value).toBeGreaterThan(found.low);
    expect(found.value).toBeLessThan(found.high);
  });

  it('stays finite where nothing is spread', () => {
    expect(drawn(0, 0, 0).value).toBe(4);
  });

  it('shows factors around one', () => {
    expect(drawn(0.5, 0.4, 0.6, 1).zero).toBeCloseTo(96);
  });
});

describe('a document', () => {
  it('is a JSON object', () => {
    expect(documentIn('{"a": 1}')).toEqual({ document: { a: 1 } });
    expect(documentIn('[1]')).toBeNull();
    expect(documentIn('nothing')).toBeNull();
  });
});
