/**
 * FarmHash's Fingerprint64 of a text in UTF-8, by which TensorFlow's converter orders the inputs and outputs of a
 * signature (`farmhashna::Hash64`).
 */
export function fingerprint(text: string): bigint {
  const bytes = new TextEncoder().encode(text);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length <= 16) return upTo16(view, bytes);
  if (bytes.length <= 32) return upTo32(view);
  if (bytes.length <= 64) return upTo64(view);
  return beyond64(view);
}

const K0 = 0xc3a5c85c97cb3127n;
const K1 = 0xb492b66fbe98f273n;
const K2 = 0x9ae16a3b2f90404fn;

/** Modulo 2^64, as C++ does all of this. */
const u64 = (value: bigint) => BigInt.asUintN(64, value);
const rotate = (value: bigint, by: bigint) => u64((u64(value) >> by) | (u64(value) << (64n - by)));
const mix = (value: bigint) => u64(value) ^ (u64(value) >> 47n);
const at = (view: DataView, place: number) => view.getBigUint64(place, true);

function ofTwo(u: bigint, v: bigint, factor: bigint): bigint {
  const a = mix(u64(u64(u) ^ u64(v)) * factor);
  return u64(mix((u64(v) ^ a) * factor) * factor);
}

function upTo16(view: DataView, bytes: Uint8Array): bigint {
  const { length } = bytes;
  const size = BigInt(length);
  const factor = u64(K2 + size * 2n);
  if (length >= 8) {
    const a = u64(at(view, 0) + K2);
    const b = at(view, length - 8);
    return ofTwo(rotate(b, 37n) * factor + a, (rotate(a, 25n) + b) * factor, factor);
  }
  if (length >= 4) {
    const a = BigInt(view.getUint32(0, true));
    return ofTwo(size + (a << 3n), BigInt(view.getUint32(length - 4, true)), factor);
  }
  if (length === 0) return K2;
  const [first, middle, last] = [bytes[0] ?? 0, bytes[length >> 1] ?? 0, bytes[length - 1] ?? 0];
  const y = BigInt(first + (middle << 8));
  const z = BigInt(length + (last << 2));
  return u64(mix(u64(y * K2) ^ u64(z * K0)) * K2);
}

function upTo32(view: DataView): bigint {
  const { byteLength: length } = view;
  const factor = u64(K2 + BigInt(length) * 2n);
  const a = u64(at(view, 0) * K1);
  const b = at(view, 8);
  const c = u64(at(view, length - 8) * factor);
  const d = u64(at(view, length - 16) * K2);
  return ofTwo(rotate(a + b, 43n) + rotate(c, 30n) + d, a + rotate(b + K2, 18n) + c, factor);
}

function upTo64(view: DataView): bigint {
  const { byteLength: length } = view;
  const factor = u64(K2 + BigInt(length) * 2n);
  const a = u64(at(view, 0) * K2);
  const b = at(view, 8);
  const c = u64(at(view, length - 8) * factor);
  const d = u64(at(view, length - 16) * K2);
  const y = u64(rotate(a + b, 43n) + rotate(c, 30n) + d);
  const z = ofTwo(y, a + rotate(b + K2, 18n) + c, factor);
  const e = u64(at(view, 16) * factor);
  const f = at(view, 24);
  const g = u64((y + at(view, length - 32)) * factor);
  const h = u64((z + at(view, length - 24)) * factor);
  return ofTwo(rotate(e + f, 43n) + rotate(g, 30n) + h, e + rotate(f + a, 18n) + g, factor);
}

type Pair = readonly [bigint, bigint];

function ofBlock(view: DataView, place: number, seed: bigint, other: bigint): Pair {
  const [w, x, y, z] = [at(view, place), at(view, place + 8), at(view, place + 16), at(view, place + 24)];
  const a = u64(seed + w);
  const b = rotate(other + a + z, 21n);
  const sum = u64(a + x + y);
  return [u64(sum + z), u64(b + rotate(sum, 44n) + a)];
}

interface State {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
  readonly v: Pair;
  readonly w: Pair;
}

/** One round over 64 bytes; the last one has a factor of its own and takes parts of the state nine times. */
function round(view: DataView, place: number, state: State, factor: bigint, times: bigint): State {
  const [v, w] = [state.v, state.w];
  const x = u64(rotate(state.x + state.y + v[0] + at(view, place + 8), 37n) * factor) ^ u64(w[1] * times);
  const y = u64(
    rotate(state.y + v[1] + at(view, place + 48), 42n) * factor + v[0] * times + at(view, place + 40),
  );
  const z = u64(rotate(state.z + w[0], 33n) * factor);
  return {
    x: z,
    y,
    z: x,
    v: ofBlock(view, place, u64(v[1] * factor), u64(x + w[0])),
    w: ofBlock(view, place + 32, u64(z + w[1]), u64(y + at(view, place + 16))),
  };
}

function beyond64(view: DataView): bigint {
  const { byteLength: length } = view;
  const seed = 81n;
  const first = u64(seed * K1 + 113n);
  let state: State = {
    x: u64(seed * K2 + at(view, 0)),
    y: first,
    z: u64(mix(first * K2 + 113n) * K2),
    v: [0n, 0n],
    w: [0n, 0n],
  };
  const end = Math.floor((length - 1) / 64) * 64;
  for (let place = 0; place < end; place += 64) state = round(view, place, state, K1, 1n);
  const factor = u64(K1 + ((state.z & 0xffn) << 1n));
  const rest = u64(state.w[0] + BigInt((length - 1) & 63));
  const v: Pair = [u64(state.v[0] + rest), state.v[1]];
  const w: Pair = [u64(rest + v[0]), state.w[1]];
  const last = round(view, length - 64, { ...state, v, w }, factor, 9n);
  return ofTwo(
    ofTwo(last.v[0], last.w[0], factor) + mix(last.y) * K0 + last.z,
    ofTwo(last.v[1], last.w[1], factor) + last.x,
    factor,
  );
}
