#include "compiler/jit/object_cache.h"

#include <dirent.h>
#include <fcntl.h>
#include <link.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>

#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/SHA256.h>

namespace sla::jit {
namespace {

constexpr std::string_view kMagic = "sla object 1\n";
constexpr std::size_t kDigest = 32;
constexpr std::size_t kHeader = kMagic.size() + kDigest;
constexpr std::uint64_t kMostOfOne = std::uint64_t{256} << 20;
constexpr std::string_view kSuffix = ".object", kUnfinished = ".unfinished";
constexpr std::int64_t kAbandonedSeconds = 3600;

std::string failure(std::string_view what) {
  return std::string(what) + ": " + std::generic_category().message(errno);
}

/// A file descriptor that is closed when it goes.
class Handle {
 public:
  explicit Handle(int descriptor) : descriptor_(descriptor) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int get() const { return descriptor_; }
  explicit operator bool() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

bool is_ours_alone(const struct stat& what) {
  return what.st_uid == ::geteuid() && (what.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

/// The directory, when nobody else can put anything into it.
std::expected<int, std::string> open_ours(const std::filesystem::path& directory) {
  const int opened = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (opened < 0) return std::unexpected(failure("the cache's directory"));
  struct stat what {};
  if (::fstat(opened, &what) == 0 && is_ours_alone(what)) return opened;
  ::close(opened);
  return std::unexpected("the cache's directory belongs to others or can be written by them");
}

std::string digest(std::string_view key, std::string_view object) {
  llvm::SHA256 hash;
  hash.update(llvm::StringRef(key.data(), key.size()));
  hash.update(llvm::StringRef(object.data(), object.size()));
  const std::array<std::uint8_t, kDigest> bytes = hash.final();
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::optional<std::string> read_all(int file, std::uint64_t size) {
  std::string bytes(size, '\0');
  std::size_t have = 0;
  while (have < bytes.size()) {
    const ssize_t got = ::read(file, bytes.data() + have, bytes.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return std::nullopt;
    have += static_cast<std::size_t>(got);
  }
  return bytes;
}

std::string unfinished_name() {
  static std::atomic<std::uint64_t> next{0};
  return std::to_string(::getpid()) + "-" + std::to_string(next++) + "-" +
         std::to_string(::time(nullptr)) + std::string(kUnfinished);
}

struct Stored {
  std::string name;
  std::int64_t used = 0;
  std::uint64_t size = 0;
};

/// The objects of the directory; what a writer has left behind is removed on the way.
std::vector<Stored> stored_in(int directory) {
  std::vector<Stored> found;
  const int again = ::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* listing = again < 0 ? nullptr : ::fdopendir(again);
  if (listing == nullptr) return found;
  while (const dirent* entry = ::readdir(listing)) {
    const std::string name = entry->d_name;
    struct stat what {};
    if (::fstatat(directory, name.c_str(), &what, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (name.ends_with(kUnfinished) && what.st_mtime + kAbandonedSeconds < ::time(nullptr))
      ::unlinkat(directory, name.c_str(), 0);
    if (name.ends_with(kSuffix))
      found.push_back({name, what.st_mtime, static_cast<std::uint64_t>(what.st_size)});
  }
  ::closedir(listing);
  return found;
}

/// Removes the longest unused objects until there is room again for a while.
void evict(int directory, std::uint64_t most_bytes) {
  std::vector<Stored> objects = stored_in(directory);
  std::uint64_t total = 0;
  for (const Stored& object : objects) total += object.size;
  if (total <= most_bytes) return;
  std::ranges::sort(objects, {}, &Stored::used);
  for (const Stored& object : objects) {
    if (total <= most_bytes / 4 * 3) break;
    if (::unlinkat(directory, object.name.c_str(), 0) == 0) total -= object.size;
  }
}

/// Makes the directory and what is missing above it, for us alone.
void make_ours(const std::filesystem::path& directory) {
  std::filesystem::path made;
  for (const std::filesystem::path& part : directory) {
    made /= part;
    ::mkdir(made.c_str(), S_IRWXU);
  }
}

const char* variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

ObjectCache::ObjectCache(std::filesystem::path directory, std::uint64_t most_bytes)
    : directory_(std::move(directory)), most_bytes_(most_bytes) {}

std::optional<ObjectCache> ObjectCache::of_environment() {
  if (std::string_view(variable("SLA_CACHE")) == "off") return std::nullopt;
  std::filesystem::path directory = variable("SLA_CACHE_DIR");
  const std::filesystem::path user = variable("XDG_CACHE_HOME"), home = variable("HOME");
  if (directory.empty() && user.is_absolute()) directory = user / "sla";
  if (directory.empty() && home.is_absolute()) directory = home / ".cache" / "sla";
  if (!directory.is_absolute()) return std::nullopt;
  return ObjectCache(directory);
}

std::expected<std::string, std::string> ObjectCache::load(std::string_view key) const {
  const auto opened = open_ours(directory_);
  if (!opened) return std::unexpected(opened.error());
  const Handle directory(*opened);
  const std::string name = std::string(key) + std::string(kSuffix);
  // A pipe of that name would make us wait.
  const Handle file(
      ::openat(directory.get(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  if (!file) return std::unexpected(failure("no object"));
  struct stat what {};
  if (::fstat(file.get(), &what) != 0) return std::unexpected(failure("the object"));
  if (!S_ISREG(what.st_mode)) return std::unexpected("the object is not a file");
  if (!is_ours_alone(what))
    return std::unexpected("the object belongs to others or can be written by them");
  const auto size = static_cast<std::uint64_t>(what.st_size);
  if (size <= kHeader || size > kMostOfOne) return std::unexpected("the object is cut short");
  std::optional<std::string> bytes = read_all(file.get(), size);
  if (!bytes) return std::unexpected("the object is cut short");
  if (!bytes->starts_with(kMagic)) return std::unexpected("the object is of another form");
  const std::string_view checksum = std::string_view(*bytes).substr(kMagic.size(), kDigest);
  if (checksum != digest(key, std::string_view(*bytes).substr(kHeader)))
    return std::unexpected("the object is damaged: its checksum differs");
  ::futimens(file.get(), nullptr);  // Used now; where that cannot be said it only goes earlier.
  bytes->erase(0, kHeader);
  return std::move(*bytes);
}

std::expected<void, std::string> ObjectCache::store(std::string_view key,
                                                    std::string_view object) const {
  if (object.size() + kHeader > std::min(kMostOfOne, most_bytes_))
    return std::unexpected("the object is larger than the cache");
  make_ours(directory_);
  const auto opened = open_ours(directory_);
  if (!opened) return std::unexpected(opened.error());
  const Handle directory(*opened);
  const std::string unfinished = unfinished_name();
  bool written = false;
  {
    const Handle file(::openat(directory.get(), unfinished.c_str(),
                               O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                               S_IRUSR | S_IWUSR));
    if (!file) return std::unexpected(failure("a new object"));
    written = write_all(file.get(), kMagic) && write_all(file.get(), digest(key, object)) &&
              write_all(file.get(), object);
  }
  const std::string name = std::string(key) + std::string(kSuffix);
  if (!written ||
      ::renameat(directory.get(), unfinished.c_str(), directory.get(), name.c_str()) != 0) {
    std::string why = failure("a new object");
    ::unlinkat(directory.get(), unfinished.c_str(), 0);
    return std::unexpected(std::move(why));
  }
  evict(directory.get(), most_bytes_);
  return {};
}

std::string cache_key(const std::vector<std::string>& parts) {
  llvm::SHA256 hash;
  for (const std::string& part : parts) {
    hash.update(std::to_string(part.size()) + ":");
    hash.update(part);
  }
  return llvm::toHex(hash.final(), /*LowerCase=*/true);
}

std::string build_identity() {
  std::string identity;
  struct Search {
    std::string* identity;
  } search{&identity};
  ::dl_iterate_phdr(
      [](dl_phdr_info* object, std::size_t, void* data) {
        const auto here = reinterpret_cast<std::uintptr_t>(&build_identity);
        bool is_this = false;
        for (int h = 0; h < object->dlpi_phnum; ++h) {
          const auto& segment = object->dlpi_phdr[h];
          const std::uintptr_t begin = object->dlpi_addr + segment.p_vaddr;
          is_this |= segment.p_type == PT_LOAD && here >= begin && here < begin + segment.p_memsz;
        }
        if (!is_this) return 0;
        for (int h = 0; h < object->dlpi_phnum; ++h) {
          const auto& segment = object->dlpi_phdr[h];
          if (segment.p_type != PT_NOTE) continue;
          const char* at = reinterpret_cast<const char*>(object->dlpi_addr + segment.p_vaddr);
          const char* end = at + segment.p_memsz;
          while (at + sizeof(ElfW(Nhdr)) <= end) {
            ElfW(Nhdr) note;
            std::memcpy(&note, at, sizeof(note));
            const char* name = at + sizeof(note);
            const char* text = name + (note.n_namesz + 3) / 4 * 4;
            if (text + note.n_descsz > end) break;
            if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 &&
                std::memcmp(name, "GNU", 4) == 0)
              static_cast<Search*>(data)->identity->assign(text, note.n_descsz);
            at = text + (note.n_descsz + 3) / 4 * 4;
          }
        }
        return 1;
      },
      &search);
  return identity;
}

}  // namespace sla::jit
