import { describe, expect, test } from 'vitest';
import { openSource } from '../byte-input.js';
import { bytesSource } from '../byte-source.js';
import { csvExtractor } from '../csv/csv-extractor.js';
import { inferEncoding } from './infer-encoding.js';

const encodingOf = async (bytes: Uint8Array): Promise<string> =>
  (await inferEncoding(await openSource(bytesSource('a', bytes)))).encoding;

describe('encodings of East Asia', () => {
  // The bytes by Python: text.encode(encoding).hex()
  test.each([
    [
      'shift_jis',
      'お取引日,お取引内容,お引出し金額(円)\n2024/01/31,カ)ヤマダデンキ,1\n2024/01/25,給与 カブシキガイシャ,2\n',
      '82a88ee688f893fa2c82a88ee688f893e097652c82a888f88f6f82b58be08a7a28897e290a323032342f30312f33312c834a298384837d835f83668393834c2c310a323032342f30312f32352c8b8b975e20834a83758356834c834b8343835683832c320a',
    ],
    [
      'euc-jp',
      'お取引日,お取引内容\n2024/01/31,カブシキガイシャ\n',
      'a4aabce8b0fac6fc2ca4aabce8b0fac6e2cdc60a323032342f30312f33312ca5aba5d6a5b7a5ada5aca5a4a5b7a5e30a',
    ],
    [
      'gb18030',
      '交易日期,交易金额,交易说明\n2024-01-31,-12.00,支付宝 消费\n2024-02-01,5.00,工资收入\n',
      'bdbbd2d7c8d5c6da2cbdbbd2d7bdf0b6ee2cbdbbd2d7cbb5c3f70a323032342d30312d33312c2d31322e30302cd6a7b8b6b1a620cffbb7d10a323032342d30322d30312c352e30302cb9a4d7cacad5c8eb0a',
    ],
    [
      'big5',
      '交易日期,摘要,支出金額,存入金額\n2024/01/31,轉帳支出,100,\n2024/02/01,薪資轉帳,,5\n',
      'a5e6a9f6a4e9b4c12cba4bad6e2ca4e4a558aaf7c3422ca673a44aaaf7c3420a323032342f30312f33312cc2e0b162a4e4a5582c3130302c0a323032342f30322f30312cc17eb8eac2e0b1622c2c350a',
    ],
    [
      'euc-kr',
      '거래일자,적요,출금액,입금액\n2024-01-31,체크카드 결제,100,\n2024-02-01,급여 입금,,5\n',
      'b0c5b7a1c0cfc0da2cc0fbbfe42cc3e2b1ddbed72cc0d4b1ddbed70a323032342d30312d33312cc3bcc5a9c4abb5e520b0e1c1a62c3130302c0a323032342d30322d30312cb1debfa920c0d4b1dd2c2c350a',
    ],
    [
      'shift_jis',
      '日付,摘要,出金額\n2024-01-31,給料 ﾔﾏﾀﾞﾃﾞﾝｷ,\n2024-01-31,ｶ)ﾄﾖﾀ 振込,\n',
      '93fa95742c934597762c8f6f8be08a7a0a323032342d30312d33312c8b8b97bf20d4cfc0dec3deddb72c0a323032342d30312d33312cb629c4d6c02090558d9e2c0a',
    ],
  ])('%s: %j', async (encoding, text, hex) => {
    const bytes = Buffer.from(hex, 'hex');
    expect(await encodingOf(bytes)).toBe(encoding);
    const { columns } = await csvExtractor().open(await openSource(bytesSource('a.csv', bytes)));
    expect(columns.join()).toBe(text.split('\n')[0]);
  });

  test.each([
    ['a text cut in the middle of a character', '82a88ee688f893fa2c82a88ee688f893e0976582'],
    ['too few characters', '93fa957420'],
    ['letters apart', 'e96c20e96d20e96e20e96f20e970e96c20e96d20e96e20e96f20e97120'],
  ])('%s is not taken for one', async (_, hex) => {
    expect(['shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr']).not.toContain(
      await encodingOf(Buffer.from(hex, 'hex')),
    );
  });

  test('a damaged byte and a cut at the end are no reason against one', async () => {
    // 2024-01-31,カブシキガイシャ\n in Shift_JIS, by Python.
    const line = Buffer.from('323032342d30312d33312c834a83758356834c834b8343835683830a', 'hex');
    const lines = Buffer.concat([...Array.from({ length: 100 }, () => line), Buffer.from([0x83])]);
    expect(await encodingOf(lines)).toBe('shift_jis');
    lines[line.length * 50 + 11] = 0xff;
    expect(await encodingOf(lines)).toBe('shift_jis');
  });
});
