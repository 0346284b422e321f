/* What the package needs of C: sla.h, and a stream of Arrow batches made from Go's columns. */
#ifndef SLA_GO_NATIVE_H
#define SLA_GO_NATIVE_H

#include <sla.h>
#include <stdlib.h>

typedef struct go_stream go_stream;

/* An empty stream of batches with these columns: `names` are their names, each ended by a zero byte, one after the
 * other; a column is text, or where `instants` is not 0 an instant in microseconds. NULL: out of memory. */
go_stream* go_stream_new(int32_t columns, const char* names, const uint8_t* instants);

/* One more batch; it is filled column by column, in any order, before the stream is exported. 0: out of memory. */
int go_stream_batch(go_stream* stream, int64_t rows);

/* Fills a text column of the last batch: rows + 1 offsets into `bytes`; `validity` is one bit a row, NULL where none
 * is null. Copies everything. 0: out of memory. */
int go_stream_text(go_stream* stream, int32_t column, const int32_t* offsets, const char* bytes,
                   const uint8_t* validity, int64_t nulls);

/* Fills an instant column of the last batch, without nulls. Copies. 0: out of memory. */
int go_stream_instants(go_stream* stream, int32_t column, const int64_t* values);

void go_stream_free(go_stream* stream);

/* The stream as Arrow's C interface has it; `out` owns it then. */
void go_stream_export(go_stream* stream, struct ArrowArrayStream* out);

/* Function pointers, which Go cannot call. */
int go_get_schema(struct ArrowArrayStream* stream, struct ArrowSchema* out);
int go_get_next(struct ArrowArrayStream* stream, struct ArrowArray* out);
const char* go_last_error(struct ArrowArrayStream* stream);
void go_release_stream(struct ArrowArrayStream* stream);
void go_release_schema(struct ArrowSchema* schema);
void go_release_array(struct ArrowArray* array);

#endif
