/* sla.h: built policies inside any program.
 *
 * `sla build agreement.sla --emit so -o policy.so` makes a policy library (or `--emit obj` an
 * object). libsla opens it and judges histories with it (sla_history), or follows events as they
 * happen (sla_session). Neither needs the compiler, LLVM or a time-zone database.
 *
 * Rules that hold everywhere:
 *
 * - Threads. A sla_policy never changes: any number of threads may use one at once. A sla_history,
 * sla_session or sla_outcome may move between threads, but only one thread at a time calls
 * functions on it; functions that take it as `const` may run at once. Different objects never
 * influence each other.
 * - Ownership. Whoever gets an object through `out` frees it with the function of its kind; NULL
 * may be freed. Whatever an object keeps of a policy it retains by itself. Arguments are read
 * during the call only, unless the function says otherwise. On an error `*out` is NULL.
 * - Errors. A function that can fail returns a sla_status and describes the failure in `error`,
 * which may be NULL. No exception leaves a function, and none may be thrown through one by a
 * callback.
 * - Sizes. The first member of a struct that the caller fills in is `struct_size`: sizeof of that
 * struct (SLA_INIT does it). Members that a caller's older header does not have are taken as zero.
 * - Time is microseconds since 1970-01-01 UTC, of the years 1900 to 2200. Text is UTF-8, a pointer
 * and a length, not necessarily ended by a zero byte; {NULL, 0} says nothing.
 */
#ifndef SLA_H
#define SLA_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define SLA_API __attribute__((visibility("default")))
#else
#define SLA_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- The Arrow C data and stream interface (https://arrow.apache.org), as every library declares
 * it. ---- */

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  void (*release)(struct ArrowSchema*);
  void* private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  void (*release)(struct ArrowArray*);
  void* private_data;
};

#endif /* ARROW_C_DATA_INTERFACE */

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream*, struct ArrowSchema* out);
  int (*get_next)(struct ArrowArrayStream*, struct ArrowArray* out);
  const char* (*get_last_error)(struct ArrowArrayStream*);
  void (*release)(struct ArrowArrayStream*);
  void* private_data;
};

#endif /* ARROW_C_STREAM_INTERFACE */

/* ---- Versions, statuses, small types ---- */

/* Of this header. It changes only when a program compiled with an older one could go wrong; what is
 * added since (functions, members at the end of structs) leaves it as it is. */
#define SLA_ABI_VERSION 1

/* The version of the library that is loaded; a program refuses to go on when it is not
 * SLA_ABI_VERSION. Any thread. */
SLA_API uint32_t sla_abi_version(void);
/* "0.1.0". Lives as long as the library. Any thread. */
SLA_API const char* sla_version(void);

typedef int32_t sla_status;
enum {
  SLA_OK = 0,
  SLA_INVALID_ARGUMENT =
      1, /* A pointer that must not be NULL, a size, an index, a text that is not UTF-8. */
  SLA_OUT_OF_MEMORY = 2,
  SLA_UNREADABLE = 3, /* The file is not there, or is no policy library. */
  SLA_INCOMPATIBLE =
      4, /* Made by an sla of another format, for another machine, or for another policy. */
  SLA_CORRUPT = 5, /* A checksum does not hold, or the bytes contradict themselves. */
  SLA_BAD_DATA =
      6, /* The caller's stream failed or lacks a column; with `strict`, data has problems. */
  SLA_REFUSED = 7, /* Not now: the clock does not go back, the history is judged already. */
  SLA_INTERNAL = 8 /* A bug of ours. */
};

/* Filled in when a function fails; cleared (SLA_OK, "") when it succeeds. The caller's own. The
 * message is one English text: what, where, why, what to do; it is ended by a zero byte and cut
 * where it is too long. */
typedef struct sla_error {
  uint32_t struct_size;
  sla_status status;
  char message[1016];
} sla_error;

/* A text that somebody else owns. */
typedef struct sla_text {
  const char* data;
  size_t size;
} sla_text;

#define SLA_NO_TIME INT64_MAX          /* No instant: not stopped, never due. */
#define SLA_NO_ID UINT32_C(0xffffffff) /* No subject id. */

#ifdef __cplusplus
#define SLA_INIT(type)                                      \
  ([] {                                                     \
    type made{};                                            \
    made.struct_size = static_cast<uint32_t>(sizeof(type)); \
    return made;                                            \
  }())
#else
#define SLA_INIT(type) ((type){.struct_size = (uint32_t)sizeof(type)})
#endif

