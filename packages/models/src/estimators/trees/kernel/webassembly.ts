/** The part of the WebAssembly interface that the kernels use; the library does not ask for the types of a browser. */
interface WebAssemblyInterface {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: {
      readonly titans: {
        readonly memory: WebAssemblyMemory;
        readonly [name: string]: WebAssemblyMemory | KernelFunction;
      };
    },
  ) => { readonly exports: object };
  readonly Memory: new (pages: {
    readonly initial: number;
    readonly maximum?: number;
    readonly shared?: boolean;
  }) => WebAssemblyMemory;
}

/** Functions that a kernel calls. */
type KernelFunction = (...given: number[]) => void;
export type KernelImports = Readonly<Record<string, KernelFunction>>;

/** Memory of a kernel; `buffer` is another one after `grow`. */
export interface WebAssemblyMemory {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

/** A kernel and the memory it works on. */
export interface Instantiated<Exports> {
  readonly memory: WebAssemblyMemory;
  readonly run: Exports;
}

const pageBytes = 65_536;
/** As many as addresses of 32 bits reach. */
const mostPages = 65_536;
/** The last page stays free: where memory ends at 2^32, the end of its last part would be 0 in 32 bits. */
const mostBytes = (mostPages - 1) * pageBytes;

/** Whole pages for so many bytes. */
function pagesFor(bytes: number): number {
  return Math.ceil(bytes / pageBytes);
}

/** Hands out parts of a memory one after the other, each from an address that 16 divides. */
export function memoryLayout(): { reserve(bytes: number): number; readonly bytes: number } {
  let bytes = 0;
  return {
    reserve(wanted) {
      const from = bytes;
      bytes = Math.ceil((bytes + wanted) / 16) * 16;
      return from;
    },
    get bytes() {
      return bytes;
    },
  };
}

/**
 * Memory that threads may share, or `null` where none can be had: browsers make it for every page, but let only those
 * share it that are isolated from other origins and therefore have a `SharedArrayBuffer`.
 */
export function sharedKernelMemory(bytes: number): WebAssemblyMemory | null {
  if (bytes > mostBytes || typeof SharedArrayBuffer === 'undefined') return null;
  try {
    const pages = { initial: pagesFor(bytes), maximum: mostPages, shared: true };
    return new (webAssembly() as WebAssemblyInterface).Memory(pages);
  } catch {
    return null;
  }
}

/** Whether a memory has so many bytes now. */
export function hasGrownTo(memory: WebAssemblyMemory, bytes: number): boolean {
  if (bytes > mostBytes) return false;
  try {
    memory.grow(pagesFor(Math.max(0, bytes - memory.buffer.byteLength)));
    return true;
  } catch {
    return false;
  }
}

function webAssembly(): WebAssemblyInterface | undefined {
  return (globalThis as { readonly WebAssembly?: WebAssemblyInterface }).WebAssembly;
}

/**
 * Makes what instantiates a kernel with so many bytes of its own, or with memory that there is. It gives `null` where
 * there is no WebAssembly with SIMD, where a content security policy forbids it, or where the memory cannot be had.
 *
 * @param base64 The assembled kernel, compiled on first use.
 */
export function kernelLoader<Exports extends object>(
  base64: string,
): (room: number | WebAssemblyMemory, imports?: KernelImports) => Instantiated<Exports> | null {
  let compiled: object | null | undefined;
  return (room, imports = {}) => {
    const api = webAssembly();
    if (!api) return null;
    try {
      if (compiled === undefined) {
        compiled = null;
        compiled = new api.Module(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
      }
      if (compiled === null) return null;
      const memory = typeof room === 'number' ? new api.Memory({ initial: pagesFor(room) }) : room;
      const instance = new api.Instance(compiled, { titans: { ...imports, memory } });
      return { memory, run: instance.exports as Exports };
    } catch {
      // Whatever stands in the way, the plain kernel does the same work.
      return null;
    }
  };
}
