#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Where a dotted name such as `us.federal_holidays` is looked for. Its last part is a declaration;
/// the parts before are a file below a library root: `us` means `us.sla`, `acme.emea` means
/// `acme/emea.sla`.
namespace sla::driver {

/// The folders that dotted names start from, the nearest first: the folder of the using file, those
/// given to the command, those of the environment (SLA_PATH, separated by `:`), and the standard
/// library, whose folders `calendars`, `lifecycles`, `clauses` and `crm` are roots of their own.
struct LibraryRoots {
  std::vector<std::filesystem::path> folders;
  /// Whether the standard library was found; without it a name may be unknown for that reason.
  bool standard_library = false;
};

/// The roots for names in `using_file` (`-`: the current folder). `given`: what the command was
/// told with `--library`, in order. Folders that do not exist are left out.
LibraryRoots library_roots(const std::string& using_file, std::span<const std::string> given = {});

/// The file of a dotted name without its last part, in the first root that has it. `parts` are
/// names of the language, so nothing outside a root can be meant. Nothing when no root has it.
std::optional<std::filesystem::path> find_library_file(std::span<const std::string> parts,
                                                       const LibraryRoots& roots);

/// The names of all files of the roots, as they would be written (`us`, `acme.emea`), sorted: what
/// a misspelt name may have meant.
std::vector<std::string> library_names(const LibraryRoots& roots);

/// The standard library: `../share/sla/stdlib` of the program where it is installed, or `stdlib` of
/// the tree in which it was built. Nothing when neither is there.
std::optional<std::filesystem::path> standard_library();

}  // namespace sla::driver
