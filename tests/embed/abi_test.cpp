// The interface as programs were compiled against it: what libsla.so exports, the layouts of the
// structs and the declarations of sla.h, against a file that is changed on purpose only.
// SLA_BLESS=1 writes it.

#include <dlfcn.h>
#include <elf.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <regex>
#include <set>

#include <fmt/format.h>

#include "tests/embed/building.h"

namespace sla::embed {
namespace {

const std::string kGolden = std::string(SLA_SOURCE_DIR) + "/tests/embed/abi.golden";

/// The defined dynamic symbols of a 64-bit ELF file.
std::set<std::string> exported(const std::string& path) {
  const std::string bytes = read_file(path);
  Elf64_Ehdr header;
  std::memcpy(&header, bytes.data(), sizeof header);
  std::vector<Elf64_Shdr> sections(header.e_shnum);
  std::memcpy(sections.data(), bytes.data() + header.e_shoff, sections.size() * sizeof(Elf64_Shdr));
  std::set<std::string> names;
  for (const Elf64_Shdr& section : sections) {
    if (section.sh_type != SHT_DYNSYM) continue;
    const char* texts = bytes.data() + sections[section.sh_link].sh_offset;
    for (std::size_t at = 0; at < section.sh_size; at += sizeof(Elf64_Sym)) {
      Elf64_Sym symbol;
      std::memcpy(&symbol, bytes.data() + section.sh_offset + at, sizeof symbol);
      const bool is_version = ELF64_ST_TYPE(symbol.st_info) == STT_OBJECT && symbol.st_size == 0;
      if (symbol.st_shndx != SHN_UNDEF && !is_version) names.insert(texts + symbol.st_name);
    }
  }
  names.erase("SLA_1");
  return names;
}

/// The header without comments and directives, one declaration a line.
std::string declarations() {
  std::string text = read_file(std::string(SLA_SOURCE_DIR) + "/runtime/abi/sla.h");
  text = std::regex_replace(text, std::regex(R"(/\*[^*]*\*+([^/*][^*]*\*+)*/)"), " ");
  text = std::regex_replace(text, std::regex(R"(\\\n)"), " ");
  text = std::regex_replace(text, std::regex(R"((^|\n)#[^\n]*)"), "\n");
  text = std::regex_replace(text, std::regex(R"(\s+)"), " ");
  return std::regex_replace(text, std::regex("; (SLA_API|typedef|struct|enum|extern)"), ";\n$1");
}

#define SLA_SIZE(type) out += fmt::format("sizeof {} {}\n", #type, sizeof(type))
#define SLA_MEMBER(type, member) \
  out += fmt::format("  {} {} {}\n", #member, offsetof(type, member), sizeof(type::member))

std::string layouts() {
  std::string out;
  SLA_SIZE(sla_error);
  SLA_MEMBER(sla_error, status);
  SLA_MEMBER(sla_error, message);
  SLA_SIZE(sla_text);
  SLA_SIZE(sla_policy_info);
  SLA_MEMBER(sla_policy_info, record_count);
  SLA_MEMBER(sla_policy_info, clause_count);
  SLA_MEMBER(sla_policy_info, version);
  SLA_MEMBER(sla_policy_info, title);
  SLA_MEMBER(sla_policy_info, semantic_hash);
  SLA_MEMBER(sla_policy_info, tzdb_version);
  SLA_MEMBER(sla_policy_info, sla_version);
  SLA_MEMBER(sla_policy_info, target);
  SLA_SIZE(sla_history_options);
  SLA_MEMBER(sla_history_options, threads);
  SLA_MEMBER(sla_history_options, strict);
  SLA_SIZE(sla_session_options);
  SLA_MEMBER(sla_session_options, record);
  SLA_MEMBER(sla_session_options, roster);
  SLA_MEMBER(sla_session_options, lateness);
  SLA_MEMBER(sla_session_options, retention);
  SLA_SIZE(sla_value);
  SLA_MEMBER(sla_value, name);
  SLA_MEMBER(sla_value, field);
  SLA_MEMBER(sla_value, kind);
  SLA_MEMBER(sla_value, number);
  SLA_MEMBER(sla_value, text);
  SLA_SIZE(sla_event);
  SLA_MEMBER(sla_event, kind);
  SLA_MEMBER(sla_event, subject);
  SLA_MEMBER(sla_event, subject_id);
  SLA_MEMBER(sla_event, code);
  SLA_MEMBER(sla_event, event);
  SLA_MEMBER(sla_event, time);
  SLA_MEMBER(sla_event, owner);
  SLA_MEMBER(sla_event, team);
  SLA_MEMBER(sla_event, actor);
  SLA_MEMBER(sla_event, id);
  SLA_MEMBER(sla_event, into);
  SLA_MEMBER(sla_event, sequence);
  SLA_MEMBER(sla_event, values);
  SLA_MEMBER(sla_event, value_count);
  SLA_SIZE(sla_fast_event);
  SLA_MEMBER(sla_fast_event, time);
  SLA_MEMBER(sla_fast_event, sequence);
  SLA_MEMBER(sla_fast_event, subject);
  SLA_MEMBER(sla_fast_event, owner);
  SLA_MEMBER(sla_fast_event, team);
  SLA_MEMBER(sla_fast_event, actor);
  SLA_MEMBER(sla_fast_event, code);
  SLA_SIZE(sla_verdict);
  SLA_MEMBER(sla_verdict, clause);
  SLA_MEMBER(sla_verdict, record);
  SLA_MEMBER(sla_verdict, start);
  SLA_MEMBER(sla_verdict, stop);
  SLA_MEMBER(sla_verdict, elapsed_wall);
  SLA_MEMBER(sla_verdict, cycle);
  SLA_MEMBER(sla_verdict, version);
  SLA_MEMBER(sla_verdict, clause_index);
  SLA_MEMBER(sla_verdict, status);
  SLA_SIZE(sla_action);
  SLA_MEMBER(sla_action, key);
  SLA_MEMBER(sla_action, message);
  SLA_MEMBER(sla_action, at);
  SLA_MEMBER(sla_action, points);
  SLA_SIZE(sla_change);
  SLA_MEMBER(sla_change, correction);
  SLA_MEMBER(sla_change, was);
  SLA_MEMBER(sla_change, is);
  SLA_MEMBER(sla_change, action);
  SLA_SIZE(sla_changes);
  SLA_SIZE(sla_verdicts);
  SLA_SIZE(sla_due);
  SLA_MEMBER(sla_due, start);
  SLA_MEMBER(sla_due, left);
  SLA_MEMBER(sla_due, next_change);
  SLA_MEMBER(sla_due, cycle);
  SLA_MEMBER(sla_due, status);
  SLA_SIZE(sla_dues);
  SLA_MEMBER(sla_dues, next_change);
  SLA_SIZE(ArrowSchema);
  SLA_SIZE(ArrowArray);
  SLA_SIZE(ArrowArrayStream);
  return out;
}

TEST(Abi, IsTheOneThatProgramsWereCompiledAgainst) {
  std::string now = fmt::format("abi {}\n\nexports\n", sla_abi_version());
  for (const std::string& name : exported(SLA_LIBRARY)) now += "  " + name + "\n";
  now += "\nlayouts\n" + layouts() + "\ndeclarations\n" + declarations() + "\n";
  if (std::getenv("SLA_BLESS") != nullptr) write_file(kGolden, now);
  EXPECT_EQ(now, read_file(kGolden));
}

TEST(Abi, ExportsWhatTheHeaderDeclaresAndNothingElse) {
  const std::string text = declarations();
  std::set<std::string> declared;
  const std::regex function(R"(SLA_API [^;]*?(sla_\w+)\()");
  for (std::sregex_iterator it(text.begin(), text.end(), function), end; it != end; ++it)
    declared.insert((*it)[1]);
  EXPECT_EQ(exported(SLA_LIBRARY), declared);
}

TEST(Abi, EveryFunctionIsOnThePageOfTheInterface) {
  const std::string page = read_file(std::string(SLA_SOURCE_DIR) + "/docs/reference/c-api.md");
  for (const std::string& name : exported(SLA_LIBRARY))
    EXPECT_TRUE(page.contains("`" + name + "`")) << name;
}

TEST(Abi, NeedsNeitherTheCompilerNorLlvm) {
  const std::string bytes = read_file(SLA_LIBRARY);
  for (const char* foreign : {"libLLVM", "libantlr4", "libsla_jit", "libsla_emit", "libical"})
    EXPECT_FALSE(bytes.contains(foreign)) << foreign;
}

}  // namespace
}  // namespace sla::embed
