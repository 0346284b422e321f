#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/events/log.h"
#include "runtime/ingest/bind_columns.h"
#include "runtime/ingest/data_findings.h"
#include "runtime/ingest/duckdb.h"
#include "runtime/ingest/field_cell.h"
#include "runtime/ingest/mapping.h"
#include "runtime/ingest/seen_events.h"
#include "runtime/ingest/word_table.h"
#include "runtime/time/zone.h"

namespace sla::ingest {

/// Turns the rows of one source into events. Fed chunk by chunk, input by input; knows nothing of
/// files.
class EventReader {
 public:
  /// Borrows all of them for its life. `zone`: of times without an offset.
  EventReader(const Mapping& mapping, const time::Zone& zone, events::LogBuilder& builder,
              DataFindings& findings);

  EventReader(const EventReader&) = delete;
  EventReader& operator=(const EventReader&) = delete;

  void begin_input(const std::string& origin, const BoundColumns& columns);
  void read(const Chunk& chunk);
  /// Hands over what could only be ordered at the end. Call once, after the last input.
  void finish();

  std::uint64_t rows() const { return rows_before_ + row_; }
  std::uint64_t events() const { return builder_->size() - first_event_ + pending_.size(); }

 private:
  /// The cells of a row that are not fields, trimmed.
  struct Cells {
    std::string_view subject, time, owner, team, actor, id, sequence, into;
  };

  /// An event whose order among equal times and sequences its id decides.
  struct Pending {
    events::Event event;
    std::vector<events::LogBuilder::Value> values;
    std::string id;
  };

  /// A test of the mapping, ready to be asked of cells.
  struct Test {
    WordTable words;
    bool negated = false;
    bool passes(std::string_view cell) const {
      const bool holds = words.empty() ? !cell.empty() : words.find(cell).has_value();
      return holds != negated;
    }
  };
  static Test test_of(const CellTest& test);
  static std::optional<Test> test_of(const std::optional<CellTest>& test);

  /// Whether a row is of this source at all.
  bool belongs(const Chunk& chunk, std::uint64_t row);
  /// The cell of a column, or nothing in a row that its test leaves out.
  std::string_view cell_when(const Chunk& chunk, int column, const std::optional<Test>& test,
                             int test_column, std::uint64_t row) const;
  std::string_view cell(const Chunk& chunk, int column, std::uint64_t row) const;
  Cells cells(const Chunk& chunk, std::uint64_t row) const;
  void read_row(const Chunk& chunk, std::uint64_t row);
  /// Reads what the row says besides who and when; it is an event.
  void read_event(const Chunk& chunk, std::uint64_t row, const Cells& texts, events::Event event);
  void read_retraction(const Cells& texts, time::Instant time);
  void read_merge(const Cells& texts, time::Instant time);
  /// An event code, or one of the two other things that a row may be.
  std::optional<std::int64_t> meaning_of(std::string_view word);
  std::optional<time::Instant> time_of(std::string_view text);
  void prefetch_subjects(const Chunk& chunk);
  void intern(const Cells& cells, events::Event& event);
  void read_fields(const Chunk& chunk, std::uint64_t row, events::Code code);
  std::int64_t read_sequence(std::string_view text);
  /// False when the event is a repetition and must not be added.
  bool is_new(const events::Event& event, const Cells& cells);
  void note_order(const events::Event& event, std::string_view time);
  void add(const events::Event& event, std::string_view id);
  DataExample* find(DataFindingKind kind, std::string_view text, std::string_view about = {});

  const Mapping* mapping_;
  time::Zone zone_;
  events::LogBuilder* builder_;
  DataFindings* findings_;
  WordTable event_words_;
  CachedInterner subjects_, owners_, teams_, actors_;
  std::vector<std::uint64_t> subject_hash_;  ///< By row of the chunk.
  std::uint64_t row_hash_ = 0;               ///< Of the row that is read.
  std::vector<FieldCell> fields_;
  std::vector<Test> row_tests_;
  std::vector<std::optional<Test>> field_tests_;
  std::optional<Test> owner_test_, team_test_, actor_test_;
  SeenEvents seen_;

  std::vector<std::string> origins_;  ///< By input.
  std::uint16_t origin_ = 0;          ///< In the builder.
  BoundColumns columns_;
  std::uint64_t rows_before_ = 0;  ///< In earlier inputs.
  std::uint64_t row_ = 0;          ///< Of this input, one-based.
  std::uint64_t first_event_ = 0;
  std::vector<time::Instant> last_time_;  ///< By subject, in this input.
  std::vector<events::LogBuilder::Value> values_;
  std::vector<Pending> pending_;
};

}  // namespace sla::ingest
