// Bytes, hashes and JSON. Files up to LARGE bytes are hashed by the browser (Web Crypto, which needs all of a file at
// once); larger ones piece by piece by the two functions below (FIPS 180-4), in memory that does not grow.
const LARGE = 128 * 1024 * 1024, PIECE = 8 * 1024 * 1024;
const utf8 = new TextEncoder();
const hex = bytes => Array.from(new Uint8Array(bytes), b => b.toString(16).padStart(2, '0')).join('');
const text_of = bytes => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);
const sha = async (name, data) => hex(await crypto.subtle.digest(name, typeof data === 'string' ? utf8.encode(data) : data));

function primes(count) {
  const found = [];
  for (let n = 2; found.length < count; n++) if (found.every(p => n % p)) found.push(n);
  return found;
}

// The first 64 bits after the point of the nth root of a number, exactly: what the standard takes its constants from.
function root_bits(number, nth) {
  const scaled = BigInt(number) << BigInt(64 * nth);
  let low = 0n, high = 1n << 72n;
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** BigInt(nth) <= scaled) low = middle; else high = middle - 1n;
  }
  return low & 0xffffffffffffffffn;
}

class Sha {
  // `wide` is SHA-512, else SHA-256.
  constructor(wide) {
    this.wide = wide;
    this.block = wide ? 128 : 64;
    const halves = value => [Number(value >> 32n) | 0, Number(value & 0xffffffffn) | 0];
    const rounds = primes(wide ? 80 : 64).map(p => halves(root_bits(p, 3)));
    const start = primes(8).map(p => halves(root_bits(p, 2)));
    this.k = Int32Array.from(wide ? rounds.flat() : rounds.map(pair => pair[0]));
    this.h = Int32Array.from(wide ? start.flat() : start.map(pair => pair[0]));
    this.w = new Int32Array(wide ? 160 : 64);
    this.rest = new Uint8Array(this.block);
    this.held = 0;
    this.size = 0;
  }
  update(data) {
    this.size += data.length;
    let at = 0;
    if (this.held) {
      at = Math.min(this.block - this.held, data.length);
      this.rest.set(data.subarray(0, at), this.held);
      this.held += at;
      if (this.held < this.block) return;
      this.round(this.rest, 0);
      this.held = 0;
    }
    for (; at + this.block <= data.length; at += this.block) this.round(data, at);
    this.rest.set(data.subarray(at), 0);
    this.held = data.length - at;
  }
  digest() {
    const bits = BigInt(this.size) * 8n, length = this.wide ? 16 : 8;
    const tail = new Uint8Array((this.held + 1 + length <= this.block ? this.block : 2 * this.block) - this.held);
    tail[0] = 0x80;
    for (let i = 0; i < 8; i++) tail[tail.length - 1 - i] = Number((bits >> BigInt(8 * i)) & 0xffn);
    this.update(tail);
    return Array.from(this.h, word => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }
  round(data, from) { if (this.wide) this.round512(data, from); else this.round256(data, from); }
  round256(data, from) {
    const w = this.w, k = this.k, h = this.h;
    for (let i = 0; i < 16; i++, from += 4) w[i] = data[from] << 24 | data[from + 1] << 16 | data[from + 2] << 8 | data[from + 3];
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15], y = w[i - 2];
      w[i] = w[i - 16] + w[i - 7] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3) + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10) | 0;
    }
    let [a, b, c, d, e, f, g, i] = h;
    for (let t = 0; t < 64; t++) {
      const one = i + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (e & f ^ ~e & g) + k[t] + w[t] | 0;
      const two = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ a & c ^ b & c) | 0;
      i = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0;
    }
    h[0] += a; h[1] += b; h[2] += c; h[3] += d; h[4] += e; h[5] += f; h[6] += g; h[7] += i;
  }
  round512(data, from) {
    const w = this.w, k = this.k, h = this.h;
    for (let i = 0; i < 32; i++, from += 4) w[i] = data[from] << 24 | data[from + 1] << 16 | data[from + 2] << 8 | data[from + 3];
    const carry = low => low / 4294967296 | 0;
    for (let i = 32; i < 160; i += 2) {
      const xh = w[i - 30], xl = w[i - 29], yh = w[i - 4], yl = w[i - 3];
      const sh = (xh >>> 1 | xl << 31) ^ (xh >>> 8 | xl << 24) ^ xh >>> 7, sl = (xl >>> 1 | xh << 31) ^ (xl >>> 8 | xh << 24) ^ (xl >>> 7 | xh << 25);
      const th = (yh >>> 19 | yl << 13) ^ (yl >>> 29 | yh << 3) ^ yh >>> 6, tl = (yl >>> 19 | yh << 13) ^ (yh >>> 29 | yl << 3) ^ (yl >>> 6 | yh << 26);
      const low = (w[i - 31] >>> 0) + (w[i - 13] >>> 0) + (sl >>> 0) + (tl >>> 0);
      w[i] = w[i - 32] + w[i - 14] + sh + th + carry(low) | 0;
      w[i + 1] = low | 0;
    }
    let [ah, al, bh, bl, ch, cl, dh, dl, eh, el, fh, fl, gh, gl, ih, il] = h;
    for (let t = 0; t < 160; t += 2) {
      const sh = (eh >>> 14 | el << 18) ^ (eh >>> 18 | el << 14) ^ (el >>> 9 | eh << 23), sl = (el >>> 14 | eh << 18) ^ (el >>> 18 | eh << 14) ^ (eh >>> 9 | el << 23);
      const low1 = (il >>> 0) + (sl >>> 0) + ((el & fl ^ ~el & gl) >>> 0) + (k[t + 1] >>> 0) + (w[t + 1] >>> 0);
      const high1 = ih + sh + (eh & fh ^ ~eh & gh) + k[t] + w[t] + carry(low1) | 0;
      const th = (ah >>> 28 | al << 4) ^ (al >>> 2 | ah << 30) ^ (al >>> 7 | ah << 25), tl = (al >>> 28 | ah << 4) ^ (ah >>> 2 | al << 30) ^ (ah >>> 7 | al << 25);
      const low2 = (tl >>> 0) + ((al & bl ^ al & cl ^ bl & cl) >>> 0);
      const high2 = th + (ah & bh ^ ah & ch ^ bh & ch) + carry(low2) | 0;
      ih = gh; il = gl; gh = fh; gl = fl; fh = eh; fl = el;
      const low3 = (dl >>> 0) + low1 % 4294967296;
      eh = dh + high1 + carry(low3) | 0; el = low3 | 0;
      dh = ch; dl = cl; ch = bh; cl = bl; bh = ah; bl = al;
      const low4 = low1 % 4294967296 + low2 % 4294967296;
      ah = high1 + high2 + carry(low4) | 0; al = low4 | 0;
    }
    const after = [ah, al, bh, bl, ch, cl, dh, dl, eh, el, fh, fl, gh, gl, ih, il];
    for (let i = 0; i < 16; i += 2) {
      const low = (h[i + 1] >>> 0) + (after[i + 1] >>> 0);
      h[i] = h[i] + after[i] + carry(low) | 0;
      h[i + 1] = low | 0;
    }
  }
}

