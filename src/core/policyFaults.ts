import type { YAMLError } from 'yaml';
import type { z } from 'zod';

/*
 * What is wrong with a rules file, in words for whoever keeps it in a text editor. The schema says where, this
 * says what; nothing of the libraries' own words comes through.
 */

const EXPECTED: Record<string, string> = {
  int: '应是整数，如 3',
  number: '应是数字，如 3，不要加引号',
  string: '应是文字，请加上引号，如 "08:30"',
  array: '应是列表，如 [1, 3]',
  object: '下面应有若干项，每项写成“名称: 值”',
};

/** Zod's error map. @returns the sentence for one fault of a value */
export function sayIssue(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? '缺这一项' : (EXPECTED[issue.expected] ?? '写法不对');
    case 'invalid_value':
      return issue.input === undefined ? '缺这一项' : `只能是 ${issue.values.map(String).join('、')} 之一`;
    case 'too_small':
      if (issue.origin === 'array') return `至少要写 ${issue.minimum} 个`;
      return issue.origin === 'string' ? '不能是空的' : `太小了，最小是 ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'array' ? `最多写 ${issue.maximum} 个` : `太大了，最大是 ${issue.maximum}`;
    default:
      return '写法不对';
  }
}

/**
 * A key that nobody knows is named whole: a misspelt rule must not look like a missing one. Where a value may be
 * written in two ways, the faults are those of the way that was meant: the one whose outer form it has.
 */
export function linesOf(issue: z.core.$ZodIssue, at: PropertyKey[] = []): string[] {
  const path = [...at, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `· ${[...path, key].join('.')}：没有这一项，请看是不是写错了`);
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const meant = issue.errors.find((faults) =>
      faults.every((fault) => fault.path.length > 0 || fault.code !== 'invalid_type'),
    );
    return (meant ?? issue.errors[0] ?? []).flatMap((fault) => linesOf(fault, path));
  }
  return [`· ${path.join('.') || '整个文件'}：${issue.message}`];
}

const YAML_FAULTS: Partial<Record<YAMLError['code'], string>> = {
  BAD_ALIAS: '* 号开头的引用找不到出处，是文字就加上引号',
  BAD_INDENT: '缩进不对，同一级要对齐',
  BLOCK_AS_IMPLICIT_KEY: '一行里有两个冒号，或者缩进不对',
  DUPLICATE_KEY: '这一项写了两次，请删掉一个',
  MISSING_CHAR: '少了引号、括号、冒号或逗号',
  MULTILINE_IMPLICIT_KEY: '少了冒号，或者缩进不对',
  MULTIPLE_DOCS: '一个文件只能写一份规则，请删掉 --- 后面的',
  TAB_AS_INDENT: '缩进用了制表符，请改成空格',
};

/** A place where the file is no YAML. */
export const sayYaml = ({ code, linePos }: YAMLError): string =>
  `· 第 ${linePos?.[0].line ?? 1} 行：不是合法的 YAML，${YAML_FAULTS[code] ?? '这一行或上一行的写法不对，多半是引号、括号、冒号或缩进'}`;
