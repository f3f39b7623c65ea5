// The log of the case, the quotes, and what lies beside the bag.
const LOG = 'data/audit-log.jsonl', DRAFT = 'data/draft.json', NOTES = 'data/annotations.jsonld', CONTENTS = 'data/contents.json';
const URN = 'urn:sha256:', SEALED = 'tagmanifest-sha512.txt', PURPOSE = 'Attest bundle 1\n';
const TOLD = ['action', 'at', 'by', 'detail'];
const SHAPES = new Map([[[...TOLD, 'seq', 'salt', 'prev', 'hash'], 'whole'], [[...TOLD, 'seq', 'prev', 'hash'], 'old'], [['seq', 'content', 'prev', 'hash'], 'withheld'], [['seq', 'prev', 'hash'], 'bare']].map(([names, shape]) => [[...names].sort().join(' '), shape]));

function picked(line, names) {
  const found = Object.create(null);
  for (const name of names) found[name] = line[name];
  return found;
}

async function entry_hash(line, shape) {
  if (shape === 'bare') return null;
  if (shape === 'old' || (shape === 'whole' && line.salt === '')) return sha('SHA-256', canonical(picked(line, [...TOLD, 'prev', 'seq'])));
  const content = shape === 'withheld' ? line.content : await sha('SHA-256', canonical(picked(line, [...TOLD, 'salt'])));
  return sha('SHA-256', canonical(Object.assign(picked(line, ['prev', 'seq']), { content })));
}

async function check_log(text, info, told) {
  const hashes = [], shapes = {}, lines = text.split('\n');
  let last_bare = 0;
  if (lines.pop() !== '') told.fault(LOG, 'does not end with a whole line');
  for (const [at, raw] of lines.entries()) {
    const [wrong, shape] = await line_fault(raw, at + 1, hashes);
    if (wrong) { told.fault(LOG, `entry ${at + 1} ${wrong}; what follows it cannot be trusted`); return hashes; }
    if ((shape === 'bare' || shape === 'old') && (shapes.whole || shapes.withheld)) { told.fault(LOG, `entry ${at + 1} has no salt and stands after one that has; no other entry can be trusted`); return hashes; }
    shapes[shape] = (shapes[shape] ?? 0) + 1;
    if (shape === 'bare') last_bare = at + 1;
  }
  const head = hashes.at(-1) ?? '0'.repeat(64);
  if (info['Attest-Log-Entries'] !== String(hashes.length) || info['Attest-Log-Head'] !== head) told.fault(LOG, `ends otherwise than bag-info.txt states: ${hashes.length} entries, head ${head}`);
  const withheld = shapes.withheld ? `; ${shapes.withheld} of them withheld from this audience, present as salted hashes` : '';
  told.checked.push(`the log of the case: ${hashes.length === 1 ? '1 entry' : `${hashes.length} entries`}, each follows on the one before; the head is ${head}${withheld}`);
  if (shapes.bare) told.unchecked.push(`the content of ${shapes.bare} withheld entries from before entries had salts; that the entries before the last of them (entry ${last_bare}) are those of then is shown by a receipt or a copy of that time alone`);
  return hashes;
}

