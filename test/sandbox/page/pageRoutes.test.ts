import express from 'express';
import request from 'supertest';
import { pageRoutes } from '../../../src/sandbox/pageRoutes';

const app = express().use('/sandbox', pageRoutes());

describe('the sandbox page', () => {
  test.each(['/sandbox', '/sandbox/', '/sandbox/card.html'])(
    '%s is a page that runs no foreign script',
    async (path) => {
      const answer = await request(app)
        .get(path)
        .expect(200)
        .expect('content-type', /text\/html/);
      expect(answer.headers['content-security-policy']).toMatch(/^default-src 'self'/);
    },
  );

  it('brings along everything its pages ask for', async () => {
    for (const path of ['/sandbox/', '/sandbox/card.html']) {
      const { text } = await request(app).get(path);
      const wanted = [...text.matchAll(/(?:src|href)="(\/sandbox\/[^"]+)"/g)].map((match) => match[1] ?? '');
      expect(wanted.length).toBeGreaterThan(3);
      for (const asset of wanted) await request(app).get(asset).expect(200);
    }
    await request(app)
      .get('/sandbox/vchart.js')
      .expect(200)
      .expect('content-type', /javascript/);
  });
});
