#include "mock_server/data/data_file.h"

#include <array>
#include <chrono>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <poll.h>
#include <signal.h>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

#include "mock_server/data/generate.h"
#include "mock_server/data/state_file.h"
#include "tests/catch.h"
#include "tests/support/program.h"

namespace sellsign::data_file_test {

namespace fs = std::filesystem;
using namespace sellsign;
using mock::Counts;
using mock::Store;
using testing::read_text;
using testing::TemporaryFolder;
using Steady = std::chrono::steady_clock;

std::ptrdiff_t entries_of(const TemporaryFolder& folder) {
  return std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator());
}

Result<Counts> load_data(const std::string& path, Store& store) {
  const auto text = mock::read_data(path);
  if (!text) return text.error();
  return mock::take_data(path, *text, store);
}

void fill(Store& store, std::int64_t customers, std::int64_t seed) {
  mock::generate(store, {customers, 2, 5, seed}, {});
}

/// Saves two stores in turn for ever, and says after each save that it is done.
[[noreturn]] void save_in_turn(const std::string& path, const std::array<Store, 2>& stores, int done) {
  for (std::size_t i = 0;; ++i) {
    if (!mock::save_data(path, stores[i % 2])) _exit(1);
    if (::write(done, "", 1) != 1) _exit(2);
  }
}

void wait_for_saves(int pipe, int count) {
  char byte = 0;
  for (int i = 0; i < count; ++i) REQUIRE(::read(pipe, &byte, 1) == 1);
}

void spin(Steady::duration time) {
  const auto until = Steady::now() + time;
  while (Steady::now() < until) {
  }
}

TEST_CASE("what a killed process left of a save is removed by the next load, and nothing else") {
  const TemporaryFolder folder;
  const std::string file = folder.path("state.json");
  Store store(1);
  REQUIRE(mock::save_data(file, store));
  const pid_t gone = fork();
  if (gone == 0) _exit(0);
  waitpid(gone, nullptr, 0);
  const std::string stale = file + ".new." + std::to_string(gone);
  const std::string others[] = {file + ".new." + std::to_string(getppid()), file + ".new.x", file + ".new.",
                                folder.path("other.json.new.") + std::to_string(gone)};
  std::ofstream(stale) << "{";
  for (const std::string& other : others) std::ofstream(other) << "{";
  CHECK(load_data(file, store));
  CHECK_FALSE(fs::exists(stale));
  for (const std::string& other : others) CHECK(fs::exists(other));
}

TEST_CASE("a state that was saved is loaded again") {
  const TemporaryFolder folder;
  const std::string path = folder.path("data.json");
  Store store(1);
  fill(store, 20, 1);
  REQUIRE(mock::save_data(path, store));
  CHECK(read_text(path) == mock::export_state(store));
  CHECK(entries_of(folder) == 1);

  Store other(1);
  const auto counts = load_data(path, other);
  REQUIRE(counts);
  CHECK(*counts == Counts{20, 40, 100});
  CHECK(mock::export_state(other) == read_text(path));

  store.clear();
  REQUIRE(mock::save_data(path, store));
  CHECK(*load_data(path, other) == Counts{});
  CHECK(other.size() == 0);
}

TEST_CASE("a data file that does not exist is an empty state") {
  const TemporaryFolder folder;
  Store store(5);
  fill(store, 3, 1);
  const auto counts = load_data(folder.path("none.json"), store);
  REQUIRE(counts);
  CHECK(*counts == Counts{});
  CHECK(store.size() == 0);
  CHECK(store.next_id() == 5);
  CHECK(entries_of(folder) == 0);
}

TEST_CASE("a broken data file is an error with its place, and stays as it is") {
  struct Row {
    const char *text, *what;
  };
  static const Row k_rows[] = {
      {"", ":1:1: the file is empty"},
      {"{\"nextId\":1,\n\"nextCount\":1,", ":2:15: the file ends before everything is closed"},
      {"{\"nextId\":1,\"nextCount\":1,\"custmers\":[]}", "take it away (and 1 more)"},
  };
  const TemporaryFolder folder;
  const std::string path = folder.path("data.json");
  for (const Row& row : k_rows) {
    INFO(row.text);
    std::ofstream(path, std::ios::binary) << row.text;
    Store store(1);
    fill(store, 3, 1);
    const auto counts = load_data(path, store);
    REQUIRE_FALSE(counts);
    CHECK(counts.error().kind == ErrorKind::usage);
    CHECK_THAT(counts.error().message, Catch::Contains("is broken and was left as it is: " + path));
    CHECK_THAT(counts.error().message, Catch::Contains(row.what));
    CHECK(read_text(path) == row.text);
    CHECK(store.size() == 3);
  }
  Store store(1);
  const auto counts = load_data(folder.path(""), store);
  REQUIRE_FALSE(counts);
  CHECK_THAT(counts.error().message, Catch::Contains("cannot read the data file"));
}

TEST_CASE("a save that fails says what and why, and leaves nothing behind") {
  const TemporaryFolder folder;
  Store store(1);
  const auto nowhere = mock::save_data(folder.path("no/where.json"), store);
  REQUIRE_FALSE(nowhere);
  CHECK_THAT(nowhere.error().message, Catch::Contains("cannot create") && Catch::Contains("no/where.json") &&
                                          Catch::Contains("No such file or directory"));
  const std::string taken = folder.path("taken");
  fs::create_directory(taken);
  const auto replaced = mock::save_data(taken, store);
  REQUIRE_FALSE(replaced);
  CHECK(replaced.error().kind == ErrorKind::internal);
  CHECK_THAT(replaced.error().message, Catch::Contains("cannot replace " + taken));
  CHECK(entries_of(folder) == 1);
}

TEST_CASE("a symbolic link stays one, and what it points to is replaced") {
  const TemporaryFolder folder;
  fs::create_directory(folder.path("disk"));
  const std::string link = folder.path("data.json"), target = folder.path("disk/real.json");
  std::ofstream(target) << "old";
  fs::create_symlink(target, link);
  Store store(1);
  REQUIRE(mock::save_data(link, store));
  CHECK(fs::is_symlink(link));
  CHECK(read_text(target) == mock::export_state(store));
}

TEST_CASE("a process that is killed at any moment leaves one state or the other") {
  const TemporaryFolder folder;
  const std::string path = folder.path("data.json");
  std::array<Store, 2> stores{Store(1), Store(1)};
  fill(stores[0], 150, 1);
  fill(stores[1], 151, 2);
  const std::array<std::string, 2> states = {mock::export_state(stores[0]), mock::export_state(stores[1])};
  std::array<int, 2> found{};
  for (int moment = 0; moment < 50; ++moment) {
    std::array<int, 2> done{};
    REQUIRE(::pipe2(done.data(), O_CLOEXEC) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) save_in_turn(path, stores, done[1]);
    ::close(done[1]);
    wait_for_saves(done[0], 1);
    const auto start = Steady::now();
    wait_for_saves(done[0], 1);
    const auto one_save = Steady::now() - start;
    wait_for_saves(done[0], moment % 2);
    spin(one_save * moment / 50);
    ::kill(child, SIGKILL);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    ::close(done[0]);
    REQUIRE(WIFSIGNALED(status));
    const std::string left = read_text(path);
    INFO("moment " << moment << ", " << left.size() << " bytes");
    REQUIRE((left == states[0] || left == states[1]));
    ++found[left == states[0] ? 0 : 1];
  }
  CHECK(found[0] > 0);
  CHECK(found[1] > 0);
}

}  // namespace sellsign::data_file_test
