#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "compiler/agreement/agreement.h"
#include "compiler/driver/feed_lines.h"
#include "runtime/ingest/ingest_error.h"
#include "runtime/stream/fact.h"
#include "runtime/time/zone.h"

namespace sla::driver {

/// What one record of a stream of events said.
struct Told {
  struct Fact {
    std::size_t record = 0;  ///< Whose: by the order of `records_of`.
    stream::Fact fact;
  };
  std::vector<Fact> facts;
  /// What could not be read as it should: `unparsable_time: a time that cannot be read; ...`.
  std::vector<std::string> problems;
};

/// Turns records of a stream of events into facts, by the sources of the policy (or by telling
/// names of columns, where it has none), as a batch reads a file. What a batch says of a whole log
/// is said of each record; repetitions are the session's business. Memory does not grow with the
/// stream. One thread at a time.
class Feed {
 public:
  /// `source`: the name of the source (or of a record without any) that all of the stream is;
  /// empty: each record is for the sources whose columns it has. Borrows the agreement. The error
  /// is a name or a zone that there is not.
  static std::expected<Feed, ingest::IngestError> make(const agreement::Agreement& agreement,
                                                       const std::string& source);
  Feed(Feed&&) noexcept;
  ~Feed();

  /// `place`: how many records were taken before, in this run and those that it goes on with; the
  /// order of events of one instant that have no sequence. The error says why nothing in the record
  /// is of use: it has the columns of no source.
  std::expected<Told, ingest::IngestError> take(const LineCells& record, std::int64_t place);

 private:
  struct Outlet;
  struct Layout;
  explicit Feed(const agreement::Agreement& agreement);
  std::expected<Layout*, ingest::IngestError> layout_of(const std::vector<std::string>& columns);
  std::expected<void, ingest::IngestError> open(Layout& layout, std::size_t record,
                                                const agreement::Source* source,
                                                const std::vector<std::string>& columns);
  void tell(Outlet& outlet, const LineCells& record, std::int64_t place, Told& told) const;

  const agreement::Agreement* agreement_;
  std::vector<const agreement::Agreement*> records_;
  std::string only_;
  std::size_t sources_ = 0;  ///< With ids of their own.
  time::Zone zone_;
  /// By the columns that a record has. Dropped now and then: their readers remember names.
  std::map<std::vector<std::string>, std::unique_ptr<Layout>> layouts_;
  std::uint64_t since_dropped_ = 0;
};

}  // namespace sla::driver
