#include "base/file.h"

#include <filesystem>
#include <sys/stat.h>

#include "tests/catch.h"
#include "tests/support/program.h"

namespace sellsign::file_test {

using testing::read_text;

TEST_CASE("a whole file takes the place of the old one, through links, with its mode") {
  const testing::TemporaryFolder folder;
  const std::string real = folder.write("real.txt", "old"), link = folder.path("link.txt");
  std::filesystem::create_symlink("real.txt", link);
  REQUIRE(chmod(real.c_str(), 0600) == 0);
  REQUIRE(write_whole(link, "new"));
  CHECK(read_text(real) == "new");
  CHECK(std::filesystem::is_symlink(link));
  struct stat facts {};
  REQUIRE(stat(real.c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777) == 0600);
  REQUIRE(write_whole(folder.path("fresh.txt"), "fresh"));
  CHECK(read_text(folder.path("fresh.txt")) == "fresh");
  CHECK_FALSE(write_whole(folder.path("no/such/folder.txt"), "x"));
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) ==
        3);  // nothing is left beside
  CHECK(write_whole("/dev/null", "x"));
}

TEST_CASE("a link to a file that is not there yet stays one, asked about or written to") {
  const testing::TemporaryFolder folder;
  std::filesystem::create_directory(folder.path("volume"));
  const std::string link = folder.path("link.txt"), second = folder.path("second.txt");
  std::filesystem::create_symlink("volume/real.txt", link);
  std::filesystem::create_symlink("link.txt", second);
  CHECK(resolved_path(second) == folder.path("volume/real.txt"));
  CHECK(check_writable(second));
  CHECK(std::filesystem::is_symlink(link));
  CHECK(std::filesystem::is_empty(folder.path("volume")));
  REQUIRE(write_whole(second, "new"));
  CHECK(std::filesystem::is_symlink(second));
  CHECK(std::filesystem::is_symlink(link));
  CHECK(read_text(folder.path("volume/real.txt")) == "new");
}

TEST_CASE("to ask whether a file can be written leaves everything as it is") {
  const testing::TemporaryFolder folder;
  const std::string there = folder.write("there.txt", "old"), fresh = folder.path("fresh.txt");
  CHECK(check_writable(there));
  CHECK(check_writable(fresh));
  CHECK(check_writable("/dev/null"));
  CHECK_FALSE(check_writable(folder.path("no/such/folder.txt")));
  CHECK_FALSE(check_writable(folder.path()));
  CHECK(read_text(there) == "old");
  CHECK_FALSE(std::filesystem::exists(fresh));
}

}  // namespace sellsign::file_test