typedef struct sla_image sla_image; /* A policy as data and code, in a policy library or object. */
typedef struct sla_policy sla_policy;   /* An opened policy: immutable, counted references. */
typedef struct sla_history sla_history; /* Events and people, to be judged together. */
typedef struct sla_outcome sla_outcome; /* What was judged: tables and texts. */
typedef struct sla_session sla_session; /* Events as they happen, and a clock. */

/* ---- Policies ---- */

/* Opens a policy library by path (looked up as the system's loader does when it has no slash). Runs
 * no code of it but loads it into the process: open only what you trust. One path opened twice
 * gives two independent policies over one mapping; replace a file by renaming another over it,
 * never by writing into it. SLA_UNREADABLE, SLA_INCOMPATIBLE, SLA_CORRUPT. Not there on wasm32
 * (SLA_UNREADABLE). Any thread. */
SLA_API sla_status sla_policy_open(const char* path, sla_policy** out, sla_error* error);

/* A policy that is linked into the program: the object of `--emit obj`, whose header declares the
 * image. The image must outlive the policy. SLA_INCOMPATIBLE, SLA_CORRUPT. Any thread. */
SLA_API sla_status sla_policy_of_image(const sla_image* image, sla_policy** out, sla_error* error);

/* One more reference; returns its argument. Any thread. */
SLA_API sla_policy* sla_policy_retain(sla_policy* policy);

/* One reference fewer. The last one unloads the policy library: histories, sessions and the
 * outcomes and streams made from them hold references of their own. Any thread. */
SLA_API void sla_policy_release(sla_policy* policy);

typedef struct sla_policy_info {
  uint32_t struct_size;
  uint32_t record_count; /* Kinds of records: leads first. At least 1. */
  uint32_t clause_count; /* Of all records, the lead's first. */
  uint32_t reserved;
  int64_t version;           /* As the agreement says. */
  const char* title;         /* All texts end with a zero byte and live as long as the policy. */
  const char* semantic_hash; /* 64 hexadecimal digits: the same for agreements that say the same. */
  const char* tzdb_version;  /* Of the time-zone rules inside: "2025b". */
  const char* sla_version;   /* Of the compiler that built it. */
  const char* target;        /* "x86_64-pc-linux-gnu". */
} sla_policy_info;

/* Fills in `info` as far as its struct_size goes. Any thread. */
SLA_API sla_status sla_policy_get_info(const sla_policy* policy, sla_policy_info* info,
                                       sla_error* error);

/* The policy as JSON, ended by a zero byte: title, version, parties, zone, term, calendars, and by
 * record its states, events, fields and clauses. Lives as long as the policy. Any thread. */
SLA_API const char* sla_policy_describe(const sla_policy* policy);

/* The index of a record by what one is called ("lead"), or -1. Any thread. */
SLA_API int32_t sla_policy_record(const sla_policy* policy, sla_text name);
/* The code of an event of a record for sla_event.code: states, touches, events, "assigned", "held",
 * "resumed", "changed"; -1 when it has none. Names as in logs (docs/reference/data.md). Any thread.
 */
SLA_API int32_t sla_policy_event_code(const sla_policy* policy, int32_t record, sla_text name);
/* The index of a field of a record for sla_value.field, or -1. Any thread. */
SLA_API int32_t sla_policy_field(const sla_policy* policy, int32_t record, sla_text name);

/* ---- Batch: a history, judged at once ---- */

typedef struct sla_history_options {
  uint32_t struct_size;
  int32_t threads; /* 0: as many as the machine has; 1: the calling thread alone. At most 256. */
  int32_t strict;  /* Not 0: data findings that are problems make sla_history_judge fail. */
  uint32_t reserved;
} sla_history_options;

/* An empty history. `options` may be NULL. Any thread. */
SLA_API sla_status sla_history_new(sla_policy* policy, const sla_history_options* options,
                                   sla_history** out, sla_error* error);

/* Reads a stream of events to its end and releases it, also on an error. Each batch is a struct
 * whose columns are found by name as docs/reference/data.md says of files without a source block:
 * lead_id, ts, event, owner, team, actor, event_id, into, and the fields' own names, in any order;
 * others are not read. Columns may be text (also dictionary-encoded), integers, floating point,
 * boolean, decimal, date or timestamp (of a zone: UTC; without one: the policy's zone); a null says
 * nothing. `record`: an index, 0 for leads. What is wrong with single rows becomes findings.
 * SLA_BAD_DATA: the stream failed, or a needed column is not there; the history can then only be
 * freed. */
