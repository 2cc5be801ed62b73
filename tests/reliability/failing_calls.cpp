// Loaded before the C library (LD_PRELOAD), it makes the n-th call of a kind fail. The program
// under test knows nothing of it. Calls are counted from the first line of main on.
//
//   CARAVAN_FAIL_CALL    malloc, open, write, fsync or rename: which calls are counted; what is
//                        written to standard error is not
//   CARAVAN_FAIL_AT      n, from 1; 0 counts only
//   CARAVAN_FAIL_HOW     once; always (this one and all that follow); kill (the process ends
//   there);
//                        short (a write takes half of the bytes); interrupted (EINTR, once)
//   CARAVAN_FAIL_COUNT   file that gets the number of calls at the end of main
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* block, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
}

namespace {

enum class Call { none, allocate, open, write, sync, rename };
enum class How { once, always, kill, half, interrupted };

struct Plan {
  Call call = Call::none;
  How how = How::once;
  long at = 0;
  std::atomic<long> count = 0;
  std::atomic<bool> counts = false;  // between the first and the last line of main
};

Plan& plan() {
  static constinit Plan the_plan;
  return the_plan;
}

std::string_view variable(char const* name) {
  char const* const text = std::getenv(name);
  return text == nullptr ? std::string_view{} : std::string_view{text};
}

void read_plan() {
  auto const call = variable("CARAVAN_FAIL_CALL");
  auto const how = variable("CARAVAN_FAIL_HOW");
  plan().call = call == "malloc"   ? Call::allocate
                : call == "open"   ? Call::open
                : call == "write"  ? Call::write
                : call == "fsync"  ? Call::sync
                : call == "rename" ? Call::rename
                                   : Call::none;
  plan().how = how == "always"        ? How::always
               : how == "kill"        ? How::kill
               : how == "short"       ? How::half
               : how == "interrupted" ? How::interrupted
                                      : How::once;
  for (char const c : variable("CARAVAN_FAIL_AT")) plan().at = plan().at * 10 + (c - '0');
}

/// Whether this call is to fail. It does not come back from one at which the process is killed.
bool fails(Call call) {
  Plan& the = plan();
  if (the.call != call || !the.counts.load()) return false;
  long const number = the.count.fetch_add(1) + 1;
  if (the.at == 0) return false;
  bool const now = the.how == How::always ? number >= the.at : number == the.at;
  if (now && the.how == How::kill) kill(getpid(), SIGKILL);
  return now;
}

int error_of(int usual) {
  return plan().how == How::interrupted ? EINTR : usual;
}

template <class Function>
Function next(char const* name) {
  Function function = nullptr;
  void* const found = dlsym(RTLD_NEXT, name);
  static_assert(sizeof function == sizeof found);
  std::memcpy(&function, &found, sizeof found);
  return function;
}

void tell_count() {
  auto const path = variable("CARAVAN_FAIL_COUNT");
  if (path.empty()) return;
  if (std::FILE* const file = std::fopen(path.data(), "w"); file != nullptr) {
    std::fprintf(file, "%ld\n", plan().count.load());
    std::fclose(file);
  }
}

using Main = int (*)(int, char**, char**);
Main& real_main() {
  static constinit Main function = nullptr;
  return function;
}

int counted_main(int argc, char** argv, char** environment) {
  read_plan();
  plan().counts = true;
  int const code = real_main()(argc, argv, environment);
  plan().counts = false;
  tell_count();
  return code;
}

/// Only a call that may make a file has a mode.
mode_t mode_in(int flags, std::va_list rest) {
  return (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : mode_t{0};
}

int open_at(int folder, char const* path, int flags, mode_t mode) {
  if (fails(Call::open)) {
    errno = error_of(EMFILE);
    return -1;
  }
  return static_cast<int>(syscall(SYS_openat, folder, path, flags, mode));
}

ssize_t put(int file, void const* bytes, std::size_t size) {
  if (file != STDERR_FILENO && fails(Call::write)) {
    if (plan().how != How::half) {
      errno = error_of(ENOSPC);
      return -1;
    }
    size = (size + 1) / 2;
  }
  return syscall(SYS_write, file, bytes, size);
}

ssize_t put_at(int file, void const* bytes, std::size_t size, off_t offset) {
  if (fails(Call::write)) {
    if (plan().how != How::half) {
      errno = error_of(ENOSPC);
      return -1;
    }
    size = (size + 1) / 2;
  }
  return syscall(SYS_pwrite64, file, bytes, size, offset);
}

bool no_memory() {
  if (!fails(Call::allocate)) return false;
  errno = ENOMEM;
  return true;
}

bool no_rename() {
  if (!fails(Call::rename)) return false;
  errno = error_of(EIO);
  return true;
}

}  // namespace

// Names and types are those of the C library.
extern "C" {

int __libc_start_main(Main main, int argc, char** argv, void (*init)(), void (*fini)(),
                      void (*leave)(), void* stack) {
  real_main() = main;
  using Start = int (*)(Main, int, char**, void (*)(), void (*)(), void (*)(), void*);
  return next<Start>("__libc_start_main")(counted_main, argc, argv, init, fini, leave, stack);
}

void* malloc(std::size_t size) noexcept {
  return no_memory() ? nullptr : __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) noexcept {
  return no_memory() ? nullptr : __libc_calloc(count, size);
}
void* realloc(void* block, std::size_t size) noexcept {
  return no_memory() ? nullptr : __libc_realloc(block, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
  return no_memory() ? nullptr : __libc_memalign(alignment, size);
}

int open(char const* path, int flags, ...) {
  std::va_list rest;
  va_start(rest, flags);
  auto const mode = mode_in(flags, rest);
  va_end(rest);
  return open_at(AT_FDCWD, path, flags, mode);
}
int open64(char const* path, int flags, ...) {
  std::va_list rest;
  va_start(rest, flags);
  auto const mode = mode_in(flags, rest);
  va_end(rest);
  return open_at(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}
int openat(int folder, char const* path, int flags, ...) {
  std::va_list rest;
  va_start(rest, flags);
  auto const mode = mode_in(flags, rest);
  va_end(rest);
  return open_at(folder, path, flags, mode);
}
int openat64(int folder, char const* path, int flags, ...) {
  std::va_list rest;
  va_start(rest, flags);
  auto const mode = mode_in(flags, rest);
  va_end(rest);
  return open_at(folder, path, flags | O_LARGEFILE, mode);
}
std::FILE* fopen(char const* path, char const* mode) {
  if (fails(Call::open)) {
    errno = error_of(EMFILE);
    return nullptr;
  }
  return next<std::FILE* (*)(char const*, char const*)>("fopen")(path, mode);
}
std::FILE* fopen64(char const* path, char const* mode) {
  return fopen(path, mode);
}

ssize_t write(int file, void const* bytes, std::size_t size) {
  return put(file, bytes, size);
}
ssize_t pwrite(int file, void const* bytes, std::size_t size, off_t offset) {
  return put_at(file, bytes, size, offset);
}
ssize_t pwrite64(int file, void const* bytes, std::size_t size, off_t offset) {
  return put_at(file, bytes, size, offset);
}

int fsync(int file) {
  if (fails(Call::sync)) {
    errno = error_of(EIO);
    return -1;
  }
  return static_cast<int>(syscall(SYS_fsync, file));
}
int fdatasync(int file) {
  return fsync(file);
}

int rename(char const* from, char const* to) noexcept {
  return no_rename() ? -1 : static_cast<int>(syscall(SYS_rename, from, to));
}
int renameat2(int from_folder, char const* from, int to_folder, char const* to,
              unsigned flags) noexcept {
  return no_rename()
             ? -1
             : static_cast<int>(syscall(SYS_renameat2, from_folder, from, to_folder, to, flags));
}
int link(char const* from, char const* to) noexcept {
  return no_rename() ? -1 : static_cast<int>(syscall(SYS_link, from, to));
}
int mkdir(char const* path, mode_t mode) noexcept {
  if (fails(Call::open)) {
    errno = error_of(ENOSPC);
    return -1;
  }
  return static_cast<int>(syscall(SYS_mkdir, path, mode));
}
}
