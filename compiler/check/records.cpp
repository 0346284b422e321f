#include "compiler/check/records.h"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

#include "compiler/agreement/words.h"
#include "compiler/check/mentions.h"
#include "compiler/check/names.h"

namespace sla::check {
namespace {

RecordSet only(std::size_t record) { return RecordSet{1} << record; }

std::size_t first_of(RecordSet records) {
  return static_cast<std::size_t>(std::countr_zero(records));
}

class Sharing {
 public:
  explicit Sharing(const Context& all)
      : declared_(all.declared), names_(all.declared), record_(all) {}

  std::deque<Context> share() {
    find_clauses();
    find_defines();
    find_sources();
    std::deque<Context> contexts;
    for (std::size_t r = 0; r < declared_.records.size(); ++r) contexts.push_back(context_of(r));
    return contexts;
  }

 private:
  // ---- clauses

  void find_clauses() {
    for (std::size_t c = 0; c < declared_.clauses.size(); ++c) {
      clauses_.push_back(record_of(*declared_.clauses[c], names_.in_clause(static_cast<int>(c))));
    }
  }

  std::optional<std::size_t> record_of(const syntax::Clause& clause, const Mentions& mentions) {
    if (clause.subject && names_.record_of(clause.subject->text) < 0) {
      report_unknown(record_, Code::unknown_name, *clause.subject, "record",
                     names_of(declared_.records));
      return std::nullopt;
    }
    if (clause.subject) {
      const auto said = static_cast<std::size_t>(names_.record_of(clause.subject->text));
      if (declared_.records[said].name != clause.subject->text) {
        record_
            .add(
                Code::unknown_name, clause.subject->span,
                fmt::format("`each` is followed by one record: `{}`", declared_.records[said].name))
            .fix = {clause.subject->span, declared_.records[said].name, diagnose::Safety::safe};
      }
    }
    RecordSet possible = mentions.all_of(names_.every_record());
    // Nobody thinks of people unless they are named.
    if (!clause.subject && (possible & ~people()) != 0) possible &= ~people();
    if (std::popcount(possible) == 1) return first_of(possible);
    if (possible == 0) {
      report_mixed(fmt::format("clause `{}`", clause.name.text), mentions);
      return std::nullopt;
    }
    if (mentions.has_unknown) {
      // What is misspelt is reported where it is looked up, in the record that has it most likely.
      const RecordSet likely = possible & mentions.nearly;
      return first_of(likely != 0 ? likely : possible);
    }
    report_ambiguous(clause, possible);
    return std::nullopt;
  }

  RecordSet people() const {
    RecordSet people = 0;
    for (std::size_t r = 0; r < declared_.records.size(); ++r) {
      if (agreement::is_people(declared_.records[r].name)) people |= only(r);
    }
    return people;
  }

  void report_ambiguous(const syntax::Clause& clause, RecordSet possible) {
    std::vector<std::string> records, words;
    for (std::size_t r = 0; r < declared_.records.size(); ++r) {
      if ((possible >> r & 1) == 0) continue;
      records.push_back(agreement::plural(declared_.records[r].name));
      words.push_back(fmt::format("`for each {}`", declared_.records[r].name));
    }
    record_
        .add(Code::ambiguous_record, clause.name.span,
             fmt::format("clause `{}` could be about {}", clause.name.text,
                         agreement::listing(records, "or")))
        .help = fmt::format("begin the promise with {}", agreement::listing(words, "or"));
  }

  /// Two of the names show that no record has all of them.
  void report_mixed(const std::string& what, const Mentions& mentions) {
    const auto& all = mentions.of_records;
    std::size_t second = 0;
    for (RecordSet left = names_.every_record(); second < all.size(); ++second) {
      left &= all[second].records;
      if (left == 0) break;
    }
    std::size_t first = 0;
    while (first < second && (all[first].records & all[second].records) != 0) ++first;
    if (first == second) first = 0;
    auto& finding = record_.add(
        Code::mixed_records, all[second].span,
        fmt::format("{} names things of different records", what),
        fmt::format("`{}` belongs to {}", all[second].name, words(all[second].records)));
    finding.secondary.push_back({all[first].span, fmt::format("`{}` belongs to {}", all[first].name,
                                                              words(all[first].records))});
    finding.help = help_for(all[first].records | all[second].records);
  }

