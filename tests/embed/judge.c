/* Judges CSV files with a built policy and prints the verdicts as `sla run --verdicts` writes them,
 * with nothing but C99 and sla.h.
 *
 *   judge POLICY.so AS_OF_MICROS [--session] [--roster FILE] [RECORD=]FILE...
 *
 * With --session events go in one at a time (their times must be UTC, `2026-03-06T16:20:00Z`). */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/abi/sla.h"

/* ---- A CSV file as columns of text, and as an Arrow stream ---- */

typedef struct column {
  char* bytes;
  int32_t* offsets; /* rows + 1 */
  size_t size, room;
} column;

typedef struct table {
  char** names;
  column* columns;
  int64_t width, rows, room;
  int given;
} table;

static void die(const char* what, const char* why) {
  fprintf(stderr, "judge: %s: %s\n", what, why);
  exit(2);
}

static void* grown(void* old, size_t bytes) {
  void* made = realloc(old, bytes);
  if (made == NULL) die("memory", "none left");
  return made;
}

/* The next cell into `cell`; answers what ended it: ',' '\n' or EOF. */
static int read_cell(FILE* file, char** cell, size_t* room, size_t* size) {
  int quoted = 0, c;
  *size = 0;
  while ((c = getc(file)) != EOF) {
    if (c == '"') {
      const int next = quoted ? getc(file) : 0;
      if (!quoted) quoted = 1;
      else if (next != '"') {
        quoted = 0;
        if (next != EOF) ungetc(next, file);
      }
      if (!(quoted && next == '"')) continue;
    } else if (!quoted && (c == ',' || c == '\n')) {
      break;
    } else if (!quoted && c == '\r') {
      continue;
    }
    if (*size + 1 >= *room) *cell = grown(*cell, *room = *room * 2 + 64);
    (*cell)[(*size)++] = (char)c;
  }
  if (*room == 0) *cell = grown(*cell, *room = 64);
  (*cell)[*size] = '\0';
  return c;
}

static void put(column* to, int64_t row, const char* text, size_t size) {
  if (to->size + size > to->room) to->bytes = grown(to->bytes, to->room = (to->size + size) * 2);
  if (size > 0) memcpy(to->bytes + to->size, text, size);
  to->size += size;
  to->offsets[row + 1] = (int32_t)to->size;
}

static table* read_csv(const char* path) {
  table* made = grown(NULL, sizeof *made);
  FILE* file = fopen(path, "rb");
  char* cell = NULL;
  size_t room = 0, size = 0;
  int end = ',';
  int64_t c;
  memset(made, 0, sizeof *made);
  if (file == NULL) die(path, strerror(errno));
  while (end == ',') {
    end = read_cell(file, &cell, &room, &size);
    made->names = grown(made->names, sizeof(char*) * (size_t)(made->width + 1));
    made->names[made->width] = grown(NULL, size + 1);
    memcpy(made->names[made->width++], cell, size + 1);
  }
  made->columns = grown(NULL, sizeof(column) * (size_t)made->width);
  memset(made->columns, 0, sizeof(column) * (size_t)made->width);
  while (end != EOF) {
    if (made->rows == made->room) {
      made->room = made->room * 2 + 64;
      for (c = 0; c < made->width; ++c) {
        int32_t** offsets = &made->columns[c].offsets;
        *offsets = grown(*offsets, sizeof(int32_t) * (size_t)(made->room + 1));
        if (made->rows == 0) (*offsets)[0] = 0;
      }
    }
    end = read_cell(file, &cell, &room, &size);
    if (end == EOF && size == 0) break;
    if (end == '\n' && size == 0 && made->width > 1) continue;
    for (c = 0;; ++c) {
      if (c < made->width) put(&made->columns[c], made->rows, cell, size);
      if (end != ',') break;
      end = read_cell(file, &cell, &room, &size);
    }
    for (++c; c < made->width; ++c) put(&made->columns[c], made->rows, "", 0);
    ++made->rows;
  }
  free(cell);
  fclose(file);
  return made;
}

static void free_table(table* t) {
  int64_t c;
  for (c = 0; c < t->width; ++c) {
    free(t->names[c]);
    free(t->columns[c].bytes);
    free(t->columns[c].offsets);
  }
  free(t->names);
  free(t->columns);
  free(t);
}

static sla_text cell_at(const table* t, int64_t c, int64_t row) {
  sla_text text = {NULL, 0};
  const column* from;
  if (c < 0) return text;
  from = &t->columns[c];
  text.size = (size_t)(from->offsets[row + 1] - from->offsets[row]);
  if (text.size > 0) text.data = from->bytes + from->offsets[row];
  return text;
}

