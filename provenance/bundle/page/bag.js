// The bag: which files there are, and whether each is byte for byte what the manifests say.
const HASHES = ['sha256', 'sha512'];
const FIXED = @fixed@;
const PLAIN_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;
const counted = (count, name) => `${count} ${name}${count === 1 ? '' : 's'}`;

class Told {
  constructor() { this.faults = []; this.checked = []; this.unchecked = []; this.follows = []; }
  fault(where, what) {
    if (!this.faults.some(one => one.where === where && one.what === what)) this.faults.push({ where, what });
  }
}

async function check_bag(files, told, each) {
  const paths = names_of(files, told);
  for (const path of FIXED.needed) if (!files.has(path)) told.fault(path, 'is not there, and every bundle has it');
  const found = new Map(), total = paths.reduce((sum, path) => sum + files.get(path).size, 0);
  let before = 0;
  for (const path of paths) {
    const file = files.get(path);
    each(path, before, total);
    const [sha256, sha512] = await hashes_of(file, done => each(path, before + done, total));
    before += file.size;
    found.set(path, { size: file.size, sha256, sha512 });
  }
  const payload = paths.filter(path => path.startsWith('data/')), tags = paths.filter(path => !path.startsWith('data/'));
  for (const path of tags) if (!FIXED.tags.includes(path)) told.fault(path, 'is not part of a bundle, and no manifest lists it');
  await compare(files, 'manifest', payload, found, told);
  await compare(files, 'tagmanifest', tags.filter(path => !path.startsWith('tagmanifest-')), found, told);
  if (found.has('bagit.txt') && await text_in(files, 'bagit.txt') !== FIXED.bagit) told.fault('bagit.txt', 'does not say what it must: BagIt 1.0, UTF-8');
  const wrong = new Set(told.faults.map(one => one.where)), good = paths.filter(path => !wrong.has(path));
  const size = good.filter(path => path.startsWith('data/')).reduce((sum, path) => sum + found.get(path).size, 0);
  const files_good = good.length === paths.length ? counted(paths.length, 'file') : `${good.length} of ${paths.length} files`;
  told.checked.push(`${files_good} of the bag, ${size.toLocaleString('en-GB')} bytes of content: the SHA-256 and SHA-512 of each, ${wrong.size ? '' : 'and which files there are, '}against the manifests`);
  return found;
}

function names_of(files, told) {
  const found = [], by_letters = new Map();
  for (const path of [...files.keys()].sort(by_code_point)) {
    const stranger = path.split('/').find(name => name in FIXED.strangers);
    if (stranger) told.fault(path, `does not belong to the bundle (${FIXED.strangers[stranger]}); delete it`);
    else if (!PLAIN_NAME.test(path)) told.fault(path, 'has a name that no file of a bundle has');
    else if (files.get(path) === null) told.fault(path, 'is an empty folder, which no bundle has');
    else found.push(path);
  }
  for (const path of found) {
    const other = by_letters.get(path.toLowerCase());
    if (other !== undefined) told.fault(path, `differs from ${other} in capital letters only`);
    else by_letters.set(path.toLowerCase(), path);
  }
  return found;
}

const bytes_in = async (files, path) => new Uint8Array(await files.get(path).arrayBuffer());
const text_in = async (files, path) => text_of(await bytes_in(files, path));

// Write both manifests anew from the files, and compare them byte for byte with those in the bag.
async function compare(files, name, paths, found, told) {
  const wrong = new Map(), uneven = new Map();
  for (const kind of HASHES) {
    const path = `${name}-${kind}.txt`;
    if (!found.has(path)) continue;
    const due = paths.map(one => `${found.get(one)[kind]}  ${one}\n`).join(''), there = await bytes_in(files, path);
    if (same(there, utf8.encode(due))) continue;
    const [others, more] = unlike(due, text_of(there));
    wrong.set(path, others);
    for (const [one, how] of more) uneven.set(how + one, { one, how, manifests: [...(uneven.get(how + one)?.manifests ?? []), path] });
    if (!others.length && !more.length) told.fault(path, 'is not written as its files give it (order, spaces or capital letters)');
  }
  for (const { one, how, manifests } of uneven.values()) {
    if (how === LISTED && FIXED.needed.includes(one)) continue; // that it is not there is told already
    told.fault(one, how.replace('%s', manifests.join(' and ')));
  }
  for (const [path, unlike_there] of wrong) for (const one of unlike_there) {
    if (wrong.size === HASHES.length && [...wrong.values()].every(others => others.includes(one))) told.fault(one, 'is not the file that was sealed: its SHA-256 and its SHA-512 are others');
    else told.fault(path, `states another hash for ${one} than the file has`);
  }
}

const EXTRA = 'is in the bag, but is not listed in %s', LISTED = 'is listed in %s, but is not in the bag';

// The files whose hash a manifest states otherwise; and those that it lists and are not there, or the reverse.
function unlike(due, there) {
  const pairs = text => text.split('\n').map(line => { const at = line.indexOf('  '); return at < 0 ? null : [line.slice(at + 2), line.slice(0, at)]; }).filter(Boolean);
  const mine = new Map(pairs(due)), stated = new Map(pairs(there));
  const more = [...[...mine.keys()].filter(path => !stated.has(path)).map(path => [path, EXTRA]), ...[...stated.keys()].filter(path => !mine.has(path)).map(path => [path, LISTED])];
  return [[...mine.keys()].filter(path => stated.has(path) && stated.get(path).toLowerCase() !== mine.get(path)), more];
}

async function check_info(files, found, told) {
  const where = 'bag-info.txt', info = Object.create(null);
  if (!found.has(where)) return info;
  const text = await text_in(files, where);
  for (const line of text.split('\n').slice(0, -1)) { const at = line.indexOf(': '); if (at >= 0) info[line.slice(0, at)] = line.slice(at + 2); }
  if (text !== FIXED.labels.map(label => `${label}: ${info[label] ?? ''}\n`).join('')) told.fault(where, 'is not written as Attest writes it');
  const sizes = [...found].filter(([path]) => path.startsWith('data/')).map(([, entry]) => entry.size);
  const oxum = `${sizes.reduce((sum, size) => sum + size, 0)}.${sizes.length}`;
  if (info['Payload-Oxum'] !== oxum) {
    const wrong = `states ${info['Payload-Oxum'] ?? 'nothing'} as bytes and files of content; it is ${oxum}`;
    if (told.faults.some(one => one.where.startsWith('data/'))) told.follows.push(`${where} ${wrong}`); // files are missing, extra or changed
    else told.fault(where, wrong);
  }
  return info;
}
