#include "tests/cli/program.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

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

}  // namespace

Folder::Folder() {
  auto name = (fs::temp_directory_path() / "caravan-cli-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "no folder for the test";
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  fs::remove(path_.string() + ".out", ignored);
  fs::remove(path_.string() + ".err", ignored);
}

Outcome Folder::run(std::string const& shell, std::vector<std::string> const& environment) const {
  // Beside the folder, so that tests see in it only what the program wrote.
  auto const out = path_.string() + ".out";
  auto const err = path_.string() + ".err";
  auto const child = fork();
  if (child == 0) {
    std::vector<std::string> variables{"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C",
                                       "caravan=" + program_path()};
    variables.insert(variables.end(), environment.begin(), environment.end());
    std::vector<char*> pointers;
    for (auto& variable : variables) pointers.push_back(variable.data());
    pointers.push_back(nullptr);
    redirect(out, STDOUT_FILENO);
    redirect(err, STDERR_FILENO);
    if (chdir(path_.c_str()) != 0) _exit(99);
    execle("/bin/sh", "sh", "-c", shell.c_str(), nullptr, pointers.data());
    _exit(99);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), text_at(out),
          text_at(err)};
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