// The identifier of the case that the log is of, where an entry of it that is told whole says that.
function case_of(text) {
  for (const raw of text.split('\n')) if (/^\{"action":"case_(created|identified)",/.test(raw)) {
    try { const id = read_json(raw).detail.case_id; if (id) return String(id); } catch { /* told of by check_log */ }
  }
  return '';
}

async function line_fault(raw, number, hashes) {
  let line;
  try { line = read_json(raw, true); } catch { return ['is not written as an entry of the log', '']; }
  let shape = line && typeof line === 'object' && !Array.isArray(line) ? SHAPES.get(Object.keys(line).sort().join(' ')) : undefined;
  if (shape === 'whole' && line.salt === '') shape = 'old';
  if (!shape) return ['is not written as an entry of the log', ''];
  if (canonical(line) !== raw) return ['is not written in the one form that the hashes are taken over', shape];
  if (line.seq?.raw !== String(number)) return ['bears another number', shape];
  if (line.prev !== (hashes.at(-1) ?? '0'.repeat(64))) return ['does not follow on the entry before it', shape];
  const [kept, form] = shape === 'whole' ? ['salt', /^[0-9a-f]{32}$/] : shape === 'withheld' ? ['content', /^[0-9a-f]{64}$/] : ['hash', /^[0-9a-f]{64}$/];
  if (typeof line[kept] !== 'string' || !form.test(line[kept])) return ['is not written as an entry of the log', shape];
  const due = await entry_hash(line, shape);
  if (typeof line.hash !== 'string' || !/^[0-9a-f]{64}$/.test(line.hash) || (due !== null && due !== line.hash)) return ['does not have the hash of what it tells', shape];
  hashes.push(line.hash);
  return ['', shape];
}

async function json_in(files, path, told) {
  try { return read_json(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await bytes_in(files, path))); }
  catch (error) { told.fault(path, `cannot be read as JSON (${error.message})`); return null; }
}

function cited_in(draft, told) {
  const found = [];
  const add = (words, state, items) => {
    for (const item of items) {
      const { source, selector } = item.target;
      if (!source.startsWith(URN) || item.source_sha256 !== source.slice(URN.length) || !Array.isArray(selector)) throw new TypeError('a citation without its source');
      const by_type = Object.create(null);
      for (const one of selector) by_type[one.type] = one;
      found.push({ id: String(item.id), words, state, target: item.target, sha256: source.slice(URN.length), exact: item.exact, selectors: by_type });
    }
  };
  try {
    for (const claim of [...draft.claims, ...draft.unsupported]) for (const role of ['citations', 'similar', 'against']) add(claim.review.text || claim.text, claim.review.state, claim[role]);
    for (const point of draft.conflicts) add(point.about, 'conflict', point.sides);
  } catch (error) { told.fault(DRAFT, `is not in the shape of a draft (${error.message})`); }
  return found;
}

async function check_quotes(files, cited, told) {
  const by_source = new Map();
  for (const one of cited) {
    if (one.selectors.TextPositionSelector) by_source.set(one.sha256, [...(by_source.get(one.sha256) ?? []), one]);
    else if ((one.exact ?? null) !== null || !one.target.selector.some(part => part.type === 'FragmentSelector' && 'pts' in part)) told.fault(`${DRAFT}, citation ${one.id}`, 'names no place in its source');
  }
  let checked = 0, without = 0;
  for (const [sha256, mine] of by_source) {
    const pieces = await pieces_of(files, sha256, told);
    if (!pieces) { without += mine.length; continue; }
    for (const one of mine) {
      const wrong = quote_fault(one, pieces);
      if (wrong) told.fault(`${DRAFT}, citation ${one.id}`, wrong);
    }
    checked += mine.length;
  }
  told.checked.push(`${counted(checked, 'quote')}, character by character, against the included text`);
  if (without) told.unchecked.push(`${counted(without, 'quote')} whose text is not in the bundle`);
  const others = cited.length - checked - without, paged = cited.filter(one => files.get(`data/sources/${one.sha256}.pdf`)).length;
  if (others) told.unchecked.push(`${counted(others, 'cited frame')} against the footage: verify_bundle.py does that, with PyAV`);
  if (paged) told.unchecked.push(`${counted(paged, 'cited place')} against the pages of the PDF themselves: verify_bundle.py does that, with PyMuPDF`);
}

async function pieces_of(files, sha256, told) {
  const layer = `data/layers/${sha256}.txt`, excerpts = `data/excerpts/${sha256}.json`;
  if (files.get(layer)) return [[0, new Points(await text_in(files, layer))]];
  if (!files.get(excerpts)) return null;
  const found = await json_in(files, excerpts, told);
  try { return found.excerpts.map(one => [one.start, new Points(one.text)]); }
  catch { told.fault(excerpts, 'is not a list of excerpts'); return []; }
}

