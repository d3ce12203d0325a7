#include "base/time_text.h"
#include "http/client/transport.h"
#include "tests/catch.h"

namespace sellsign::http_date_test {

using namespace std::chrono_literals;

TEST_CASE("dates are read in the three forms of RFC 9110") {
  const struct {
    const char* text;
    std::int64_t since_1970;  // negative: no date
  } k_rows[] = {{"Sun, 06 Nov 1994 08:49:37 GMT", 784'111'777},
                {"Sunday, 06-Nov-94 08:49:37 GMT", 784'111'777},
                {"Sun Nov  6 08:49:37 1994", 784'111'777},
                {"Wed, 02 Dec 2026 07:28:00 GMT", 1'796'196'480},
                {"Wednesday, 02-Dec-26 07:28:00 GMT", 1'796'196'480},
                {"Sat, 31 Dec 2016 23:59:60 GMT", 1'483'228'800},
                {"Sun, 06 Nov 1994 08:49:37", -1},
                {"Sun, 06 Nov 1994 08:49:37 UTC", -1},
                {"Sun, 31 Feb 1994 08:49:37 GMT", -1},
                {"Sun, 06 nov 1994 08:49:37 GMT", -1},
                {"Sun, 06 Nov 1994 24:00:00 GMT", -1},
                {"Sun, 06 Nov 1994 8:49:37 GMT", -1},
                {"Sun, 06 Nov 194 08:49:37 GMT", -1},
                {"120", -1},
                {"", -1},
                {",,,,,,", -1}};
  for (const auto& row : k_rows) {
    INFO(row.text);
    const auto date = read_http_date(row.text);
    CHECK(date.has_value() == (row.since_1970 >= 0));
    if (date) CHECK(date->time_since_epoch().count() == row.since_1970);
  }
}

TEST_CASE("Retry-After is a number of any length or a date, and five minutes at most") {
  const auto now = std::chrono::sys_seconds(1'796'196'480s) - 20s;  // 07:27:40
  const struct {
    http::Headers headers;
    std::optional<std::chrono::seconds> asked;
  } k_rows[] = {
      {{{"Retry-After", "0"}}, 0s},
      {{{"retry-after", "299"}}, 299s},
      {{{"Retry-After", "4000000000"}}, 300s},
      {{{"Retry-After", "99999999999999999999999999"}}, 300s},
      {{{"Retry-After", "Wed, 02 Dec 2026 07:28:00 GMT"}}, 20s},
      {{{"Retry-After", "Wed, 02 Dec 2026 09:28:00 GMT"}}, 300s},
      {{{"Retry-After", "Wed, 02 Dec 2026 07:00:00 GMT"}}, 0s},
      {{{"Date", "Wed, 02 Dec 2026 07:27:55 GMT"}, {"Retry-After", "Wed, 02 Dec 2026 07:28:00 GMT"}}, 5s},
      {{{"Retry-After", "-1"}}, std::nullopt},
      {{{"Retry-After", "1.5"}}, std::nullopt},
      {{{"Retry-After", ""}}, std::nullopt},
      {{{"Retry-After", "soon"}}, std::nullopt},
      {{}, std::nullopt}};
  for (const auto& row : k_rows) {
    CAPTURE(row.headers.empty() ? "" : row.headers.back().second);
    http::HttpReply reply;
    reply.headers = row.headers;
    CHECK(http::retry_after(reply, now) == row.asked);
  }
}

}  // namespace sellsign::http_date_test
