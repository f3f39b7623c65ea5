// The screen: a folder dropped or chosen, how far the check is, and what it found.
const part = id => document.getElementById(id);
const ENDINGS = ['.sig', '.pub', '.receipt.json'];
const printable = text => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, c => `\\u${c.codePointAt(0).toString(16).padStart(4, '0')}`);
let files = new Map(), beside = {}, name = '', turn = 0;

// All files of what was given, by their whole path; finds the folder that holds bagit.txt and what lies beside it.
function take(given) {
  const root = [...given.keys()].filter(path => path.split('/').at(-1) === 'bagit.txt').sort((a, b) => a.length - b.length)[0]?.slice(0, -'bagit.txt'.length);
  if (root !== undefined) {
    files = new Map([...given].filter(([path]) => path.startsWith(root)).map(([path, file]) => [path.slice(root.length), file]));
    name = root.slice(0, -1);
    beside = {};
  } else if ([...given.keys()].some(path => !ENDINGS.some(ending => path.endsWith(ending)))) {
    files = new Map(); // a folder that is no bundle: nothing is told of the one that was given before
    beside = {};
  }
  for (const [path, file] of given) for (const ending of ENDINGS) {
    if (file && path.endsWith(ending) && (root === undefined || path === name + ending || path === name.split('/').at(-1) + ending)) beside[ending] = file;
  }
  if (!files.size) return say('This is not a bundle: it holds no file bagit.txt. Choose the folder in which this page lies.');
  return run();
}

function say(words, state) {
  turn++; // a check that is under way tells nothing any more
  delete document.body.dataset.state;
  part('work').hidden = false; part('answer').hidden = true; part('bar').hidden = true;
  part('doing').textContent = words;
  if (state) document.body.dataset.state = state;
}

async function run() {
  part('work').hidden = false; part('bar').hidden = false; part('answer').hidden = true;
  delete document.body.dataset.state;
  const mine = ++turn;
  let last = 0;
  const each = (what, done, total) => {
    if (mine !== turn) throw new Error('another check was begun');
    if (performance.now() - last < 50 && done < total) return;
    last = performance.now();
    part('doing').textContent = `Reading ${printable(what)}`;
    part('bar').value = total ? done / total : 1;
  };
  try { const found = await check(files, beside, each); if (mine === turn) show(found); }
  catch (error) { if (mine === turn) say(`A file could not be read (${error.message}). Nothing can be said of this bundle; try it again, or use verify_bundle.py.`, 'failed'); }
}

function show({ told, info }) {
  const bad = told.faults.length > 0;
  part('work').hidden = true; part('answer').hidden = false;
  part('verdict').className = bad ? 'bad' : 'good';
  part('headline').textContent = bad ? `Not as sealed: ${counted(told.faults.length, 'fault')}. Do not rely on this copy; ask for it again.` : 'No fault found: this bundle is as it was sealed, as far as was checked below.';
  part('which').textContent = printable(`${info['External-Identifier'] ?? 'A case without a name'}, draft ${info['Internal-Sender-Identifier'] ?? 'unknown'}, for: ${info['Attest-Audience'] ?? 'unknown'}, sealed ${info['Attest-Exported'] ?? 'at an unknown time'}`);
  part('faults-part').hidden = !bad;
  part('faults').replaceChildren(...told.faults.slice(0, 500).map(({ where, what }) => {
    const item = document.createElement('li'), file = document.createElement('b');
    file.textContent = printable(where);
    item.append(file, printable(what));
    return item;
  }));
  part('follows').textContent = told.follows.length ? printable(`And so, too: ${told.follows.join('; ')}.`) : '';
  for (const list of ['checked', 'unchecked']) part(list).replaceChildren(...told[list].map(words => { const item = document.createElement('li'); item.textContent = printable(words); return item; }));
  document.body.dataset.state = bad ? 'bad' : 'good';
  part('answer').focus();
}

// A dropped folder, walked to its end; an empty folder stays as null.
async function walk(entry, found) {
  const path = entry.fullPath.replace(/^\//, '');
  if (entry.isFile) { found.set(path, await new Promise((done, failed) => entry.file(done, failed))); return; }
  const reader = entry.createReader();
  let any = false;
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) break;
    any = true;
    for (const one of some) await walk(one, found);
  }
  if (!any) found.set(path, null);
}

const chosen = input => new Map(Array.from(input.files, file => [file.webkitRelativePath || file.name, file]));
part('folder').addEventListener('change', () => { if (part('folder').files.length) take(chosen(part('folder'))); });
part('beside').addEventListener('change', () => { if (part('beside').files.length) take(chosen(part('beside'))); });
for (const kind of ['dragenter', 'dragover']) addEventListener(kind, event => { event.preventDefault(); part('drop').classList.add('over'); });
addEventListener('dragleave', event => { if (!event.relatedTarget) part('drop').classList.remove('over'); });
addEventListener('drop', async event => {
  event.preventDefault();
  part('drop').classList.remove('over');
  const entries = Array.from(event.dataTransfer.items, item => item.webkitGetAsEntry()).filter(Boolean), found = new Map();
  try { for (const entry of entries) await walk(entry, found); }
  catch (error) { say(`The folder could not be read (${error.message}). Choose it with the button instead.`); return; }
  if (found.size) take(found);
});
