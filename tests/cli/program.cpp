#include "tests/cli/program.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <string_view>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/paths.hpp"

namespace caravan::cli {

namespace {

namespace fs = std::filesystem;

std::string text_at(fs::path const& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

void redirect(fs::path const& path, int stream) {
  auto const file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  dup2(file, stream);
  close(file);
}

// The program blocks the signals it heeds, and a thread of its own waits for them.
bool heeds(pid_t process, int signal) {
  std::ifstream status{"/proc/" + std::to_string(process) + "/status"};
  constexpr std::string_view kBlocked = "SigBlk:\t";
  for (std::string line; std::getline(status, line);) {
    if (!line.starts_with(kBlocked)) continue;
    auto const blocked = std::stoull(line.substr(kBlocked.size()), nullptr, 16);
    return (blocked >> static_cast<unsigned>(signal - 1) & 1U) != 0;
  }
  return false;
}

}  // namespace

Folder::Folder() {
  auto name = (fs::temp_directory_path() / "caravan-cli-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "no folder for the test";
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  fs::remove(beside(".out"), ignored);
  fs::remove(beside(".err"), ignored);
}

pid_t Folder::start(std::string const& shell, std::vector<std::string> const& environment) const {
  auto const child = fork();
  if (child != 0) return child;
  std::vector<std::string> variables{"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C",
                                     "caravan=" + program_path()};
  variables.insert(variables.end(), environment.begin(), environment.end());
  std::vector<char*> pointers;
  for (auto& variable : variables) pointers.push_back(variable.data());
  pointers.push_back(nullptr);
  redirect(beside(".out"), STDOUT_FILENO);
  redirect(beside(".err"), STDERR_FILENO);
  // What a shell starts in the background ignores it, and so would the program.
  std::signal(SIGINT, SIG_DFL);
  if (chdir(path_.c_str()) != 0) _exit(99);
  execle("/bin/sh", "sh", "-c", shell.c_str(), nullptr, pointers.data());
  _exit(99);
}

Outcome Folder::outcome(int status) const {
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), text_at(beside(".out")),
          text_at(beside(".err"))};
}

Outcome Folder::run(std::string const& shell, std::vector<std::string> const& environment) const {
  auto const child = start(shell, environment);
  int status = 0;
  waitpid(child, &status, 0);
  return outcome(status);
}

Outcome Folder::stopped(std::string const& words, std::vector<int> const& signals,
                        std::function<bool()> const& ready) const {
  auto const child = start("exec $caravan " + words, {});
  int status = 0;
  while (waitpid(child, &status, WNOHANG) == 0) {
    if (heeds(child, signals.front()) && ready()) {
      for (auto const signal : signals) kill(child, signal);
      waitpid(child, &status, 0);
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  return outcome(status);
}

fs::path Folder::beside(char const* ending) const {
  return path_.string() + ending;
}

void Folder::write(std::string const& name, std::string const& text) const {
  std::ofstream{path_ / name, std::ios::binary} << text;
}

std::string Folder::read(std::string const& name) const {
  return text_at(path_ / name);
}

bool Folder::has(std::string const& name) const {
  return fs::exists(path_ / name);
}

std::vector<std::string> Folder::names() const {
  std::vector<std::string> names;
  for (auto const& entry : fs::directory_iterator{path_}) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string source_text(std::string const& path) {
  return text_at(fs::path{source_folder()} / path);
}

}  // namespace caravan::cli
