/** Small cards for the tests of the sandbox. */
export const plainCard = (title: string, extra: object[] = []) => ({
  schema: '2.0',
  config: { update_multi: true },
  header: { title: { tag: 'plain_text', content: title }, template: 'blue' },
  body: { elements: [{ tag: 'markdown', content: '汾河一段' }, ...extra] },
});

const text = (content: string) => ({ tag: 'plain_text', content });

export const button = (name: string, label: string, value: object = { act: name }) => ({
  tag: 'button',
  name,
  text: text(label),
  behaviors: [{ type: 'callback', value }],
});

export const reportForm = {
  tag: 'form',
  name: 'report',
  elements: [
    { tag: 'input', name: 'note', required: true, max_length: 10, placeholder: text('写几个字') },
    {
      tag: 'select_static',
      name: 'state',
      initial_option: 'dry',
      options: [
        { text: text('无水'), value: 'dry' },
        { text: text('有水'), value: 'flowing' },
      ],
    },
    { tag: 'date_picker', name: 'due' },
    { tag: 'input', name: 'more' },
    {
      tag: 'button',
      name: 'send',
      text: text('提交'),
      form_action_type: 'submit',
      behaviors: [{ type: 'callback', value: { task: 42 } }],
    },
  ],
};