static void release_schema(struct ArrowSchema* schema) {
  int64_t c;
  for (c = 0; c < schema->n_children; ++c) {
    if (schema->children[c]->release != NULL) schema->children[c]->release(schema->children[c]);
    free(schema->children[c]);
  }
  free(schema->children);
  schema->release = NULL;
}

static int get_schema(struct ArrowArrayStream* stream, struct ArrowSchema* out) {
  const table* t = stream->private_data;
  int64_t c;
  memset(out, 0, sizeof *out);
  out->format = "+s";
  out->name = "";
  out->n_children = t->width;
  out->children = grown(NULL, sizeof(void*) * (size_t)t->width);
  out->release = release_schema;
  for (c = 0; c < t->width; ++c) {
    struct ArrowSchema* child = out->children[c] = grown(NULL, sizeof *child);
    memset(child, 0, sizeof *child);
    child->format = "u";
    child->name = t->names[c];
    child->release = release_schema;
  }
  return 0;
}

static void release_array(struct ArrowArray* array) {
  int64_t c;
  for (c = 0; c < array->n_children; ++c) {
    if (array->children[c]->release != NULL) array->children[c]->release(array->children[c]);
    free(array->children[c]);
  }
  free(array->children);
  free(array->buffers);
  array->release = NULL;
}

static int get_next(struct ArrowArrayStream* stream, struct ArrowArray* out) {
  table* t = stream->private_data;
  int64_t c;
  memset(out, 0, sizeof *out);
  if (t->given) return 0;
  t->given = 1;
  out->length = t->rows;
  out->n_buffers = 1;
  out->buffers = grown(NULL, sizeof(void*));
  out->buffers[0] = NULL;
  out->n_children = t->width;
  out->children = grown(NULL, sizeof(void*) * (size_t)t->width);
  out->release = release_array;
  for (c = 0; c < t->width; ++c) {
    struct ArrowArray* child = out->children[c] = grown(NULL, sizeof *child);
    memset(child, 0, sizeof *child);
    child->length = t->rows;
    child->n_buffers = 3;
    child->buffers = grown(NULL, 3 * sizeof(void*));
    child->buffers[0] = NULL;
    child->buffers[1] = t->columns[c].offsets;
    child->buffers[2] = t->columns[c].bytes;
    child->release = release_array;
  }
  return 0;
}

static const char* get_last_error(struct ArrowArrayStream* stream) {
  (void)stream;
  return NULL;
}

static void release_stream(struct ArrowArrayStream* stream) {
  free_table(stream->private_data);
  stream->release = NULL;
}

static struct ArrowArrayStream stream_of(const char* path) {
  struct ArrowArrayStream stream;
  stream.get_schema = get_schema;
  stream.get_next = get_next;
  stream.get_last_error = get_last_error;
  stream.release = release_stream;
  stream.private_data = read_csv(path);
  return stream;
}

/* ---- Output ---- */

static void print_text(const char* data, size_t size) {
  size_t i;
  int quoted = 0;
  for (i = 0; i < size; ++i) quoted |= strchr(",\"\r\n", data[i]) != NULL && data[i] != '\0';
  if (quoted) putchar('"');
  for (i = 0; i < size; ++i) {
    if (data[i] == '"') putchar('"');
    putchar(data[i]);
  }
  if (quoted) putchar('"');
}

static void print_time(int64_t t) {
  int64_t day = t / INT64_C(86400000000), rest = t % INT64_C(86400000000);
  int64_t era, doe, yoe, doy, mp, year, month;
  if (t == SLA_NO_TIME) return;
  if (rest < 0) rest += INT64_C(86400000000), --day;
  day += 719468;
  era = (day >= 0 ? day : day - 146096) / 146097;
  doe = day - era * 146097;
  yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  mp = (5 * doy + 2) / 153;
  month = mp < 10 ? mp + 3 : mp - 9;
  year = yoe + era * 400 + (month <= 2);
  printf("%04d-%02d-%02dT%02d:%02d:%02d", (int)year, (int)month,
         (int)(doy - (153 * mp + 2) / 5 + 1), (int)(rest / INT64_C(3600000000)),
         (int)(rest / 60000000 % 60), (int)(rest / 1000000 % 60));
  if (rest % 1000000 != 0) {
    char digits[8];
    size_t n = (size_t)sprintf(digits, "%06d", (int)(rest % 1000000));
    while (n > 0 && digits[n - 1] == '0') digits[--n] = '\0';
    printf(".%s", digits);
  }
  putchar('Z');
}

