// What was judged, as a table: texts, whole numbers and instants.

const decoder = new TextDecoder();

/** Milliseconds since 1970, with the microseconds after the point: `new Date(value)` takes it. */
export function milliseconds(micros) {
  return Number(micros) / 1000;
}

function isValid({ valid, offset }, row) {
  const at = offset + row;
  return valid === null || ((valid[at >> 3] >> (at & 7)) & 1) === 1;
}

function value(column, format, row) {
  if (!isValid(column, row)) return null;
  const at = column.offset + row;
  if (format === 'u') return decoder.decode(column.values.subarray(column.ends[at], column.ends[at + 1]));
  if (format === 'l') return Number(column.values[at]);
  return milliseconds(column.values[at]);
}

/** A table of an outcome. Rows are objects: texts are strings, counts are numbers, instants are milliseconds
 * since 1970, and null says that there is none. */
export class Table {
  #fields;
  #batches;

  constructor(fields, batches) {
    this.#fields = fields;
    this.#batches = batches;
  }

  get columns() {
    return this.#fields.map((field) => field.name);
  }
  get numRows() {
    return this.#batches.reduce((sum, batch) => sum + batch.length, 0);
  }

  *[Symbol.iterator]() {
    for (const { length, columns } of this.#batches) {
      for (let row = 0; row < length; ++row) {
        const made = {};
        this.#fields.forEach(({ name, format }, i) => (made[name] = value(columns[i], format, row)));
        yield made;
      }
    }
  }

  toArray() {
    return [...this];
  }

  /** The same as a table of the npm package apache-arrow, which the caller installs. No value is looked at:
   * instants keep their microseconds. */
  async toArrow() {
    const arrow = await import('apache-arrow');
    const typeOf = ({ format }) => {
      if (format === 'u') return new arrow.Utf8();
      return format === 'l' ? new arrow.Int64() : new arrow.TimestampMicrosecond('UTC');
    };
    const schema = new arrow.Schema(
      this.#fields.map((field) => new arrow.Field(field.name, typeOf(field), true)));
    const batches = this.#batches.map(({ length, columns }) => {
      const children = columns.map((column, i) =>
        arrow.makeData({
          type: typeOf(this.#fields[i]), length, nullCount: column.valid ? -1 : 0,
          nullBitmap: column.valid ?? undefined, offset: column.offset, data: column.values,
          ...(column.ends ? { valueOffsets: column.ends } : {}),
        }));
      const data = arrow.makeData({
        type: new arrow.Struct(schema.fields), length, nullCount: 0, children });
      return new arrow.RecordBatch(schema, data);
    });
    return new arrow.Table(schema, batches);
  }
}