SLA_API sla_status sla_history_add_events(sla_history* history, int32_t record,
                                          struct ArrowArrayStream* events, sla_error* error);

/* Reads a roster (columns owner, team, manager, zone, party, from, until, and the policy's roles)
 * to its end and releases it. The last one counts. */
SLA_API sla_status sla_history_set_roster(sla_history* history, struct ArrowArrayStream* roster,
                                          sla_error* error);

/* Judges everything as of an instant. Once for each history: it is empty afterwards and can only be
 * freed. SLA_REFUSED: it was judged before. SLA_BAD_DATA: strict, and data has problems. */
SLA_API sla_status sla_history_judge(sla_history* history, int64_t as_of, sla_outcome** out,
                                     sla_error* error);

SLA_API void sla_history_free(sla_history* history);

enum {
  SLA_TABLE_VERDICTS =
      0, /* The columns of `sla run --verdicts`: clause, subject, cycle, tier, status, ... */
  SLA_TABLE_ACTIONS = 1, /* Of `sla run --actions`: reminders, escalations, tasks. */
  SLA_TABLE_POINTS = 2,  /* Of `sla run --points`. */
  SLA_TABLE_PERIODS =
      3 /* One row for each clause, period and group: counts, percentage, verdict. */
};

/* A table as a stream of Arrow structs: text as utf8, instants as timestamp[us, UTC], counts as
 * int64. The caller releases the stream; it may outlive the outcome. Streams of one outcome may be
 * read on different threads, one thread a stream. */
SLA_API sla_status sla_outcome_table(const sla_outcome* outcome, int32_t table,
                                     struct ArrowArrayStream* out, sla_error* error);

enum {
  SLA_JSON_SUMMARY =
      0, /* As of `sla run --format json`: clauses with counts, periods and verdicts. */
  SLA_JSON_FINDINGS = 1 /* What was noticed about the data: kinds, counts and examples. */
};

/* A text of the outcome. Ended by a zero byte, lives as long as the outcome. */
SLA_API sla_status sla_outcome_json(const sla_outcome* outcome, int32_t what, sla_text* out,
                                    sla_error* error);

SLA_API void sla_outcome_free(sla_outcome* outcome);

/* ---- Stream: a session ---- */

typedef struct sla_session_options {
  uint32_t struct_size;
  int32_t record; /* Whose subjects it follows; 0: leads. */
  struct ArrowArrayStream*
      roster;        /* May be NULL; read to its end and released, also on an error. */
  int64_t lateness;  /* Facts this much (microseconds) behind the clock are refused; 0: none are. */
  int64_t retention; /* A subject with nothing open, about which nothing was said for this long
                        and the lateness, is forgotten; needs a lateness. 0: none is. */
} sla_session_options;

/* An empty session whose clock does not stand anywhere yet. `options` may be NULL. Any thread. */
SLA_API sla_status sla_session_new(sla_policy* policy, const sla_session_options* options,
                                   sla_session** out, sla_error* error);

enum {
  SLA_VALUE_NUMBER =
      1, /* `number` as it is kept: integers and durations (microseconds) as they are; decimal,
            money and percent in millionths; yes/no 1 and 0; `one of` the index of the choice;
            dates days since 1970, instants microseconds. Not for text fields. */
  SLA_VALUE_UNKNOWN = 2, /* The field becomes unknown. */
  SLA_VALUE_TEXT = 3 /* `text` as a cell of a log would say it; of a text field the value itself. */
};

typedef struct sla_value {
  sla_text name; /* The field; not looked at when `field` is not negative. */
  int32_t field; /* Of sla_policy_field, or -1. */
  int32_t kind;  /* SLA_VALUE_... */
  int64_t number;
  sla_text text;
} sla_value;

enum {
  SLA_FACT_EVENT = 0,
  SLA_FACT_RETRACTION = 1, /* Takes back the event or merge with `id`. */
  SLA_FACT_MERGE = 2       /* `subject` is a duplicate of `into`. */
};

/* One thing that happened. */
typedef struct sla_event {
  uint32_t struct_size;
  int32_t kind;                /* SLA_FACT_... */
  sla_text subject;            /* Whose it is; not looked at when `subject_id` is not SLA_NO_ID. */
  uint32_t subject_id;         /* Of sla_session_subject_id, or SLA_NO_ID. */
  int32_t code;                /* Of sla_policy_event_code, or -1: `event` says it. */
  sla_text event;              /* The event's name. */
  int64_t time;                /* When it happened. */
  sla_text owner, team, actor; /* {NULL, 0}: it does not say. */
  sla_text id;      /* Makes a repetition known; {NULL, 0}: none, and a repetition counts again. */
  sla_text into;    /* Of a merge. */
  int64_t sequence; /* Order among events of one instant; then by id, then by arrival. */
  const sla_value* values;
  size_t value_count;
} sla_event;

