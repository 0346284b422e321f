#include "runtime/abi/library.h"

#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "runtime/abi/guard.h"

namespace sla::abi {
namespace {

#if defined(__x86_64__)
constexpr std::uint16_t kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr std::uint16_t kMachine = EM_AARCH64;
#else
#error "which machine is this?"
#endif

/// An open file, closed at the end.
class File {
 public:
  explicit File(const std::string& path) : number(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (number < 0) {
      refuse(SLA_UNREADABLE, fmt::format("{} cannot be opened: {}", path, std::strerror(errno)));
    }
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { ::close(number); }

  const int number;
};

/// The loader's own words for a wrong file help nobody.
void check_kind(const File& file, const std::string& path) {
  struct stat status {};
  if (::fstat(file.number, &status) != 0 || !S_ISREG(status.st_mode))
    refuse(SLA_UNREADABLE, path + " is no file");
  Elf64_Ehdr header{};
  const bool is_read = ::pread(file.number, &header, sizeof header, 0) == sizeof header;
  if (!is_read || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_type != ET_DYN) {
    refuse(
        SLA_UNREADABLE,
        path + " is no shared library; build it with `sla build agreement.sla --emit so -o ...`");
  }
  if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_machine != kMachine) {
    refuse(SLA_INCOMPATIBLE,
           path + " was built for another machine; build it with `--target` for this one");
  }
}

/// A path of the open file that no library was loaded by before: the loader answers a library that
/// it knows by its path without looking at the file, which may be another one by now. Two
/// characters for each bit of a counter mean nothing to the file system.
std::string fresh_path(const File& file) {
  static std::atomic<std::uint64_t> counter{0};
  const std::uint64_t number = counter.fetch_add(1);
  std::string path = "/proc/self/fd";
  for (int bit = 0; bit < 40; ++bit) path += (number >> bit & 1) != 0 ? "/." : "//";
  return path + "/" + std::to_string(file.number);
}

}  // namespace

std::shared_ptr<const Library> Library::open(const std::string& path) {
  const File file(path);
  check_kind(file, path);
  void* handle = ::dlopen(fresh_path(file).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr)
    refuse(SLA_UNREADABLE, fmt::format("{} cannot be loaded: {}", path, ::dlerror()));
  const auto* image = static_cast<const sla_image*>(::dlsym(handle, SLA_IMAGE_SYMBOL));
  auto library = std::make_shared<const Library>(handle, image);
  if (image == nullptr) {
    refuse(
        SLA_UNREADABLE,
        path + " is no policy library; build it with `sla build agreement.sla --emit so -o ...`");
  }
  return library;
}

Library::~Library() { ::dlclose(handle_); }

}  // namespace sla::abi
