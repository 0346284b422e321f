#include "compiler/driver/feed.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "compiler/diagnose/finding.h"
#include "compiler/driver/inputs.h"
#include "compiler/driver/mapping.h"
#include "runtime/ingest/bind_columns.h"
#include "runtime/ingest/event_reader.h"
#include "runtime/ingest/nearest_name.h"
#include "runtime/ingest/read_events.h"

namespace sla::driver {
namespace {

using agreement::Agreement;
using agreement::Source;
using ingest::IngestError;
using Columns = std::vector<std::string>;

/// Readers remember names and ids; after so many records they are made anew.
constexpr std::uint64_t kRecordsOfReaders = 100'000;
constexpr std::size_t kMostLayouts = 64;

bool has(const Columns& columns, const std::string& name) {
  return std::ranges::any_of(columns, [&](const std::string& column) {
    return ingest::fold_case(column) == ingest::fold_case(name);
  });
}

/// The columns without which a record says nothing that a source could read.
Columns essential(const ingest::Mapping& mapping) {
  Columns columns = {mapping.time};
  if (mapping.each_row != events::kRetractionRow) columns.push_back(mapping.subject);
  if (!mapping.event.empty()) columns.push_back(mapping.event);
  for (const ingest::CellTest& test : mapping.rows) columns.push_back(test.column);
  return columns;
}

Columns all_columns(const ingest::Mapping& mapping) {
  Columns columns = {mapping.subject, mapping.time, mapping.event,    mapping.owner, mapping.team,
                     mapping.actor,   mapping.id,   mapping.sequence, mapping.into};
  const auto test = [&](const std::optional<ingest::CellTest>& of) {
    if (of) columns.push_back(of->column);
  };
  for (const ingest::CellTest& of : mapping.rows) columns.push_back(of.column);
  for (const ingest::FieldMapping& field : mapping.fields) {
    columns.push_back(field.column);
    test(field.when);
  }
  test(mapping.owner_when);
  test(mapping.team_when);
  test(mapping.actor_when);
  std::erase(columns, "");
  return columns;
}

bool has_all(const Columns& columns, const Columns& wanted) {
  return std::ranges::all_of(wanted, [&](const std::string& name) { return has(columns, name); });
}

std::string words(const ingest::DataFinding& finding) {
  const ingest::DataExample& example = finding.examples.front();
  std::string text = fmt::format("{}{}: {}", ingest::name_of(finding.kind),
                                 finding.about.empty() ? "" : " (" + finding.about + ")",
                                 ingest::meaning_of(finding.kind));
  if (!example.text.empty()) text += fmt::format(": `{}`", example.text);
  // Rows are not counted here.
  const bool of_a_row = finding.kind == ingest::DataFindingKind::conflicting_event_id;
  if (!example.help.empty() && !of_a_row) text += fmt::format(" ({})", example.help);
  return text;
}

}  // namespace

/// What one source reads of records with certain columns.
struct Feed::Outlet {
  Outlet(const Agreement& of, ingest::Mapping by) : agreement(of), mapping(std::move(by)) {}

  std::string_view cell(const LineCells& of, int column) const;
  events::LogBuilder::Added read(const LineCells& of);
  stream::Fact fact_of(const events::Event& event, const std::vector<events::EventValue>& values);
  stream::Fact fact_of(const events::Merge& merge);

