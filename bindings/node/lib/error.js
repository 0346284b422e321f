// What a function of sla.h answers when it fails.

const NAMES = [
  'OK', 'INVALID_ARGUMENT', 'OUT_OF_MEMORY', 'UNREADABLE', 'INCOMPATIBLE', 'CORRUPT', 'BAD_DATA',
  'REFUSED', 'INTERNAL',
];

/** A failure, with `code` such as 'UNREADABLE' or 'BAD_DATA' and a message that says what to do. */
export class SlaError extends Error {
  constructor(status, message) {
    const code = typeof status === 'number' ? NAMES[status] ?? 'INTERNAL' : status;
    super(message || `the library answered ${code} without a word`);
    this.name = 'SlaError';
    this.code = code;
  }
}