#ifdef __cplusplus
#define SLA_EVENT_INIT                                           \
  ([] {                                                          \
    sla_event made{};                                            \
    made.struct_size = static_cast<uint32_t>(sizeof(sla_event)); \
    made.subject_id = SLA_NO_ID;                                 \
    made.code = -1;                                              \
    return made;                                                 \
  }())
#else
#define SLA_EVENT_INIT \
  ((sla_event){.struct_size = (uint32_t)sizeof(sla_event), .subject_id = SLA_NO_ID, .code = -1})
#endif

/* One thing that happened, by numbers: nothing is looked up, and a repetition counts again. Numbers
 * of subjects, owners (also actors) and teams are the session's, or SLA_NO_ID; the code is that of
 * sla_policy_event_code. */
typedef struct sla_fast_event {
  int64_t time;
  int64_t sequence;
  uint32_t subject, owner, team, actor;
  int32_t code;
  int32_t reserved;
} sla_fast_event;

enum {
  SLA_TAKEN = 0,
  SLA_REPEATED = 1,    /* Its id and all it says were there before; it counts once. */
  SLA_CONFLICTING = 2, /* Its id was there, with something else; left out, the first one counts. */
  SLA_MALFORMED = 3,   /* No subject, an event, field or value that the policy does not have, a time
                          out of range; left out. The status is SLA_OK all the same. */
  SLA_TOO_LATE = 4     /* Further behind the clock than the options allow; left out. */
};

/* Takes an event, in any order of time; what it changes is said by the next advance. An event later
 * than the clock is kept until then. `receipt` takes SLA_TAKEN ... */
SLA_API sla_status sla_session_event(sla_session* session, const sla_event* event, int32_t* receipt,
                                     sla_error* error);

/* The id of a subject in this session, for a path without looking names up: made when it is new,
 * and valid as long as the session (a restored session has ids of its own). SLA_INVALID_ARGUMENT:
 * an empty name. */
SLA_API sla_status sla_session_subject_id(sla_session* session, sla_text name, uint32_t* out,
                                          sla_error* error);

/* The same of an owner or actor, and of a team; valid as long as the session. */
SLA_API sla_status sla_session_owner_id(sla_session* session, sla_text name, uint32_t* out,
                                        sla_error* error);
SLA_API sla_status sla_session_team_id(sla_session* session, sla_text name, uint32_t* out,
                                       sla_error* error);

/* Takes events by numbers, in order; `taken` (may be NULL) is how many were. Stops at the first
 * that is not: SLA_INVALID_ARGUMENT (a number that the session or policy does not have, a time out
 * of range), SLA_REFUSED (too late). */
SLA_API sla_status sla_session_fast_events(sla_session* session, const sla_fast_event* events,
                                           size_t count, size_t* taken, sla_error* error);

enum {
  SLA_RUNNING = 0,
  SLA_PAUSED = 1,
  SLA_MET = 2,
  SLA_BREACHED = 3,
  SLA_MET_LATE = 4,
  SLA_CANCELLED = 5,
  SLA_EXCUSED = 6,
  SLA_OTHER_STATUS = 7 /* A period's verdict; `status_name` says it. */
};

/* One verdict, as a row of `sla run --verdicts`. */
typedef struct sla_verdict {
  sla_text clause, subject, tier, status_name, owner, team, record; /* Empty when there is none. */
  int64_t start, due, breach, stop;                                 /* Or SLA_NO_TIME. */
  int64_t elapsed_business, elapsed_wall;                           /* Microseconds. */
  uint64_t cycle;                                                   /* From 1. */
  int64_t version;                                                  /* Of the agreement. */
  int32_t clause_index; /* Among the record's clauses. */
  int32_t status;       /* SLA_RUNNING ... */
} sla_verdict;

/* Something that a step says or gives: a reminder, an escalation, a task, points. */
typedef struct sla_action {
  sla_text key;   /* Which step of which obligation: the same facts give the same key. */
  sla_text kind;  /* "remind", "notify", "escalate", "create task", "award", "deduct". */
  sla_text state; /* "due", "withdrawn", "revoked", "restored", "changed"; "given", "taken". */
  sla_text clause, subject;
  sla_text when; /* "at 75%". */
  sla_text to;   /* "Ann (sales_manager); Bob". */
  sla_text channel, message;
  int64_t at;         /* When the step happens. */
  int64_t deliver_at; /* The same, or the opening that it waits for; SLA_NO_TIME: none is known. */
  int64_t points;     /* Of award and deduct (then negative); else 0. */
} sla_action;

