/**
 * Writes WebAssembly modules: as much of the binary format as vector loops need.
 * Source: WebAssembly core specification, chapter 5 (binary format).
 */

/** Instructions of one expression or statement; an expression leaves its value on the stack. */
export type Code = readonly number[];
export type ValueType = keyof typeof VALUE_TYPES;

export interface Routine {
  readonly name: string;
  readonly parameters: readonly (readonly [name: string, type: ValueType])[];
  readonly locals: readonly (readonly [name: string, type: ValueType])[];
  /** Statements, which find parameters and locals by name. */
  readonly body: (variables: Variables) => readonly Code[];
}

export interface Variables {
  get(name: string): Code;
  set(name: string, value: Code): Code;
  /** Adds to an i32. */
  advance(name: string, by: Code): Code;
}

/** Bytes of a v128. */
export const VECTOR = 16;

const VALUE_TYPES = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;
const SECTION = { type: 1, function: 3, memory: 5, export: 7, code: 10 } as const;
const FUNCTION_TYPE = 0x60;
const END = 0x0b;
const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value)],
  load: (address: Code): Code => [...address, 0x28, 2, 0],
  loadByte: (address: Code): Code => [...address, 0x2d, 0, 0],
  add: (a: Code, b: Code): Code => [...a, ...b, 0x6a],
  lessThan: (a: Code, b: Code): Code => [...a, ...b, 0x49],
};

export const f32 = {
  store: (address: Code, value: Code): Code => [...address, ...value, 0x38, 2, 0],
  add: (a: Code, b: Code): Code => [...a, ...b, 0x92],
  fromInt: (value: Code): Code => [...value, 0xb3],
};

export const v128 = {
  load: (address: Code, offset = 0): Code => vector(0x00, address, [0, ...unsigned(offset)]),
  /** Four lanes of the same float. */
  loadSplat: (address: Code): Code => vector(0x09, address, [2, 0]),
  /** The four bytes at an address as floats; reads eight. */
  loadBytes: (address: Code): Code => vector(0xfa, vector(0xa9, vector(0x02, address, [0, 0]))),
  store: (address: Code, value: Code, offset = 0): Code =>
    vector(0x0b, [...address, ...value], [0, ...unsigned(offset)]),
  zero: [0xfd, 0x0c, ...new Array<number>(16).fill(0)] as Code,
  splat: (value: Code): Code => vector(0x13, value),
  lane: (value: Code, index: number): Code => vector(0x1f, value, [index]),
  add: (a: Code, b: Code): Code => vector(0xe4, [...a, ...b]),
  subtract: (a: Code, b: Code): Code => vector(0xe5, [...a, ...b]),
  multiply: (a: Code, b: Code): Code => vector(0xe6, [...a, ...b]),
  divide: (a: Code, b: Code): Code => vector(0xe7, [...a, ...b]),
  least: (a: Code, b: Code): Code => vector(0xe8, [...a, ...b]),
  greatest: (a: Code, b: Code): Code => vector(0xe9, [...a, ...b]),
  /** To integers, halves to even. */
  round: (a: Code): Code => vector(0x6a, a),
  /** Floats as 32-bit integers, towards 0; 0 for what is no number. */
  toInts: (a: Code): Code => vector(0xf8, a),
  splatInt: (value: Code): Code => vector(0x11, value),
  addInts: (a: Code, b: Code): Code => vector(0xae, [...a, ...b]),
};

/** Statements that run once and again as long as the condition holds. */
export function repeatWhile(condition: Code, statements: readonly Code[]): Code {
  return [0x03, 0x40, ...statements.flat(), ...condition, 0x0d, 0, END];
}

/** @returns the bytes of a module that exports the routines and its memory, one page large, as `memory`. */
export function assemble(routines: readonly Routine[]): Uint8Array<ArrayBuffer> {
  const signatures = routines.map(({ parameters }) => {
    const types = parameters.map(([, type]) => [VALUE_TYPES[type]]);
    return [FUNCTION_TYPE, ...list(types), 0];
  });
  const exported = routines.map(({ name }, i) => [...text(name), 0, ...unsigned(i)]);
  return Uint8Array.from([
    ...HEADER,
    ...section(SECTION.type, signatures),
    ...section(
      SECTION.function,
      routines.map((_, i) => unsigned(i)),
    ),
    ...section(SECTION.memory, [[0, 1]]),
    ...section(SECTION.export, [[...text("memory"), 2, 0], ...exported]),
    ...section(SECTION.code, routines.map(code)),
  ]);
}

function code({ parameters, locals, body }: Routine): Code {
  const names = [...parameters, ...locals].map(([name]) => name);
  const index = (name: string): Code => {
    const at = names.indexOf(name);
    if (at < 0) throw new Error(`No variable is named '${name}'.`);
    return unsigned(at);
  };
  const get = (name: string): Code => [0x20, ...index(name)];
  const set = (name: string, value: Code): Code => [...value, 0x21, ...index(name)];
  const advance = (name: string, by: Code) => set(name, i32.add(get(name), by));
  const statements = body({ get, set, advance }).flat();
  const declared = list(locals.map(([, type]) => [1, VALUE_TYPES[type]]));
  return sized([...declared, ...statements, END]);
}

function vector(operation: number, operands: Code, immediates: Code = []): Code {
  return [...operands, 0xfd, ...unsigned(operation), ...immediates];
}

function section(id: number, entries: readonly Code[]): Code {
  return [id, ...sized(list(entries))];
}

function list(entries: readonly Code[]): Code {
  return [...unsigned(entries.length), ...entries.flat()];
}

function sized(bytes: Code): Code {
  return [...unsigned(bytes.length), ...bytes];
}

function text(value: string): Code {
  return sized([...Buffer.from(value)]);
}

/** LEB128. */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  const isLast = value >= -64 && value < 64;
  return isLast ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
