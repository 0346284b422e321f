package sla;

/** Where the members of the structs of sla.h and of Arrow's C interface are. layout.c holds it against the header. */
final class Layout {
  static final long NO_TIME = Long.MAX_VALUE;
  static final int NO_ID = -1;

  static final int TEXT_SIZE = 16;
  static final int LIST_SIZE = 24, LIST_ITEMS = 0, LIST_COUNT = 8, LIST_ITEM_SIZE = 16;

  static final int ERROR_SIZE = 1024, ERROR_MESSAGE = 8;

  static final int INFO_SIZE = 64, INFO_RECORDS = 4, INFO_CLAUSES = 8, INFO_VERSION = 16, INFO_TITLE = 24;
  static final int INFO_HASH = 32, INFO_TZDB = 40, INFO_COMPILER = 48, INFO_TARGET = 56;

  static final int HISTORY_OPTIONS_SIZE = 16, HISTORY_THREADS = 4, HISTORY_STRICT = 8;
  static final int SESSION_OPTIONS_SIZE = 32, SESSION_RECORD = 4, SESSION_ROSTER = 8, SESSION_LATENESS = 16;
  static final int SESSION_RETENTION = 24;

  static final int VALUE_SIZE = 48, VALUE_NAME = 0, VALUE_FIELD = 16, VALUE_KIND = 20, VALUE_NUMBER = 24;
  static final int VALUE_TEXT = 32, VALUE_UNKNOWN_KIND = 2, VALUE_TEXT_KIND = 3;

  static final int EVENT_SIZE = 160, EVENT_KIND = 4, EVENT_SUBJECT = 8, EVENT_SUBJECT_ID = 24, EVENT_CODE = 28;
  static final int EVENT_EVENT = 32, EVENT_TIME = 48, EVENT_OWNER = 56, EVENT_TEAM = 72, EVENT_ACTOR = 88;
  static final int EVENT_ID = 104, EVENT_INTO = 120, EVENT_SEQUENCE = 136, EVENT_VALUES = 144;
  static final int EVENT_VALUE_COUNT = 152;

  static final int FAST_SIZE = 40, FAST_TIME = 0, FAST_SEQUENCE = 8, FAST_SUBJECT = 16, FAST_OWNER = 20;
  static final int FAST_TEAM = 24, FAST_ACTOR = 28, FAST_CODE = 32;

  static final int VERDICT_CLAUSE = 0, VERDICT_SUBJECT = 16, VERDICT_TIER = 32, VERDICT_STATUS_NAME = 48;
  static final int VERDICT_OWNER = 64, VERDICT_TEAM = 80, VERDICT_RECORD = 96, VERDICT_START = 112;
  static final int VERDICT_DUE = 120, VERDICT_BREACH = 128, VERDICT_STOP = 136, VERDICT_BUSINESS = 144;
  static final int VERDICT_WALL = 152, VERDICT_CYCLE = 160, VERDICT_VERSION = 168, VERDICT_SIZE = 184;

  static final int ACTION_KEY = 0, ACTION_KIND = 16, ACTION_STATE = 32, ACTION_CLAUSE = 48, ACTION_SUBJECT = 64;
  static final int ACTION_WHEN = 80, ACTION_TO = 96, ACTION_CHANNEL = 112, ACTION_MESSAGE = 128, ACTION_AT = 144;
  static final int ACTION_DELIVER_AT = 152, ACTION_POINTS = 160, ACTION_SIZE = 168;

  static final int CHANGE_KIND = 0, CHANGE_CORRECTION = 4, CHANGE_WAS = 8, CHANGE_IS = 16, CHANGE_ACTION = 24;
  static final int CHANGE_SIZE = 32;

  static final int DUE_CLAUSE = 0, DUE_TIER = 16, DUE_STATUS_NAME = 32, DUE_OWNER = 48, DUE_TEAM = 64;
  static final int DUE_START = 80, DUE_DUE = 88, DUE_BREACH = 96, DUE_LEFT = 104, DUE_NEXT_CHANGE = 112;
  static final int DUE_CYCLE = 120, DUE_SIZE = 136, DUES_SIZE = 32, DUES_NEXT_CHANGE = 24;

  static final int SCHEMA_SIZE = 72, SCHEMA_FORMAT = 0, SCHEMA_NAME = 8, SCHEMA_FLAGS = 24;
  static final int SCHEMA_CHILD_COUNT = 32, SCHEMA_CHILDREN = 40, SCHEMA_DICTIONARY = 48, SCHEMA_RELEASE = 56;
  static final int SCHEMA_PRIVATE = 64;

  static final int ARRAY_SIZE = 80, ARRAY_LENGTH = 0, ARRAY_NULLS = 8, ARRAY_OFFSET = 16;
  static final int ARRAY_BUFFER_COUNT = 24, ARRAY_CHILD_COUNT = 32, ARRAY_BUFFERS = 40, ARRAY_CHILDREN = 48;
  static final int ARRAY_RELEASE = 64, ARRAY_PRIVATE = 72;

  static final int STREAM_SIZE = 40, STREAM_GET_SCHEMA = 0, STREAM_GET_NEXT = 8, STREAM_LAST_ERROR = 16;
  static final int STREAM_RELEASE = 24, STREAM_PRIVATE = 32;

  private Layout() {}
}