  std::string words(RecordSet records) const {
    std::vector<std::string> names;
    for (std::size_t r = 0; r < declared_.records.size(); ++r) {
      if (records >> r & 1) names.push_back(agreement::plural(declared_.records[r].name));
    }
    return agreement::listing(names, "and");
  }

  std::string help_for(RecordSet records) const {
    for (std::size_t r = 0; r < declared_.records.size(); ++r) {
      if ((records & people() & only(r)) == 0) continue;
      return fmt::format(
          "promise it of leads, counted `per {1}`, or for each {1} with what {0} is, does and is "
          "told; {0} has many leads, in different states and with different fields",
          agreement::one(declared_.records[r].name), declared_.records[r].name);
    }
    for (std::size_t r = 0; r < declared_.records.size(); ++r) {
      const DeclaredRecord& record = declared_.records[r];
      if ((records >> r & 1) == 0 || record.parent.empty()) continue;
      return fmt::format(
          "write one for each record; of its {0}, {1} reads the fields as `{0}.FIELD`",
          record.parent, agreement::one(record.name));
    }
    return "write one for each record";
  }

  // ---- definitions: where they are used, or else where they can be read

  void find_defines() {
    defines_.assign(declared_.defines.size(), 0);
    for (std::size_t c = 0; c < clauses_.size(); ++c) {
      if (clauses_[c]) use(names_.in_clause(static_cast<int>(c)), only(*clauses_[c]));
    }
    for (std::size_t r = 0; r < declared_.records.size(); ++r) {
      const syntax::Lifecycle* lifecycle = declared_.records[r].lifecycle;
      if (lifecycle == nullptr) continue;
      for (const syntax::StateLine& line : lifecycle->states) {
        if (line.requires_) use(names_.in_expression(*line.requires_), only(r));
      }
    }
    for (std::size_t d = 0; d < defines_.size(); ++d) unused(static_cast<int>(d));
  }

  void use(const Mentions& mentions, RecordSet record) {
    for (const int define : mentions.defines) {
      RecordSet& users = defines_[static_cast<std::size_t>(define)];
      if ((users & record) != 0) continue;
      users |= record;
      use(names_.in_define(define), record);
    }
  }

  void unused(int define) {
    const RecordSet possible = names_.of_define(define);
    const syntax::Define& syntax = *declared_.defines[static_cast<std::size_t>(define)];
    if (possible == 0) {
      report_mixed(fmt::format("definition `{}`", syntax.name.text), names_.in_define(define));
      record_.refused_defines.insert(syntax.name.text);
      defines_[static_cast<std::size_t>(define)] = 0;
      return;
    }
    if (defines_[static_cast<std::size_t>(define)] != 0) return;
    const RecordSet likely = possible & names_.in_define(define).nearly;
    const RecordSet where = only(first_of(likely != 0 ? likely : possible));
    defines_[static_cast<std::size_t>(define)] = where;
    use(names_.in_define(define), where);
  }

  // ---- sources

  void find_sources() {
    for (const syntax::Source* source : declared_.sources) sources_.push_back(record_of(*source));
  }

  std::optional<std::size_t> record_of(const syntax::Source& source) {
    if (source.record) {
      if (const auto record = find_name(declared_.records, source.record->text)) {
        return static_cast<std::size_t>(*record);
      }
      report_unknown(record_, Code::unknown_name, *source.record, "record",
                     names_of(declared_.records));
      return std::nullopt;
    }
    const RecordSet possible =
        with_columns(source) & names_.in_source(source).all_of(~RecordSet{0});
    return possible == 0 ? 0 : first_of(possible);
  }

  /// The records that a source has the ids of, less the parents of others among them.
  RecordSet with_columns(const syntax::Source& source) const {
    RecordSet mapped = source.subject ? only(0) : 0;
    for (const syntax::FieldMapping& field : source.fields) {
      for (std::size_t r = 1; r < declared_.records.size(); ++r) {
        if (field.field.text == declared_.records[r].name) mapped |= only(r);
      }
    }
    RecordSet parents = 0;
    for (std::size_t r = 0; r < declared_.records.size(); ++r) {
      const std::string& parent = declared_.records[r].parent;
      if ((mapped >> r & 1) == 0 || parent.empty()) continue;
      parents |= only(static_cast<std::size_t>(*find_name(declared_.records, parent)));
    }
    return mapped == 0 ? names_.every_record() : mapped & ~parents;
  }