// Both hashes of a file; `each` is told of the bytes done.
async function hashes_of(file, each, large = LARGE, piece = PIECE) {
  if (file.size <= large) {
    const data = await file.arrayBuffer();
    const found = await Promise.all([sha('SHA-256', data), sha('SHA-512', data)]);
    each(file.size);
    return found;
  }
  const digests = [new Sha(false), new Sha(true)];
  for (let at = 0; at < file.size; at += piece) {
    const data = new Uint8Array(await file.slice(at, at + piece).arrayBuffer());
    for (const digest of digests) digest.update(data);
    each(Math.min(at + piece, file.size));
  }
  return digests.map(digest => digest.digest());
}

// JSON, read strictly: a name that stands twice is an error. Numbers stay as they are written, as {raw}, with `exact`.
function read_json(text, exact = false) {
  const token = /\s*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\.)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null))/y;
  const take = () => { const found = token.exec(text); if (!found) throw new SyntaxError('not JSON'); return found; };
  const value = (found, depth) => {
    if (depth > 200) throw new SyntaxError('too deep');
    const [, mark, word, number, name] = found;
    if (word !== undefined) return JSON.parse(word);
    if (number !== undefined) return exact ? { raw: number } : Number(number);
    if (name !== undefined) return JSON.parse(name);
    if (mark !== '{' && mark !== '[') throw new SyntaxError('not JSON');
    const close = mark === '{' ? '}' : ']', made = mark === '{' ? Object.create(null) : [];
    let next = take();
    if (next[1] === close) return made;
    for (;;) {
      if (mark === '[') made.push(value(next, depth + 1));
      else {
        if (next[2] === undefined || take()[1] !== ':') throw new SyntaxError('not JSON');
        const key = JSON.parse(next[2]);
        if (key in made) throw new SyntaxError('a name stands twice in it');
        made[key] = value(take(), depth + 1);
      }
      next = take();
      if (next[1] === close) return made;
      if (next[1] !== ',') throw new SyntaxError('not JSON');
      next = take();
    }
  };
  const found = value(take(), 0);
  if (/\S/.test(text.slice(token.lastIndex))) throw new SyntaxError('not JSON');
  return found;
}

// The one form over which the log's hashes are taken: names sorted by code point, no white space.
function canonical(value) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (Object.getPrototypeOf(value) !== null) return value.raw;
  return `{${Object.keys(value).sort(by_code_point).map(key => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

function by_code_point(a, b) {
  const one = Array.from(a), other = Array.from(b);
  for (let at = 0; at < Math.min(one.length, other.length); at++) {
    const difference = one[at].codePointAt(0) - other[at].codePointAt(0);
    if (difference) return difference;
  }
  return one.length - other.length;
}

// A text whose characters are counted as code points, as Attest counts them.
class Points {
  constructor(text) {
    this.text = text;
    this.marks = [0];
    let count = 0;
    for (let at = 0; at < text.length; count++) {
      if (count % 1024 === 0 && count) this.marks.push(at);
      at += text.codePointAt(at) > 0xffff ? 2 : 1;
    }
    this.length = count;
  }
  place(point) {
    let at = this.marks[Math.min(point >> 10, this.marks.length - 1)];
    for (let left = point - (Math.min(point >> 10, this.marks.length - 1) << 10); left > 0; left--) at += this.text.codePointAt(at) > 0xffff ? 2 : 1;
    return at;
  }
  slice(start, end) { return this.text.slice(this.place(start), this.place(end)); }
}