static int print_stream(struct ArrowArrayStream* stream) {
  struct ArrowSchema schema;
  struct ArrowArray batch;
  int64_t c, row;
  if (stream->get_schema(stream, &schema) != 0) return 1;
  for (c = 0; c < schema.n_children; ++c)
    printf("%s%s", c > 0 ? "," : "", schema.children[c]->name);
  putchar('\n');
  for (;;) {
    if (stream->get_next(stream, &batch) != 0) return 1;
    if (batch.release == NULL) break;
    for (row = 0; row < batch.length; ++row) {
      for (c = 0; c < batch.n_children; ++c) {
        const struct ArrowArray* a = batch.children[c];
        const char* format = schema.children[c]->format;
        const uint8_t* valid = a->buffers[0];
        if (c > 0) putchar(',');
        if (valid != NULL && (valid[row / 8] >> (row % 8) & 1) == 0) continue;
        if (format[0] == 'u') {
          const int32_t* offsets = a->buffers[1];
          print_text((const char*)a->buffers[2] + offsets[row],
                     (size_t)(offsets[row + 1] - offsets[row]));
        } else if (format[0] == 't') {
          print_time(((const int64_t*)a->buffers[1])[row]);
        } else {
          printf("%lld", (long long)((const int64_t*)a->buffers[1])[row]);
        }
      }
      putchar('\n');
    }
    batch.release(&batch);
  }
  schema.release(&schema);
  stream->release(stream);
  return 0;
}

static void print_verdict(const sla_verdict* v, int with_record) {
  print_text(v->clause.data, v->clause.size);
  putchar(',');
  print_text(v->subject.data, v->subject.size);
  printf(",%llu,", (unsigned long long)v->cycle);
  print_text(v->tier.data, v->tier.size);
  putchar(',');
  print_text(v->status_name.data, v->status_name.size);
  putchar(',');
  print_time(v->start);
  putchar(',');
  print_time(v->due);
  putchar(',');
  print_time(v->breach);
  putchar(',');
  print_time(v->stop);
  printf(",%lld,%lld,", (long long)v->elapsed_business, (long long)v->elapsed_wall);
  print_text(v->owner.data, v->owner.size);
  putchar(',');
  print_text(v->team.data, v->team.size);
  printf(",%lld", (long long)v->version);
  if (with_record) {
    putchar(',');
    print_text(v->record.data, v->record.size);
  }
  putchar('\n');
}

/* ---- The two ways to judge ---- */

static sla_error error = {sizeof(sla_error), 0, ""};

static void need(sla_status status, const char* what) {
  if (status != SLA_OK) die(what, error.message);
}

static int64_t column_of(const table* t, const char* name) {
  int64_t c;
  for (c = 0; c < t->width; ++c) {
    if (strcmp(t->names[c], name) == 0) return c;
  }
  return -1;
}

