#pragma once

#include <expected>
#include <filesystem>
#include <string>

namespace sla::cli {

/// Why a revision cannot be read.
struct GitProblem {
  std::string message, help;
};

/// The agreements and calendars of a git revision, as files in a private temporary folder that goes
/// with this object. Movable.
class Revision {
 public:
  /// `name`: whatever git calls a commit (`main`, `HEAD~1`, a tag). `file`: a path in the working
  /// tree, whose repository is asked; it need not exist there any more. Runs `git` with argument
  /// vectors, never through a shell; a name that begins with `-` is refused. Symbolic links of the
  /// revision are not followed.
  static std::expected<Revision, GitProblem> extract(const std::string& name,
                                                     const std::filesystem::path& file);

  Revision(Revision&&) noexcept;
  Revision& operator=(Revision&&) = delete;
  ~Revision();

  /// Where the file is as it was then.
  std::string path() const { return (folder_ / file_).string(); }

 private:
  explicit Revision(std::filesystem::path folder) : folder_(std::move(folder)) {}

  std::filesystem::path folder_, file_;
};

/// The commit that two revisions have in common, as `A...B` of git means it.
std::expected<std::string, GitProblem> merge_base(const std::string& a, const std::string& b,
                                                  const std::filesystem::path& file);

/// Whether git knows such a commit in the repository of a file.
bool is_revision(const std::string& name, const std::filesystem::path& file);

}  // namespace sla::cli
