#include "cli/git.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>

#include <fmt/format.h>

extern char** environ;

namespace sla::cli {
namespace {

namespace fs = std::filesystem;

/// A folder that nobody else may look into, removed with the object.
class PrivateFolder {
 public:
  PrivateFolder() {
    std::error_code error;
    std::string name = (fs::temp_directory_path(error) / "sla-diff-XXXXXX").string();
    if (!error && ::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;
  ~PrivateFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }
  fs::path release() { return std::exchange(path_, {}); }

 private:
  fs::path path_;
};

fs::path folder_of(const fs::path& file) {
  const fs::path parent = file.parent_path();
  return parent.empty() ? fs::path(".") : parent;
}

struct Answer {
  int status = -1;  ///< -1: git could not be started.
  std::string out;
};

std::string read_all(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Runs git in a folder; `input` is its standard input. What it complains about is not shown.
Answer git(const fs::path& in, std::vector<std::string> arguments, const std::string& input = {}) {
  const PrivateFolder scratch;
  if (scratch.path().empty()) return {};
  const std::string from = scratch.path() / "in", to = scratch.path() / "out";
  std::ofstream(from, std::ios::binary) << input;
  arguments.insert(arguments.begin(),
                   {"git", "--no-pager", "--literal-pathspecs", "-C", in.string()});
  std::vector<char*> argv;
  for (std::string& each : arguments) argv.push_back(each.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, from.c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, to.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int problem = posix_spawnp(&child, "git", &files, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (problem != 0) return {};
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128, read_all(to)};
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

/// The commit's own name; nothing when there is none. Only that is given to other commands.
std::optional<std::string> commit_of(const std::string& name, const fs::path& in) {
  if (name.empty() || name.starts_with('-') || name.find('\0') != name.npos) return std::nullopt;
  const Answer answer = git(in, {"rev-parse", "--verify", "--quiet", name + "^{commit}"});
  const std::string hash = first_line(answer.out);
  const bool is_hash = hash.size() >= 40 && hash.find_first_not_of("0123456789abcdef") == hash.npos;
  if (answer.status != 0 || !is_hash) return std::nullopt;
  return hash;
}

std::expected<std::string, GitProblem> known_commit(const std::string& name, const fs::path& in) {
  const Answer inside = git(in, {"rev-parse", "--is-inside-work-tree"});
  if (inside.status < 0) {
    return std::unexpected(
        GitProblem{"git cannot be started", "install git, or compare two files"});
  }
  if (inside.status != 0) {
    return std::unexpected(
        GitProblem{fmt::format("`{}` is not a file, and {} is in no git repository", name,
                               in == "." ? "this folder" : in.string()),
                   "name two files, or a revision of the repository that has the agreement"});
  }
  if (auto commit = commit_of(name, in)) return *commit;
  return std::unexpected(GitProblem{fmt::format("git knows no revision `{}`", name),
                                    "name a branch, a tag or a commit that is here: `git fetch` "
                                    "may have to bring it (a shallow clone has few)"});
}

struct Entry {
  std::string object, path;
};

bool is_wanted(const std::string& path) {
  return path.ends_with(".sla") || path.ends_with(".ics") || path.ends_with(".toml");
}

/// Regular files of the revision that an agreement could use. Lines are `mode type object\tpath`.
std::vector<Entry> entries_of(const std::string& listing) {
  std::vector<Entry> entries;
  for (std::size_t begin = 0; begin < listing.size();) {
    const std::size_t end = std::min(listing.find('\0', begin), listing.size());
    const std::string line = listing.substr(begin, end - begin);
    begin = end + 1;
    const std::size_t tab = line.find('\t');
    if (tab == line.npos || !line.starts_with("100")) continue;
    const std::string path = line.substr(tab + 1);
    const std::size_t last = line.rfind(' ', tab);
    if (is_wanted(path)) entries.push_back({line.substr(last + 1, tab - last - 1), path});
  }
  return entries;
}

/// Whether a path stays below the folder that it is relative to.
bool stays_inside(const fs::path& path) {
  if (path.is_absolute()) return false;
  for (const fs::path& part : path) {
    if (part == ".." || part == ".git") return false;
  }
  return true;
}

bool write_file(const fs::path& path, std::string_view text) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  return !error && static_cast<bool>(file);
}

/// Writes what `cat-file --batch` answered: `object type size`, a line end, the bytes, a line end.
bool write_entries(const std::vector<Entry>& entries, const std::string& batch,
                   const fs::path& folder) {
  std::size_t at = 0;
  for (const Entry& entry : entries) {
    const std::size_t line = batch.find('\n', at);
    if (line == batch.npos) return false;
    const std::string header = batch.substr(at, line - at);
    const std::size_t space = header.rfind(' ');
    const std::size_t size = std::strtoull(header.c_str() + space + 1, nullptr, 10);
    if (header.find(" blob ") == header.npos || line + 1 + size > batch.size()) return false;
    const std::string_view text = std::string_view(batch).substr(line + 1, size);
    if (stays_inside(entry.path) && !write_file(folder / entry.path, text)) return false;
    at = line + 1 + size + 1;
  }
  return true;
}

}  // namespace

std::expected<Revision, GitProblem> Revision::extract(const std::string& name,
                                                      const fs::path& file) {
  fs::path in = folder_of(file);
  const auto commit = known_commit(name, in);
  if (!commit) return std::unexpected(commit.error());
  const std::string prefix = first_line(git(in, {"rev-parse", "--show-prefix"}).out);
  const std::string top = first_line(git(in, {"rev-parse", "--show-toplevel"}).out);
  const Answer listing = git(top, {"ls-tree", "-r", "-z", "--full-tree", *commit});
  const std::vector<Entry> entries = entries_of(listing.out);
  std::string objects;
  for (const Entry& entry : entries) objects += entry.object + "\n";
  const Answer batch = git(top, {"cat-file", "--batch"}, objects);
  PrivateFolder folder;
  const bool written = listing.status == 0 && batch.status == 0 && !folder.path().empty() &&
                       write_entries(entries, batch.out, folder.path());
  if (!written) {
    return std::unexpected(
        GitProblem{fmt::format("the files of `{}` cannot be read from git", name),
                   "is there room in the folder for temporary files?"});
  }
  const fs::path wanted = prefix / file.filename();
  if (!fs::is_regular_file(folder.path() / wanted)) {
    return std::unexpected(
        GitProblem{fmt::format("`{}` has no file {}", name, wanted.string()),
                   "name another revision, or compare with a file: `sla diff OLD.sla NEW.sla`"});
  }
  Revision made(folder.release());
  made.file_ = wanted;
  return made;
}

Revision::Revision(Revision&& other) noexcept
    : folder_(std::exchange(other.folder_, {})), file_(std::move(other.file_)) {}

Revision::~Revision() {
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

std::expected<std::string, GitProblem> merge_base(const std::string& a, const std::string& b,
                                                  const fs::path& file) {
  const fs::path in = folder_of(file);
  const auto one = known_commit(a, in), other = known_commit(b, in);
  if (!one) return std::unexpected(one.error());
  if (!other) return std::unexpected(other.error());
  const Answer answer = git(in, {"merge-base", *one, *other});
  if (answer.status == 0) return first_line(answer.out);
  return std::unexpected(
      GitProblem{fmt::format("`{}` and `{}` have no commit in common", a, b), {}});
}

bool is_revision(const std::string& name, const fs::path& file) {
  return commit_of(name, folder_of(file)).has_value();
}

}  // namespace sla::cli