static int64_t days_of(int64_t y, int64_t m, int64_t d) {
  int64_t era, yoe, doy;
  y -= m <= 2;
  era = y / 400;
  yoe = y - era * 400;
  doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
  return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static int64_t time_at(sla_text text) {
  int y, m, d, hour, minute, used = 0;
  double second;
  char copy[64];
  if (text.size >= sizeof copy) die("time", "too long");
  memcpy(copy, text.data, text.size);
  copy[text.size] = '\0';
  if (sscanf(copy, "%d-%d-%dT%d:%d:%lfZ%n", &y, &m, &d, &hour, &minute, &second, &used) != 6 ||
      (size_t)used != text.size)
    die("not a time of UTC", copy);
  return ((days_of(y, m, d) * 24 + hour) * 60 + minute) * INT64_C(60000000) +
         (int64_t)(second * 1e6 + 0.5);
}

static void tell(sla_session* session, const sla_policy* policy, const char* path) {
  table* t = read_csv(path);
  sla_value* values = grown(NULL, sizeof(sla_value) * (size_t)t->width);
  int64_t row, c;
  for (row = 0; row < t->rows; ++row) {
    sla_event event = SLA_EVENT_INIT;
    int32_t receipt = -1;
    event.subject = cell_at(t, column_of(t, "lead_id"), row);
    event.time = time_at(cell_at(t, column_of(t, "ts"), row));
    event.event = cell_at(t, column_of(t, "event"), row);
    event.owner = cell_at(t, column_of(t, "owner"), row);
    event.team = cell_at(t, column_of(t, "team"), row);
    event.actor = cell_at(t, column_of(t, "actor"), row);
    event.sequence = row;
    event.values = values;
    for (c = 0; c < t->width; ++c) {
      sla_text name = {t->names[c], strlen(t->names[c])};
      const sla_text cell = cell_at(t, c, row);
      const int32_t field = sla_policy_field(policy, 0, name);
      if (field < 0 || cell.size == 0) continue;
      memset(&values[event.value_count], 0, sizeof(sla_value));
      values[event.value_count].field = field;
      values[event.value_count].kind = SLA_VALUE_TEXT;
      values[event.value_count++].text = cell;
    }
    need(sla_session_event(session, &event, &receipt, &error), "event");
    if (receipt != SLA_TAKEN) die("an event was not taken", error.message);
  }
  free(values);
  free_table(t);
}

static int by_session(sla_policy* policy, int64_t as_of, const char* roster, int files,
                      char** paths) {
  sla_session_options options = SLA_INIT(sla_session_options);
  struct ArrowArrayStream people;
  sla_session *session, *again;
  sla_changes changes;
  sla_verdicts rows;
  const uint8_t* bytes;
  size_t size, i;
  int f;
  if (roster != NULL) {
    people = stream_of(roster);
    options.roster = &people;
  }
  need(sla_session_new(policy, &options, &session, &error), "session");
  for (f = 0; f < files; ++f) tell(session, policy, paths[f]);
  need(sla_session_advance(session, as_of - INT64_C(86400000000), &changes, &error), "advance");
  need(sla_session_snapshot(session, &bytes, &size, &error), "snapshot");
  options.roster = NULL;
  if (roster != NULL) {
    people = stream_of(roster);
    options.roster = &people;
  }
  need(sla_session_restore(policy, &options, bytes, size, &again, &error), "restore");
  sla_session_free(session);
  need(sla_session_advance(again, as_of, NULL, &error), "advance");
  need(sla_session_rows(again, &rows, &error), "rows");
  printf(
      "clause,subject,cycle,tier,status,start,due,breach,stop,elapsed_business_us,elapsed_wall_us,"
      "owner,team,version\n");
  for (i = 0; i < rows.count; ++i)
    print_verdict((const sla_verdict*)(const void*)((const char*)rows.items + i * rows.item_size),
                  0);
  sla_session_free(again);
  return 0;
}

static int by_history(sla_policy* policy, int64_t as_of, const char* roster, int files,
                      char** paths) {
  sla_history_options options = SLA_INIT(sla_history_options);
  sla_history* history;
  sla_outcome* outcome;
  struct ArrowArrayStream stream;
  int f;
  options.threads = 2;
  need(sla_history_new(policy, &options, &history, &error), "history");
  for (f = 0; f < files; ++f) {
    const char* equals = strchr(paths[f], '=');
    int32_t record = 0;
    if (equals != NULL) {
      sla_text name;
      name.data = paths[f];
      name.size = (size_t)(equals - paths[f]);
      record = sla_policy_record(policy, name);
    }
    stream = stream_of(equals == NULL ? paths[f] : equals + 1);
    need(sla_history_add_events(history, record, &stream, &error), "events");
  }
  if (roster != NULL) {
    stream = stream_of(roster);
    need(sla_history_set_roster(history, &stream, &error), "roster");
  }
  need(sla_history_judge(history, as_of, &outcome, &error), "judge");
  sla_history_free(history);
  need(sla_outcome_table(outcome, SLA_TABLE_VERDICTS, &stream, &error), "table");
  sla_outcome_free(outcome); /* The table stands by itself. */
  return print_stream(&stream);
}

int main(int argc, char** argv) {
  sla_policy* policy;
  const char* roster = NULL;
  int session = 0, at = 3, result;
  if (sla_abi_version() != SLA_ABI_VERSION) die("libsla", "is of another version");
  if (argc < 4)
    die("usage", "judge POLICY.so AS_OF_MICROS [--session] [--roster FILE] [RECORD=]FILE...");
  need(sla_policy_open(argv[1], &policy, &error), argv[1]);
  for (; at < argc && argv[at][0] == '-'; ++at) {
    if (strcmp(argv[at], "--session") == 0) session = 1;
    else if (strcmp(argv[at], "--roster") == 0 && at + 1 < argc) roster = argv[++at];
    else die("usage", argv[at]);
  }
  result = (session ? by_session : by_history)(policy, strtoll(argv[2], NULL, 10), roster,
                                               argc - at, argv + at);
  sla_policy_release(policy);
  return result;
}