function quote_fault(one, pieces) {
  const place = one.selectors.TextPositionSelector, quote = one.selectors.TextQuoteSelector;
  if (!quote) return 'says where its words stand, but not which they are';
  const { start, end } = place, { exact, prefix, suffix } = quote;
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || start >= end) return 'names no place in its source';
  if (![exact, prefix, suffix].every(words => typeof words === 'string') || exact !== one.exact) return 'does not say the same words everywhere';
  const before = Array.from(prefix).length, after = Array.from(suffix).length;
  for (const [begins, text] of pieces) {
    const at = start - begins, to = end - begins;
    if (at < before || to + after > text.length) continue;
    if (text.slice(at, to) !== exact) return `the source's text has other words at this place: '${text.slice(at, Math.min(to, at + 200))}'`;
    if (text.slice(at - before, at) !== prefix || text.slice(to, to + after) !== suffix) return "the words before or after it are others in the source's text";
    return '';
  }
  return "its place lies outside the source's text";
}

function check_annotations(found, cited, told) {
  if (!Array.isArray(found?.first?.items)) { if (found !== null) told.fault(NOTES, 'is not a collection of annotations'); return; }
  const items = new Map(found.first.items.map(one => [String(one?.id).split('#').at(-1), one]));
  for (const one of cited) {
    const item = items.get(one.id);
    items.delete(one.id);
    if (!item) { told.fault(NOTES, `lacks citation ${one.id}`); continue; }
    const alike = name => item.target && canonical_plain(item.target[name]) === canonical_plain(one.target[name]);
    if (!Object.keys(one.target).every(alike) || item.body?.value !== one.words || item.body?.claimState !== one.state) told.fault(NOTES, `says of citation ${one.id} other than draft.json`);
  }
  for (const extra of items.keys()) told.fault(NOTES, `has ${extra}, which draft.json does not have`);
  if (found.total !== found.first.items.length || new Set(found.first.items.map(one => one?.id)).size !== found.total) told.fault(NOTES, 'states another number of annotations than it has');
  told.checked.push(`${counted(cited.length, 'citation')} say the same in draft.json and annotations.jsonld`);
}

const canonical_plain = value => JSON.stringify(value, (_, one) => one && typeof one === 'object' && !Array.isArray(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => by_code_point(a, b))) : one);

function tell_left_out(found, told) {
  if (!Array.isArray(found?.sources)) { if (found !== null) told.fault(CONTENTS, 'is not a list of what the bundle holds'); return; }
  const left = found.sources.filter(one => one.included !== 'whole').map(one => `${one.title} (${one.why})`);
  if (left.length) told.unchecked.push(`sources that are not in the bundle as whole files: ${left.join('; ')}`);
}

const labelled = text => Object.fromEntries(text.split(/\r?\n/).filter(line => line.includes(': ')).map(line => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]));

function bytes_of(base64) {
  const data = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
  if (btoa(String.fromCharCode(...data)) !== base64) throw new SyntaxError('not base64');
  return data;
}

