#include "runtime/ingest/event_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/ingest/nearest_name.h"
#include "runtime/ingest/time_cell.h"
#include "runtime/ingest/value_text.h"

namespace sla::ingest {
namespace {

using Kind = DataFindingKind;

/// How many rows before its own a subject's name is fetched.
constexpr std::uint64_t kAhead = 12;

std::uint32_t intern_name(CachedInterner& interner, std::string_view text) {
  return text.empty() ? events::kNone : interner.intern(text);
}

events::EventId id_of(std::string_view id) {
  if (id.empty()) return {};
  Fingerprint print;
  print.add(id);
  return {print.low(), print.high()};
}

}  // namespace

EventReader::EventReader(const Mapping& mapping, const time::Zone& zone,
                         events::LogBuilder& builder, DataFindings& findings)
    : mapping_(&mapping),
      zone_(zone),
      builder_(&builder),
      findings_(&findings),
      event_words_(mapping.events),
      subjects_(builder.subjects()),
      owners_(builder.owners()),
      teams_(builder.teams()),
      actors_(builder.owners()),
      owner_test_(test_of(mapping.owner_when)),
      team_test_(test_of(mapping.team_when)),
      actor_test_(test_of(mapping.actor_when)),
      first_event_(builder.size()) {
  builder.begin_source(mapping.id.empty());
  fields_.reserve(mapping.fields.size());
  for (const FieldMapping& field : mapping.fields) {
    fields_.emplace_back(field, mapping.currency, zone_, builder.texts(), findings);
    field_tests_.push_back(test_of(field.when));
  }
  for (const CellTest& test : mapping.rows) row_tests_.push_back(test_of(test));
}

EventReader::Test EventReader::test_of(const CellTest& test) {
  std::vector<WordCode> words;
  for (const std::string& word : test.words) words.push_back({word, 0});
  return {WordTable(words), test.negated};
}

std::optional<EventReader::Test> EventReader::test_of(const std::optional<CellTest>& test) {
  if (!test) return std::nullopt;
  return test_of(*test);
}

void EventReader::begin_input(const std::string& origin, const BoundColumns& columns) {
  origins_.push_back(origin);
  origin_ = builder_->add_origin(origin);
  columns_ = columns;
  rows_before_ += row_;
  row_ = 0;
  last_time_.clear();
}

void EventReader::read(const Chunk& chunk) {
  prefetch_subjects(chunk);
  for (std::uint64_t row = 0; row < chunk.size(); ++row) {
    if (row + kAhead < chunk.size())
      builder_->subjects().prefetch_text(subject_hash_[row + kAhead]);
    row_hash_ = subject_hash_[row];
    ++row_;
    read_row(chunk, row);
  }
}

/// Millions of subjects lie far apart in memory; what a chunk needs of them is fetched together.
void EventReader::prefetch_subjects(const Chunk& chunk) {
  subject_hash_.resize(chunk.size());
  for (std::uint64_t row = 0; row < chunk.size(); ++row) {
    subject_hash_[row] = events::hash_text(cell(chunk, columns_.subject, row));
    builder_->subjects().prefetch(subject_hash_[row]);
  }
}

std::string_view EventReader::cell(const Chunk& chunk, int column, std::uint64_t row) const {
  return column < 0 ? std::string_view() : trim(chunk.text(static_cast<std::size_t>(column), row));
}

std::string_view EventReader::cell_when(const Chunk& chunk, int column,
                                        const std::optional<Test>& test, int test_column,
                                        std::uint64_t row) const {
  if (test && !test->passes(cell(chunk, test_column, row))) return {};
  return cell(chunk, column, row);
}

bool EventReader::belongs(const Chunk& chunk, std::uint64_t row) {
  for (std::size_t t = 0; t < row_tests_.size(); ++t) {
    const std::string_view text = cell(chunk, columns_.rows[t], row);
    if (row_tests_[t].passes(text)) continue;
    find(Kind::unselected_row, text, mapping_->rows[t].column);
    return false;
  }
  return true;
}

DataExample* EventReader::find(Kind kind, std::string_view text, std::string_view about) {
  return findings_->add(kind, about, origins_.back(), row_, text);
}

EventReader::Cells EventReader::cells(const Chunk& chunk, std::uint64_t row) const {
  return {.subject = cell(chunk, columns_.subject, row),
          .time = cell(chunk, columns_.time, row),
          .owner = cell_when(chunk, columns_.owner, owner_test_, columns_.owner_test, row),
          .team = cell_when(chunk, columns_.team, team_test_, columns_.team_test, row),
          .actor = cell_when(chunk, columns_.actor, actor_test_, columns_.actor_test, row),
          .id = cell(chunk, columns_.id, row),
          .sequence = cell(chunk, columns_.sequence, row),
          .into = cell(chunk, columns_.into, row)};
}

void EventReader::read_row(const Chunk& chunk, std::uint64_t row) {
  if (!belongs(chunk, row)) return;
  // The event first: what the mapping ignores is not examined further.
  const auto meaning = meaning_of(cell(chunk, columns_.event, row));
  if (!meaning) return;
  const Cells texts = cells(chunk, row);
  // A retraction is about an event; whose that was, the event itself says.
  if (texts.subject.empty() && *meaning != events::kRetractionRow) {
    find(Kind::missing_subject, "");
    return;
  }
  const auto time = time_of(texts.time);
  if (!time) return;
  if (*meaning == events::kRetractionRow) return read_retraction(texts, *time);
  if (*meaning == events::kMergeRow) return read_merge(texts, *time);

  events::Event event;
  event.code = static_cast<events::Code>(*meaning);
  event.time = *time;
  read_event(chunk, row, texts, event);
}

void EventReader::read_event(const Chunk& chunk, std::uint64_t row, const Cells& texts,
                             events::Event event) {
  event.row = row_;
  event.origin = origin_;
  event.sequence = read_sequence(texts.sequence);
  read_fields(chunk, row, event.code);
  if (!is_new(event, texts)) return;
  // Only now: a row that is left out must not leave a subject or a team without events behind.
  intern(texts, event);
  if (event.code == events::kAssigned && event.owner == events::kNone) {
    find(Kind::missing_owner, texts.subject);
  }
  note_order(event, texts.time);
  add(event, texts.id);
}

void EventReader::read_retraction(const Cells& texts, time::Instant time) {
  if (texts.id.empty()) {
    find(Kind::missing_id, texts.subject);
    return;
  }
  builder_->add(events::Retraction{.id = id_of(texts.id),
                                   .of_any_source = mapping_->each_row == events::kRetractionRow,
                                   .time = time,
                                   .row = row_,
                                   .origin = origin_,
                                   .text = std::string(texts.id)});
}

void EventReader::read_merge(const Cells& texts, time::Instant time) {
  if (texts.into.empty()) {
    find(Kind::missing_winner, texts.subject);
    return;
  }
  builder_->add(events::Merge{.loser = subjects_.intern(texts.subject),
                              .winner = subjects_.intern(texts.into),
                              .id = id_of(texts.id),
                              .time = time,
                              .sequence = read_sequence(texts.sequence),
                              .row = row_,
                              .origin = origin_});
}

std::optional<std::int64_t> EventReader::meaning_of(std::string_view word) {
  if (mapping_->each_row != WordCode::kNothing) return mapping_->each_row;
  if (word.empty()) {
    find(Kind::missing_event, "");
    return std::nullopt;
  }
  const std::int64_t meaning = event_words_.find(word).value_or(mapping_->otherwise);
  if (meaning == kOtherwiseIgnored) {
    find(Kind::ignored_event, word);
  } else if (meaning == kOtherwiseFinding) {
    if (DataExample* example = find(Kind::unknown_event, word)) {
      example->help = did_you_mean(word, event_words_.words());
    }
  } else {
    return meaning;
  }
  return std::nullopt;
}

std::optional<time::Instant> EventReader::time_of(std::string_view text) {
  if (text.empty()) {
    find(Kind::missing_time, "");
    return std::nullopt;
  }
  const TimeCell cell = read_time(text, mapping_->time_format, zone_, mapping_->dates_at_minute);
  switch (cell.problem) {
    case TimeCell::Problem::malformed:
      if (DataExample* example = find(Kind::unparsable_time, text)) example->help = cell.help;
      return std::nullopt;
    case TimeCell::Problem::out_of_range: find(Kind::time_out_of_range, text); return std::nullopt;
    case TimeCell::Problem::none: break;
  }
  if (cell.resolution == time::Resolution::kTwice) find(Kind::ambiguous_local_time, text);
  if (cell.resolution == time::Resolution::kGap) find(Kind::nonexistent_local_time, text);
  return cell.instant;
}

void EventReader::intern(const Cells& cells, events::Event& event) {
  event.subject = subjects_.intern(cells.subject, row_hash_);
  event.owner = intern_name(owners_, cells.owner);
  event.team = intern_name(teams_, cells.team);
  event.actor = intern_name(actors_, cells.actor);
}

void EventReader::read_fields(const Chunk& chunk, std::uint64_t row, events::Code code) {
  values_.clear();
  for (std::size_t f = 0; f < fields_.size(); ++f) {
    if (fields_[f].only_of().value_or(code) != code) continue;
    const std::string_view text =
        cell_when(chunk, columns_.fields[f], field_tests_[f], columns_.field_tests[f], row);
    if (text.empty()) continue;
    const auto value = fields_[f].read(text, {.origin = &origins_.back(), .row = row_});
    if (value) values_.push_back(*value);
  }
}

std::int64_t EventReader::read_sequence(std::string_view text) {
  // The order of adding is the order of the rows, over all inputs and sources.
  const auto place = static_cast<std::int64_t>(builder_->size() + pending_.size());
  if (text.empty()) return place;
  const ParsedValue sequence = parse_integer(text);
  if (sequence.problem == ValueProblem::none) return sequence.value;
  if (DataExample* example = find(Kind::unparsable_value, text, mapping_->sequence)) {
    example->help = "the sequence must be an integer; the place in the file was taken";
  }
  return place;
}

bool EventReader::is_new(const events::Event& event, const Cells& cells) {
  // Without ids nothing is left out; what rows repeat is seen when the log is in order.
  if (columns_.id < 0) return true;
  // All that the event says, but not where it stands.
  Fingerprint content;
  for (const std::string_view text : {cells.subject, cells.owner, cells.team, cells.actor}) {
    content.add(text);
  }
  content.add(event.code);
  content.add(static_cast<std::uint64_t>(event.time));
  for (const auto& value : values_) {
    content.add(static_cast<std::uint64_t>(value.field) << 8 | value.set);
    content.add(static_cast<std::uint64_t>(value.value));
  }
  Fingerprint key = content;
  if (!cells.id.empty()) {
    key = Fingerprint();
    key.add(cells.id);
  }
  const std::uint64_t place = SeenEvents::place_of(row_, origins_.size() - 1);
  const SeenEvents::Entry* first = seen_.find_or_add(key, content.low(), place);
  if (first == nullptr) return true;
  const Kind kind = cells.id.empty()                  ? Kind::identical_row
                    : first->content == content.low() ? Kind::duplicate_event_id
                                                      : Kind::conflicting_event_id;
  if (DataExample* example = find(kind, cells.id.empty() ? cells.subject : cells.id)) {
    example->help = fmt::format("first in row {} of {}", SeenEvents::row_of(*first),
                                origins_[SeenEvents::input_of(*first)]);
  }
  return kind == Kind::identical_row;
}

void EventReader::note_order(const events::Event& event, std::string_view time) {
  if (event.subject >= last_time_.size())
    last_time_.resize(event.subject + std::size_t{1}, time::kMinInstant);
  time::Instant& last = last_time_[event.subject];
  if (event.time < last) find(Kind::out_of_order, time);
  last = event.time;
}

void EventReader::add(const events::Event& event, std::string_view id) {
  if (columns_.sequence >= 0 && columns_.id >= 0) {
    pending_.push_back({event, values_, std::string(id)});
  } else {
    builder_->add(event, values_, id_of(id));
  }
}

void EventReader::finish() {
  std::ranges::stable_sort(pending_, {}, &Pending::id);
  for (const Pending& pending : pending_) {
    builder_->add(pending.event, pending.values, id_of(pending.id));
  }
  pending_.clear();
}

}  // namespace sla::ingest
