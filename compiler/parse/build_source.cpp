#include <utility>

#include <fmt/format.h>

#include "compiler/parse/build.h"

namespace sla::parse {

syntax::Source Builder::source(Grammar::SourceContext& context) {
  syntax::Source result;
  result.name = name(context.newName());
  result.title = optional_title(context.title());
  if (auto* record = context.subjectName()) result.record = name(record);
  result.span = span(context);
  Said said(reporter_);
  for (auto* line : context.sourceBody()->sourceLine()) {
    if (sound(line)) source_line(*line, result, said);
  }
  return result;
}

void Builder::source_line(Grammar::SourceLineContext& line, syntax::Source& source, Said& said) {
  const source::Span at = span(line);
  if (line.mappedName() || line.fieldName()) {
    source.fields.push_back(field_mapping(line));
  } else if (line.K_TIME()) {
    if (said.first("the column of the time", at)) source.time = time_mapping(line);
  } else if (line.K_EVENT()) {
    if (said.first("the column of the event", at)) events_of(line, source);
  } else if (line.K_ROWS()) {
    source.rows.push_back(cell_test(*line.cellTest()));
  } else if (line.K_EACH()) {
    if (!said.first("what each row is", at)) return;
    source.each_row = true;
    syntax::EventMapping mapping =
        line.mergedRow() ? merged_row(*line.mergedRow()) : meaning(*line.eventMeaning());
    mapping.span = at;
    source.events.push_back(std::move(mapping));
  } else {
    const std::pair<antlr4::tree::TerminalNode*, std::optional<syntax::Text>*> kParts[] = {
        {line.K_LEAD(), &source.subject}, {line.K_OWNER(), &source.owner},
        {line.K_TEAM(), &source.team},    {line.K_ACTOR(), &source.actor},
        {line.K_ID(), &source.id},        {line.K_SEQUENCE(), &source.sequence},
    };
    for (const auto& [word, slot] : kParts) {
      if (!word) continue;
      const std::string what = fmt::format("the column of the {}", name(word).text);
      if (said.first(what, at)) *slot = column(*line.column());
    }
    if (!line.cellTest()) return;
    auto& when = line.K_OWNER()  ? source.owner_when
                 : line.K_TEAM() ? source.team_when
                                 : source.actor_when;
    when = cell_test(*line.cellTest());
  }
}

void Builder::events_of(Grammar::SourceLineContext& line, syntax::Source& source) {
  source.event_column = column(*line.column());
  for (auto* entry : line.eventBody()->eventMapping()) {
    if (!sound(entry)) continue;
    syntax::EventMapping mapping;
    if (auto* said = entry->eventMeaning()) {
      mapping = meaning(*said);
    } else {
      mapping.action = syntax::EventAction::ignored;
      mapping.target = name(entry->K_IGNORED());
    }
    if (entry->value()) mapping.value = value(*entry->value());
    mapping.span = span(*entry);
    source.events.push_back(std::move(mapping));
  }
}

syntax::Text Builder::column(Grammar::ColumnContext& context) {
  if (context.TEXT()) return text(context.TEXT());
  const syntax::Name word = name(context.name());
  return {word.text, word.span};
}

syntax::Text Builder::value(Grammar::ValueContext& context) {
  if (context.TEXT()) return text(context.TEXT());
  return {number(context.NUMBER()), span(context.NUMBER())};
}

syntax::CellTest Builder::cell_test(Grammar::CellTestContext& context) {
  syntax::CellTest result;
  result.column = column(*context.column());
  result.negated = context.K_NOT() != nullptr;
  for (auto* each : context.value()) result.values.push_back(value(*each));
  result.span = span(context);
  return result;
}

syntax::TimeMapping Builder::time_mapping(Grammar::SourceLineContext& line) {
  syntax::TimeMapping result;
  result.column = column(*line.column());
  result.span = span(line);
  Said said(reporter_);
  for (auto* option : line.timeOption()) {
    const source::Span at = span(*option);
    if (option->title()) {
      if (said.first("the zone of the times", at)) result.zone = title(option->title());
    } else if (option->clockTime()) {
      if (said.first("the time of dates", at)) result.dates_at = clock_time(option->clockTime());
    } else if (said.first("the format of the times", at)) {
      result.format = option->UNIT() ? syntax::TimeFormat::epoch_seconds
                                     : syntax::TimeFormat::epoch_milliseconds;
      if (option->UNIT() && !name(option->UNIT()).text.starts_with("sec")) {
        auto* finding = reporter_.add(diagnose::Code::unexpected, span(option->UNIT()),
                                      "an epoch counts seconds or milliseconds");
        if (finding) finding->help = "write `as epoch seconds` or `as epoch milliseconds`";
      }
    }
  }
  return result;
}

syntax::FieldMapping Builder::field_mapping(Grammar::SourceLineContext& line) {
  syntax::FieldMapping result;
  result.field = line.mappedName() ? name(line.mappedName()) : name(line.fieldName());
  result.column = column(*line.column());
  result.span = span(line);
  if (line.cellTest()) result.when = cell_test(*line.cellTest());
  if (!line.valueBody()) return result;
  for (auto* entry : line.valueBody()->valueMapping()) {
    if (!sound(entry)) continue;
    syntax::ValueMapping mapping;
    if (entry->value()) mapping.value = value(*entry->value());
    mapping.target = name(entry->choice());
    mapping.span = span(*entry);
    result.values.push_back(std::move(mapping));
  }
  return result;
}

syntax::EventMapping Builder::meaning(Grammar::EventMeaningContext& context) {
  syntax::EventMapping result;
  result.span = span(context);
  if (context.stateName()) {
    result.action = syntax::EventAction::enters;
    result.target = name(context.stateName());
    return result;
  }
  result.target = name(context.eventName());
  result.action =
      result.target.text == "ignored" ? syntax::EventAction::ignored : syntax::EventAction::is;
  if (context.column()) result.into = column(*context.column());
  return result;
}

syntax::EventMapping Builder::merged_row(Grammar::MergedRowContext& context) {
  syntax::EventMapping result;
  result.span = span(context);
  result.target = {"merged", span(context.K_MERGES())};
  result.merged_record = name(context.subjectName());
  result.merged_from = column(*context.column(0));
  result.into = column(*context.column(1));
  return result;
}

}  // namespace sla::parse