  const Agreement& agreement;
  ingest::Mapping mapping;
  std::size_t record = 0;
  std::size_t source = 0;  ///< Among those with ids of their own.
  ingest::DataFindings findings;
  events::LogBuilder builder{agreement.texts, agreement.fields.size()};
  ingest::BoundColumns columns;
  std::unique_ptr<ingest::EventReader> reader;  ///< Borrows the others.
};

struct Feed::Layout {
  std::vector<std::unique_ptr<Outlet>> outlets;
};

namespace {

/// An id as sessions know it: each source has ids of its own.
std::string id_of(std::string_view id, std::size_t source, std::size_t sources) {
  if (id.empty()) return {};
  return sources < 2 ? std::string(id) : fmt::format("{}:{}", source, id);
}

std::string name_of(const events::Interner& names, std::uint32_t id) {
  return id == events::kNone ? std::string() : std::string(names.text(id));
}

}  // namespace

Feed::Feed(const Agreement& agreement)
    : agreement_(&agreement), records_(records_of(agreement)), zone_(time::Zone::utc()) {
  for (const Agreement* record : records_)
    sources_ += std::max<std::size_t>(record->sources.size(), 1);
}
Feed::Feed(Feed&&) noexcept = default;
Feed::~Feed() = default;

std::expected<Feed, IngestError> Feed::make(const Agreement& agreement, const std::string& source) {
  Feed feed(agreement);
  const auto zone = time::Zone::find(agreement.zone);
  if (!zone) return std::unexpected(IngestError{zone.error().message(), ""});
  feed.zone_ = *zone;
  feed.only_ = source;
  if (source.empty()) return feed;
  std::vector<std::string> names;
  for (const Agreement* record : feed.records_) {
    if (record->sources.empty()) names.push_back(record->subject_kind);
    for (const Source& one : record->sources) names.push_back(one.name);
  }
  if (std::ranges::find(names, source) != names.end()) return feed;
  const auto near = diagnose::nearest(source, names);
  return std::unexpected(IngestError{fmt::format("the policy has no source `{}`", source),
                                     near ? fmt::format("did you mean `{}`?", *near)
                                          : fmt::format("it has {}", fmt::join(names, ", "))});
}

std::expected<void, IngestError> Feed::open(Layout& layout, std::size_t record,
                                            const Source* source, const Columns& columns) {
  const Agreement& agreement = *records_[record];
  ingest::Mapping mapping;
  if (source != nullptr) {
    mapping = mapping_of(agreement, *source);
  } else {
    auto made = ingest::default_mapping(vocabulary_of(agreement), columns);
    if (!made) return std::unexpected(made.error());
    mapping = std::move(*made);
  }
  if (!has_all(columns, essential(mapping))) {
    Columns missing = essential(mapping);
    std::erase_if(missing, [&](const std::string& name) { return has(columns, name); });
    return std::unexpected(
        IngestError{fmt::format("source `{}` needs `{}`",
                                source == nullptr ? agreement.subject_kind : source->name,
                                fmt::join(missing, "`, `")),
                    ""});
  }
  const auto zone = ingest::zone_of(mapping, zone_);
  if (!zone) return std::unexpected(zone.error());
  auto outlet = std::make_unique<Outlet>(agreement, std::move(mapping));
  // A record leaves out what it does not say.
  ingest::Table table;
  table.columns = columns;
  for (const std::string& column : all_columns(outlet->mapping)) {
    if (!has(table.columns, column)) table.columns.push_back(column);
  }
  auto bound = ingest::bind_columns(table, outlet->mapping, outlet->findings);
  if (!bound) return std::unexpected(bound.error());
  outlet->columns = std::move(*bound);
  outlet->record = record;
  for (std::size_t r = 0; r < record; ++r)
    outlet->source += std::max<std::size_t>(records_[r]->sources.size(), 1);
  if (source != nullptr)
    outlet->source += static_cast<std::size_t>(source - agreement.sources.data());
  outlet->reader = std::make_unique<ingest::EventReader>(outlet->mapping, *zone, outlet->builder,
                                                         outlet->findings);
  outlet->reader->begin_input("", outlet->columns);
  layout.outlets.push_back(std::move(outlet));
  return {};
}

std::expected<Feed::Layout*, IngestError> Feed::layout_of(const Columns& columns) {
  if (++since_dropped_ > kRecordsOfReaders || layouts_.size() >= kMostLayouts) {
    layouts_.clear();
    since_dropped_ = 0;
  }
  const auto known = layouts_.find(columns);
  if (known != layouts_.end()) return known->second.get();
  auto layout = std::make_unique<Layout>();
  std::vector<std::string> reasons;
  // First those whose columns are all there; else those that can say something.
  for (const bool all : {true, false}) {
    for (std::size_t r = 0; r < records_.size() && (all || layout->outlets.empty()); ++r) {
      const Agreement& record = *records_[r];
      const auto consider = [&](const Source* source) -> void {
        const std::string& name = source == nullptr ? record.subject_kind : source->name;
        if (!only_.empty() && name != only_) return;
        if (all && source != nullptr && !has_all(columns, all_columns(mapping_of(record, *source))))
          return;
        auto opened = open(*layout, r, source, columns);
        if (!opened && !all) reasons.push_back(opened.error().message);
      };
      if (record.sources.empty() && !agreement::is_people(record.subject_kind)) consider(nullptr);
      for (const Source& source : record.sources) consider(&source);
    }
    if (!layout->outlets.empty()) break;
  }
  if (layout->outlets.empty()) {
    return std::unexpected(IngestError{
        fmt::format("the record has the columns of no source: it has {}", fmt::join(columns, ", ")),
        fmt::format("{}", fmt::join(reasons, "; "))});
  }
  return layouts_.emplace(columns, std::move(layout)).first->second.get();
}

std::string_view Feed::Outlet::cell(const LineCells& of, int column) const {
  if (column < 0) return {};
  const std::size_t place = columns.chosen[static_cast<std::size_t>(column)];
  // What a record leaves out stands behind its own columns.
  return place < of.cells.size() ? std::string_view(of.cells[place]) : std::string_view();
}

events::LogBuilder::Added Feed::Outlet::read(const LineCells& of) {
  std::vector<ingest::abi::Text> cells;
  for (std::size_t c = 0; c < columns.chosen.size(); ++c)
    cells.push_back(ingest::abi::cell_of(cell(of, static_cast<int>(c))));
  std::vector<ingest::Chunk::Column> row;
  for (const ingest::abi::Text& text : cells) row.push_back({&text, nullptr});
  reader->read(ingest::Chunk(1, std::move(row)));
  reader->finish();
  return builder.take();
}

stream::Fact Feed::Outlet::fact_of(const events::Event& event,
                                   const std::vector<events::EventValue>& values) {
  stream::Fact fact;
  fact.subject = name_of(builder.subjects(), event.subject);
  fact.time = event.time;
  fact.code = event.code;
  fact.owner = name_of(builder.owners(), event.owner);
  fact.team = name_of(builder.teams(), event.team);
  fact.actor = name_of(builder.owners(), event.actor);
  fact.sequence = event.sequence;
  for (const events::EventValue& value : values) {
    stream::FieldValue said{value.field, value.set, value.value, {}};
    if (agreement.fields[value.field].type.kind == agreement::TypeKind::text) {
      if (value.set == 1) said.text = builder.texts().text(static_cast<std::uint32_t>(value.value));
      said.value = 0;
    }
    fact.values.push_back(std::move(said));
  }
  return fact;
}

stream::Fact Feed::Outlet::fact_of(const events::Merge& merge) {
  stream::Fact fact;
  fact.kind = stream::Fact::Kind::merge;
  fact.subject = name_of(builder.subjects(), merge.loser);
  fact.into = name_of(builder.subjects(), merge.winner);
  fact.time = merge.time;
  fact.sequence = merge.sequence;
  return fact;
}

void Feed::tell(Outlet& outlet, const LineCells& record, std::int64_t place, Told& told) const {
  const events::LogBuilder::Added added = outlet.read(record);
  const std::string_view id = ingest::trim(outlet.cell(record, outlet.columns.id));
  const bool has_sequence = !ingest::trim(outlet.cell(record, outlet.columns.sequence)).empty();
  const auto keep = [&](stream::Fact fact, std::size_t source) {
    fact.id = id_of(id, source, sources_);
    if (!has_sequence) fact.sequence = place;
    told.facts.push_back({outlet.record, std::move(fact)});
  };
  for (std::size_t e = 0; e < added.events.size(); ++e)
    keep(outlet.fact_of(added.events[e], added.values[e]), outlet.source);
  for (const events::Merge& merge : added.merges) keep(outlet.fact_of(merge), outlet.source);
  for (const events::Retraction& retraction : added.retractions) {
    stream::Fact fact;
    fact.kind = stream::Fact::Kind::retraction;
    fact.time = retraction.time;
    for (std::size_t s = 0; s < sources_; ++s) {
      if (s == outlet.source || retraction.of_any_source) keep(fact, s);
    }
  }
  for (const ingest::DataFinding& finding : outlet.findings.all()) {
    if (ingest::severity_of(finding.kind) == ingest::DataSeverity::problem)
      told.problems.push_back(words(finding));
  }
  outlet.findings = {};
}

std::expected<Told, IngestError> Feed::take(const LineCells& record, std::int64_t place) {
  auto layout = layout_of(record.columns);
  if (!layout) return std::unexpected(layout.error());
  Told told;
  for (const auto& outlet : (*layout)->outlets) tell(*outlet, record, place, told);
  return told;
}

}  // namespace sla::driver