  // ---- putting together

  Context context_of(std::size_t r) const {
    Context context = record_;
    context.record = r;
    context.agreement.subject_kind = declared_.records[r].name;
    context.agreement.parent_kind = declared_.records[r].parent;
    Declarations& own = context.declared;
    own.defines.clear();
    own.clauses.clear();
    own.sources.clear();
    for (std::size_t d = 0; d < defines_.size(); ++d) {
      if (defines_[d] >> r & 1) own.defines.push_back(declared_.defines[d]);
    }
    for (std::size_t c = 0; c < clauses_.size(); ++c) {
      context.record_of_clause[declared_.clauses[c]->name.text] = clauses_[c];
      if (clauses_[c] == r) own.clauses.push_back(declared_.clauses[c]);
    }
    for (std::size_t s = 0; s < sources_.size(); ++s) {
      if (sources_[s] == r) own.sources.push_back(declared_.sources[s]);
    }
    if (r > 0) own.programs.clear();
    return context;
  }

  const Declarations& declared_;
  RecordNames names_;
  Context record_;  ///< What every record's begins with.
  std::vector<std::optional<std::size_t>> clauses_, sources_;
  std::vector<RecordSet> defines_;
};

/// The parent's fields that a record's declarations read, in the order first read.
std::vector<std::string> fields_read_of(const Context& context, const std::string& parent) {
  std::vector<std::string> read;
  const std::string prefix = parent + ".";
  const RecordNames names(context.declared);
  const auto take = [&](const Mentions& mentions) {
    for (const Mention& mention : mentions.of_records) {
      if (!mention.name.starts_with(prefix)) continue;
      const std::string field = mention.name.substr(prefix.size());
      if (std::ranges::find(read, field) == read.end()) read.push_back(field);
    }
  };
  for (std::size_t d = 0; d < context.declared.defines.size(); ++d) {
    take(names.in_define(static_cast<int>(d)));
  }
  if (const syntax::Lifecycle* lifecycle = context.about().lifecycle) {
    for (const syntax::StateLine& line : lifecycle->states) {
      if (line.requires_) take(names.in_expression(*line.requires_));
    }
  }
  for (std::size_t c = 0; c < context.declared.clauses.size(); ++c) {
    take(names.in_clause(static_cast<int>(c)));
  }
  return read;
}

}  // namespace

std::deque<Context> share_out(const Context& all) { return Sharing(all).share(); }

void check_parent_fields(Context& context, const Context& parent) {
  agreement::Agreement& own = context.agreement;
  const std::string& kind = context.about().parent;
  if (const auto taken = find_name(own.fields, kind)) {
    auto& finding =
        context.add(Code::duplicate_name, own.fields[static_cast<std::size_t>(*taken)].span,
                    fmt::format("`{0}` is the id of the {0} that {1} is of", kind,
                                agreement::one(context.about().name)));
    finding.help = "give the field another name";
    return;
  }
  const auto add = [&](agreement::Field field, bool broken) {
    own.fields.push_back(std::move(field));
    context.broken_fields.push_back(broken);
  };
  own.parent_field = static_cast<int>(own.fields.size());
  agreement::Field id;
  id.name = kind;
  id.type.kind = agreement::TypeKind::text;
  id.optional = true;
  id.span = context.about().fields->parent->span;
  add(std::move(id), false);
  std::vector<std::string> read = fields_read_of(context, kind);
  // What a calendar in the lead's time zone reads.
  if (kind == "lead" && !find_name(own.fields, "time_zone")) read.emplace_back("time_zone");
  for (const std::string& name : read) {
    const auto index = find_name(parent.agreement.fields, name);
    if (!index || find_name(own.fields, kind + "." + name)) continue;
    agreement::Field field = parent.agreement.fields[static_cast<std::size_t>(*index)];
    field.name = kind + "." + name;
    field.of_parent = *index;
    // A record need not have a parent.
    field.optional = true;
    if (field.type.kind == agreement::TypeKind::choice) {
      field.type.field = static_cast<int>(own.fields.size());
    }
    add(std::move(field), parent.broken_fields[static_cast<std::size_t>(*index)]);
  }
}

}  // namespace sla::check