enum {
  SLA_CHANGE_CHANGED = 0,   /* `was` became `is`. */
  SLA_CHANGE_ADDED = 1,     /* `is` is new. */
  SLA_CHANGE_WITHDRAWN = 2, /* `was` is no more. */
  SLA_CHANGE_ACTION = 3     /* `action` is due, or was taken back. */
};

typedef struct sla_change {
  int32_t kind;       /* SLA_CHANGE_... */
  int32_t correction; /* Not 0: what was said was wrong for its own instant, because of what arrived
                         later. */
  const sla_verdict* was;
  const sla_verdict* is;
  const sla_action* action;
} sla_change;

/* Lists belong to the session: valid until the next call on it that is not `const`. `item_size` is
 * the distance of two items, which a newer library may make larger than the caller's sizeof. */
typedef struct sla_changes {
  const sla_change* items;
  size_t count, item_size;
} sla_changes;

typedef struct sla_verdicts {
  const sla_verdict* items;
  size_t count, item_size;
} sla_verdicts;

/* Moves the clock to `to` and says what changed: first the corrections, then what went on. Time
 * used on an open clock is no change. `changes` may be NULL. SLA_REFUSED: `to` is before the last
 * instant; nothing has changed then. */
SLA_API sla_status sla_session_advance(sla_session* session, int64_t to, sla_changes* changes,
                                       sla_error* error);

/* All verdicts as of the last advance, in the policy's order; none before the first. */
SLA_API sla_status sla_session_rows(sla_session* session, sla_verdicts* out, sla_error* error);

/* What is due on one subject. */
typedef struct sla_due {
  sla_text clause, tier, status_name, owner, team;
  int64_t start, due, breach; /* Or SLA_NO_TIME. While paused: as it would be if it went on now. */
  int64_t left; /* Until due on the wall clock, negative after it; SLA_NO_TIME: never due. */
  int64_t
      next_change; /* The next instant at which this can change by time alone; SLA_NO_TIME: none. */
  uint64_t cycle;
  int32_t clause_index;
  int32_t status; /* SLA_RUNNING or SLA_PAUSED, or SLA_BREACHED while it can still be met late. */
} sla_due;

typedef struct sla_dues {
  const sla_due* items;
  size_t count, item_size;
  int64_t next_change; /* The earliest of all items, or SLA_NO_TIME. */
} sla_dues;

/* What is open on a subject as of the last advance, soonest due first: answers "what is due on this
 * lead, and when can that change?" without judging anybody else. A subject that is not known has
 * nothing due. */
SLA_API sla_status sla_session_due(sla_session* session, sla_text subject, sla_dues* out,
                                   sla_error* error);
/* The same by id. SLA_INVALID_ARGUMENT: no such id. */
SLA_API sla_status sla_session_due_of(sla_session* session, uint32_t subject_id, sla_dues* out,
                                      sla_error* error);

/* The earliest instant after the last advance at which time alone changes something, of all
 * subjects, or SLA_NO_TIME: how long the caller may sleep when no event arrives. */
SLA_API sla_status sla_session_next_change(sla_session* session, int64_t* out, sla_error* error);

/* The instant of the last advance, or SLA_NO_TIME before the first. */
SLA_API int64_t sla_session_now(const sla_session* session);
/* How many facts it has taken. */
SLA_API uint64_t sla_session_fact_count(const sla_session* session);

/* Everything that the session knows and has said, as bytes with a version and a checksum; valid
 * until the next call on it that is not `const`. */
SLA_API sla_status sla_session_snapshot(sla_session* session, const uint8_t** data, size_t* size,
                                        sla_error* error);

/* A session that goes on where the snapshot was taken. Any bytes are safe. SLA_CORRUPT: they are
 * damaged or no snapshot. SLA_INCOMPATIBLE: of another version, policy or record. */
SLA_API sla_status sla_session_restore(sla_policy* policy, const sla_session_options* options,
                                       const uint8_t* data, size_t size, sla_session** out,
                                       sla_error* error);

SLA_API void sla_session_free(sla_session* session);

#ifdef __cplusplus
}
#endif

#endif /* SLA_H */
