#include "native.h"

#include <errno.h>
#include <string.h>

/* One column of one batch. Owned by its ArrowArray from the moment the batch is handed out. */
typedef struct {
  void* buffers[3];
  int64_t nulls;
} column_data;

typedef struct batch {
  int64_t rows;
  column_data* columns;
  struct batch* next;
} batch;

struct go_stream {
  int32_t columns;
  char** names;
  uint8_t* instants;
  batch *first, *last;
};

static void* copy_of(const void* data, size_t size) {
  void* made = malloc(size > 0 ? size : 1);
  if (made != NULL && size > 0) memcpy(made, data, size);
  return made;
}

go_stream* go_stream_new(int32_t columns, const char* names, const uint8_t* instants) {
  go_stream* made = calloc(1, sizeof *made);
  if (made == NULL) return NULL;
  made->columns = columns;
  made->instants = copy_of(instants, (size_t)columns);
  made->names = calloc((size_t)columns + 1, sizeof *made->names);
  int whole = made->instants != NULL && made->names != NULL;
  for (int32_t i = 0; whole && i < columns; ++i) {
    made->names[i] = copy_of(names, strlen(names) + 1);
    whole = made->names[i] != NULL;
    names += strlen(names) + 1;
  }
  if (whole) return made;
  go_stream_free(made);
  return NULL;
}

int go_stream_batch(go_stream* stream, int64_t rows) {
  batch* made = calloc(1, sizeof *made);
  if (made == NULL) return 0;
  made->rows = rows;
  made->columns = calloc((size_t)stream->columns + 1, sizeof *made->columns);
  if (made->columns == NULL) {
    free(made);
    return 0;
  }
  if (stream->last != NULL) stream->last->next = made;
  else stream->first = made;
  stream->last = made;
  return 1;
}

int go_stream_text(go_stream* stream, int32_t column, const int32_t* offsets, const char* bytes,
                   const uint8_t* validity, int64_t nulls) {
  const size_t rows = (size_t)stream->last->rows;
  column_data* data = &stream->last->columns[column];
  data->nulls = nulls;
  data->buffers[0] = validity != NULL ? copy_of(validity, (rows + 7) / 8) : NULL;
  data->buffers[1] = copy_of(offsets, (rows + 1) * sizeof *offsets);
  data->buffers[2] = copy_of(bytes, (size_t)offsets[rows]);
  return (validity == NULL || data->buffers[0] != NULL) && data->buffers[1] != NULL &&
         data->buffers[2] != NULL;
}

int go_stream_instants(go_stream* stream, int32_t column, const int64_t* values) {
  column_data* data = &stream->last->columns[column];
  data->buffers[1] = copy_of(values, (size_t)stream->last->rows * sizeof *values);
  return data->buffers[1] != NULL;
}

static void free_batch(batch* freed, int32_t columns) {
  for (int32_t i = 0; i < columns; ++i) {
    for (int b = 0; b < 3; ++b) free(freed->columns[i].buffers[b]);
  }
  free(freed->columns);
  free(freed);
}

void go_stream_free(go_stream* stream) {
  if (stream == NULL) return;
  while (stream->first != NULL) {
    batch* freed = stream->first;
    stream->first = freed->next;
    free_batch(freed, stream->columns);
  }
  if (stream->names != NULL) {
    for (int32_t i = 0; i < stream->columns; ++i) free(stream->names[i]);
  }
  free(stream->names);
  free(stream->instants);
  free(stream);
}

/* Children release themselves: a consumer may move one out of its parent and keep it longer. */
static void release_schema(struct ArrowSchema* schema) {
  for (int64_t i = 0; i < schema->n_children; ++i) {
    struct ArrowSchema* child = schema->children[i];
    if (child == NULL) continue;
    if (child->release != NULL) child->release(child);
    free(child);
  }
  free(schema->children);
  free((void*)schema->name);
  schema->release = NULL;
}

static void release_array(struct ArrowArray* array) {
  for (int64_t i = 0; i < array->n_children; ++i) {
    struct ArrowArray* child = array->children[i];
    if (child == NULL) continue;
    if (child->release != NULL) child->release(child);
    free(child);
  }
  free(array->children);
  for (int64_t i = 0; array->buffers != NULL && i < array->n_buffers; ++i) {
    free((void*)array->buffers[i]);
  }
  free(array->buffers);
  array->release = NULL;
}