// `beside` are the files whose names end in .sig, .pub and .receipt.json, by that ending.
async function check_seal(files, beside, told) {
  if (!beside['.sig']) { told.unchecked.push('who made this bundle: no signature was given with it; without one, someone who changed it could have sealed it anew'); return; }
  const name = beside['.sig'].name;
  if (!beside['.pub']) { told.fault(name.replace(/\.sig$/, '.pub'), 'is not there, so that the signature cannot be checked'); return; }
  let key, value, stated;
  try {
    const sig = labelled(await beside['.sig'].text()), pub = labelled(await beside['.pub'].text());
    key = bytes_of(pub.Ed25519); value = bytes_of(sig.Signature); stated = [sig['Key-SHA-256'], pub['Key-SHA-256']];
  } catch { told.fault(name, 'or the public key beside it cannot be read'); return; }
  const fingerprint = await sha('SHA-256', key);
  let usable, fits = false;
  try { usable = await crypto.subtle.importKey('raw', key, { name: 'Ed25519' }, false, ['verify']); }
  catch { told.unchecked.push('the signature: this browser cannot check signatures of its kind (Ed25519); verify_bundle.py can'); return; }
  if (files.get(SEALED)) {
    const sealed = await bytes_in(files, SEALED), purpose = utf8.encode(PURPOSE), message = new Uint8Array(purpose.length + sealed.length);
    message.set(purpose); message.set(sealed, purpose.length);
    fits = await crypto.subtle.verify('Ed25519', usable, value, message);
  }
  if (!fits || stated.some(one => one !== fingerprint)) { told.fault(name, 'does not fit: this key did not sign this bundle as it is now'); return; }
  told.checked.push(`the signature: made with the key whose SHA-256 is ${fingerprint}`);
  told.unchecked.push('whose key that is: compare its SHA-256 with one that the signer gave you by another way, such as by telephone or on paper');
}

async function check_receipt(found, beside, of_case, hashes, told) {
  const file = beside['.receipt.json'];
  if (!file) { told.unchecked.push('the log against a receipt: none was given with the bundle'); return; }
  let receipt;
  try { receipt = read_json(await file.text()); if (!Number.isInteger(receipt.entries) || receipt.entries < 0 || typeof receipt.head !== 'string' || !/^[0-9a-f]{64}$/.test(receipt.head)) throw new TypeError(); }
  catch { told.fault(file.name, 'cannot be read as a receipt'); return; }
  if (of_case && receipt.case !== of_case) { told.fault(file.name, `is of another case (${receipt.case || 'it names none'}) than this bundle (${of_case})`); return; }
  if (!of_case) told.unchecked.push('whether the receipt is of this case: the log that is served does not name its case');
  const before = ['0'.repeat(64), ...hashes], own = found.has(SEALED) && found.get(SEALED).sha256 === receipt.sha256;
  if (receipt.entries <= hashes.length) {
    if (before[receipt.entries] !== receipt.head) told.fault(file.name, `the log was written anew: entry ${receipt.entries} had the hash ${receipt.head} when it was given`);
    else if (own) told.fault(file.name, `names this bundle, but with entry ${receipt.entries} a log from before the bundle was made`);
    else told.checked.push(`the log against the receipt: entry ${receipt.entries} is as it was then`);
  } else if (before.includes(receipt.head)) told.fault(file.name, `states for entry ${receipt.entries} the hash of an earlier entry of this bundle's log`);
  else if (own) {
    told.checked.push(`the receipt: it names this very bundle (SHA-256 of ${SEALED})`);
    told.unchecked.push(`what else the receipt states (entry ${receipt.entries}, its head and its time): a receipt is not signed, and that entry, which tells of this export, comes after the last one of the bundle's log (${hashes.length}); compare them with what the force recorded`);
  } else told.fault(file.name, 'names another bundle than this one');
}

// Check one bundle: `files` by path, null for an empty folder; `each` is told (what, done, total).
async function check(files, beside, each) {
  const told = new Told(), found = await check_bag(files, told, each), info = await check_info(files, found, told);
  const log = found.has(LOG) ? await text_in(files, LOG) : '', hashes = found.has(LOG) ? await check_log(log, info, told) : [];
  if (found.has(DRAFT)) {
    const cited = cited_in(await json_in(files, DRAFT, told), told);
    await check_quotes(files, cited, told);
    if (found.has(NOTES)) check_annotations(await json_in(files, NOTES, told), cited, told);
  }
  if (found.has(CONTENTS)) tell_left_out(await json_in(files, CONTENTS, told), told);
  await check_seal(files, beside, told);
  await check_receipt(found, beside, case_of(log), hashes, told);
  told.unchecked.push('whether what the sources say is true, and whether the claims are fair: a person judges that');
  return { told, info };
}
