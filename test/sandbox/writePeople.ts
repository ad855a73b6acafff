import { Db } from '../../src/sandbox/db';
import { People } from '../../src/sandbox/people';

/** A process of its own that adds 300 people, one transaction each. */
const people = new People(new Db(process.argv[2] ?? ''));
for (let n = 0; n < 300; n++) {
  const mobile = `199${String(process.pid % 10_000).padStart(4, '0')}${String(n).padStart(4, '0')}`;
  people.add([{ name: `河长${n}`, title: '村级河长', mobile }]);
}