static int make_schema(struct ArrowSchema* out, const char* format, const char* name, int64_t children) {
  memset(out, 0, sizeof *out);
  out->format = format;
  out->flags = ARROW_FLAG_NULLABLE;
  out->release = release_schema;
  out->name = copy_of(name, strlen(name) + 1);
  out->children = calloc((size_t)children + 1, sizeof(struct ArrowSchema*));
  if (out->name == NULL || out->children == NULL) return 0;
  out->n_children = children;
  return 1;
}

static int get_schema(struct ArrowArrayStream* self, struct ArrowSchema* out) {
  const go_stream* stream = self->private_data;
  int whole = make_schema(out, "+s", "", stream->columns);
  if (whole) out->flags = 0; /* A row is never null. */
  for (int32_t i = 0; whole && i < stream->columns; ++i) {
    struct ArrowSchema* child = calloc(1, sizeof *child);
    out->children[i] = child;
    whole = child != NULL &&
            make_schema(child, stream->instants[i] ? "tsu:UTC" : "u", stream->names[i], 0);
  }
  if (whole) return 0;
  release_schema(out);
  return ENOMEM;
}

static int make_array(struct ArrowArray* out, int64_t rows, int64_t buffers, int64_t children) {
  memset(out, 0, sizeof *out);
  out->length = rows;
  out->release = release_array;
  out->buffers = calloc((size_t)buffers, sizeof(void*));
  out->children = calloc((size_t)children + 1, sizeof(struct ArrowArray*));
  if (out->buffers == NULL || out->children == NULL) return 0;
  out->n_buffers = buffers;
  out->n_children = children;
  return 1;
}

static int get_next(struct ArrowArrayStream* self, struct ArrowArray* out) {
  go_stream* stream = self->private_data;
  batch* next = stream->first;
  if (next == NULL) {
    memset(out, 0, sizeof *out);
    return 0;
  }
  int whole = make_array(out, next->rows, 1, stream->columns);
  for (int32_t i = 0; whole && i < stream->columns; ++i) {
    const int64_t buffers = stream->instants[i] ? 2 : 3;
    struct ArrowArray* child = calloc(1, sizeof *child);
    out->children[i] = child;
    whole = child != NULL && make_array(child, next->rows, buffers, 0);
    if (!whole) break;
    column_data* data = &next->columns[i];
    child->null_count = data->nulls;
    for (int64_t b = 0; b < buffers; ++b) {
      child->buffers[b] = data->buffers[b];
      data->buffers[b] = NULL; /* The array owns it now. */
    }
  }
  if (!whole) {
    release_array(out);
    return ENOMEM;
  }
  stream->first = next->next;
  if (stream->first == NULL) stream->last = NULL;
  free_batch(next, stream->columns);
  return 0;
}

static const char* last_error(struct ArrowArrayStream* self) {
  (void)self;
  return "out of memory"; /* Nothing else can fail. */
}

static void release_stream(struct ArrowArrayStream* self) {
  go_stream_free(self->private_data);
  self->release = NULL;
}

void go_stream_export(go_stream* stream, struct ArrowArrayStream* out) {
  out->get_schema = get_schema;
  out->get_next = get_next;
  out->get_last_error = last_error;
  out->release = release_stream;
  out->private_data = stream;
}

int go_get_schema(struct ArrowArrayStream* stream, struct ArrowSchema* out) {
  return stream->get_schema(stream, out);
}

int go_get_next(struct ArrowArrayStream* stream, struct ArrowArray* out) {
  return stream->get_next(stream, out);
}

const char* go_last_error(struct ArrowArrayStream* stream) { return stream->get_last_error(stream); }

void go_release_stream(struct ArrowArrayStream* stream) {
  if (stream->release != NULL) stream->release(stream);
}

void go_release_schema(struct ArrowSchema* schema) {
  if (schema->release != NULL) schema->release(schema);
}

void go_release_array(struct ArrowArray* array) {
  if (array->release != NULL) array->release(array);
}
