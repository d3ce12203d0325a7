#include "mock_server/data/data_keeper.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>

#include "mock_server/data/data_file.h"
#include "mock_server/data/generate.h"
#include "mock_server/data/state_file.h"
#include "tests/catch.h"
#include "tests/support/mock_process.h"

namespace sellsign::data_keeper_test {

namespace fs = std::filesystem;
using Catch::Contains;
using mock::DataKeeper;
using mock::Store;
using testing::read_text;
using testing::TemporaryFolder;

/// A keeper whose own thread never wakes: the test says when it flushes.
struct Kept {
  explicit Kept(const std::string& path, std::size_t least_log = 1 << 20U)
      : keeper(store, {path, [this](const std::string& note) { notes += note + "\n"; }, std::chrono::hours(1),
                       least_log}) {}

  Store store{1};
  std::string notes;
  DataKeeper keeper;
};

void upsert(Store& store, const std::string& number, const std::string& city) {
  store.upsert(number, [&](mock::CustomerRecord& record, bool) {
    record.customer.number = number;
    record.customer.city = city;
  });
}

/// What another process finds that starts with the file now.
std::string found(const std::string& path) {
  Kept other(path);
  const auto loaded = other.keeper.load(other.store);
  INFO((loaded ? "" : loaded.error().message));
  REQUIRE(loaded.ok());
  return mock::export_state(other.store);
}

TEST_CASE("what was changed since the file was saved is found again, flush by flush") {
  const TemporaryFolder folder;
  const std::string path = folder.path("data.json");
  Kept kept(path);
  mock::generate(kept.store, {20, 2, 5, 1}, {});
  REQUIRE(kept.keeper.save().ok());
  const std::string saved = read_text(path);
  kept.keeper.start();

  upsert(kept.store, "new \"1\"", "Lyon");
  upsert(kept.store, "GEN-000003", "Nantes");
  kept.store.erase("GEN-000004");
  (void)kept.store.take_id();
  CHECK(found(path) == saved);  // within the second
  REQUIRE(kept.keeper.flush().ok());
  CHECK(found(path) == mock::export_state(kept.store));

  upsert(kept.store, "GEN-000004", "back again");
  kept.store.erase("new \"1\"");
  REQUIRE(kept.keeper.flush().ok());
  CHECK(found(path) == mock::export_state(kept.store));
  CHECK(read_text(path) == saved);  // the whole state was not written

  kept.store.clear();
  REQUIRE(kept.keeper.flush().ok());
  CHECK(found(path) == mock::export_state(kept.store));
  CHECK(kept.notes.empty());
}

TEST_CASE("a batch that was cut short anywhere does not count, and those before it do") {
  const TemporaryFolder folder;
  const std::string path = folder.path("data.json");
  Kept kept(path);
  REQUIRE(kept.keeper.save().ok());
  kept.keeper.start();
  upsert(kept.store, "A", "a");
  REQUIRE(kept.keeper.flush().ok());
  const std::string first = mock::export_state(kept.store);
  const std::size_t whole = read_text(path + ".log").size();
  upsert(kept.store, "B", "b");
  kept.store.erase("A");
  REQUIRE(kept.keeper.flush().ok());
  const std::string log = read_text(path + ".log");
  for (std::size_t size = whole; size < log.size(); size += 7) {
    INFO(size);
    fs::resize_file(path + ".log", size);
    CHECK(found(path) == first);
  }
}

TEST_CASE("a log that has grown as long as the file is folded into it") {
  const TemporaryFolder folder;
  const std::string path = folder.path("data.json");
  Kept kept(path, 2000);
  REQUIRE(kept.keeper.save().ok());
  kept.keeper.start();
  for (int i = 0; i < 20; ++i) {
    upsert(kept.store, "A", std::to_string(i));
    REQUIRE(kept.keeper.flush().ok());
  }
  CHECK((!fs::exists(path + ".log") || fs::file_size(path + ".log") < 4000));
  CHECK(found(path) == mock::export_state(kept.store));
}

TEST_CASE("a file that somebody else changed or removed is not read over changes of this process") {
  const TemporaryFolder folder;
  const std::string path = folder.path("data.json");
  Kept kept(path);
  REQUIRE(kept.keeper.save().ok());
  kept.keeper.start();
  Store mine(1);
  upsert(mine, "mine", "Metz");
  REQUIRE(mock::save_data(path, mine).ok());
  Store into(1);
  REQUIRE(kept.keeper.load(into).ok());  // nothing was changed here
  CHECK(mock::export_state(into) == mock::export_state(mine));
  kept.store.restore(into.freeze());
  REQUIRE(kept.keeper.flush().ok());

  upsert(kept.store, "A", "a");
  REQUIRE(kept.keeper.flush().ok());
  for (const bool removed : {false, true}) {
    if (removed)
      fs::remove(path);
    else
      std::ofstream(path, std::ios::app) << " ";
    const auto loaded = kept.keeper.load(into);
    REQUIRE_FALSE(loaded);
    CHECK_THAT(loaded.error().message, Contains("was changed or removed by somebody else"));
  }
}

TEST_CASE("a log of another text of the file is put aside, and said") {
  const TemporaryFolder folder;
  const std::string path = folder.path("data.json");
  Store store(1);
  REQUIRE(mock::save_data(path, store).ok());
  std::ofstream(path + ".log") << "{\"follows\":\"0-0\"}\n\"A\"\n";
  Kept kept(path);
  REQUIRE(kept.keeper.load(kept.store).ok());
  CHECK_THAT(kept.notes, Contains(path + ".log.old"));
  CHECK(fs::exists(path + ".log.old"));
  CHECK_FALSE(fs::exists(path + ".log"));

  std::ofstream(path + ".log") << "{\"follows\":\"0-0\"}\n\"B\"\n";
  Kept again(path);
  REQUIRE(again.keeper.load(again.store).ok());
  CHECK_THAT(read_text(path + ".log.old"), Contains("\"A\""));  // the first one is still there
  CHECK_THAT(read_text(path + ".log.old.2"), Contains("\"B\""));
}

TEST_CASE("a file belongs to one keeper at a time") {
  const TemporaryFolder folder;
  const std::string path = folder.path("data.json");
  {
    Kept kept(path);
    REQUIRE(kept.keeper.claim().ok());
    Kept other(path);
    const auto claimed = other.keeper.claim();
    REQUIRE_FALSE(claimed);
    CHECK(claimed.error().kind == ErrorKind::usage);
    CHECK_THAT(claimed.error().message, Contains("another sellsign mock"));
  }
  Kept later(path);
  CHECK(later.keeper.claim().ok());
}

TEST_CASE("a replaced file keeps its mode, and a link stays one, to a file that is not there yet, too") {
  const TemporaryFolder folder;
  const std::string path = folder.path("data.json");
  Store store(1);
  REQUIRE(mock::save_data(path, store).ok());
  ::chmod(path.c_str(), 0640);
  REQUIRE(mock::save_data(path, store).ok());
  struct stat facts {};
  REQUIRE(::stat(path.c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777) == 0640);
  {
    Kept kept(path);
    REQUIRE(kept.keeper.load(kept.store).ok());
    kept.keeper.start();
    upsert(kept.store, "A", "Aix");
    REQUIRE(kept.keeper.flush().ok());
    REQUIRE(::stat((path + ".log").c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777) == 0640);  // it holds the same as the file
  }

  fs::create_directory(folder.path("volume"));
  const std::string link = folder.path("link.json");
  fs::create_symlink("volume/real.json", link);
  REQUIRE(mock::save_data(link, store).ok());
  CHECK(fs::is_symlink(link));
  CHECK(fs::exists(folder.path("volume/real.json")));
}

TEST_CASE("a mock that is killed finds what it acknowledged up to a second before, and a reload keeps it") {
  const TemporaryFolder folder;
  const std::string path = folder.path("data.json");
  const auto curl = [](const std::string& url, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"curl", "-s", "-S", "--max-time", "20", url});
    return testing::run_program(more).out;
  };
  const std::string customer =
      "/calinda/hub/selling/model/customer/update?action=selectOrCreateCustomer&j_token=t&number=K1"
      "&civility=MADAME&firstname=A&lastname=B&email=a%40example.com&cell_phone=%2B33600000000&address_1=1&"
      "postal_code=1"
      "&city=Metz&country=FR&customer_code=K1";
  const auto knows = [&](const std::string& url) {
    return curl(url + "/__admin/customers/K1").find("Metz") != std::string::npos;
  };
  {
    testing::MockProcess mock({"--no-auth", "--data", path});
    REQUIRE_THAT(curl(mock.url() + customer), Contains("K1"));
    mock.program().send_signal(SIGHUP);
    CHECK(knows(mock.url()));
    while (read_text(path).find("K1") == std::string::npos &&
           read_text(path + ".log").find("K1") == std::string::npos)
      ::usleep(10'000);
    mock.program().send_signal(SIGKILL);
    mock.program().wait();
  }
  testing::MockProcess again({"--no-auth", "--data", path});
  CHECK(knows(again.url()));
}

}  // namespace sellsign::data_keeper_test
